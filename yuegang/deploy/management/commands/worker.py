"""Run the node's worker: jobs in the main thread; sealer, pull loop and long poll as threads beside it."""

import asyncio
import contextlib
import logging
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

logger = logging.getLogger(__name__)
LEAVE = 5.0  # seconds a thread has to return after the stop event


class ThreadDied(Exception):
    """A thread ended that should run for ever."""


class Command(BaseCommand):
    """python -m yuegang worker."""

    help = "Run jobs, the sealer and the pull loop of this node until a signal asks to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many jobs run at once."""
        parser.add_argument("--concurrency", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's signature
        """Run until stopped; leave with an error if one part died, so that the supervisor starts all anew."""
        stop = threading.Event()
        failed: list[str] = []
        threads = [
            threading.Thread(target=_guarded, args=(name, work, stop, failed), name=name, daemon=True)
            for name, work in import_string("yuegang.exchange.worker.threads")()
        ]
        for thread in threads:
            thread.start()
        try:
            asyncio.run(_run_jobs(stop, options["concurrency"]))
        finally:
            stop.set()
            for thread in threads:
                thread.join(LEAVE)
        if failed:
            raise SystemExit(f"worker: {', '.join(failed)} died")


def _guarded(name: str, work: Callable[[threading.Event], None], stop: threading.Event, failed: list[str]) -> None:
    try:
        work(stop)
    except Exception:  # whatever it is, the worker must not live on without this part
        logger.exception("worker.thread_died", extra={"thread_name": name})
    if not stop.is_set():
        failed.append(name)
        stop.set()


async def _run_jobs(stop: threading.Event, concurrency: int) -> None:
    """Run procrastinate until a signal, the loss of the database, or the death of a thread."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    connector = app.connector
    assert isinstance(connector, DjangoConnector)  # the Django app of the library has no other
    worker_app = app.with_connector(connector.get_worker_connector())
    async with worker_app.open_async():
        jobs = asyncio.create_task(
            worker_app.run_worker_async(
                concurrency=concurrency, install_signal_handlers=False, shutdown_graceful_timeout=3
            )
        )
        watch = asyncio.create_task(_wait(stop))
        await asyncio.wait({jobs, watch}, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        await watch
        lost = jobs.done()
        jobs.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await jobs
        if lost:
            raise SystemExit("worker: the job queue lost its database")


async def _wait(stop: threading.Event) -> None:
    while not stop.is_set():
        await asyncio.sleep(0.1)
