"""A case from opening to closing: numbers, leads, stages, the gate before closing."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from yuegang.accounts.models import Officer
from yuegang.accounts.testing import make_officer
from yuegang.audit.models import AuditEntry
from yuegang.base import clock
from yuegang.enforcement.cases import access, actions
from yuegang.enforcement.cases.actions.staging import Finding
from yuegang.enforcement.cases.errors import NotClosable
from yuegang.enforcement.cases.models import Case, Stage
from yuegang.enforcement.cases.tests.conftest import FACTS, dispose, seize
from yuegang.enforcement.errors import NotPossible
from yuegang.enforcement.models import Feedback, Lead, LeadEvent


def test_numbers_of_an_agency_follow_each_other_without_gaps(bob: Officer, case: Case) -> None:
    with pytest.raises(ValidationError):
        actions.open_case(bob, {**FACTS, "title": ""})
    second = actions.open_case(bob, FACTS)
    year = clock.today().year
    assert [case.number, second.number] == [f"HK-CED-C{year}-0001", f"HK-CED-C{year}-0002"]


def test_a_lead_is_part_of_one_case_and_can_be_taken_out_again(bob: Officer, case: Case, lead: Lead) -> None:
    actions.add_lead(bob, case.pk, lead.pk)
    other = actions.open_case(bob, FACTS)
    with pytest.raises(NotPossible, match=r"merge\.elsewhere"):
        actions.add_lead(bob, other.pk, lead.pk)
    actions.remove_lead(bob, case.pk, lead.pk)
    actions.add_lead(bob, other.pk, lead.pk)
    assert access.case_of_lead(bob, lead.pk) == other
    kinds = LeadEvent.objects.filter(lead=lead, kind__startswith="case_").values_list("kind", flat=True)
    assert list(kinds) == ["case_joined", "case_left", "case_joined"]


def test_a_lead_nobody_acknowledged_is_not_merged(bob: Officer, case: Case, lead: Lead) -> None:
    Lead.objects.filter(pk=lead.pk).update(status="sent", acknowledged_at=None)
    with pytest.raises(NotPossible, match=r"merge\.status"):
        actions.add_lead(bob, case.pk, lead.pk)


def test_goods_are_suspected_until_determined_and_disposed_of_only_then(bob: Officer, case: Case) -> None:
    assert case.is_suspected
    actions.advance(bob, case.pk)
    with pytest.raises(NotPossible, match=r"stage\.step"):
        actions.advance(bob, case.pk)
    found = actions.determine(bob, case.pk, Finding("not_infringing", "權利人陳述", clock.today()))
    assert (found.stage, found.is_suspected) == (Stage.DETERMINED, False)
    assert actions.advance(bob, case.pk).stage == Stage.DISPOSED


@pytest.mark.parametrize(
    ("determination", "basis", "days"), [("infringing", "", 0), ("pending", "x", 0), ("infringing", "x", 1)]
)
def test_it_refuses_a_determination_without_basis_value_or_past_day(
    bob: Officer, case: Case, determination: str, basis: str, days: int
) -> None:
    actions.advance(bob, case.pk)
    with pytest.raises(ValidationError):
        actions.determine(bob, case.pk, Finding(determination, basis, clock.today() + timedelta(days=days)))


def test_closing_names_everything_that_is_missing_at_once(bob: Officer, case: Case, lead: Lead) -> None:
    actions.add_lead(bob, case.pk, lead.pk)
    with pytest.raises(NotClosable) as refusal:
        actions.close_case(bob, case.pk, outcome="forfeited")
    rules = [gap.rule for gap in refusal.value.gaps]
    assert rules == ["close.determination", "close.stage", "close.seizures", "close.feedback"]
    assert refusal.value.gaps[-1].about == "GD-2026-0041"


def test_it_closes_once_nothing_is_missing_and_opens_again_with_a_reason(bob: Officer, case: Case, lead: Lead) -> None:
    actions.add_lead(bob, case.pk, lead.pk)
    seize(bob, case)
    dispose(bob, case)
    Feedback.objects.create(
        lead=lead, status="sent", stage="final", result="found", measures=["seized"], item_ver=1,
        released_at=clock.now(),
    )  # fmt: skip
    assert actions.close_case(bob, case.pk, outcome="forfeited").stage == Stage.CLOSED
    with pytest.raises(NotPossible, match=r"case\.closed"):
        seize(bob, case)
    with pytest.raises(NotPossible, match=r"reopen\.reason"):
        actions.reopen_case(bob, case.pk, reason=" ")
    assert actions.reopen_case(bob, case.pk, reason="新證據").stage == Stage.DISPOSED


def test_a_transfer_needs_a_reason_and_a_reason_may_stand_for_a_seizure(bob: Officer, case: Case) -> None:
    facts = {**FACTS, "nothing_seized": "貨物已離港"}
    actions.revise_case(bob, case.pk, facts, edit_ver=1)
    dispose(bob, case)
    with pytest.raises(NotPossible, match=r"close\.note"):
        actions.close_case(bob, case.pk, outcome="transferred")
    assert not actions.close_case(bob, case.pk, outcome="transferred", note="轉交警方").is_open


def test_two_officers_do_not_overwrite_each_other(bob: Officer, case: Case) -> None:
    actions.revise_case(bob, case.pk, {"brand": "VELTORA"}, edit_ver=1)
    with pytest.raises(NotPossible, match=r"edit\.conflict"):
        actions.revise_case(bob, case.pk, {"brand": "CASALUNE"}, edit_ver=1)
    assert Case.objects.get().brand == "VELTORA"


def test_another_agency_does_not_see_the_case(bob: Officer, case: Case) -> None:
    stranger = make_officer("carol", unit_code="CUS-51/GEN")
    assert not access.cases_for(stranger).exists()
    with pytest.raises(Case.DoesNotExist):
        actions.advance(stranger, case.pk)


def test_every_step_is_in_the_audit(bob: Officer, case: Case) -> None:
    actions.advance(bob, case.pk)
    verbs = AuditEntry.objects.filter(target=f"cases.case:{case.pk}").values_list("verb", flat=True)
    assert list(verbs) == ["case.opened", "case.stage"]


def test_the_database_holds_the_order_of_stages_too(case: Case) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(stage="closed", closed_at=clock.now(), outcome="released")
