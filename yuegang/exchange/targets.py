"""Agree on times for answers: nothing is owed by a date until both units signed the same terms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.base import clock
from yuegang.engine.protocol.fields import is_uuid
from yuegang.engine.protocol.header import Header
from yuegang.engine.protocol.marking import Marking
from yuegang.engine.protocol.schema import FieldRule, KindSchema
from yuegang.exchange.actions import Outgoing, enqueue
from yuegang.exchange.errors import NotAllowed, Refused
from yuegang.exchange.handlers import Received
from yuegang.exchange.models import Target
from yuegang.exchange.roster import units_of
from yuegang.parties import access as parties

KIND = "target"
PROPOSE, ACCEPT, DECLINE = "propose", "accept", "decline"
STATES = {ACCEPT: Target.State.AGREED, DECLINE: Target.State.DECLINED}
LONGEST = 400  # working days; docs/protocol.md, obligation
KINDS = ("lead", "request")  # kinds that are answered; see KindSchema.answerable

SCHEMA = KindSchema(
    kind=KIND,
    version=1,
    fields=(
        FieldRule("/step", "A", type="code", required=True, label=_("Step"), choices=(PROPOSE, ACCEPT, DECLINE)),
        FieldRule("/kind", "A", type="code", required=True, label=_("Kind of message")),
        FieldRule("/from_unit", "A", type="unit", required=True, label=_("Sending unit")),
        FieldRule("/to_unit", "A", type="unit", required=True, label=_("Answering unit")),
        FieldRule("/acknowledge_days", "A", type="integer", required=True, label=_("Working days to acknowledge")),
        FieldRule("/feedback_days", "A", type="integer", required=True, label=_("Working days to give feedback")),
        FieldRule("/calendar", "A", type="code", required=True, label=_("Calendar"), choices=("CN", "HK", "MO")),
        FieldRule("/effective_from", "A", type="date", required=True, label=_("In force from")),
    ),
    releasable=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What two units agree on: days are working days of the answering unit's calendar."""

    kind: str
    from_unit: str
    to_unit: str
    acknowledge_days: int
    feedback_days: int
    effective_from: date


def propose_target(officer: Officer, terms: Terms) -> Target:
    """Keep a proposal and send it to the other unit, in one transaction; one of the units must be ours.

    Raises NotAllowed: target.units, target.days, target.open; NotSendable.
    """
    ours, theirs = _sides(terms.from_unit, terms.to_unit)
    if not 1 <= terms.acknowledge_days <= LONGEST or not 1 <= terms.feedback_days <= LONGEST:
        raise NotAllowed("target.days")
    if _open(terms, ours).exists():
        raise NotAllowed("target.open")
    with transaction.atomic():
        target = Target.objects.create(
            kind=terms.kind,
            from_unit=terms.from_unit,
            to_unit=terms.to_unit,
            proposed_by_unit=ours,
            acknowledge_days=terms.acknowledge_days,
            feedback_days=terms.feedback_days,
            calendar=parties.unit(terms.to_unit).calendar,
            effective_from=terms.effective_from,
            proposed_by=str(officer.pk),
        )
        _send(target, PROPOSE, (ours, theirs))
        record(officer, "target.propose", f"exchange.target:{target.pk}")
    return target


def accept_target(officer: Officer, target: Target) -> Target:
    """Sign the other side's proposal; raises NotAllowed "target.state" when it is not open to us."""
    return _decide(officer, target, ACCEPT)


def decline_target(officer: Officer, target: Target) -> Target:
    """Decline the other side's proposal; raises NotAllowed "target.state" when it is not open to us."""
    return _decide(officer, target, DECLINE)


def obligation_for(kind: str, from_unit: str, to_unit: str) -> dict[str, object] | None:
    """Return what a message of this kind between these units obliges to, or None while nothing is agreed."""
    agreed = Target.objects.filter(kind=kind, from_unit=from_unit, to_unit=to_unit, state=Target.State.AGREED)
    target = agreed.filter(effective_from__lte=clock.today()).order_by("-effective_from", "-decided_at").first()
    if target is None:
        return None
    return {
        "target": str(target.pk),
        "acknowledge_days": target.acknowledge_days,
        "feedback_days": target.feedback_days,
        "calendar": target.calendar,
    }


