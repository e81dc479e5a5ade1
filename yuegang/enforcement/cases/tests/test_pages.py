"""The pages of cases and seizures, from a list to a closed case."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from yuegang.accounts.models import Officer
from yuegang.accounts.testing import make_officer, signed_in
from yuegang.base import clock
from yuegang.base.files.tests.samples import Upload, photograph
from yuegang.enforcement.cases import actions
from yuegang.enforcement.cases.models import Case, Exhibit, SeizureLine
from yuegang.enforcement.cases.tests.conftest import FACTS, dispose, seize
from yuegang.enforcement.models import Lead
from yuegang.rights.actions import save_right
from yuegang.rights.models import Right

MOMENT = "%Y-%m-%dT%H:%M"


@pytest.fixture
def client(bob: Officer) -> Client:
    """Bob, signed in."""
    return signed_in(bob)


def text_of(client: Client, address: str, **typed: object) -> str:
    """Return a page, or the page a form leads to."""
    answer = client.post(address, typed, follow=True) if typed else client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def moment(minutes: int = 30) -> str:
    """Return a moment so many minutes ago as a form sends it."""
    return timezone.localtime(clock.now() - timedelta(minutes=minutes)).strftime(MOMENT)


def typed_seizure(**more: object) -> dict[str, object]:
    """Return a report of 1,200 bags as the form sends it."""
    return {
        "seizure_id": str(uuid4()), "happened_at": moment(), "port": "HK-SZB", "goods": "手袋",
        "goods_category": "G05B", "items": "1,200", "quantity_unit": "piece", "value": "900000.00", "currency": "HKD",
        "value_basis": "market", **more,
    }  # fmt: skip


def test_a_case_opens_from_leads_with_their_facts(client: Client, lead: Lead) -> None:
    form = text_of(client, f"/cases/new/?lead={lead.pk}&lead=nonsense")
    assert "LUMENDRA" in form and "GD-2026-0041" in form
    text = text_of(
        client, "/cases/new/", lead=str(lead.pk), title="手袋", ip_type="trade_mark", opened_on=str(clock.today())
    )
    assert "is open" in text and "GD-2026-0041" in text and "Goods suspected, not determined" in text


def test_a_case_without_a_title_names_the_field(client: Client) -> None:
    text = text_of(client, "/cases/new/", ip_type="trade_mark", opened_on=str(clock.today() + timedelta(days=2)))
    assert "Not saved yet" in text and "The day lies in the future." in text
    assert not Case.objects.exists()


def test_the_page_of_a_case_goes_through_its_stages(client: Client, case: Case, lead: Lead) -> None:
    url = f"/cases/{case.pk}/"
    assert "Merged" not in text_of(client, url)
    assert "part of the case" in text_of(client, url + "leads/", lead=str(lead.pk))
    assert "on its own again" in text_of(client, f"{url}leads/{lead.pk}/remove/", sure="1")
    assert "Record the determination" in text_of(client, url + "advance/", sure="1")
    assert "Basis: This field is required." in text_of(client, url + "determine/", determination="infringing")
    determined = {"determination": "infringing", "determined_on": str(clock.today()), "basis": "檢驗"}
    assert "The determination is recorded." in text_of(client, url + "determine/", **determined)
    assert "There is no seizure line" in text_of(client, url + "close/", outcome="forfeited")


def test_a_report_of_a_seizure_reaches_its_case_with_a_picture(client: Client, case: Case) -> None:
    typed = typed_seizure(case=str(case.pk), photos=Upload(photograph(), "a.jpg"))
    text = text_of(client, "/seizures/new/", **typed)
    assert "The seizure is recorded." in text and "1,200 pieces" in text and "HKD 900,000.00" in text
    line = SeizureLine.objects.get()
    photo = line.photos.get()
    assert client.get(f"/seizures/photos/{photo.pk}/?small")["Content-Type"] == "image/jpeg"
    assert "Struck out at" in text_of(client, f"/seizures/{line.pk}/", reason="重複")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"items": "12万"}, "Write all digits"),
        ({"items": "-3"}, "A number is zero or more."),
        ({"items": ""}, "at least one"),
        ({"items": "5000000"}, "More than a million items?"),
        ({"currency": ""}, "A value needs its currency"),
        ({"quantity_unit": ""}, "Say what one item is."),
        ({"port": ""}, "Name the port or the place."),
        ({"hs_code": "9999"}, "There is no chapter 99"),
        ({"hs_code": "42"}, "4, 6, 8 or 10 digits"),
        ({"happened_at": "2001-01-01T08:00"}, "check the year"),
    ],
)
def test_a_wrong_answer_is_named_at_its_field(client: Client, wrong: dict[str, object], words: str) -> None:
    assert words in text_of(client, "/seizures/new/", **typed_seizure(**wrong))
    assert not SeizureLine.objects.exists()


def test_a_doubtful_figure_is_taken_after_a_tick(client: Client, bob: Officer) -> None:
    assert "The seizure is recorded." in text_of(
        client, "/seizures/new/", **typed_seizure(items="5000000", plausible="on")
    )


def test_a_line_without_a_case_is_put_into_one(client: Client, bob: Officer, case: Case) -> None:
    line = seize(bob)
    assert case.number in text_of(client, f"/seizures/{line.pk}/")
    assert "belongs to the case now" in text_of(client, f"/cases/{case.pk}/seizures/{line.pk}/file/", sure="1")


def test_an_exhibit_is_registered_handed_over_and_printed(client: Client, case: Case) -> None:
    url = f"/cases/{case.pk}/"
    typed = {"kind": "file", "label": "截圖", "holder": "陳督察", "place": "證物室", "at": moment(60)}
    assert "A file is chosen for the kind" in text_of(client, url + "exhibits/", **typed)
    text_of(client, url + "exhibits/", **typed, file=Upload(photograph(), "page.jpg"))
    exhibit = Exhibit.objects.get()
    assert exhibit.sha256[:8] in text_of(client, url)
    step = {"holder": "政府化驗所", "place": "何文田", "reason": "檢驗", "disposal": "kept", "at": moment(5)}
    text = text_of(client, f"/cases/exhibits/{exhibit.pk}/", **step)
    assert "陳督察 → 政府化驗所" in text and "custody log" in text
    assert client.get(f"/cases/exhibits/{exhibit.pk}/file/").status_code == 200
    assert client.get(url + "custody.pdf").content.startswith(b"%PDF")


def test_lists_narrow_count_and_export(client: Client, bob: Officer, case: Case) -> None:
    seize(bob, case)
    assert case.number in text_of(client, "/cases/?q=LUMENDRA&stage=opened&mine=on")
    assert "No case fits." in text_of(client, "/cases/?q=nothing")
    found = text_of(client, "/seizures/?goods_category=G05B&port=HK-SZB&since=2020-01-01&until=2099-01-01")
    assert "1 line" in found and "手袋" in found
    assert "No seizure fits." in text_of(client, "/seizures/?unfiled=on")
    assert client.get("/seizures/export.csv").status_code in (200, 302)


def test_a_closed_case_opens_again_with_a_reason(client: Client, bob: Officer, case: Case) -> None:
    seize(bob, case)
    dispose(bob, case)
    url = f"/cases/{case.pk}/"
    assert "The case is closed." in text_of(client, url + "close/", outcome="forfeited")
    assert "Reason: This field is required." in text_of(client, url + "reopen/", reason="")
    assert "The case is open again." in text_of(client, url + "reopen/", reason="新證據")


def test_facts_are_changed_once_and_a_stale_form_is_told(client: Client, case: Case) -> None:
    url = f"/cases/{case.pk}/edit/"
    typed = {"title": "手袋二", "ip_type": "trade_mark", "opened_on": str(clock.today()), "edit_ver": "1"}
    assert "手袋二" in text_of(client, url, **typed)
    assert "Somebody changed the case" in text_of(client, url, **typed)


def test_absent_and_forbidden_look_the_same(client: Client, case: Case, bob: Officer) -> None:
    stranger = signed_in(make_officer("carol", unit_code="CUS-51/GEN"))
    line = seize(bob, case)
    addresses = [
        f"/cases/{case.pk}/",
        f"/cases/{case.pk}/custody.pdf",
        f"/seizures/{line.pk}/",
        f"/cases/{case.pk}/edit/",
    ]
    assert {stranger.get(address).status_code for address in addresses} == {404}
    assert stranger.post(f"/cases/{case.pk}/advance/").status_code == 404
    assert client.get(f"/cases/{uuid4()}/").status_code == 404


def test_lists_take_a_fixed_number_of_queries(
    client: Client, bob: Officer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _place in range(4):
        seize(bob, actions.open_case(bob, FACTS))
    client.get("/cases/")
    with django_assert_max_num_queries(16):
        client.get("/cases/")
    with django_assert_max_num_queries(16):
        client.get("/seizures/")


def test_a_right_is_named_by_its_number(client: Client, bob: Officer) -> None:
    for place in ("CN", "HK"):
        right = Right(ip_type="trade_mark", jurisdiction=place, number="18005", name="LUMENDRA", holder_name="L Ltd")
        right.recordal_number = f"T2026-{place}"
        save_right(right, None)
    assert "No recorded right has this number." in text_of(client, "/seizures/new/", **typed_seizure(right="77"))
    assert "Several rights have this number" in text_of(client, "/seizures/new/", **typed_seizure(right="18005"))
    text_of(client, "/seizures/new/", **typed_seizure(right="T2026-HK"))
    line = SeizureLine.objects.get()
    assert (line.right_text, line.right_jurisdiction, line.ip_type) == ("LUMENDRA", "HK", "trade_mark")
    made = text_of(
        client, "/cases/new/", title="x", ip_type="trade_mark", opened_on=str(clock.today()), right="T2026-CN"
    )
    assert "LUMENDRA (18005, Mainland)" in made
    assert 'value="18005"' in text_of(client, f"/cases/{Case.objects.get().pk}/edit/")
