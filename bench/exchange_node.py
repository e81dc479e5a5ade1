"""What one node of the exchange bench does in its own process; see bench/exchange.py."""

import itertools
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench.exchange_leads import lead_id, make_leads
from yuegang.accounts.models import Officer
from yuegang.audit.models import AuditEntry
from yuegang.base import clock
from yuegang.enforcement.actions import answering
from yuegang.engine.protocol.entry import BodyAddress, body_info
from yuegang.engine.protocol.schema import FieldRule, KindSchema
from yuegang.engine.protocol.segment import read_segment
from yuegang.engine.protocol.suites import seal
from yuegang.exchange import provisioning, segments, worker
from yuegang.exchange.bodies import pack
from yuegang.exchange.errors import ExchangeError
from yuegang.exchange.handlers import Received
from yuegang.exchange.keystore import own_keystore
from yuegang.exchange.models import Channel, OutboxEntry
from yuegang.exchange.receiving import receive
from yuegang.exchange.roster import addressee

FOLDER = Path(os.environ.get("BENCH_DIR", "."))
UNITS = {"gd-customs": "CUS-53/GEN", "hk-customs": "HK-CED/CTI"}
OTHER = {"gd-customs": "hk-customs", "hk-customs": "gd-customs"}
PAGE = 500
IDLE = 0.02  # seconds between looks when there was nothing
WRITERS = 4  # threads in each of two processes


class Light:
    """Write one audit row for each acknowledgement, the least a real handler does."""

    schema = KindSchema(kind="acknowledgement", version=1, fields=(FieldRule("/outcome", "A", type="code"),))

    def apply(self, received: Received) -> None:
        """Note the arrival."""
        self.apply_many([received])

    def apply_many(self, received: Sequence[Received]) -> None:
        """Note the arrival of many."""
        AuditEntry.objects.bulk_create(
            AuditEntry(actor="exchange", verb="acknowledgement.arrive", target=f"enforcement.lead:{one.ref}", detail={})
            for one in received
        )


LIGHT = Light()


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
    body = pack({"outcome": "accepted"}, ())
    for start in range(0, total, PAGE):
        rows = []
        for number in range(start, min(total, start + PAGE)):
            item = str(uuid4())
            address = BodyAddress(
                sender=node(),
                receiver=OTHER[node()],
                kind="acknowledgement",
                item_id=item,
                item_ver=1,
                to_unit=UNITS[OTHER[node()]],
            )
            sealed = seal(key.suite, key.public, body, body_info(address))
            rows.append(_row(channel, item, sealed, (key.key_id, number)))
        OutboxEntry.objects.bulk_create(rows)
    return {"per_s": round(total / (time.perf_counter() - began))}


def _row(channel: Channel, item: str, body: bytes, named: tuple[str, int]) -> OutboxEntry:
    return OutboxEntry(
        channel=channel,
        kind="acknowledgement",
        item_id=item,
        item_ver=1,
        from_unit=UNITS[node()],
        to_unit=UNITS[OTHER[node()]],
        body=body,
        enc="hpke",
        enc_key=named[0],
        marking="AMBER",
        ref=str(lead_id(named[1])),
    )


def send(count: str) -> dict[str, object]:
    """Seal, serve and take receipts until the other node has everything."""
    stop = _beside()
    rate = _pull_until(lambda channel: channel.peer_has >= int(count))
    stop.set()
    return {"receipted_s": round(rate[-1][0], 1), "cpu_ms": _cpu_ms(int(count))}


def _cpu_ms(count: int) -> float:
    """Return the processor time of this process per entry, in milliseconds; start-up included."""
    return round(time.process_time() * 1000 / count, 3)


def receive_all(count: str, kind: str) -> dict[str, object]:
    """Pull until everything is applied; return the rate of each tenth and of the whole."""
    if kind == "light":
        settings.EXCHANGE_HANDLERS = {"acknowledgement": "bench.exchange_node.LIGHT"}
    stop, total = _beside(), int(count)
    track = _pull_until(lambda channel: channel.cursor >= total)
    time.sleep(1.0)  # the last receipts leave
    stop.set()
    applied = Channel.objects.get().inbox.filter(state="applied").count()
    return {**_rates(track, total), "applied": applied, "receiver_cpu_ms": _cpu_ms(total)}


def _rates(track: list[tuple[float, int]], total: int) -> dict[str, object]:
    marks = [_when(track, total * tenth // 10) for tenth in range(11)]
    tenths = [round(total / 10 / (after - before)) for before, after in itertools.pairwise(marks)]
    return {
        "per_s": round(total / (marks[-1] - marks[0])),
        "deciles": tenths,
        "last_to_first": round(tenths[-1] / tenths[0], 2),
    }


def _when(track: list[tuple[float, int]], place: int) -> float:
    """Return when the cursor passed a place, evenly within its batch."""
    for (before, low), (after, high) in itertools.pairwise(track):
        if low <= place <= high:
            return before + (after - before) * (place - low) / (high - low)
    return track[-1][0]


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
    channel = Channel.objects.get()
    with Listener(str(FOLDER / f"{node()}.socket"), "AF_UNIX") as listener, listener.accept() as caller:
        while not stop.is_set():
            try:
                after = int(caller.recv())
            except EOFError:
                return
            caller.send_bytes(_segment(channel, after))


def _segment(channel: Channel, after: int) -> bytes:
    """Return what the listener answers, nothing before the sealer's first head."""
    try:
        return segments.segment_for(channel, after=after, limit=PAGE)
    except ExchangeError:
        return b""


def _pull_until(done: Callable[[Channel], bool]) -> list[tuple[float, int]]:
    """Read the other node's log as the pull loop does; return (seconds, cursor) after each batch."""
    keystore, peer = own_keystore().load(), _connected(FOLDER / f"{OTHER[node()]}.socket")
    began = time.perf_counter()
    track = [(0.0, 0)]
    channel = Channel.objects.get()
    while not done(channel):
        peer.send(str(channel.cursor))
        data = peer.recv_bytes()
        if not data:
            time.sleep(IDLE)
            continue
        segment = read_segment(data)
        outcome = receive(channel.pk, segment, keystore)
        if outcome.rule:
            raise SystemExit(f"bench: {outcome.rule}")
        channel.refresh_from_db()
        if outcome.taken:
            track.append((time.perf_counter() - began, channel.cursor))
        else:
            time.sleep(IDLE)
    return track


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
