"""Which signatures a draft needs: the table of chains, loaded from facts and read most exact first."""

from collections.abc import Mapping
from dataclasses import dataclass

from yuegang.accounts.roles import Role
from yuegang.exchange.release.errors import ReleaseRefused
from yuegang.exchange.release.models import ChainChange, ReleaseChain
from yuegang.exchange.release.models.chains import ANY
from yuegang.parties.loading import FactError, LoadReport, Table, Values, load_table
from yuegang.parties.models import Unit


@dataclass(frozen=True, slots=True)
class Step:
    """One signature: the role and the unit it is held in."""

    role: str
    unit_code: str


def steps_for(kind: str, from_unit: str, to_unit: str) -> tuple[Step, ...]:
    """Return the chain of a kind and unit pair; a named kind goes before any, a named receiver before any.

    Raises ReleaseRefused "release.chain" where there is none: nothing leaves a unit without a chain.
    """
    found = ReleaseChain.objects.filter(from_unit=from_unit, kind__in=(kind, ANY), to_unit__in=(to_unit, ANY))
    exact = sorted(found, key=lambda chain: (chain.kind == ANY, chain.to_unit == ANY))
    if not exact:
        raise ReleaseRefused("release.chain", from_unit)
    return tuple(Step(step["role"], step["unit_code"]) for step in exact[0].steps)


def load_chains() -> LoadReport:
    """Load the chains of facts/release_chains.csv; what the node's own people changed stays as they left it."""
    return load_table(Table("release_chains.csv", ReleaseChain, ("kind", "from_unit", "to_unit"), _read))


def _read(row: Mapping[str, str]) -> Values:
    for code in (row["from_unit"], row["to_unit"]):
        _check_unit(code)
    pair = {"kind": row["kind"], "from_unit": row["from_unit"], "to_unit": row["to_unit"]}
    steps = [_step(text) for text in row["steps"].split(";")]
    own = ChainChange.objects.filter(**pair, state=ChainChange.State.IN_FORCE).order_by("-decided_at").first()
    return {**pair, "steps": own.steps if own and own.steps else steps}


def _step(text: str) -> dict[str, str]:
    role, _at, unit_code = text.strip().partition("@")
    if role not in Role.values:
        raise FactError(f"role.unknown: {role!r}")
    _check_unit(unit_code)
    return {"role": role, "unit_code": unit_code}


def _check_unit(code: str) -> None:
    if code != ANY and not Unit.objects.filter(pk=code).exists():
        raise FactError(f"unit.unknown: {code!r}")
