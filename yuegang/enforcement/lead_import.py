"""Import leads from a workbook: new rows become drafts of the officer's unit, known references update their draft."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuegang.audit import actions as audit
from yuegang.base.imports.errors import CellError
from yuegang.base.imports.kinds import Applied, Column, Existing
from yuegang.base.models import ImportRow, ImportRun
from yuegang.enforcement import access, actions, bodies
from yuegang.enforcement.errors import NotPossible
from yuegang.enforcement.lead_import_columns import DAYS, REFERENCE, columns
from yuegang.enforcement.models import Lead
from yuegang.engine.protocol.scan import fold, secret_marks
from yuegang.notices import actions as notices

FREE_TEXTS = ("narrative", "goods", "declared_goods", "caveat", "origin_place", "right_text", "brand")
COUNTS = ("lots", "cases", "items")
WHOLE_VALUE = ("value", "currency", "value_basis")


class LeadImport:
    """The import kind of leads, for settings.IMPORT_KINDS."""

    label: Promise = _("Leads")
    result: Promise = _("The rows become drafts of your unit. Nothing is sent to the other side by an import.")
    identity = REFERENCE

    @property
    def columns(self) -> Sequence[Column]:
        """The columns of the sheet of article 5."""
        return columns()

    def allowed(self, officer: Any) -> bool:  # Any: an Officer; base knows no accounts
        """Say whether the officer writes leads."""
        return access.may_write(officer)

    def find_existing(self, references: Sequence[str], officer: Any) -> Mapping[str, Existing]:  # Any: as above
        """Return the leads that earlier imports made under these references, the latest of each."""
        rows = ImportRow.objects.filter(run__kind="lead", applied=True, reference__in=references, target__isnull=False)
        listed = rows.order_by("id").values_list("reference", "target")
        made = {reference: target for reference, target in listed if target is not None}
        own = access.leads_for(officer).filter(is_incoming=False, pk__in=made.values())
        leads = {lead.pk: lead for lead in own}
        return {reference: _existing(reference, leads[target]) for reference, target in made.items() if target in leads}

    def check(self, cells: Mapping[str, str]) -> Mapping[str, Mapping[str, object]]:
        """Refuse a value without currency or basis, and texts that carry a secrecy mark (class D)."""
        errors: dict[str, Mapping[str, object]] = {}
        given = [key for key in WHOLE_VALUE if cells.get(key)]
        if given and len(given) < len(WHOLE_VALUE):
            errors[given[0]] = CellError("cell.together").as_json()
        for key in FREE_TEXTS:
            text = cells.get(key, "")
            for _kind, start, end in secret_marks(fold(text)) if text else ():
                errors[key] = CellError("cell.secret", found=text[start:end]).as_json()
        return errors

    def apply(self, row: ImportRow, officer: Any) -> Applied:  # Any: as above
        """Create the draft, or change the one that the reference names; raises CellError, ValidationError."""
        facts = _facts(row.cells)
        if row.target is None:
            lead = actions.create_lead(officer, facts)
            return Applied(lead.pk, {"edit_ver": lead.edit_ver})
        try:
            before = _own_lead(row, officer)
            former = {key: _text_of(before).get(key, "") for key in row.before}
            changed = {key: value for key, value in facts.items() if key in row.before}
            lead = actions.revise_lead(officer, before.pk, changed, edit_ver=before.edit_ver)
        except (NotPossible, Lead.DoesNotExist) as error:
            raise CellError("row.locked") from error
        return Applied(lead.pk, {"edit_ver": lead.edit_ver, "former": former})

    def undo(self, row: ImportRow, officer: Any) -> bool:  # Any: as above
        """Remove a new draft, or give a changed one its former values, if nobody touched it since."""
        try:
            lead = _own_lead(row, officer)
        except Lead.DoesNotExist:
            return True
        if lead.edit_ver != row.undo["edit_ver"] or _is_used(lead):
            return False
        former = row.undo.get("former")
        if former is None:
            actions.discard_draft(officer, lead.pk)
        else:
            actions.revise_lead(officer, lead.pk, _facts(former), edit_ver=lead.edit_ver)
        return True

    def record(self, verb: str, run: ImportRun, officer: Any) -> None:  # Any: as above
        """Write the audit row of a step, and tell the officer when the import has ended."""
        detail = {"kind": run.kind, "rows": int(run.counts.get("applied", run.counts.get("importable", 0)))}
        audit.record(officer, verb, f"base.importrun:{run.id}", detail=detail)
        if verb == "import.finish":
            notices.notify([officer.pk], "import.finished", url=f"/import/{run.id}/")


def _own_lead(row: ImportRow, officer: Any) -> Lead:  # Any: as above
    return access.leads_for(officer).filter(is_incoming=False).get(pk=str(row.target))


def _is_used(lead: Lead) -> bool:
    """Say whether the draft is more than its facts: sent for release, with pictures, acts or an assignment."""
    is_open = lead.status == Lead.Status.DRAFT and lead.number is None
    return not is_open or lead.images.exists() or lead.actions.exists() or lead.assignments.exists()


def _existing(reference: str, lead: Lead) -> Existing:
    return Existing(lead.pk, {**_text_of(lead), REFERENCE: reference}, is_locked=_is_sent(lead))


def _is_sent(lead: Lead) -> bool:
    return lead.status != Lead.Status.DRAFT or lead.number is not None


def _text_of(lead: Lead) -> dict[str, str]:
    """Return the facts of a lead as the canonical texts of its cells."""
    values: dict[str, str] = {}
    for column in columns():
        if column.key != REFERENCE:
            value = bodies.plain(getattr(lead, bodies.column(lead, column.key)))
            values[column.key] = "" if value is None else str(value)
    return values


def _facts(cells: Mapping[str, str]) -> dict[str, object]:
    """Return canonical cells as columns of Lead; an empty cell empties its column."""
    return {key: _value(key, text) for key, text in cells.items() if key != REFERENCE}


def _value(key: str, text: str) -> object:
    if key in COUNTS:
        return int(text) if text else None
    if key == "value":
        return Decimal(text) if text else None
    if key in DAYS:
        return date.fromisoformat(text) if text else None
    return text


LEADS = LeadImport()
