"""Requests as items that are answered: what the obligations desk shows, and what an extension or a waiver changes."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from yuegang.accounts.models import Officer, RoleGrant
from yuegang.accounts.roles import Role
from yuegang.base import clock
from yuegang.enforcement import deadlines, names
from yuegang.enforcement.requests import access
from yuegang.enforcement.requests.handlers import url_of
from yuegang.enforcement.requests.models import Request
from yuegang.engine.protocol.reminding import Reminded
from yuegang.exchange.obligations.items import History, Owed, Settled
from yuegang.exchange.obligations.models import Change
from yuegang.notices.actions import notify

ROLES = {Reminded.OFFICER: Role.OFFICER, Reminded.HEAD: Role.SIGNER, Reminded.LIAISON: Role.LIAISON}


class RequestItems:
    """The requests of this node."""

    def open_for(self, officer: Officer, *, ours: bool) -> QuerySet[Request]:
        """Return the open requests an officer may read that our side answers, or whose answer it awaits."""
        found = access.requests_for(officer).filter(is_incoming=ours, status__in=access.WAITING, waived_at=None)
        return found.order_by("released_at", "pk")

    def owed_of(self, rows: Iterable[Request]) -> list[Owed]:
        """Return requests as items."""
        return [_owed(request) for request in rows]

    def find(self, item_id: UUID | str) -> Owed | None:
        """Return a request that crossed, its row locked."""
        request = Request.objects.select_for_update().filter(pk=item_id, item_ver__gte=1).first()
        return None if request is None else _owed(request)

    def find_for(self, officer: Officer, item_id: UUID) -> Owed | None:
        """Return a request that crossed and that an officer may read."""
        request = access.requests_for(officer).filter(pk=item_id, item_ver__gte=1).first()
        return None if request is None else _owed(request)

    def settle(self, change: Change, settled: Settled, officer: Officer | None) -> None:
        """Move a request's dates; the audit of the change tells who did it."""
        request = Request.objects.select_for_update().get(pk=change.item_id)
        request.extended_to, request.waived_at = settled.extended_to, settled.waived_at
        request.save(update_fields=["extended_to", "waived_at"])

    def due_before(self, day: date) -> QuerySet[Request]:
        """Return the requests our side still answers with a date up to a day."""
        waiting = Request.objects.filter(is_incoming=True, status__in=access.WAITING, waived_at=None)
        dated = [one.pk for one in waiting.filter(obligation__isnull=False) if _is_due(one, day)]
        return Request.objects.filter(pk__in=dated)

    def history_before(self, moment: datetime, peer_units: Collection[str]) -> Iterator[History]:
        """Yield what was exchanged with some units of a peer and released before a moment."""
        between = Q(from_unit__in=peer_units) | Q(to_unit__in=peer_units)
        for row in Request.objects.filter(between, item_ver__gte=1, released_at__lt=moment).iterator():
            yield History(
                item_id=row.pk, from_unit=row.from_unit_id, to_unit=row.to_unit_id, released_at=row.released_at,
                acknowledged_at=row.acknowledged_at, answered_at=row.answered_at, refused_at=row.refused_at,
                target=deadlines.target_of(row),
            )  # fmt: skip

    def tell(self, item: Owed, who: Reminded, notice: str) -> int:
        """Tell the officers or the signers of the unit that answers, or the liaison officers of the node."""
        units = [item.to_unit]
        if who is Reminded.LIAISON:
            units = [unit.code for unit in names.units().values() if unit.node == settings.NODE_CODE]
        holding = RoleGrant.objects.valid(clock.now()).filter(role=ROLES[who]).values("officer")
        found = Officer.objects.filter(is_active=True, unit_code__in=units, pk__in=holding)
        return notify(set(found.values_list("pk", flat=True)), notice, url=item.url)


def _is_due(request: Request, day: date) -> bool:
    state = deadlines.state_of(request)
    dates = (state.acknowledge_by if request.status == Request.Status.SENT else None, state.feedback_by)
    return any(due is not None and due <= day for due in dates)


def _owed(request: Request) -> Owed:
    return Owed(
        kind="request", item_id=request.pk, number=request.number or "", title=request.work_title,
        url=url_of(request.pk), from_unit=request.from_unit_id, to_unit=request.to_unit_id,
        is_incoming=request.is_incoming, marking=request.marking, state=deadlines.state_of(request),
        released_at=request.released_at, other_date=deadlines.other_date(request),
    )  # fmt: skip


REQUESTS = RequestItems()
