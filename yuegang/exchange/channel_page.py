"""What the channel page shows of one peer: two logs, what arrived, what waits, what went wrong; never content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language

from yuegang.base import clock
from yuegang.engine.protocol.head import parse_head
from yuegang.engine.protocol.receipt import KIND as RECEIPT
from yuegang.engine.protocol.roster import fingerprint
from yuegang.engine.protocol.spoken import LANGUAGES, spoken
from yuegang.exchange import access, wording
from yuegang.exchange.models import (
    Channel,
    Conflict,
    InboxEntry,
    LogState,
    OutboxEntry,
    Receipt,
    RosterKey,
    SignedHead,
    Target,
)
from yuegang.exchange.roster import key_of, units_of
from yuegang.parties import access as parties

SHOWN = 20  # rows of each list


@dataclass(frozen=True)
class Bank:
    """One of the two logs."""

    size: int
    head_at: datetime | None
    next_at: datetime | None
    root: str
    key: RosterKey | None


@dataclass(frozen=True)
class Row:
    """One entry or message in a list."""

    seq: int | None
    at: datetime | None
    kind: wording.Word
    item: str
    state: str
    rule: str = ""
    place: str = ""

    @property
    def explanation(self) -> wording.Word:
        """Return what the rule means."""
        return wording.rule_word(self.rule) if self.rule else ""


@dataclass(frozen=True)
class KeyRow:
    """One public key with how it stands today."""

    key: RosterKey
    unit: str
    state: str
    words: str  # its fingerprint, as two persons read it to each other


@dataclass(frozen=True)
class TargetRow:
    """One target with the names of its units; is_open: it waits for our decision."""

    target: Target
    from_unit: str
    to_unit: str
    is_open: bool

    @property
    def shape(self) -> str:
        """Return the state whose shape stands for this one; the word is the target's own."""
        shapes = {Target.State.AGREED: "accepted", Target.State.DECLINED: "refused"}
        return shapes.get(Target.State(self.target.state), "proposed")


@dataclass(frozen=True)
class ChannelPage:
    """Everything of one peer."""

    channel: Channel
    state: access.ChannelState
    theirs: Bank
    ours: Bank
    behind: int
    fault: wording.Word
    halted: wording.Word
    arrived: Sequence[Row]
    leaving: Sequence[Row]
    refused_here: Sequence[Row]
    refused_there: Sequence[Row]
    receipts: Sequence[Receipt]
    conflicts: Sequence[Conflict]
    keys: Sequence[KeyRow]


def page_of(channel: Channel) -> ChannelPage:
    """Read everything the page shows."""
    state = next(one for one in access.channel_states() if one.peer == channel.peer)
    arrived = list(InboxEntry.objects.filter(channel=channel).defer("body", "signature").order_by("-seq")[:SHOWN])
    rejected = InboxEntry.objects.filter(channel=channel, state="rejected").defer("body", "header").order_by("-seq")
    receipts = list(Receipt.objects.filter(channel=channel).order_by("-id")[:SHOWN])
    keys = list(access.keys_of([channel.peer, settings.NODE_CODE]))
    labels = unit_labels(channel.peer)
    return ChannelPage(
        channel=channel,
        state=state,
        theirs=_their_bank(channel, keys),
        ours=_our_bank(channel, keys),
        behind=max(0, channel.peer_head_size - channel.cursor),
        fault=wording.rule_word(channel.last_error) if channel.last_error else "",
        halted=wording.rule_word(channel.halted_reason) if channel.halted_reason else "",
        arrived=[_arrival(row) for row in arrived],
        leaving=_leaving(channel),
        refused_here=[_arrival(row) for row in rejected[:SHOWN]],
        refused_there=_refused_there(channel),
        receipts=receipts[:8],
        conflicts=list(channel.conflicts.order_by("-id")[:SHOWN]),
        keys=[_key_row(key, labels) for key in keys],
    )


