"""The screening desk: personal numbers refused, manifests screened and resumed, hits judged by keys and taken back."""

import io
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from yuegang.accounts.models import Officer
from yuegang.accounts.testing import make_officer, signed_in
from yuegang.audit.models import AuditEntry
from yuegang.base import jobs
from yuegang.base.files.actions import content_of
from yuegang.base.models import JobProgress
from yuegang.rights.actions import save_right
from yuegang.rights.models import Right
from yuegang.screening import actions, running
from yuegang.screening.errors import ScreeningRefused
from yuegang.screening.models import Alias, Hit, Manifest, WatchEntry, WatchList
from yuegang.screening.reasons import reasons

pytestmark = pytest.mark.django_db
PERSONAL = "11010519491231002X"  # the specimen of the standard, GB 11643
SHEET = "Consignor,Consignee,Goods,Tel\n{}"
LINES = (
    "恒屿国际货运有限公司,陈大文,LUMENDRA 耳机,\n"
    "ANYBODY LTD,恒嶼國際貨運有限公司,cups,\n"
    f"ANYBODY LTD,NOBODY LTD,cups,{PERSONAL}\n"
)


@pytest.fixture
def officer() -> Officer:
    """A case officer whose agency watches one firm and one mark."""
    found = make_officer("anna", unit_code="CUS-53/GEN")
    watched = actions.add_list(WatchList(name="Freight"), found)
    actions.add_entry(WatchEntry(kind="company", name="恒嶼國際貨運有限公司"), watched, found)
    right = {"ip_type": "trade_mark", "jurisdiction": "CN", "number": "G1", "name": "LUMENDRA", "holder_name": "X"}
    save_right(Right(**right), None)
    return found


@pytest.fixture
def manifest(officer: Officer) -> Manifest:
    """Three lines, taken in by the officer."""
    return actions.take_in(SimpleUploadedFile("list.csv", SHEET.format(LINES).encode()), officer)


def screened(manifest: Manifest, officer: Officer) -> Manifest:
    """Screen a manifest as the worker does."""
    jobs.run(actions.start(manifest, None, officer).id)
    manifest.refresh_from_db()
    return manifest


def test_a_personal_number_is_left_out_with_its_place(manifest: Manifest) -> None:
    assert manifest.refused_cells == ["D4"]
    assert PERSONAL.encode() not in content_of(manifest.file)
    assert manifest.lines == 3


def test_firms_and_marks_are_found_across_scripts(manifest: Manifest, officer: Officer) -> None:
    hits = screened(manifest, officer).hits.all()
    assert {(hit.line_number, hit.target) for hit in hits} == {
        (2, "恒嶼國際貨運有限公司"),
        (2, "LUMENDRA"),
        (3, "恒嶼國際貨運有限公司"),
    }
    assert all(abs(hit.score - sum(part["weight"] for part in hit.evidence)) < 0.05 for hit in hits)


def test_reasons_join_agreeing_characters_and_name_the_mark(manifest: Manifest, officer: Officer) -> None:
    mark, firm = screened(manifest, officer).hits.filter(line_number=2).order_by("right__name")
    found = reasons(firm)
    assert [reason.query for reason in found] == ["恒屿国际货运", "恒屿国际货运有限公司"]
    assert found[0].entry == "恒屿国际货运"
    assert abs(firm.score - sum(reason.weight for reason in found)) < 0.05
    assert reasons(mark)[0].entry == "LUMENDRA"


