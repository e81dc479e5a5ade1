from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from yuegang.accounts.models import Officer
from yuegang.audit.models import AuditEntry
from yuegang.base import clock
from yuegang.enforcement import actions
from yuegang.enforcement.errors import EditConflict, Incomplete, NotPossible
from yuegang.enforcement.models import Lead
from yuegang.enforcement.tests import world
from yuegang.enforcement.tests.world import Desk


def test_a_draft_is_saved_incomplete_with_its_audit_row_and_event(alice: Officer) -> None:
    lead = actions.create_lead(alice, {"goods": "手袋"})
    assert lead.status == "draft"
    assert lead.own_agency == "CUS-53"
    assert AuditEntry.objects.filter(verb="lead.create", target=f"enforcement.lead:{lead.id}").count() == 1
    assert [event.kind for event in lead.events.all()] == ["created"]


def test_submitting_names_every_missing_field(alice: Officer, desk: Desk) -> None:
    lead = actions.create_lead(alice, {"goods": "手袋"})
    with pytest.raises(Incomplete) as refused:
        actions.submit_lead(alice, lead.id)
    fields = {missing.field for missing in refused.value.missing}
    assert fields == {"to_unit", "ip_type", "goods_category", "right_text", "items", "loading_port"}
    assert desk.submitted == []
    lead.refresh_from_db()
    assert lead.number is None


def test_numbers_follow_each_other_by_side_and_year(alice: Officer, desk: Desk) -> None:
    leads = [actions.create_lead(alice, world.FACTS) for _ in range(2)]
    numbers = [actions.submit_lead(alice, lead.id).number for lead in leads]
    year = leads[0].created_at.year
    assert numbers == [f"GD-{year}-0001", f"GD-{year}-0002"]
    assert desk.submitted == [("lead", str(lead.id)) for lead in leads]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"value": "12.00"}, "__all__"),
        ({"value": "12.00", "currency": "CNY", "value_basis": "guess"}, "value_basis"),
        ({"hs_code": "42022"}, "__all__"),
        ({"items": -1}, "items"),
        ({"to_unit": "CUS-51/GEN"}, "to_unit"),
        ({"source_reliability": "G"}, "source_reliability"),
    ],
)
def test_a_fact_that_breaks_a_rule_is_refused_with_its_field(
    alice: Officer, facts: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        actions.create_lead(alice, facts)
    assert field in refused.value.message_dict
    assert Lead.objects.count() == 0


def test_a_second_editor_sees_the_first_one_s_version_and_loses_nothing(alice: Officer) -> None:
    lead = actions.create_lead(alice, world.FACTS)
    actions.revise_lead(alice, lead.id, {"items": 3400}, edit_ver=1)
    with pytest.raises(EditConflict) as conflict:
        actions.revise_lead(alice, lead.id, {"items": 9}, edit_ver=1)
    assert isinstance(conflict.value.current, Lead)
    assert conflict.value.current.items == 3400


def test_a_stub_carries_no_content(alice: Officer, desk: Desk) -> None:
    stub = {"form": "stub", "ip_type": "copyright", "stub_channel": "paper", "stub_date": "2026-11-20"}
    with pytest.raises(ValidationError):
        actions.create_lead(alice, {**stub, "goods": "手袋"})
    lead = actions.create_lead(alice, {**stub, "to_unit": "HK-CED/IPIB", "stub_reference": "粤关密 12"})
    assert actions.submit_lead(alice, lead.id).status == "in_release"


def test_a_lead_in_release_cannot_be_changed_nor_discarded(alice: Officer, desk: Desk) -> None:
    lead = actions.create_lead(alice, world.FACTS)
    actions.submit_lead(alice, lead.id)
    with pytest.raises(NotPossible):
        actions.revise_lead(alice, lead.id, {"items": 1}, edit_ver=1)
    with pytest.raises(NotPossible):
        actions.discard_draft(alice, lead.id)


def test_an_officer_of_another_agency_cannot_change_a_lead(alice: Officer) -> None:
    lead = actions.create_lead(alice, world.FACTS)
    other = world.make_officer("eve", "CUS-51/GEN", "officer")
    with pytest.raises(Lead.DoesNotExist):
        actions.revise_lead(other, lead.id, {"items": 1}, edit_ver=1)


@pytest.mark.django_db(transaction=True)
def test_numbers_taken_side_by_side_never_meet() -> None:
    taken: list[str] = []

    def take() -> None:
        try:
            for _ in range(5):
                with transaction.atomic():
                    taken.append(actions.take_number("gd-customs"))
        finally:
            connection.close()

    threads = [Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(taken)) == 20
    assert max(taken).endswith("-0020")


@pytest.mark.django_db
@pytest.mark.parametrize(("node", "series"), [("gd-customs", "GD"), ("gd-psd", "GD-PSD"), ("mo-customs", "MO")])
def test_each_node_of_a_side_numbers_in_its_own_series(node: str, series: str) -> None:
    assert actions.take_number(node) == f"{series}-{clock.today().year}-0001"