def check_obligation(header: Header) -> None:
    """Refuse an obligation that this node never agreed to; raises Refused "obligation.unknown"."""
    owed = header.obligation
    if owed is None:
        return
    if (
        not is_uuid(owed.target)
        or not Target.objects.filter(
            pk=owed.target,
            state=Target.State.AGREED,
            kind=header.kind,
            from_unit=header.from_unit,
            to_unit=header.to_unit,
            acknowledge_days=owed.acknowledge_days,
            feedback_days=owed.feedback_days,
            calendar=owed.calendar,
        ).exists()
    ):
        raise Refused("obligation.unknown", "obligation")


def _decide(officer: Officer, target: Target, step: str) -> Target:
    ours, theirs = _sides(target.from_unit, target.to_unit)
    with transaction.atomic():
        held = Target.objects.select_for_update().get(pk=target.pk)
        if held.state != Target.State.PROPOSED or held.proposed_by_unit == ours:
            raise NotAllowed("target.state", held.state)
        held.state, held.decided_at, held.decided_by = STATES[step], clock.now(), str(officer.pk)
        held.save(update_fields=["state", "decided_at", "decided_by"])
        _send(held, step, (ours, theirs))
        record(officer, f"target.{step}", f"exchange.target:{held.pk}")
    return held


def _send(target: Target, step: str, units: tuple[str, str]) -> None:
    enqueue(
        Outgoing(
            kind=KIND,
            item_id=target.pk,
            item_ver=1 if step == PROPOSE else 2,
            from_unit=units[0],
            to_unit=units[1],
            body={"step": step, **_terms_of(target)},
            marking=Marking.AMBER.value,
        )
    )


def _terms_of(target: Target) -> dict[str, object]:
    return {
        "kind": target.kind,
        "from_unit": target.from_unit,
        "to_unit": target.to_unit,
        "acknowledge_days": target.acknowledge_days,
        "feedback_days": target.feedback_days,
        "calendar": target.calendar,
        "effective_from": target.effective_from.isoformat(),
    }


def _sides(from_unit: str, to_unit: str) -> tuple[str, str]:
    """Return our unit and the other side's; raises NotAllowed "target.units" unless there is one of each."""
    own = units_of(settings.NODE_CODE)
    if (from_unit in own) == (to_unit in own):
        raise NotAllowed("target.units")
    return (from_unit, to_unit) if from_unit in own else (to_unit, from_unit)


def _open(terms: Terms, ours: str) -> QuerySet[Target]:
    return Target.objects.filter(
        kind=terms.kind,
        from_unit=terms.from_unit,
        to_unit=terms.to_unit,
        proposed_by_unit=ours,
        state=Target.State.PROPOSED,
    )


class TargetHandler:
    """Take proposals and decisions of the other side."""

    schema = SCHEMA

    def apply(self, received: Received) -> None:
        """Keep a proposal, or note that the other side signed or declined ours; raises Refused."""
        body = received.body
        if {received.from_unit, received.to_unit} != {body["from_unit"], body["to_unit"]}:
            raise Refused("target.units")
        if body["step"] == PROPOSE:
            _take_proposal(received, body)
        else:
            _take_decision(received, body)


def _take_proposal(received: Received, body: Mapping[str, object]) -> None:
    acknowledge, feedback = _days(body["acknowledge_days"]), _days(body["feedback_days"])
    terms = {name: body[name] for name in ("kind", "from_unit", "to_unit", "calendar")}
    Target.objects.create(
        pk=received.item_id,
        **terms,
        proposed_by_unit=received.from_unit,
        acknowledge_days=acknowledge,
        feedback_days=feedback,
        effective_from=date.fromisoformat(str(body["effective_from"])),
        proposed_at=received.ts,
        proposed_by=received.sender_node,
    )


def _days(value: object) -> int:
    if not isinstance(value, int) or not 1 <= value <= LONGEST:
        raise Refused("target.days")
    return value


def _take_decision(received: Received, body: Mapping[str, object]) -> None:
    target = Target.objects.select_for_update().filter(pk=received.item_id).first()
    if target is None or target.proposed_by_unit != received.to_unit or target.state != Target.State.PROPOSED:
        raise Refused("target.unknown", received.item_id)
    if {**_terms_of(target), "step": body["step"]} != dict(body):
        raise Refused("target.terms")
    target.state, target.decided_at = STATES[str(body["step"])], received.ts
    target.decided_by = received.sender_node
    target.save(update_fields=["state", "decided_at", "decided_by"])


TARGET = TargetHandler()