def test_a_stopped_screening_goes_on_where_it_stopped(
    manifest: Manifest, officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PIECE", 1)
    monkeypatch.setattr(jobs, "cancelled", lambda job: Manifest.objects.get(pk=manifest.pk).screened == 1)
    stopped = screened(manifest, officer)
    assert stopped.screened == 1
    assert JobProgress.objects.get(argument=str(manifest.id)).state == "cancelled"
    monkeypatch.setattr(jobs, "cancelled", lambda job: False)
    assert screened(manifest, officer).is_ready
    assert manifest.hits.count() == 3


def test_what_runs_is_not_started_twice(manifest: Manifest, officer: Officer) -> None:
    actions.start(manifest, None, officer)
    with pytest.raises(ScreeningRefused):
        actions.start(manifest, None, officer)


def test_another_index_screens_anew_and_keeps_judgements(manifest: Manifest, officer: Officer) -> None:
    judged = screened(manifest, officer).hits.get(line_number=2, right=None)
    actions.judge(judged, "other", officer)
    watched = WatchList.objects.get()
    actions.add_entry(WatchEntry(kind="company", name="NOBODY LTD"), watched, officer)
    screened(manifest, officer)
    assert manifest.hits.get(pk=judged.pk).judgement == "other"
    assert manifest.hits.count() == 4


def test_a_confirmed_hit_teaches_a_name_and_undo_forgets_it(manifest: Manifest, officer: Officer) -> None:
    hit = screened(manifest, officer).hits.get(line_number=2, right=None)
    actions.judge(hit, "same", officer)
    assert Alias.objects.get().name == "恒屿国际货运有限公司"
    assert actions.undo(manifest, officer) == hit
    assert not Alias.objects.exists()
    assert AuditEntry.objects.filter(verb="hit.undo").exists()
    with pytest.raises(ScreeningRefused):
        actions.undo(manifest, officer)


def test_a_hit_is_judged_once(manifest: Manifest, officer: Officer) -> None:
    hit = screened(manifest, officer).hits.all()[0]
    actions.judge(hit, "unsure", officer)
    with pytest.raises(ScreeningRefused):
        actions.judge(hit, "same", officer)


def test_a_person_without_ground_is_refused_by_the_database(officer: Officer) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        WatchEntry.objects.create(watch_list=WatchList.objects.get(), kind="person", name="陳大文")


def test_the_whole_way_through_the_pages(officer: Officer) -> None:
    client = signed_in(officer)
    file = io.BytesIO(SHEET.format(LINES).encode())
    file.name = "list.csv"
    columns = client.post("/screening/", {"file": file}).headers["Location"]
    assert "D4" in client.get(columns).content.decode()
    job = client.post(columns, {"column_0": "consignor", "column_1": "consignee", "column_2": "goods"})
    jobs.run(UUID(job.headers["Location"].split("/")[2]))
    page = Manifest.objects.get()
    address = f"/screening/manifests/{page.id}/"
    for _turn in range(3):
        hit = client.get(address).context["first"]
        assert "Reasons and weights" in client.get(f"/screening/hits/{hit.id}/").content.decode()
        client.post(f"/screening/hits/{hit.id}/", {"judgement": "other"})
    done = client.get(address)
    assert done.context["first"] is None
    assert "Take back my last judgement" in done.content.decode()
    assert 'data-key="u"' in client.post(f"{address}undo/", follow=True).content.decode()
    assert Hit.objects.filter(judgement="open").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "person", "name": "陳大文"}, "legal ground"),
        ({"kind": "company", "name": f"X {PERSONAL}"}, "identity number"),
        ({"kind": "identifier", "name": "van", "numbers": "???"}, "form of none"),
    ],
)
def test_the_list_page_refuses(officer: Officer, typed: dict[str, str], said: str) -> None:
    page = signed_in(officer).post(f"/screening/lists/{WatchList.objects.get().id}/", typed)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert WatchEntry.objects.count() == 1


def test_an_entry_is_put_under_watch_and_withdrawn(officer: Officer) -> None:
    client = signed_in(officer)
    listed = client.post("/screening/lists/", {"name": "Vans"}).headers["Location"]
    client.post(listed, {"kind": "identifier", "name": "van", "numbers": "粤Z·1234港"})
    entry = WatchEntry.objects.get(name="van")
    client.post(f"/screening/entries/{entry.id}/withdraw/")
    assert "van<" not in client.get(listed).content.decode()
    assert client.post("/screening/lists/", {"name": "Vans"}).headers["Location"] == "/screening/"


def test_another_agency_and_other_roles_see_nothing(manifest: Manifest, officer: Officer) -> None:
    hit = screened(manifest, officer).hits.all()[0]
    paths = [f"/screening/manifests/{manifest.id}/", f"/screening/hits/{hit.id}/"]
    paths.append(f"/screening/lists/{WatchList.objects.get().id}/")
    other = signed_in(make_officer("bob", unit_code="CUS-51/GEN"))
    assert [other.get(path).status_code for path in paths] == [404, 404, 404]
    eve = signed_in(make_officer("eve", unit_code="CUS-53/GEN", roles=("events_desk",)))
    assert [eve.get(path).status_code for path in ["/screening/", *paths]] == [404] * 4


def test_pages_do_not_ask_more_for_more_hits(
    manifest: Manifest, officer: Officer, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    hit = screened(manifest, officer).hits.all()[0]
    client: Client = signed_in(officer)
    for path in ("/screening/", f"/screening/manifests/{manifest.id}/", f"/screening/hits/{hit.id}/"):
        with django_assert_max_num_queries(18):  # type: ignore[operator]  # pytest-django's fixture is a function
            assert client.get(path).status_code == 200
