"""Two versions of a sheet side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yuegang.enforcement import bodies
from yuegang.enforcement.models import Lead
from yuegang.enforcement.schemas import LEAD_SCHEMA
from yuegang.enforcement.shown import shown


@dataclass(frozen=True)
class Difference:
    """One field that two versions say differently."""

    label: str
    theirs: str
    mine: str


def differences(lead: Lead, facts: Mapping[str, object]) -> list[Difference]:
    """Return where the facts an officer typed differ from the row as it is now."""
    made = []
    for rule in LEAD_SCHEMA.fields:
        name = rule.pointer[1:]
        if name not in facts:
            continue
        theirs = bodies.plain(getattr(lead, bodies.column(lead, name)))
        mine = bodies.plain(facts[name])
        if theirs != mine:
            made.append(Difference(_(rule.label), shown(name, theirs) or "–", shown(name, mine) or "–"))
    return made
