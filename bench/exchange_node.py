"""What one node of the exchange bench does in its own process; see bench/exchange.py."""

import itertools
import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from bench.exchange_leads import lead_id, make_leads
from yuegang.accounts.models import Officer
from yuegang.audit.actions import record_many
from yuegang.base import clock
from yuegang.base.bulk import copy_in
from yuegang.enforcement.actions import answering
from yuegang.engine.protocol.entry import BodyAddress, body_info
from yuegang.engine.protocol.schema import FieldRule, KindSchema
from yuegang.engine.protocol.suites import seal
from yuegang.exchange import provisioning, puller, segments, worker
from yuegang.exchange.bodies import pack
from yuegang.exchange.errors import ExchangeError
from yuegang.exchange.handlers import Received
from yuegang.exchange.keystore import own_keystore
from yuegang.exchange.listener import wait_for_news
from yuegang.exchange.models import Channel, OutboxEntry
from yuegang.exchange.roster import Addressee, addressee

FOLDER = Path(os.environ.get("BENCH_DIR", "."))
UNITS = {"gd-customs": "CUS-53/GEN", "hk-customs": "HK-CED/CTI"}
OTHER = {"gd-customs": "hk-customs", "hk-customs": "gd-customs"}
PAGE = 1000  # entries in a page that is timed
TIMES = 200  # pages and empty polls that are timed
TOGETHER = 1000  # rows put into the outbox at once
LOOK = 0.05  # seconds between looks at the cursor
BODY = pack({"outcome": "accepted"}, ())
COLUMNS = (
    "channel_id", "kind", "item_id", "item_ver", "from_unit", "to_unit", "body", "enc", "enc_key", "marking", "blobs",
    "ref", "created_at",
)  # fmt: skip
WRITERS = 4  # threads in each of two processes


class Light:
    """Write one audit row for each acknowledgement, the least a real handler does."""

    schema = KindSchema(kind="acknowledgement", version=1, fields=(FieldRule("/outcome", "A", type="code"),))

    def apply(self, received: Received) -> None:
        """Note the arrival."""
        self.apply_many([received])

    def apply_many(self, received: Sequence[Received]) -> None:
        """Note the arrival of many."""
        record_many("exchange", "acknowledgement.arrive", ((f"enforcement.lead:{one.ref}", {}) for one in received))


LIGHT = Light()


@dataclass(frozen=True)
class Mark:
    """Hold when the cursor was seen where, in seconds from the start, and the memory then, in MB."""

    at: float
    cursor: int
    memory: int


def node() -> str:
    """Return this node's code."""
    return str(settings.NODE_CODE)


def prepare() -> dict[str, object]:
    """Make the tables and keys, and leave the roster where the other node finds it."""
    call_command("migrate", verbosity=0, interactive=False)
    provisioning.create_node_keys(node(), [UNITS[node()]])
    (FOLDER / f"{node()}.roster").write_bytes(provisioning.export_roster(f"https://{node()}/"))
    return {}


def meet() -> dict[str, object]:
    """Take the other node's roster."""
    roster = (FOLDER / f"{OTHER[node()]}.roster").read_bytes()
    provisioning.import_roster(roster, provisioning.fingerprint(roster))
    return {}


