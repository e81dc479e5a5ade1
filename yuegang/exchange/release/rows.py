"""What lists and both pages of a release show about it: its line, its units, its chain, its past."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yuegang.accounts.models import Officer
from yuegang.exchange.release.models import Decision, Release, ReleaseDecision, State
from yuegang.exchange.release.wording import STEPS
from yuegang.parties import access as parties
from yuegang.parties.models import Unit


@dataclass(frozen=True, slots=True)
class Row:
    """One release in a list: where it goes, what it is, how it stands."""

    release: Release
    title: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class Units:
    """The two units of a release, named in the reader's language, and their sides."""

    sender: str
    receiver: str
    from_side: str
    to_side: str


@dataclass(frozen=True, slots=True)
class Event:
    """One decision of the past."""

    label: str
    who: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One line of the chain."""

    label: str | Promise
    who: str
    note: str
    state: str


def row_of(release: Release) -> Row:
    """Return a release as a line of a list; for one that waits, the line says what is open."""
    notes = []
    if release.urgent:
        notes.append(_("urgent"))
    if release.state == State.WAITING:
        notes.append(_open_in_words(release))
    if release.state == State.RATIFY_DUE and release.ratify_by is not None:
        notes.append(_("to be ratified by %(day)s") % {"day": release.ratify_by.isoformat()})
    return Row(release, title_of(release), state_of(release), "　".join(notes))


def _open_in_words(release: Release) -> str:
    letters, count = release.summary.get("classes", ""), release.summary.get("open", 0)
    said = _("class A only") if letters in ("", "A") else _("classes %(letters)s") % {"letters": ", ".join(letters)}
    return said + ("　" + _("%(count)s open") % {"count": count} if count else "")


def state_of(release: Release) -> str:
    """Return the code of the state for the state mark; an overdue ratification is its own."""
    return "overdue" if release.is_ratification_overdue else str(release.state)


def title_of(release: Release) -> str:
    """Return the item's line in the reader's language, as it was when last looked at."""
    titles = release.summary["titles"]
    return str(titles.get(get_language(), titles["en"]))


def position_of(rows: list[Row], release: Release) -> int:
    """Return the place of a release in the officer's queue, from 1; 0 if it is not there."""
    return next((number for number, row in enumerate(rows, start=1) if row.release == release), 0)


def units_of(release: Release) -> Units:
    """Return the two units of a release."""
    units = parties.unit_index()
    sides = [_side(units, code) for code in (release.from_unit, release.to_unit)]
    return Units(_unit(units, release.from_unit), _unit(units, release.to_unit), *sides)


def history_of(release: Release) -> list[Event]:
    """Return every decision, of earlier rounds too, newest first."""
    decisions = release.decisions.select_related("officer", "acting_for").order_by("-at", "-pk")
    return [Event(str(one.get_decision_display()), name_of(one.officer), one.at, one.note) for one in decisions]


def chain_of(release: Release) -> list[ChainStep]:
    """Return author, signatures and the crossing, with who did what and whose turn it is."""
    units = parties.unit_index()
    given = [one for one in release.decisions.select_related("officer", "acting_for") if one.round == release.round]
    signed = {one.step: one for one in given if one.decision in (Decision.APPROVE, Decision.RATIFY)}
    steps = [ChainStep(_("Author"), name_of(release.author), _unit(units, release.from_unit), "ok")]
    for number, step in enumerate(release.steps):
        label = STEPS.get(step["role"], step["role"])
        steps.append(_step(release, label, _unit(units, step["unit_code"]), (number, signed.get(number))))
    crossed = _("crossed %(time)s") % {"time": _time(release.released_at)} if release.released_at else ""
    to = _("sealed to %(unit)s") % {"unit": _unit(units, release.to_unit)}
    steps.append(ChainStep(_("Crossing"), "", crossed or to, "ok" if release.has_left else "out"))
    return steps


def _step(release: Release, label: str | Promise, unit: str, at: tuple[int, ReleaseDecision | None]) -> ChainStep:
    number, decision = at
    if decision is not None:
        who = name_of(decision.officer)
        if decision.acting_for is not None:
            who = _("%(officer)s for %(other)s") % {"officer": who, "other": name_of(decision.acting_for)}
        return ChainStep(label, who, f"{unit}　{_time(decision.at)}", "ok")
    if release.step_role and number == release.step:
        since = _("here since %(time)s") % {"time": _time(release.step_since)}
        return ChainStep(label, "", f"{unit}　{since}", "now")
    return ChainStep(label, "", unit, "")


def name_of(officer: Officer) -> str:
    return officer.shown_name(get_language() or "en")


def _time(moment: datetime | None) -> str:
    return "" if moment is None else timezone.localtime(moment).strftime("%m-%d %H:%M")


def _unit(units: Mapping[str, Unit], code: str) -> str:
    return units[code].short() if code in units else code


def _side(units: Mapping[str, Unit], code: str) -> str:
    node = units[code].node if code in units else None
    return str(node.side_id) if node is not None else ""
