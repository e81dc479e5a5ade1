"""Workbooks of leads: drafts of the officer's unit, known references update, untouched drafts can be taken back."""

from pathlib import Path

import pytest
from pytest_django import Settings

from yuegang.accounts.models import Officer
from yuegang.audit.models import AuditEntry
from yuegang.base import jobs
from yuegang.base.files.tests.samples import Upload, workbook
from yuegang.base.imports import actions
from yuegang.base.models import ImportRun
from yuegang.enforcement import lead_import_columns
from yuegang.enforcement.actions import revise_lead
from yuegang.enforcement.lead_import import LEADS
from yuegang.enforcement.models import Lead
from yuegang.enforcement.tests import world
from yuegang.notices.models import Notice

HEAD: list[object] = ["本方编号", "品名", "商标", "件数", "价值", "币种", "价值依据", "目的地", "接收单位", "情况说明"]
ROW: list[object] = ["SZ-1", "手袋", "LUMENDRA", 24, 1180.5, "CNY", "declared", "阿联酋", "HK-CED/IPIB", "夹藏"]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path
    lead_import_columns._columns.cache_clear()


def with_(**changed: object) -> list[object]:
    names = ["reference", "goods", "brand", "items", "value", "currency", "basis", "destination", "unit", "text"]
    return [changed.get(name, value) for name, value in zip(names, ROW, strict=True)]


def previewed(officer: Officer, *rows: list[object]) -> ImportRun:
    run = actions.upload("lead", Upload(workbook([HEAD, *(rows or [ROW])]), "leads.xlsx"), officer)
    actions.match_columns(run, run.mapping, officer)
    return ImportRun.objects.get(pk=run.pk)


def imported(officer: Officer, *rows: list[object]) -> ImportRun:
    run = previewed(officer, *rows)
    jobs.run(actions.confirm(run, officer).id)
    return ImportRun.objects.get(pk=run.pk)


def taken_back(run: ImportRun, officer: Officer) -> ImportRun:
    jobs.run(actions.take_back(run, officer).id)
    return ImportRun.objects.get(pk=run.pk)


def test_a_row_becomes_a_draft_with_its_facts(alice: Officer) -> None:
    run = imported(alice)
    lead = Lead.objects.get()
    assert (lead.status, lead.origin_unit_id, lead.to_unit_id) == ("draft", "CUS-53/GEN", "HK-CED/IPIB")
    assert (lead.brand, lead.items, str(lead.value), lead.destination_id) == ("LUMENDRA", 24, "1180.50", "AE")
    assert lead.number is None and lead.created_by == alice
    assert run.counts["applied"] == 1


def test_the_import_is_audited_and_its_end_is_told(alice: Officer) -> None:
    imported(alice)
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"import.confirm", "import.finish", "lead.create"} <= verbs
    assert Notice.objects.filter(recipient=alice.pk, kind="import.finished").count() == 1


def test_the_same_workbook_again_changes_nothing(alice: Officer) -> None:
    imported(alice)
    again = previewed(alice)
    assert [row.state for row in again.rows.all()] == ["same"]


def test_a_changed_row_updates_its_draft_and_can_be_taken_back(alice: Officer) -> None:
    imported(alice)
    run = imported(alice, with_(items=30, text=""))
    assert Lead.objects.get().items == 30
    taken_back(run, alice)
    assert Lead.objects.get().items == 24 and Lead.objects.get().narrative == "夹藏"


def test_new_drafts_are_removed_unless_someone_touched_them(alice: Officer) -> None:
    run = imported(alice, ROW, with_(reference="SZ-2", goods="手表"))
    touched = Lead.objects.get(goods="手表")
    revise_lead(alice, touched.pk, {"items": 25}, edit_ver=touched.edit_ver)
    taken_back(run, alice)
    assert Lead.objects.get() == touched


def test_a_lead_that_went_into_release_is_locked(alice: Officer) -> None:
    run = imported(alice)
    Lead.objects.update(status="in_release", number="GD-2026-0001")
    [row] = previewed(alice, with_(items=99)).rows.all()
    assert row.errors["reference"]["rule"] == "row.locked"
    assert taken_back(run, alice).counts["applied"] == 1 and Lead.objects.exists()


def test_another_agencys_reference_is_not_known(alice: Officer) -> None:
    imported(alice)
    carol = world.make_officer("carol", "CUS-51/GEN", "officer")
    [row] = previewed(carol).rows.all()
    assert row.state == "new"


@pytest.mark.parametrize(
    ("changed", "column", "rule"),
    [
        ({"currency": ""}, "value", "cell.together"),
        ({"text": "机密★ 内容"}, "narrative", "cell.secret"),
        ({"destination": "阿聯猷"}, "destination", "cell.choice"),
        ({"unit": "CUS-51/GEN"}, "to_unit", "cell.choice"),
        ({"reference": ""}, "reference", "cell.required"),
    ],
)
def test_a_wrong_cell_is_named_by_its_rule(alice: Officer, changed: dict[str, object], column: str, rule: str) -> None:
    [row] = previewed(alice, with_(**changed)).rows.all()
    assert {key: error["rule"] for key, error in row.errors.items()} == {column: rule}


def test_persons_and_informers_have_no_column(alice: Officer) -> None:
    keys = {column.key for column in LEADS.columns}
    assert not keys & {"persons", "informer"} and {"vehicle", "consignee_name"} <= keys


def test_titles_differ_between_the_columns_in_every_language(alice: Officer) -> None:
    for language in ("zh-hans", "zh-hant", "en"):
        titles = [column.titles[language] for column in LEADS.columns]
        assert len(set(titles)) == len(titles)


def test_only_those_who_write_leads_import_them(alice: Officer) -> None:
    auditor = world.make_officer("dora", "CUS-53/GEN", "auditor")
    assert LEADS.allowed(alice) and not LEADS.allowed(auditor)
