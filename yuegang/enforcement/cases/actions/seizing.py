"""Record seizures, file them with a case, strike a wrong one out."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.base import clock
from yuegang.base.files.actions import Upload, store
from yuegang.base.files.kinds import IMAGES
from yuegang.enforcement.actions.rows import locked_lead
from yuegang.enforcement.cases import access
from yuegang.enforcement.cases.actions.rows import happened, open_locked, require, unit_of
from yuegang.enforcement.cases.models import Case, CaseEvent, CaseLead, SeizureLine, SeizurePhoto
from yuegang.enforcement.errors import NotPossible

FACTS = frozenset({
    "ip_type", "right", "right_text", "brand", "goods_category_id", "goods", "hs_code", "lots", "cases", "items",
    "quantity_unit", "value", "currency", "value_basis", "happened_at", "port_id", "place", "conveyance",
    "origin_place", "destination_id", "mo_codes", "by_phone",
})  # fmt: skip
MOST_PHOTOS = 12


@transaction.atomic
def record_seizure(
    officer: Officer,
    seizure_id: UUID,
    facts: Mapping[str, object],
    *,
    case_id: UUID | None = None,
    photos: Sequence[Upload] = (),
) -> SeizureLine:
    """Record a seizure of the officer's unit once: a second call with the same id returns the first line.

    facts: columns by name (FACTS). Raises ValidationError with rule and field, FileRefused, NotPossible
    "seizure.photos", "seizure.taken" if the id belongs to another agency's line, "case.closed".
    """
    unit = unit_of(officer)
    known = SeizureLine.objects.filter(pk=seizure_id).first()
    if known is not None:
        if known.own_agency != unit.agency_id:
            raise NotPossible("seizure.taken")
        return known
    if len(photos) > MOST_PHOTOS:
        raise NotPossible("seizure.photos")
    case = open_locked(officer, case_id) if case_id is not None else None
    line = SeizureLine(id=seizure_id, case=case, own_unit=unit, own_agency=unit.agency_id, reported_by=officer)
    _set(line, facts)
    require(line.happened_at <= clock.now(), "happened_at", _("The moment lies in the future."), "seizure.future")
    line.full_clean(exclude=["id"], validate_unique=False)
    line.save(force_insert=True)
    for photo in photos:
        SeizurePhoto.objects.create(seizure=line, file=store(photo, allowed=IMAGES))
    _told(line, officer)
    return line


@transaction.atomic
def file_seizure(
    officer: Officer, seizure_id: UUID | str, *, case_id: UUID, lead_id: UUID | None = None
) -> SeizureLine:
    """Put a line into a case and name the lead it came of; raises NotPossible "seizure.filed", "seizure.lead"."""
    line = _locked(officer, seizure_id)
    if line.case_id is not None and line.case_id != case_id:
        raise NotPossible("seizure.filed")
    case = open_locked(officer, case_id)
    if lead_id is not None:
        lead = locked_lead(officer, lead_id)
        if not CaseLead.objects.filter(case=case, lead=lead).exists():
            raise NotPossible("seizure.lead")
        line.lead = lead
    is_new = line.case_id is None
    line.case = case
    line.save(update_fields=["case", "lead"])
    record(officer, "seizure.file", f"cases.seizureline:{line.pk}", detail={"case": case.number})
    if is_new:
        happened(case, CaseEvent.Kind.SEIZURE, officer, {"seizure": str(line.pk), "goods": line.goods})
    return line


@transaction.atomic
def strike_out(officer: Officer, seizure_id: UUID | str, *, reason: str) -> SeizureLine:
    """Strike a line out with its reason; it stays to be read and counts no more.

    Raises NotPossible "void.reason", "void.done" or "case.closed".
    """
    line = _locked(officer, seizure_id)
    if line.voided_at is not None:
        raise NotPossible("void.done")
    if not reason.strip():
        raise NotPossible("void.reason")
    case = open_locked(officer, line.case_id) if line.case_id is not None else None
    line.voided_at, line.void_reason = clock.now(), reason.strip()[:200]
    line.save(update_fields=["voided_at", "void_reason"])
    record(officer, "seizure.void", f"cases.seizureline:{line.pk}")
    if case is not None:
        happened(case, CaseEvent.Kind.VOIDED, officer, {"seizure": str(line.pk), "goods": line.goods})
    return line


def _locked(officer: Officer, seizure_id: UUID | str) -> SeizureLine:
    if not access.may_write(officer):
        raise SeizureLine.DoesNotExist
    return access.seizures_for(officer).select_for_update(of=("self",)).get(pk=seizure_id)


def _told(line: SeizureLine, officer: Officer) -> None:
    record(officer, "seizure.record", f"cases.seizureline:{line.pk}", detail={"by_phone": line.by_phone})
    case: Case | None = line.case
    if case is not None:
        happened(case, CaseEvent.Kind.SEIZURE, officer, {"seizure": str(line.pk), "goods": line.goods})


def _set(line: SeizureLine, facts: Mapping[str, object]) -> None:
    unknown = set(facts) - FACTS
    if unknown:
        raise ValueError(f"no facts of a seizure: {', '.join(sorted(unknown))}")
    for name, value in facts.items():
        setattr(line, name, value)
    if line.right is not None:
        line.right_text, line.right_number = line.right.name, line.right.number
        line.right_jurisdiction = line.right.jurisdiction
        line.ip_type = line.ip_type or line.right.ip_type
