"""The duty desk: both desks on urgent leads, calls by the recorded number, a call sheet, nothing crosses."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from yuegang.accounts.models import Officer
from yuegang.accounts.testing import signed_in
from yuegang.audit.models import AuditEntry
from yuegang.base import clock
from yuegang.enforcement import duty
from yuegang.enforcement.duty import Call, Outcome
from yuegang.enforcement.errors import NotPossible
from yuegang.enforcement.models import Lead, LeadEvent
from yuegang.enforcement.tests import world
from yuegang.exchange.models import OutboxEntry
from yuegang.parties.models import DutyDesk

PHONE = "+852 3108 1800"


@pytest.fixture
def lead(alice: Officer) -> Lead:
    """An urgent lead of Shenzhen Customs that went out."""
    DutyDesk.objects.create(unit_id="HK-CED/IPIB", phone=PHONE, hours="00:00-24:00")
    DutyDesk.objects.create(unit_id="GACC-GD/GEN", phone="+86 20 8110 2000", hours="08:30-17:30")
    return sent(urgency="immediate", number="GD-2026-0041")


def sent(**more: object) -> Lead:
    values: dict[str, object] = {
        "origin_unit_id": "CUS-53/GEN", "to_unit_id": "HK-CED/IPIB", "own_agency": "CUS-53", "status": "sent",
        "item_ver": 1, "released_at": clock.now(), "goods": "手袋", "ip_type": "trade_mark", "vehicle": "粤Z·0000港",
        "loading_port_id": "GD-SZB", "control_port_id": "HK-SZB", "destination_id": "AE",
    }  # fmt: skip
    return Lead.objects.create(**{**values, **more})


def call(**more: object) -> Call:
    values: dict[str, object] = {"unit": "HK-CED/IPIB", "whom": "Duty officer", "outcome": Outcome.REACHED}
    return Call(**{**values, **more})  # type: ignore[arg-type]  # test data by name


def test_an_urgent_lead_shows_the_desks_of_both_sides(alice: Officer, lead: Lead) -> None:
    sent(urgency="routine", number="GD-2026-0042")
    [urgent] = duty.urgent_leads(alice)
    assert [(desk.side, desk.unit, desk.phone) for desk in urgent.desks] == [
        ("gd", "GACC-GD/GEN", "+86 20 8110 2000"),  # the unit keeps no desk: its node's liaison unit does
        ("hk", "HK-CED/IPIB", PHONE),
    ]


def test_the_most_urgent_stand_first(alice: Officer, lead: Lead) -> None:
    sent(urgency="24h", number="GD-2026-0040", released_at=clock.now() - timedelta(days=2))
    assert [urgent.lead.number for urgent in duty.urgent_leads(alice)] == ["GD-2026-0041", "GD-2026-0040"]


def test_a_call_is_logged_with_the_desks_own_number_and_crosses_nothing(alice: Officer, lead: Lead) -> None:
    event = duty.log_call(alice, lead.pk, call(note="sees it now"))
    assert event.params["phone"] == PHONE and not event.crossed
    assert AuditEntry.objects.filter(verb="lead.call").count() == 1
    assert not OutboxEntry.objects.exists()
    [logged] = duty.urgent_leads(alice)[0].calls
    assert (logged.who, logged.whom, logged.is_overdue) == ("Alice", "Duty officer", False)


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"unit": "HK-CED/CTI"}, "call.desk"),
        ({"unit": "CUS-53/GEN"}, "call.desk"),
        ({"outcome": "sang"}, "call.outcome"),
        ({"follow_up_by": clock.now() - timedelta(minutes=1)}, "call.follow_up"),
    ],
)
def test_a_call_that_cannot_be_is_refused(alice: Officer, lead: Lead, changed: dict[str, object], rule: str) -> None:
    with pytest.raises(NotPossible, match=rule):
        duty.log_call(alice, lead.pk, call(**changed))
    assert not LeadEvent.objects.filter(kind="call").exists()


def test_a_follow_up_is_overdue_until_the_next_call(alice: Officer, lead: Lead) -> None:
    event = duty.log_call(alice, lead.pk, call(outcome=Outcome.CALLS_BACK))
    event.params["follow_up_by"] = (clock.now() - timedelta(minutes=5)).isoformat()
    event.save()
    assert duty.urgent_leads(alice)[0].calls[0].is_overdue
    duty.log_call(alice, lead.pk, call())
    assert not any(logged.is_overdue for logged in duty.urgent_leads(alice)[0].calls)


@pytest.fixture
def page(alice: Officer) -> Client:
    return signed_in(alice)


def test_the_desk_lists_leads_numbers_and_calls(page: Client, lead: Lead) -> None:
    shown = page.get("/duty/").content.decode()
    assert "GD-2026-0041" in shown and PHONE in shown and "none yet" in shown
    assert f"/duty/{lead.pk}/sheet.pdf" in shown


def test_an_empty_desk_says_so(page: Client) -> None:
    assert "No urgent lead is open" in page.get("/duty/").content.decode()


def test_a_call_is_logged_from_its_form(page: Client, lead: Lead) -> None:
    form = {"unit": "HK-CED/IPIB", "whom": "", "outcome": "reached", "note": "", "follow_up_by": ""}
    assert "Say whom you spoke to." in page.post(f"/duty/{lead.pk}/", form).content.decode()
    past = {**form, "whom": "A", "follow_up_by": "2020-01-01T08:00"}
    assert "The follow-up lies in the past." in page.post(f"/duty/{lead.pk}/", past).content.decode()
    answer = page.post(f"/duty/{lead.pk}/", {**form, "whom": "Inspector on duty"}, follow=True).content.decode()
    assert "The call is in the log." in answer and "Inspector on duty" in answer
    assert "Spoke to the desk" in page.get("/duty/").content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_call_sheet_is_one_page_without_classes_b_and_c(page: Client, lead: Lead, language: str) -> None:
    Officer.objects.update(language=language)
    answer = page.get(f"/duty/{lead.pk}/sheet.pdf")
    assert answer["Content-Type"] == "application/pdf" and answer.content.count(b"/Type /Page\n") <= 1
    assert "Z·0000".encode() not in answer.content


def test_a_sheet_without_a_glyph_is_refused_with_the_character(page: Client, lead: Lead) -> None:
    Lead.objects.update(goods="\U0001f984")
    answer = page.get(f"/duty/{lead.pk}/sheet.pdf", follow=True)
    assert "no glyph for \U0001f984" in answer.content.decode()


def test_a_strange_or_unnumbered_lead_looks_absent(page: Client, lead: Lead) -> None:
    other = sent(own_agency="CUS-51", origin_unit_id="CUS-51/GEN", number="GD-2026-0050", urgency="24h")
    draft = Lead.objects.create(origin_unit_id="CUS-53/GEN", own_agency="CUS-53", urgency="24h")
    for pk in (other.pk, draft.pk, uuid4()):
        assert page.get(f"/duty/{pk}/").status_code == 404
        assert page.get(f"/duty/{pk}/sheet.pdf").status_code == 404


def test_an_auditor_reads_and_cannot_call(lead: Lead) -> None:
    auditor = signed_in(world.make_officer("dora", "CUS-53/GEN", "auditor"))
    assert "Log a call" not in auditor.get(f"/duty/{lead.pk}/").content.decode()
    form = {"unit": "HK-CED/IPIB", "whom": "A", "outcome": "reached"}
    assert auditor.post(f"/duty/{lead.pk}/", form).status_code == 404