def fill(count: str) -> dict[str, object]:
    """Put unsealed rows into the outbox, bodies sealed to the other node's unit; return rows per second."""
    began, total = time.perf_counter(), int(count)
    channel, key = Channel.objects.get(), addressee(UNITS[OTHER[node()]])
    for start in range(0, total, TOGETHER):
        with transaction.atomic():
            rows = [_row(channel.pk, key, number) for number in range(start, min(total, start + TOGETHER))]
            copy_in("exchange_outboxentry", COLUMNS, rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE exchange_outboxentry")
    return {"per_s": round(total / (time.perf_counter() - began))}


def _row(channel_id: int, key: Addressee, number: int) -> tuple[object, ...]:
    item, (ours, theirs) = str(uuid4()), (UNITS[node()], UNITS[OTHER[node()]])
    address = BodyAddress(
        sender=node(), receiver=OTHER[node()], kind="acknowledgement", item_id=item, item_ver=1, to_unit=theirs
    )
    sealed = seal(key.suite, key.public, BODY, body_info(address))
    fixed = ("hpke", key.key_id, "AMBER", "[]", str(lead_id(number)), clock.moment())
    return (channel_id, "acknowledgement", item, 1, ours, theirs, sealed, *fixed)


def send(count: str) -> dict[str, object]:
    """Seal, serve and take receipts until the other node has everything; then time pages and empty polls."""
    stop, used = _beside(), time.process_time()
    _pull_until(lambda channel: channel.peer_has >= int(count))
    spent = time.process_time() - used
    stop.set()
    return {"sender_cpu_ms": round(spent * 1000 / int(count), 3), **_pages(int(count))}


def _pages(count: int) -> dict[str, object]:
    """Return how long the log takes to answer, in milliseconds: pages at random places, and nothing new."""
    channel, dice = Channel.objects.get(), random.Random(1)
    places = [dice.randrange(max(1, count - PAGE)) for _number in range(TIMES)]
    pages = sorted(_seconds(channel, after) for after in places)
    empty = sorted(_seconds(channel, count) for _number in range(TIMES))
    return {f"{name}_{part}_ms": round(times[place] * 1000, 1) for name, times in (("page", pages), ("empty", empty))
            for part, place in (("p50", TIMES // 2), ("p99", TIMES * 99 // 100))}  # fmt: skip


def _seconds(channel: Channel, after: int) -> float:
    began = time.perf_counter()
    segments.segment_for(channel, after=after, limit=PAGE)
    return time.perf_counter() - began


def receive_all(count: str, kind: str) -> dict[str, object]:
    """Pull until everything is applied; return the rate of each tenth and of the whole."""
    if kind == "light":
        settings.EXCHANGE_HANDLERS = {"acknowledgement": "bench.exchange_node.LIGHT"}
    stop, total, used = _beside(), int(count), time.process_time()
    track = _pull_until(lambda channel: channel.cursor >= total)
    spent = time.process_time() - used
    time.sleep(1.0)  # the last receipts leave
    stop.set()
    memory = {"rss_mb_at_tenths": [_memory(track, total * tenth // 10) for tenth in range(1, 11)]}
    applied = Channel.objects.get().inbox.filter(state="applied").count()
    return {**_rates(track, total), "applied": applied, "receiver_cpu_ms": round(spent * 1000 / total, 3), **memory}


def _rates(track: list[Mark], total: int) -> dict[str, object]:
    marks = [_when(track, total * tenth // 10) for tenth in range(11)]
    tenths = [round(total / 10 / (after - before)) for before, after in itertools.pairwise(marks)]
    return {
        "per_s": round(total / (marks[-1] - marks[0])),
        "deciles": tenths,
        "last_to_first": round(tenths[-1] / tenths[0], 2),
    }


def _when(track: list[Mark], place: int) -> float:
    """Return when the cursor passed a place, evenly within its batch."""
    for before, after in itertools.pairwise(track):
        if before.cursor <= place <= after.cursor:
            return before.at + (after.at - before.at) * (place - before.cursor) / (after.cursor - before.cursor)
    return track[-1].at


def _memory(track: list[Mark], place: int) -> int:
    return next((mark.memory for mark in track if mark.cursor >= place), track[-1].memory)


def _beside() -> threading.Event:
    """Start the sealer and the listener as threads."""
    stop = threading.Event()
    for work in (_seal_for_ever, _serve_for_ever):
        threading.Thread(target=work, args=(stop,), daemon=True).start()
    return stop


def _seal_for_ever(stop: threading.Event) -> None:
    """Run the worker's own thread."""
    dict(worker.threads())["exchange-sealer"](stop)


def _serve_for_ever(stop: threading.Event) -> None:
    """Answer as the listener does, without TLS and the signature of each request."""
    channel = Channel.objects.get()
    with Listener(str(FOLDER / f"{node()}.socket"), "AF_UNIX") as listener, listener.accept() as caller:
        while not stop.is_set():
            try:
                after, limit, wait = caller.recv()
            except EOFError:
                return
            wait_for_news(channel, after, wait)
            caller.send_bytes(_segment(channel, after, limit))


def _segment(channel: Channel, after: int, limit: int) -> bytes:
    """Return what the listener answers, nothing before the sealer's first head."""
    try:
        return segments.segment_for(channel, after=after, limit=limit)
    except ExchangeError:
        return b""


class SocketClient:
    """Stand where the connection to the peer stands."""

    def __init__(self, channel: Channel, signer: object, own: Path) -> None:
        self.url = channel.url.rstrip("/")

    def log(self, receiver: str, *, after: int, limit: int, wait: int) -> bytes:
        """Return the bytes of a segment."""
        peer = _connected(FOLDER / f"{OTHER[node()]}.socket")
        peer.send((after, limit, min(wait, 1)))
        return peer.recv_bytes()

    def received(self, *, after: int, limit: int) -> bytes:
        """Return nothing: neither node was restored."""
        return b""

    def close(self) -> None:
        """Keep the connection: there is only one listener."""


def _pull_until(done: Callable[[Channel], bool]) -> list[Mark]:
    """Run the worker's pull loop; return the marks where the cursor stood."""
    setattr(puller, "PeerClient", SocketClient)  # noqa: B010  the one part that is not the worker's
    stop, channel, began = threading.Event(), Channel.objects.get(), time.perf_counter()
    loop = puller.Puller(channel.pk, own_keystore().load(), FOLDER)
    thread = threading.Thread(target=loop.run, args=(stop,), daemon=True)
    thread.start()
    track = [Mark(0.0, 0, _resident())]
    while not done(channel):
        time.sleep(LOOK)
        channel.refresh_from_db()
        if channel.halted_reason:
            raise SystemExit(f"bench: {channel.halted_reason}")
        if channel.cursor > track[-1].cursor:
            track.append(Mark(time.perf_counter() - began, channel.cursor, _resident()))
    stop.set()
    return track


def _resident() -> int:
    """Return the resident memory of this process in MB (Linux; elsewhere 0)."""
    pages = Path("/proc/self/statm")
    return int(pages.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1_000_000 if pages.exists() else 0


@cache
def _connected(path: Path) -> Connection:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            return Client(str(path), "AF_UNIX")
        except (FileNotFoundError, ConnectionRefusedError):
            time.sleep(0.02)
    raise SystemExit("bench: the other node does not answer")


def leads(count: str, which: str) -> dict[str, object]:
    """Make the leads that this node sent, or that came to it."""
    make_leads(int(count), incoming=which == "incoming", units=(UNITS["hk-customs"], UNITS["gd-customs"]))
    return {}


def seal_for(seconds: str) -> dict[str, object]:
    """Run the worker's sealer beside the writers."""
    stop = threading.Event()
    threading.Timer(float(seconds), stop.set).start()
    _seal_for_ever(stop)
    return {}


def write(part: str, count: str, seconds: str, exchanging: str) -> dict[str, object]:
    """Acknowledge leads in four threads for some seconds; return how many. part: "0/2" is the first half."""
    if exchanging != "yes":
        setattr(answering, "enqueue", lambda message: OutboxEntry(created_at=clock.now()))  # noqa: B010  the one name taken away
    number, parts = (int(one) for one in part.split("/"))
    ids = iter([lead_id(each) for each in range(int(count)) if each % parts == number])
    counts, ends = [0] * WRITERS, time.monotonic() + float(seconds)
    work = [threading.Thread(target=_acknowledge, args=(mine, counts, ids, ends)) for mine in range(WRITERS)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    return {"written": sum(counts)}


def _acknowledge(mine: int, counts: list[int], ids: Iterator[UUID], ends: float) -> None:
    officer = Officer.objects.get(username="bench")
    while time.monotonic() < ends and (lead := next(ids, None)) is not None:
        answering.acknowledge(officer, lead)
        counts[mine] += 1
    connection.close()


TASKS: dict[str, Callable[..., dict[str, object]]] = {
    "prepare": prepare,
    "meet": meet,
    "fill": fill,
    "send": send,
    "receive": receive_all,
    "leads": leads,
    "seal": seal_for,
    "write": write,
}


def main() -> None:
    """Do the task of the command line and print its figures."""
    task, *words = sys.argv[1:]
    print(json.dumps(TASKS[task](*words)))
