"""Sign the statement of a month for each peer, and compare it with the peer's."""

import base64
import zlib
from datetime import date
from uuid import uuid5

from django.conf import settings
from django.db import transaction

from yuegang.audit.actions import record
from yuegang.base import clock
from yuegang.engine.protocol.marking import Marking
from yuegang.engine.protocol.statement import Difference, Line, counts, differences, digest_of
from yuegang.exchange.actions import Outgoing, enqueue
from yuegang.exchange.models import Channel
from yuegang.exchange.roster import units_of
from yuegang.exchange.statements.composing import end_of, lines_of
from yuegang.exchange.statements.models import Statement
from yuegang.parties import access as parties

KIND = "statement"
NAMESPACE = Statement._meta.label
CHUNK = 15_000  # characters of packed lines in one text of the body
LARGEST = 200  # chunks; about 100,000 items


def last_month() -> date:
    """Return the first day of the month before this one, at +08:00."""
    today = clock.today()
    return date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)


def sign_all() -> int:
    """Sign last month's statement for every peer that has none yet; return how many were signed."""
    month = last_month()
    done = set(Statement.objects.filter(month=month, ours=True).values_list("peer", flat=True))
    waiting = [channel for channel in Channel.objects.filter(halted_reason="") if channel.peer not in done]
    return sum(sign(channel.peer, month) is not None for channel in waiting)


@transaction.atomic
def sign(peer: str, month: date) -> Statement | None:
    """Keep our statement of a month and send it to the peer's liaison unit; None while a unit of either is unknown."""
    ends = _ends(peer)
    if ends is None or clock.now() < end_of(month):
        return None
    lines = lines_of(peer, month)
    statement = _keep(peer, month, lines, ours=True)
    enqueue(
        Outgoing(
            kind=KIND, item_id=uuid5(statement.pk, peer), item_ver=1, from_unit=ends[0], to_unit=ends[1],
            body=_body(statement), marking=Marking.AMBER.value,
        )
    )  # fmt: skip
    record("exchange", "statement.sign", f"statements.statement:{statement.pk}", detail={"items": statement.items})
    return statement


def take(peer: str, month: date, lines: list[Line]) -> Statement:
    """Keep the peer's statement beside ours."""
    statement = _keep(peer, month, lines, ours=False)
    ours = Statement.objects.filter(peer=peer, month=month, ours=True).first()
    equal = None if ours is None else ours.digest == statement.digest
    record("exchange", "statement.arrive", f"statements.statement:{statement.pk}", detail={"equal": equal})
    return statement


def reconcile(peer: str, month: date) -> tuple[Difference, ...]:
    """Return every item that stands otherwise in the two statements of a month; raises Statement.DoesNotExist."""
    both = {one.ours: one for one in Statement.objects.filter(peer=peer, month=month)}
    if len(both) < 2:
        raise Statement.DoesNotExist
    return differences(lines_in(both[True]), lines_in(both[False]))


def lines_in(statement: Statement) -> list[Line]:
    """Return the lines of a kept statement."""
    return [Line.parse(text) for text in statement.lines.splitlines()]


def pack(lines: list[Line]) -> list[str]:
    """Return lines as texts that fit a body: compressed, in letters, cut."""
    packed = base64.b85encode(zlib.compress("\n".join(line.text() for line in lines).encode())).decode()
    return [packed[place : place + CHUNK] for place in range(0, len(packed), CHUNK)]


def unpack(parts: list[str]) -> list[Line]:
    """Read packed lines back; raises ValueError for what is not packed so or unpacks to too much."""
    try:
        opener = zlib.decompressobj()
        raw = opener.decompress(base64.b85decode("".join(parts)), LARGEST * CHUNK * 10)
        if opener.unconsumed_tail or not opener.eof:
            raise ValueError("statement.size")
        return [Line.parse(text) for text in raw.decode().splitlines()]
    except (zlib.error, UnicodeDecodeError) as error:
        raise ValueError("statement.packed") from error


def _keep(peer: str, month: date, lines: list[Line], *, ours: bool) -> Statement:
    rows = [[one.kind, one.from_unit, one.to_unit, one.open, one.done, one.late] for one in counts(lines)]
    return Statement.objects.create(
        peer=peer, month=month, ours=ours, digest=digest_of(lines), items=len(lines), counts=rows,
        lines="\n".join(line.text() for line in sorted(lines)),
    )  # fmt: skip


def _body(statement: Statement) -> dict[str, object]:
    body: dict[str, object] = {
        "month": statement.month.isoformat(), "digest": statement.digest, "items": statement.items,
    }  # fmt: skip
    parts = pack(lines_in(statement)) if statement.items else []
    return {**body, "lines": [{"part": part} for part in parts]} if parts else body


def _ends(peer: str) -> tuple[str, str] | None:
    """Return our liaison unit and the peer's, or any unit with a key where none is a liaison."""
    known = {unit.code: unit.is_liaison for unit in parties.units()}
    sides = []
    for node in (settings.NODE_CODE, peer):
        units = sorted(units_of(node), key=lambda code: (not known.get(code, False), code))
        if not units:
            return None
        sides.append(units[0])
    return sides[0], sides[1]
