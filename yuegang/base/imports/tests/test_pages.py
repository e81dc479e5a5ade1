"""The pages of an import as an officer walks through them, without JavaScript."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from yuegang.base import jobs
from yuegang.base.files.tests.samples import Upload, workbook
from yuegang.base.imports.tests.conftest import make_officer
from yuegang.base.models import ImportRun, JobProgress, SavedFilter

pytestmark = pytest.mark.django_db
ROWS: list[list[object]] = [
    ["运单号", "件数", "查获日期", "颜色"],
    ["YD1", 24, "2026-11-18", "红色"],
    ["YD2", "6 只", "2026-11-18", "蓝色"],
    ["YD4", 8, "", "兰色"],
    ["YD5", 9, "", "兰色"],
]


def upload(page: Client, rows: list[list[object]] | None = None) -> str:
    answer = page.post("/import/", {"kind": "box", "file": Upload(workbook(rows or ROWS), "boxes.xlsx")})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).removesuffix("columns")


def matched(page: Client) -> str:
    address = upload(page)
    chosen = {"column_0": "reference", "column_1": "count", "column_2": "day", "column_3": "colour"}
    assert page.post(address + "columns", chosen)["Location"] == address
    return address


def text(page: Client, address: str) -> str:
    answer = page.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_offers_a_file_field_and_three_templates(page: Client) -> None:
    shown = text(page, "/import/")
    for language in ("zh-hans", "zh-hant", "en"):
        assert f"/import/template/box/{language}.xlsx" in shown
    assert page.get("/import/template/box/zh-hant.xlsx")["Content-Disposition"].startswith("attachment")
    assert page.get("/import/template/box/fr.xlsx").status_code == 404


def test_a_wrong_file_says_what_was_found(page: Client) -> None:
    answer = page.post("/import/", {"kind": "box", "file": Upload(workbook([[1, 2], [3, 4]]), "boxes.xlsx")})
    assert "No header row was found. Found: Sheet: —" in answer.content.decode()
    answer = page.post("/import/", {"kind": "box", "file": Upload(b"%PDF-1.4 %%EOF", "a.xlsx")})
    assert "The content is PDF; here only CSV, XLSX is taken." in answer.content.decode()


def test_columns_are_offered_as_they_were_recognised(page: Client) -> None:
    shown = text(page, upload(page) + "columns")
    assert '<option value="reference" selected>' in shown and "YD1 · YD2 · YD4" in shown


def test_a_missing_column_is_named_and_two_of_one_are_refused(page: Client) -> None:
    address = upload(page) + "columns"
    shown = page.post(address, {"column_1": "count"}).content.decode()
    assert "These columns are needed and not matched yet: Waybill." in shown
    shown = page.post(address, {"column_0": "reference", "column_1": "reference"}).content.decode()
    assert "was chosen twice" in shown


def test_the_preview_names_the_cell_and_offers_the_repair(page: Client) -> None:
    shown = text(page, matched(page))
    assert "B3　A whole number is needed. The sheet says “6 只”." in shown
    assert "Change to 6" in shown and "The same in all 2 places" in shown
    assert 'class="bad num"' in shown and "Import 1 row" in shown


def test_a_repair_counts_at_once_and_a_row_can_be_left_out(page: Client) -> None:
    address = matched(page)
    page.post(address + "rows/4/correct", {"key": "colour", "value": "蓝色", "everywhere": ""})
    page.post(address + "rows/3/skip")
    assert "Import 3 rows" in text(page, address)


def test_each_chip_shows_its_rows(page: Client) -> None:
    address = matched(page)
    assert "YD1" in text(page, address + "?show=new") and "YD2" not in text(page, address + "?show=new")
    assert "No such rows" in text(page, address + "?show=same")


def test_from_confirming_to_taking_back(page: Client) -> None:
    address = matched(page)
    job = page.post(address + "confirm")["Location"]
    assert "Queued" in text(page, job) and page.get(address)["Location"] == job
    jobs.run(UUID(job.split("/")[2]))
    done = page.get(job + "progress")
    assert done["HX-Redirect"] == address
    shown = text(page, address)
    assert "Take the import back" in shown
    assert "Take back" in text(page, address + "undo")
    undo = page.post(address + "undo")["Location"]
    jobs.run(UUID(undo.split("/")[2]))
    assert "Undone" in text(page, address)
    assert page.post(address + "undo", follow=True).status_code == 200
    assert "This import has moved on" in page.post(address + "confirm", follow=True).content.decode()
    assert "This import has moved on" in page.post(address + "rows/3/skip", follow=True).content.decode()
    correction = {"key": "count", "value": "1"}
    assert "has moved on" in page.post(address + "rows/3/correct", correction, follow=True).content.decode()


def test_progress_is_asked_again_without_sending_it_twice(page: Client) -> None:
    address = matched(page)
    job = page.post(address + "confirm")["Location"]
    first = page.get(job + "progress")
    again = page.get(job + "progress", headers={"if-none-match": first["ETag"]})
    assert first.status_code == 200 and again.status_code == 304
    assert 'hx-trigger="every 1s"' in first.content.decode()


def test_a_job_is_stopped_from_its_page(page: Client) -> None:
    job = page.post(matched(page) + "confirm")["Location"]
    page.post(job + "stop")
    assert "Stops after the piece in hand." in text(page, job)
    jobs.run(UUID(job.split("/")[2]))
    assert "Stopped" in text(page, job) or "Cancelled" in text(page, job)


def test_a_failed_job_says_what_stands(page: Client) -> None:
    job = page.post(matched(page) + "confirm")["Location"]
    JobProgress.objects.update(state="failed")
    assert "nothing is half done" in text(page, job)


def test_errors_are_downloaded_under_the_name_of_the_file(page: Client) -> None:
    answer = page.get(matched(page) + "errors.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="boxes-errors.xlsx"'


def test_anothers_import_and_job_look_absent(page: Client, tmp_path: Path) -> None:
    address = matched(page)
    job = page.post(address + "confirm")["Location"]
    other = Client()
    other.force_login(make_officer("mallory"))
    for path in (address, address + "columns", address + "errors.xlsx", address + "undo", job, job + "progress"):
        assert other.get(path).status_code == 404
    assert other.post(address + "confirm").status_code == 404


def test_an_officer_without_kinds_is_told_so(page: Client, settings: Settings) -> None:
    settings.IMPORT_KINDS = {}
    assert "Nothing to import" in text(page, "/import/")


def test_a_stranger_is_led_to_sign_in() -> None:
    assert Client().get("/import/").status_code == 302
    assert not ImportRun.objects.exists()


def test_filters_are_kept_shared_and_removed(page: Client, alice: Any) -> None:
    form = {"page": "leads", "name": "Watches", "query": "brand=A", "next": "/import/", "share": "on"}
    assert page.post("/filters/", form)["Location"] == "/import/"
    kept = SavedFilter.objects.get()
    assert kept.shared_unit_code == alice.unit_code
    assert page.post("/filters/", {**form, "query": "", "next": "https://evil.test/"})["Location"] == "/"
    assert page.post(f"/filters/{kept.id}/remove", {"next": "/import/"})["Location"] == "/import/"
