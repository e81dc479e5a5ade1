"""Find what another node entrusted to this one, and who may speak about it."""

from dataclasses import dataclass
from uuid import UUID

from yuegang.accounts.models import Officer
from yuegang.engine.protocol.header import Header, read_chain
from yuegang.engine.protocol.onward import Onward, onward_of
from yuegang.exchange.models import InboxEntry
from yuegang.exchange.onward.errors import OnwardRefused
from yuegang.exchange.onward.schemas import KINDS


@dataclass(frozen=True)
class Entrusted:
    """The newest version of an item that arrived from another node."""

    entry: InboxEntry
    header: Header

    @property
    def onward(self) -> Onward:
        """Whether it may be passed on."""
        return onward_of(self.header.marking)


def entrusted(kind: str, item_id: UUID, item_ver: int | None = None) -> Entrusted:
    """Return an item that arrived here, a certain version or the newest; raises OnwardRefused "onward.item"."""
    rows = InboxEntry.objects.filter(kind=kind, item_id=item_id, state=InboxEntry.State.APPLIED)
    if item_ver is not None:
        rows = rows.filter(item_ver=item_ver)
    row = rows.select_related("channel").order_by("-item_ver").first() if kind in KINDS else None
    if row is None:
        raise OnwardRefused("onward.item", str(item_id))
    header = read_chain(bytes(row.header))[1]
    assert isinstance(header, Header)  # only good headers are applied
    return Entrusted(row, header)


def may_ask(officer: Officer, found: Entrusted) -> bool:
    """Say whether an officer may ask about an item: one of the unit it came to, or a liaison officer."""
    return "liaison" in officer.roles or (
        officer.unit_code == found.header.to_unit and bool({"officer", "signer"} & officer.roles)
    )
