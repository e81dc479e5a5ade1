"""What one node of the exchange bench does in its own process; see bench/exchange.py."""

import itertools
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from yuegang.audit.actions import record
from yuegang.audit.models import AuditEntry
from yuegang.base import clock
from yuegang.engine.protocol.entry import BodyAddress, body_info
from yuegang.engine.protocol.schema import FieldRule, KindSchema
from yuegang.engine.protocol.segment import read_segment
from yuegang.engine.protocol.suites import seal
from yuegang.exchange import provisioning, sealer, segments
from yuegang.exchange.actions import Outgoing, enqueue
from yuegang.exchange.bodies import pack
from yuegang.exchange.errors import ExchangeError
from yuegang.exchange.handlers import Received
from yuegang.exchange.keystore import own_keystore
from yuegang.exchange.models import Channel, OutboxEntry
from yuegang.exchange.receiving import receive
from yuegang.exchange.roster import sealing_key

FOLDER = Path(os.environ.get("BENCH_DIR", "."))
UNITS = {"gd-customs": "CUS-53/GEN", "hk-customs": "HK-CED/CTI"}
OTHER = {"gd-customs": "hk-customs", "hk-customs": "gd-customs"}
PAGE = 500
IDLE = 0.005  # seconds between looks when there was nothing
WRITERS = 8


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


def fill(count: str, kind: str) -> dict[str, object]:
    """Put unsealed rows into the outbox, bodies sealed to the other node's unit; return rows per second."""
    began, total = time.perf_counter(), int(count)
    channel, key = Channel.objects.get(), sealing_key(UNITS[OTHER[node()]])
    body = pack({"outcome": "accepted"}, ())
    for start in range(0, total, PAGE):
        rows = []
        for _number in range(start, min(total, start + PAGE)):
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
            rows.append(_row(channel, item, sealed, key.key_id))
        OutboxEntry.objects.bulk_create(rows)
    return {"per_s": round(total / (time.perf_counter() - began))}


def _row(channel: Channel, item: str, body: bytes, key_id: str) -> OutboxEntry:
    return OutboxEntry(
        channel=channel,
        kind="acknowledgement",
        item_id=item,
        item_ver=1,
        from_unit=UNITS[node()],
        to_unit=UNITS[OTHER[node()]],
        body=body,
        enc="hpke",
        enc_key=key_id,
        marking="AMBER",
        ref=str(uuid4()),
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
    marks = [next(when for when, cursor in track if cursor >= total * tenth // 10) for tenth in range(11)]
    marks[0] = track[0][0]
    tenths = [round(total / 10 / (after - before)) for before, after in itertools.pairwise(marks)]
    return {
        "per_s": round(total / (marks[-1] - marks[0])),
        "deciles": tenths,
        "last_to_first": round(tenths[-1] / tenths[0], 2),
    }


def _beside() -> threading.Event:
    """Start the sealer and the listener as threads."""
    stop = threading.Event()
    for work in (_seal_for_ever, _serve_for_ever):
        threading.Thread(target=work, args=(stop,), daemon=True).start()
    return stop


def _seal_for_ever(stop: threading.Event) -> None:
    keystore = own_keystore().load()
    while not stop.is_set():
        if sealer.seal_all(keystore) == 0:
            stop.wait(IDLE)
    connection.close()


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


def writers(seconds: str) -> dict[str, object]:
    """Return what eight writers reach without and with the exchange, its sealer running beside them."""
    alone = _write_together(float(seconds), exchanging=False)
    stop = threading.Event()
    threading.Thread(target=_seal_for_ever, args=(stop,), daemon=True).start()
    together = _write_together(float(seconds), exchanging=True)
    stop.set()
    return {"writes_per_s": alone, "writes_with_exchange_per_s": together, "kept": round(together / alone, 2)}


def _write_together(seconds: float, *, exchanging: bool) -> int:
    counts = [0] * WRITERS
    ends = time.monotonic() + seconds
    threads = [threading.Thread(target=_write, args=(number, counts, ends, exchanging)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return round(sum(counts) / seconds)


def _write(number: int, counts: list[int], ends: float, exchanging: bool) -> None:
    """Do what an answer to a lead does: audit rows and domain rows in one transaction, and a message if asked."""
    while time.monotonic() < ends:
        with transaction.atomic():
            for verb in ("lead.read", "lead.acknowledge", "lead.event"):
                record("bench", verb, f"enforcement.lead:{uuid4()}", detail={"writer": number})
            if exchanging:
                enqueue(_message())
        counts[number] += 1
    connection.close()


def _message() -> Outgoing:
    return Outgoing(
        kind="acknowledgement",
        item_id=uuid4(),
        item_ver=1,
        from_unit=UNITS[node()],
        to_unit=UNITS[OTHER[node()]],
        body={"outcome": "accepted", "at": clock.now().isoformat(timespec="seconds")},
        marking="AMBER",
    )


TASKS: dict[str, Callable[..., dict[str, object]]] = {
    "prepare": prepare,
    "meet": meet,
    "fill": fill,
    "send": send,
    "receive": receive_all,
    "writers": writers,
}


def main() -> None:
    """Do the task of the command line and print its figures."""
    task, *words = sys.argv[1:]
    print(json.dumps(TASKS[task](*words)))
