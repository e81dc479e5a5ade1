"""Rows of the list, every name already in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from yuegang.base import clock
from yuegang.enforcement import deadlines, names
from yuegang.enforcement.models import Lead
from yuegang.enforcement.models.lead import OPEN, Leads
from yuegang.enforcement.scripts import language_of

NEAR = 3  # working days: bold from here on
RIGHT_SHORT: dict[str, Any] = {  # lazy words
    "trade_mark": pgettext_lazy("short", "TM"),
    "copyright": pgettext_lazy("short", "©"),
    "patent": pgettext_lazy("short", "Patent"),
    "design": pgettext_lazy("short", "Design"),
    "gi": pgettext_lazy("short", "GI"),
}
COLUMNS = (
    "id", "number", "is_incoming", "form", "status", "revision", "origin_unit", "to_unit", "ip_type", "goods",
    "goods_category", "loading_port", "control_port", "destination", "items", "acknowledge_by", "feedback_by",
    "due_calendar",
    "answered_at", "refused_at", "released_at", "urgency", "assigned_to", "stub_channel",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One lead of the list."""

    lead: Lead
    number: str
    from_side: str
    to_side: str
    right: str
    goods: str
    goods_lang: str
    route: tuple[str, ...]
    due: str
    left: str
    is_near: bool
    state: str
    state_shape: str


def state_code(lead: Lead, today: date) -> tuple[str, str]:
    """Return the state a reader of this node is shown and its shape if it differs from the table's.

    Overdue is shown to the side that owes alone; the other side reads that an answer is awaited.
    """
    if lead.status not in OPEN:
        return str(lead.status), ""
    if not lead.is_incoming:
        return ("sent", "") if lead.status == Lead.Status.SENT else ("awaited", "")
    if _is_past(lead, today):
        return "overdue", ""
    code = "new" if lead.status == Lead.Status.SENT else str(lead.status)
    return code, "none" if code == "new" and not lead.due_calendar else ""


def _is_past(lead: Lead, today: date) -> bool:
    """Say whether a date of ours has passed: that of the acknowledgement while it is missing, that of the answer."""
    dates = [lead.acknowledge_by if lead.status == Lead.Status.SENT else None]
    dates.append(lead.feedback_by if lead.answered_at is None else None)
    return any(due is not None and due < today for due in dates)


def fetch(page: Leads, order: Sequence[Any]) -> Leads:  # Any: expressions
    """Return the leads of one page in their order; a far page skips entries of an index, not whole rows."""
    return Lead.objects.filter(pk__in=page.values("pk")).order_by(*order).only(*COLUMNS)


def rows_of(leads: Iterable[Lead]) -> list[Row]:
    """Return the rows of a page of leads; no query is made for them."""
    today = clock.today()
    return [_row(lead, today) for lead in leads]


def _row(lead: Lead, today: date) -> Row:
    units, ports = names.units(), names.ports()
    state, shape = state_code(lead, today)
    due, left, is_near = _due(lead, today)
    stops = (
        names.short(ports, lead.loading_port_id), names.short(ports, lead.control_port_id),
        names.short(names.destinations(), lead.destination_id),
    )  # fmt: skip
    origin, to = units.get(lead.origin_unit_id), units.get(lead.to_unit_id or "")
    return Row(
        lead=lead,
        number=lead.number or _("no number yet"),
        from_side=origin.side if origin else "",
        to_side=to.side if to else "",
        right=str(RIGHT_SHORT.get(lead.ip_type, "")),
        goods=lead.goods or (_("Stub") if lead.is_stub else names.short(names.goods(), lead.goods_category_id)),
        goods_lang=language_of(lead.goods, origin.side if origin else ""),
        route=tuple(stop for stop in stops if stop),
        due=due,
        left=left,
        is_near=is_near,
        state=state,
        state_shape=shape,
    )


def _due(lead: Lead, today: date) -> tuple[str, str, bool]:
    """Return the date on the calendar that binds, the working days left, and whether they are few."""
    if lead.feedback_by is None:
        crossed = lead.status not in (Lead.Status.DRAFT, Lead.Status.IN_RELEASE)
        return (_("Not agreed") if crossed else ""), "", False
    shown = lead.feedback_by.strftime("%m-%d" if abs((lead.feedback_by - today).days) < 300 else "%Y-%m-%d")
    if lead.status not in OPEN or lead.answered_at is not None:
        return shown, "", False
    left = deadlines.days_left(lead, today)
    if left is None or (left < 0 and not lead.is_incoming):
        return shown, "", False
    words = _("in %(days)s d") % {"days": left} if left >= 0 else _("%(days)s d past") % {"days": -left}
    return shown, words, lead.is_incoming and left <= NEAR
