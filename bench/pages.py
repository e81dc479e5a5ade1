"""Measure the pages of a node that holds 50,000 leads: list, lead page, Today, and the preview of a long workbook.

One node with its own durable server, asked in its own process as an officer asks it, so that the time is the page's
alone. Warm: names and counts are remembered, as between two clicks. Cold: nothing is remembered, as after a restart.
Prints a table and one JSON line.
    python -m bench.pages [--leads 50000] [--rounds 30] [--rows 5000]
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from yuegang.base.embedded import Server
from yuegang.base.embedded_place import Place

NODE = "gd-customs"
CHILD = "import django; django.setup(); from bench import pages_node; pages_node.main()"


def run(folder: Path, server: Server, words: list[str]) -> None:
    """Let the node's process do it all; it prints the figures itself."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "yuegang.settings",
        "ZONE": "office",
        "NODE_CODE": NODE,
        "NODE_DIR": str(folder / NODE),
        "SECRET_KEY": "only-for-the-bench-" + "0" * 40,
        "SECOND_FACTOR_KEY": "only-for-the-bench-" + "1" * 40,
        "DATABASE_URL": server.url(NODE),
        "LOG_LEVEL": "ERROR",
        "PGOPTIONS": "-c max_parallel_workers_per_gather=0",  # a session's time is then all of a query's time
    }
    if subprocess.call([sys.executable, "-c", CHILD, *words], env=environment):
        raise SystemExit("bench: the node's process failed")


def main() -> None:
    """Run the measurement in a folder that is removed at the end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--leads", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--rows", type=int, default=5_000)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="yg-bench-"))
    folder.chmod(0o711)
    try:
        with Server(Place.choose(folder / "pg")) as server:
            with psycopg.connect(server.url(), autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{NODE}"'.encode())
            assert server.process is not None  # it runs
            run(folder, server, [json.dumps(vars(options) | {"server": server.process.pid})])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
