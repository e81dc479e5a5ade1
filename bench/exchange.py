"""Measure the exchange: entries per second from one durable node to another, and what it costs the writers.

Two processes, each a node with its own database on one durable server, run what a worker runs; segments go through a
local socket instead of HTTP. Prints a table by deciles and one JSON line.
    python -m bench.exchange [--entries 100000] [--kind light|acknowledgement] [--writers-seconds 10]
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

CHILD = "import django; django.setup(); from bench import exchange_node; exchange_node.main()"
LEADS_PER_SECOND = 400  # more than eight writers can use up
ROUNDS = 5  # of writers without and with the exchange
NODES = ("gd-customs", "hk-customs")


def environment(folder: Path, node: str, server: Server) -> dict[str, str]:
    """Return the environment of one node's process."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "yuegang.settings",
        "NODE_CODE": node,
        "NODE_DIR": str(folder / node),
        "SECRET_KEY": "only-for-the-bench-" + "0" * 40,
        "DATABASE_URL": server.url(node),
        "BENCH_DIR": str(folder),
        "LOG_LEVEL": "ERROR",
    }


def start(folder: Path, node: str, server: Server, words: list[str]) -> "subprocess.Popen[str]":
    """Start a node's process with a task."""
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, *words], env=environment(folder, node, server), stdout=subprocess.PIPE, text=True
    )


def both(folder: Path, server: Server, words: dict[str, list[str]]) -> dict[str, dict[str, object]]:
    """Run a task on each node at the same time; return what each printed last."""
    running = {node: start(folder, node, server, task) for node, task in words.items()}
    answers: dict[str, dict[str, object]] = {}
    for node, process in running.items():
        out, _nothing = process.communicate()
        if process.returncode:
            raise SystemExit(f"bench: {node} {words[node][0]} ended with {process.returncode}")
        answers[node] = json.loads(out.strip().splitlines()[-1])
    return answers


def measure(folder: Path, server: Server, options: argparse.Namespace) -> dict[str, object]:
    """Make two nodes, run the stream and the writers, and return all figures."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        for node in NODES:
            connection.execute(f'CREATE DATABASE "{node}"'.encode())
    both(folder, server, {node: ["prepare"] for node in NODES})
    both(folder, server, {node: ["meet"] for node in NODES})
    count, kind = str(options.entries), options.kind
    filled = both(folder, server, {NODES[0]: ["fill", count]})
    if kind == "acknowledgement":
        both(folder, server, {NODES[1]: ["leads", count, "sent"]})
    before = database_seconds(server)
    stream = both(folder, server, {NODES[0]: ["send", count], NODES[1]: ["receive", count, kind]})
    used = database_seconds(server) - before
    return {
        "entries": options.entries,
        "kind": kind,
        "filled_per_s": filled[NODES[0]]["per_s"],
        **stream[NODES[1]],
        **stream[NODES[0]],
        "database_cpu_ms": round(used * 1000 / options.entries, 3),
        **(writers(folder, server, options.writers_seconds) if options.writers_seconds else {}),
    }


def database_seconds(server: Server) -> float:
    """Return the processor time of the server's ended sessions so far (Linux; elsewhere 0)."""
    assert server.process is not None  # it runs
    path = Path(f"/proc/{server.process.pid}/stat")
    if not path.exists():
        return 0.0
    children = path.read_text().rpartition(")")[2].split()[13:15]  # proc(5): cutime, cstime
    return sum(map(int, children)) / os.sysconf("SC_CLK_TCK")


def writers(folder: Path, server: Server, seconds: float) -> dict[str, object]:
    """Return what eight officers acknowledging leads reach without and with the exchange and its sealer.

    Rounds alternate, so that a busy machine disturbs both alike; the middle one of each counts.
    """
    count = 2 * ROUNDS * max(1000, round(seconds * LEADS_PER_SECOND))
    both(folder, server, {NODES[0]: ["leads", str(count), "incoming"]})
    rates: dict[str, list[float]] = {"no": [], "yes": []}
    for number in range(2 * ROUNDS):
        exchanging = ("no", "yes")[number % 2]
        rates[exchanging].append(_round(folder, server, (number, exchanging), (count, seconds)))
    alone, together = (sorted(rates[way])[ROUNDS // 2] for way in ("no", "yes"))
    return {"acks_per_s": round(alone), "acks_with_exchange_per_s": round(together), "kept": round(together / alone, 2)}


def _round(folder: Path, server: Server, way: tuple[int, str], size: tuple[int, float]) -> float:
    """Let eight writers work for some seconds; return acknowledgements per second."""
    (number, exchanging), (count, seconds) = way, size
    tasks = [["write", f"{2 * number + half}/{4 * ROUNDS}", str(count), str(seconds), exchanging] for half in (0, 1)]
    tasks += [["seal", str(seconds + 3)]] if exchanging == "yes" else []
    running = [start(folder, NODES[0], server, task) for task in tasks]
    answers = [json.loads(process.communicate()[0].strip().splitlines()[-1]) for process in running]
    return float(sum(answer.get("written", 0) for answer in answers)) / seconds


def show(figures: dict[str, object]) -> None:
    """Print the deciles as a table, then everything as one line."""
    print("decile  entries/s")
    deciles = figures["deciles"]
    assert isinstance(deciles, list)  # the receiving node prints ten numbers
    for number, rate in enumerate(deciles, 1):
        print(f"{number:6d}  {rate:9.0f}")
    print(json.dumps(figures))


def main() -> None:
    """Run the measurement in a folder that is removed at the end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--kind", choices=["light", "acknowledgement"], default="light")
    parser.add_argument("--writers-seconds", type=float, default=10.0)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="yg-bench-"))
    folder.chmod(0o711)
    try:
        with Server(Place.choose(folder / "pg")) as server:
            show(measure(folder, server, options))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
