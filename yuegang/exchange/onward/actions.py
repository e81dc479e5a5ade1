"""Ask, answer with two persons, and order what only the worker can do: sign the grant, open and send the copy."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.base import clock
from yuegang.engine.protocol.marking import Marking
from yuegang.engine.protocol.onward import Onward
from yuegang.exchange.actions import Outgoing, enqueue
from yuegang.exchange.onward import access
from yuegang.exchange.onward.errors import OnwardRefused
from yuegang.exchange.onward.items import Entrusted, may_ask
from yuegang.exchange.onward.models import OnwardRequest
from yuegang.exchange.onward.schemas import REQUEST
from yuegang.exchange.roster import addressee

SIGN_GRANT = "onward.sign_grant"
PASS_ON = "onward.pass_on"
State = OnwardRequest.State


@dataclass(frozen=True)
class Wish:
    """To whom an item is to be passed on, for what and until which day."""

    to_unit: str
    purpose: str
    until: date


def target_of(request: OnwardRequest) -> str:
    """Return how the audit names a request."""
    return f"onward.request:{request.pk}"


@transaction.atomic
def ask(officer: Officer, found: Entrusted, wish: Wish) -> OnwardRequest:
    """Ask the originator to let an item be passed on; the request crosses at once, it carries no content.

    Raises OnwardRefused: onward.item, onward.never, onward.until, onward.third, onward.open; NotSendable.
    """
    if not may_ask(officer, found):
        raise OnwardRefused("onward.item")
    if found.onward is Onward.NEVER:
        raise OnwardRefused("onward.never", found.header.marking)
    if wish.until < clock.today():
        raise OnwardRefused("onward.until", wish.until.isoformat())
    header = found.header
    to_node = addressee(wish.to_unit).node
    if to_node in (settings.NODE_CODE, header.sender):
        raise OnwardRefused("onward.third", wish.to_unit)
    same = {"kind": header.kind, "item_id": header.item_id, "item_ver": header.item_ver, "to_unit": wish.to_unit}
    holds = Q(state=State.ASKED) | Q(state=State.GRANTED, until__gte=clock.today(), rule="")
    if OnwardRequest.objects.filter(holds, **same, ours=True).exists():
        raise OnwardRefused("onward.open", wish.to_unit)
    request = OnwardRequest.objects.create(
        **same, ours=True, origin_node=header.sender, origin_unit=header.from_unit, holder_node=settings.NODE_CODE,
        holder_unit=header.to_unit, to_node=to_node, purpose=wish.purpose, until=wish.until, asked_by=officer,
    )  # fmt: skip
    body = {**same, "purpose": wish.purpose, "until": wish.until.isoformat()}
    enqueue(
        Outgoing(
            kind=REQUEST.kind, item_id=request.pk, item_ver=1, from_unit=header.to_unit, to_unit=header.from_unit,
            body=body, marking=Marking.AMBER.value, ref=header.item_id,
        )
    )  # fmt: skip
    record(officer, "onward.ask", target_of(request), detail={"to": wish.to_unit, "purpose": wish.purpose})
    return request


@transaction.atomic
def propose(officer: Officer, request: OnwardRequest, *, grants: bool, withhold: list[str], reason: str) -> None:
    """Propose an answer to a colleague; raises OnwardRefused "onward.state" or "onward.reason"."""
    held = _locked(request)
    if not access.may_propose(officer, held):
        raise OnwardRefused("onward.state", held.state)
    if not grants and not reason:
        raise OnwardRefused("onward.reason")
    held.grants, held.withhold = grants, sorted(withhold) if grants else []
    held.reason = "" if grants else reason
    held.proposed_by, held.proposed_at, held.state = officer, clock.now(), State.PROPOSED
    held.save()
    record(officer, "onward.propose", target_of(held), detail={"grants": grants})


@transaction.atomic
def confirm(officer: Officer, request: OnwardRequest) -> None:
    """Confirm a colleague's answer: the worker signs and sends it. Raises OnwardRefused "onward.state"."""
    held = _locked(request)
    if not access.may_decide(officer, held):
        raise OnwardRefused("onward.state", held.state)
    held.decided_by, held.decided_at = officer, clock.now()
    held.state = State.GRANTED if held.grants else State.REFUSED
    held.save()
    record(officer, "onward.decide", target_of(held), detail={"grants": held.grants})
    app.configure_task(SIGN_GRANT).defer(request_id=str(held.pk))


@transaction.atomic
def discard(officer: Officer, request: OnwardRequest) -> None:
    """Send a proposed answer back; raises OnwardRefused "onward.state"."""
    held = _locked(request)
    if not access.may_decide(officer, held):
        raise OnwardRefused("onward.state", held.state)
    held.state, held.grants, held.reason, held.withhold = State.ASKED, None, "", []
    held.proposed_by, held.proposed_at = None, None
    held.save()
    record(officer, "onward.discard", target_of(held))


@transaction.atomic
def order(officer: Officer, request: OnwardRequest) -> None:
    """Let the worker pass an item on under its grant; raises OnwardRefused "onward.state"."""
    held = _locked(request)
    if not access.may_pass(officer, held):
        raise OnwardRefused("onward.state", held.state)
    held.passed_by, held.state, held.rule = officer, State.ORDERED, ""
    held.save()
    record(officer, "onward.order", target_of(held))
    app.configure_task(PASS_ON).defer(request_id=str(held.pk))


def _locked(request: OnwardRequest) -> OnwardRequest:
    return OnwardRequest.objects.select_for_update().get(pk=request.pk)
