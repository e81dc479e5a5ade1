"""The only door to channels, their entries and their evidence; content never passes here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.engine.protocol.receipt import KIND as RECEIPT
from yuegang.exchange.models import Channel, OutboxEntry, Receipt, RosterKey, Target
from yuegang.exchange.roster import units_of

READERS = frozenset({"liaison", "auditor", "administrator"})
PATIENCE = timedelta(seconds=10)  # a message younger than this is simply on its way


@dataclass(frozen=True)
class ChannelState:
    """What the bar of every page says about one peer; state is ok (nothing to send, or on its way),
    waiting, silent (it answers with an old head), outage (no answer) or halted."""

    peer: str
    queued: int
    waiting_since: datetime | None
    peer_head_at: datetime | None
    state: str

    @property
    def code(self) -> str:
        """Return the state as the table of states names it."""
        return f"channel.{self.state}"


@dataclass(frozen=True)
class Delivery:
    """How far one message has come: queued, sealed, received, rejected (with the rule) or unknown."""

    state: str
    seq: int | None = None
    at: datetime | None = None
    rule: str = ""


def channel_states() -> list[ChannelState]:
    """Return the state of every channel, for the bar and the navigation: two queries."""
    channels = list(Channel.objects.order_by("peer"))
    if not channels:
        return []
    unread = Q()
    for channel in channels:
        unread |= Q(channel=channel) & (Q(seq=None) | Q(seq__gt=channel.peer_has))
    rows = OutboxEntry.objects.filter(unread).exclude(kind=RECEIPT).values("channel")
    counted = rows.annotate(queued=Count("id"), since=Min("created_at")).order_by()
    found = {row["channel"]: (row["queued"], row["since"]) for row in counted}
    return [state_of(channel, *found.get(channel.pk, (0, None))) for channel in channels]


def state_of(channel: Channel, queued: int, since: datetime | None) -> ChannelState:
    """Return the state of one channel from its row and its queue."""
    return ChannelState(channel.peer, queued, since, channel.peer_head_at, _word(channel, since))


def _word(channel: Channel, since: datetime | None) -> str:
    now = clock.now()
    if channel.halted_reason:
        return "halted"
    is_late = since is not None and now - since > PATIENCE
    if is_late:
        return "waiting"
    if channel.silent_since is None or now - channel.silent_since <= PATIENCE:
        return "ok"
    answers = channel.last_contact_at is not None and channel.last_contact_at >= channel.silent_since
    return "silent" if answers else "outage"


def channels(officer: Officer) -> QuerySet[Channel]:
    """Return the channels an officer may look at: all for liaison, auditor and administrator, else none."""
    rows = Channel.objects.select_related("log").order_by("peer")
    return rows if officer.roles & READERS else rows.none()


def channel(officer: Officer, peer: str) -> Channel:
    """Return one channel; raises Channel.DoesNotExist, also when the officer may not see it."""
    return channels(officer).get(peer=peer)


def targets_with(peer: str) -> QuerySet[Target]:
    """Return the targets between our units and those of a peer, open proposals first, then the newest."""
    units = units_of(peer)
    found = Target.objects.filter(Q(from_unit__in=units) | Q(to_unit__in=units))
    return found.annotate(is_open=Q(state=Target.State.PROPOSED)).order_by("-is_open", "-proposed_at")


def keys_of(nodes: Sequence[str]) -> QuerySet[RosterKey]:
    """Return the public keys of some nodes, newest first; the public half is nobody's secret."""
    return RosterKey.objects.filter(node__in=nodes).order_by("node", "use", "unit", "-valid_from")


def delivery(kind: str, item_id: UUID | str, item_ver: int) -> Delivery:
    """Return how far a message of ours has come on its way to the other node."""
    entry = OutboxEntry.objects.filter(kind=kind, item_id=item_id, item_ver=item_ver).first()
    return Delivery("unknown") if entry is None else delivery_of(entry)


def delivery_of(entry: OutboxEntry) -> Delivery:
    """Return how far an entry of ours has come."""
    seq = entry.seq
    if seq is None:
        return Delivery("queued", at=entry.created_at)
    covering = Receipt.objects.filter(channel=entry.channel_id, ours=False, first__lte=seq, last__gte=seq)
    receipt = covering.order_by("-id").first()  # the latest word counts: a refused entry may be taken later
    if receipt is None:
        return Delivery("sealed", seq, entry.sealed_at)
    rule = next((one["rule"] for one in receipt.rejected if one["seq"] == seq), "")
    return Delivery("rejected" if rule else "received", seq, receipt.at, rule)
