"""What the page of a case says: its track, its facts, its figures, what keeps it open, what happened."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from yuegang.accounts.models import Officer
from yuegang.enforcement import names, shown
from yuegang.enforcement.cases import access
from yuegang.enforcement.cases.actions.rows import target_of
from yuegang.enforcement.cases.actions.staging import NEXT
from yuegang.enforcement.cases.figures import figures_of
from yuegang.enforcement.cases.gaps import gap_words
from yuegang.enforcement.cases.gate import gaps_of
from yuegang.enforcement.cases.models import Case, CaseEvent, Determination, Outcome, SeizureLine, Stage
from yuegang.enforcement.cases.models.case import STAGE_ORDER
from yuegang.enforcement.cases.sheets import place_of


@dataclass(frozen=True)
class Step:
    """One stage of the track."""

    label: str
    state: str
    note: str


@dataclass(frozen=True)
class Fact:
    """One fact with its label; a case is ours alone, so no class letter."""

    label: str
    value: str
    letter: str = ""


@dataclass(frozen=True)
class Told:
    """One event in words."""

    event: CaseEvent
    title: str
    detail: str


def case_context(case: Case, officer: Officer) -> dict[str, object]:
    """Return everything the page of a case shows."""
    lines = list(SeizureLine.objects.filter(case=case).select_related("port", "goods_category"))
    may_write = access.may_write(officer)
    return {
        "case": case,
        "track": track_of(case),
        "facts": facts_of(case),
        "lines": [(line, place_of(line)) for line in lines],
        "figures": figures_of(lines),
        "links": list(case.case_leads.select_related("lead__origin_unit__agency", "lead__to_unit__agency")),
        "exhibits": list(case.exhibits.prefetch_related("steps")),
        "gaps": [gap_words(gap) for gap in gaps_of(case)] if case.is_open else [],
        "told": [told(event) for event in case.events.all()],
        "may_write": may_write and case.is_open,
        "may_reopen": may_write and not case.is_open,
        "next_step": NEXT.get(Stage(case.stage)) if may_write else None,
        "may_determine": may_write and case.stage in (Stage.INVESTIGATING, Stage.DETERMINED),
        "audit_target": target_of(case),
    }


def track_of(case: Case) -> list[Step]:
    """Return the stages with the days of those reached."""
    now = STAGE_ORDER.index(case.stage)
    days = {
        Stage.OPENED: case.opened_on.isoformat(),
        Stage.DETERMINED: case.determined_on.isoformat() if case.determined_on else "",
        Stage.CLOSED: timezone.localtime(case.closed_at).date().isoformat() if case.closed_at else "",
    }
    return [
        Step(str(label), "ok" if place < now else "now" if place == now else "", days.get(Stage(value), ""))
        for place, (value, label) in enumerate(Stage.choices)
    ]


def facts_of(case: Case) -> list[Fact]:
    """Return the facts that are there."""
    right = case.right
    pairs = [
        (_("Unit"), names.units()[case.own_unit_id].name if case.own_unit_id in names.units() else case.own_unit_id),
        (_("In charge"), case.in_charge.display_name),
        (_("Kind of right"), shown.shown("ip_type", case.ip_type)),
        (_("Right"), f"{right.name} ({right.number}, {right.get_jurisdiction_display()})" if right else ""),
        (_("Brand"), case.brand),
        (_("Determination"), str(Determination(case.determination).label)),
        (_("Basis"), case.determination_basis),
        (_("Nothing seized, because"), case.nothing_seized),
        (_("Outcome"), str(Outcome(case.outcome).label) if case.outcome else ""),
        (_("Note or reason"), case.outcome_note),
    ]
    return [Fact(label, value) for label, value in pairs if value]


def line_facts(line: SeizureLine) -> list[Fact]:
    """Return the facts of a seizure line that are there."""
    fields = [
        (_("Goods"), "goods"), (_("Category of goods"), "goods_category"), (_("HS code"), "hs_code"),
        (_("Brand"), "brand"), (_("Right"), "right_text"), (_("Kind of right"), "ip_type"), (_("Lots"), "lots"),
        (_("Cases"), "cases"), (_("Items"), "items"), (_("Counted in"), "quantity_unit"),
        (_("Channel"), "conveyance"), (_("Place of origin"), "origin_place"),
        (_("Destination (country or territory)"), "destination"), (_("Modus operandi"), "mo_codes"),
    ]  # fmt: skip
    found = [(label, shown.shown(name, _plain(line, name))) for label, name in fields]
    value = f"{line.get_currency_display()} {line.value:,.2f}" if line.value is not None else ""
    basis = f"{value} ({line.get_value_basis_display()})" if value else ""
    moment = timezone.localtime(line.happened_at).strftime("%Y-%m-%d %H:%M")
    pairs = [(_("Seized at"), moment), (_("Place"), place_of(line)), *found, (_("Value"), basis)]
    return [Fact(label, text) for label, text in pairs if text]


def _plain(line: SeizureLine, name: str) -> object:
    return getattr(line, f"{name}_id", None) if name in ("goods_category", "destination") else getattr(line, name)


def told(event: CaseEvent) -> Told:
    """Return an event in the reader's words."""
    params = event.params
    detail = str(params.get("lead") or params.get("goods") or params.get("reason") or "")
    match event.kind:
        case CaseEvent.Kind.STAGE:
            detail = str(Stage(params["stage"]).label)
        case CaseEvent.Kind.DETERMINED:
            detail = str(Determination(params["determination"]).label)
        case CaseEvent.Kind.CLOSED:
            detail = str(Outcome(params["outcome"]).label)
        case CaseEvent.Kind.EXHIBIT:
            detail = f"{params['exhibit']} {params['label']}"
        case CaseEvent.Kind.CUSTODY:
            detail = _("exhibit %(number)s, step %(step)s") % {"number": params["exhibit"], "step": params["step"]}
    return Told(event, str(event.get_kind_display()), detail)
