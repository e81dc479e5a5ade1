"""Change who signs: one person proposes, another puts it in force; no change leaves a unit without a chain."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from yuegang.accounts import access as accounts
from yuegang.accounts.models import Officer
from yuegang.accounts.roles import Role
from yuegang.audit import actions as audit
from yuegang.base import clock
from yuegang.exchange.release.chains import Step
from yuegang.exchange.release.errors import ReleaseRefused
from yuegang.exchange.release.models import ChainChange, ReleaseChain
from yuegang.exchange.release.models.chains import ANY, MOST_STEPS
from yuegang.exchange.release.wording import STEPS
from yuegang.parties import access as parties

CHANGING = (Role.ADMINISTRATOR, Role.AGENCY_COORDINATOR, Role.GROUP_COORDINATOR)
READING = (*CHANGING, Role.AUDITOR)
State = ChainChange.State


@dataclass(frozen=True, slots=True)
class Pair:
    """What a chain is for: a kind or any, a unit of this node, a receiving unit or any."""

    kind: str
    from_unit: str
    to_unit: str = ANY


def require_valid(pair: Pair, steps: Sequence[Step]) -> None:
    """Refuse a chain nobody could walk, and taking out the last one a unit has.

    Raises ReleaseRefused chain.unit, chain.last, chain.steps, chain.twice, chain.role, chain.nobody (place: the step).
    """
    own = parties.unit_labels()
    if pair.from_unit not in own:
        raise ReleaseRefused("chain.unit", pair.from_unit)
    if not steps:
        _require_another(pair)
    if len(steps) > MOST_STEPS:
        raise ReleaseRefused("chain.steps")
    if len(set(steps)) < len(steps):
        raise ReleaseRefused("chain.twice")
    for step in steps:
        if step.role not in STEPS or step.unit_code not in own:
            raise ReleaseRefused("chain.role", f"{step.role}@{step.unit_code}")
        if not accounts.signers_for(step.role, step.unit_code).exists():
            raise ReleaseRefused("chain.nobody", own[step.unit_code])


@transaction.atomic
def propose(officer: Officer, pair: Pair, steps: Sequence[Step]) -> ChainChange:
    """Propose a chain, or without steps its end; it is not in force before another person agrees.

    Raises ReleaseRefused chain.not_yours, chain.waiting, and what require_valid raises.
    """
    _require_role(officer)
    if ChainChange.objects.filter(state=State.PROPOSED, **_columns(pair)).exists():
        raise ReleaseRefused("chain.waiting")
    require_valid(pair, steps)
    change = ChainChange.objects.create(**_columns(pair), steps=_plain(steps), proposed_by=officer)
    audit.record(officer, "release_chain.propose", target_of(pair), detail={"steps": change.steps})
    return change


@transaction.atomic
def put_in_force(officer: Officer, change_id: int) -> ChainChange:
    """Let a proposed change hold from now; releases already on the desk keep the chain they began with.

    Raises ChainChange.DoesNotExist, ReleaseRefused chain.state, chain.not_yours, chain.four_eyes, and what
    require_valid raises.
    """
    change, pair = _locked(officer, change_id)
    if change.proposed_by_id == officer.pk:
        raise ReleaseRefused("chain.four_eyes")
    require_valid(pair, [Step(one["role"], one["unit_code"]) for one in change.steps])
    former = ReleaseChain.objects.filter(**_columns(pair)).first()
    before = former.steps if former else []
    if change.steps:
        chain = former or ReleaseChain(**_columns(pair))
        chain.steps = change.steps
        chain.save()
    elif former is not None:
        former.delete()
    _decide(change, officer, State.IN_FORCE)
    detail = {"from": before, "to": change.steps, "proposed_by": str(change.proposed_by_id)}
    audit.record(officer, "release_chain.change", target_of(pair), detail=detail)
    return change


@transaction.atomic
def drop(officer: Officer, change_id: int) -> ChainChange:
    """Drop a proposed change: the proposer takes it back, anybody else of these roles declines it.

    Raises ChainChange.DoesNotExist, ReleaseRefused chain.state, chain.not_yours.
    """
    change, pair = _locked(officer, change_id)
    _decide(change, officer, State.DROPPED)
    audit.record(officer, "release_chain.drop", target_of(pair), detail={"steps": change.steps})
    return change


def target_of(pair: Pair) -> str:
    """Return how the audit names a chain."""
    return f"exchange.release_chain:{pair.kind} {pair.from_unit} {pair.to_unit}"


def _locked(officer: Officer, change_id: int) -> tuple[ChainChange, Pair]:
    _require_role(officer)
    change = ChainChange.objects.select_for_update().get(pk=change_id)
    if change.state != State.PROPOSED:
        raise ReleaseRefused("chain.state")
    return change, Pair(change.kind, change.from_unit, change.to_unit)


def _decide(change: ChainChange, officer: Officer, state: State) -> None:
    change.state, change.decided_by, change.decided_at = state, officer, clock.now()
    change.save(update_fields=["state", "decided_by", "decided_at"])


def _require_another(pair: Pair) -> None:
    """Refuse to take out the chain that everything else of a unit falls back on, or one that is not there."""
    is_base = (pair.kind, pair.to_unit) == (ANY, ANY)
    base = ReleaseChain.objects.filter(from_unit=pair.from_unit, kind=ANY, to_unit=ANY).exists()
    if is_base or not base or not ReleaseChain.objects.filter(**_columns(pair)).exists():
        raise ReleaseRefused("chain.last")


def _require_role(officer: Officer) -> None:
    if officer.roles.isdisjoint(CHANGING):
        raise ReleaseRefused("chain.not_yours")


def _columns(pair: Pair) -> dict[str, str]:
    return {"kind": pair.kind, "from_unit": pair.from_unit, "to_unit": pair.to_unit}


def _plain(steps: Sequence[Step]) -> list[dict[str, str]]:
    return [{"role": step.role, "unit_code": step.unit_code} for step in steps]
