"""Say to the peer what this node has durably, and take what the peer says about our log."""

from uuid import uuid4

from django.conf import settings

from yuegang.engine.protocol import receipt as receipts
from yuegang.engine.protocol.entry import Verified
from yuegang.engine.protocol.errors import ReceiptError
from yuegang.exchange.actions import append_receipt
from yuegang.exchange.errors import PeerFault, Refused
from yuegang.exchange.models import Channel, InboxEntry, LogState, OutboxEntry, Receipt, SignedHead

FORKED = frozenset({"receipt.last", "receipt.head"})  # the peer has something we never signed


class ForkClaimed(Exception):
    """Say that a peer's authentic receipt names an entry or a head of ours that we do not have."""

    def __init__(self, rule: str, seq: int) -> None:
        super().__init__(rule, seq)
        self.rule = rule
        self.seq = seq


def take_receipt(channel: Channel, entry: Verified) -> None:
    """Note which of our entries the peer has; raises Refused for a bad receipt, ForkClaimed for a contradiction."""
    try:
        receipt = receipts.parse_receipt(entry.entry.body or b"")
        _check_own_end(channel, receipt.until)
        log = (settings.NODE_CODE, channel.peer)
        receipts.verify_receipt(
            receipt, log, lambda seq: _digest_at(channel, seq), lambda size: _root_at(channel, size)
        )
    except ReceiptError as error:
        if error.rule in FORKED:
            raise ForkClaimed(error.rule, entry.seq) from error
        raise Refused(error.rule, error.place) from error
    Receipt.objects.create(
        channel=channel,
        ours=False,
        first=receipt.first,
        last=receipt.until,
        rejected=[{"seq": one.seq, "rule": one.rule} for one in receipt.rejected],
    )
    channel.peer_has = max(channel.peer_has, receipt.until)


def _check_own_end(channel: Channel, until: int) -> None:
    """Stop, without accusing the peer, where it has more of our log than we: this node was restored from a backup."""
    size = LogState.objects.filter(channel=channel).values_list("size", flat=True).first() or 0
    if until > size:
        raise PeerFault("log.behind", str(until))


def append_receipts(channel: Channel) -> int:
    """Append receipts for what was received since the last one, in the transaction that received it.

    Entries that wait for files are left out until they are complete; a range of receipts only is not receipted.
    Returns the number of receipts.
    """
    first, until = channel.receipted_to + 1, channel.cursor
    fresh = InboxEntry.objects.filter(channel=channel, seq__gte=first)
    if not fresh.exclude(kind=receipts.KIND).exclude(state="waiting").exists():
        return 0
    odd = list(fresh.filter(state__in=["waiting", "rejected"]).order_by("seq").values_list("seq", "state", "rule"))
    rejected = {seq: rule for seq, state, rule in odd if state == "rejected"}
    ranges = _without(first, until, [seq for seq, state, _rule in odd if state == "waiting"])
    for start, end in ranges:
        _append(channel, (start, end), {seq: rule for seq, rule in rejected.items() if start <= seq <= end})
    channel.receipted_to = until
    return len(ranges)


def append_late_receipt(channel: Channel, row: InboxEntry) -> None:
    """Append the receipt of one entry whose fate was decided after its batch."""
    _append(channel, (row.seq, row.seq), {row.seq: row.rule} if row.rule else {})


def _append(channel: Channel, span: tuple[int, int], rejected: dict[int, str]) -> None:
    first, until = span
    last = InboxEntry.objects.values_list("digest", flat=True).get(channel=channel, seq=until)
    head = SignedHead.objects.filter(channel=channel, ours=False, size__gte=until).order_by("-size").first()
    if head is None:
        return  # no head covers the entry: cannot happen after check_batch, and nothing must be claimed then
    listed = tuple(receipts.Rejection(seq, rule) for seq, rule in sorted(rejected.items()))
    receipt = receipts.Receipt(
        log=(channel.peer, settings.NODE_CODE),
        first=first,
        until=until,
        last=last,
        head_size=head.size,
        head_root=head.root,
        rejected=listed,
    )
    append_receipt(channel, receipt, uuid4())
    Receipt.objects.create(
        channel=channel,
        ours=True,
        first=first,
        last=until,
        rejected=[{"seq": s, "rule": r} for s, r in sorted(rejected.items())],
    )


def _without(first: int, until: int, holes: list[int]) -> list[tuple[int, int]]:
    ranges, start = [], first
    for hole in [*holes, until + 1]:
        if start < hole:
            ranges.append((start, hole - 1))
        start = hole + 1
    return ranges


def _digest_at(channel: Channel, seq: int) -> str | None:
    return OutboxEntry.objects.filter(channel=channel, seq=seq).values_list("digest", flat=True).first()


def _root_at(channel: Channel, size: int) -> str | None:
    return SignedHead.objects.filter(channel=channel, ours=True, size=size).values_list("root", flat=True).first()