def unit_labels(peer: str) -> dict[str, str]:
    """Return the names of our units and a peer's by code."""
    return {**parties.unit_labels(), **parties.unit_labels(node=peer)}


def target_rows(peer: str) -> list[TargetRow]:
    """Return the targets with a peer, in words."""
    labels = unit_labels(peer)
    ours = units_of(settings.NODE_CODE)
    return [
        TargetRow(
            target=target,
            from_unit=labels.get(target.from_unit, target.from_unit),
            to_unit=labels.get(target.to_unit, target.to_unit),
            is_open=target.state == Target.State.PROPOSED and target.proposed_by_unit not in ours,
        )
        for target in access.targets_with(peer)
    ]


def _their_bank(channel: Channel, keys: Sequence[RosterKey]) -> Bank:
    newest = SignedHead.objects.filter(channel=channel, ours=False).order_by("-size").first()
    raw = b"" if newest is None else bytes(newest.head)
    return _bank(channel.peer_head_size, channel.peer_head_at, channel.peer_next_at, (raw, keys))


def _our_bank(channel: Channel, keys: Sequence[RosterKey]) -> Bank:
    log = LogState.objects.filter(channel=channel).first()
    if log is None:
        return Bank(0, None, None, "", None)
    return _bank(log.size, log.head_at, None, (bytes(log.head), keys))


def _bank(size: int, at: datetime | None, next_at: datetime | None, signed: tuple[bytes, Sequence[RosterKey]]) -> Bank:
    raw, keys = signed
    if not raw:
        return Bank(size, at, next_at, "", None)
    head = parse_head(raw)
    key = next((one for one in keys if one.key_id == head.key), None)
    root = head.root.removeprefix("sha256:")
    return Bank(size, at, next_at, f"{root[:4]} {root[4:8]} … {root[-4:]}", key)


def _arrival(row: InboxEntry) -> Row:
    kind = wording.kind_word(row.kind) if row.kind else ""
    return Row(row.seq, row.received_at, kind, _short(row.item_id), f"entry.{row.state}", row.rule, row.place)


def _leaving(channel: Channel) -> list[Row]:
    queued = OutboxEntry.objects.filter(Q(seq=None) | Q(seq__gt=channel.peer_has), channel=channel)
    rows = queued.exclude(kind=RECEIPT).defer("body", "header", "signature").order_by("id")[:SHOWN]
    return [
        Row(row.seq, row.created_at, wording.kind_word(row.kind), _short(row.item_id), "entry.queued") for row in rows
    ]


def _refused_there(channel: Channel) -> list[Row]:
    """Return what the peer refused of ours and did not take later, newest first."""
    receipts = Receipt.objects.filter(channel=channel, ours=False).exclude(rejected=[]).order_by("-id")[:SHOWN]
    rules = {one["seq"]: (one["rule"], receipt.at) for receipt in receipts for one in receipt.rejected}
    rows = OutboxEntry.objects.filter(channel=channel, seq__in=rules).defer("body", "header", "signature")
    refused = []
    for row in rows.order_by("-seq"):
        delivery = access.delivery_of(row)
        if delivery.state == "rejected":
            kind, item = wording.kind_word(row.kind), _short(row.item_id)
            refused.append(Row(row.seq, delivery.at, kind, item, "entry.rejected", delivery.rule))
    return refused


def _key_row(key: RosterKey, labels: dict[str, str]) -> KeyRow:
    language = get_language() or "en"
    words = spoken(fingerprint(key_of(key)), language if language in LANGUAGES else "en").replace("-", " ")
    return KeyRow(key, labels.get(key.unit, key.unit), _key_state(key), words)


def _key_state(key: RosterKey) -> str:
    now = clock.now()
    if key.revoked_at is not None and key.revoked_at <= now:
        return "revoked"
    return "active" if key.valid_from <= now < key.not_after else "expired"


def _short(item_id: Any) -> str:  # Any: a UUID or None
    return "" if item_id is None else str(item_id)[:8]
