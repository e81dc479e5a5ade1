"""An import from file to undo: what is previewed is what happens, and nothing else."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.http import Http404

from yuegang.base import clock, jobs
from yuegang.base.files.errors import FileRefused
from yuegang.base.files.tests.samples import Upload, archive, workbook
from yuegang.base.imports import actions, running, workbooks
from yuegang.base.imports.errors import ImportRefused
from yuegang.base.imports.tests.boxes import BOXES, OWNER
from yuegang.base.models import ImportRun, JobProgress, SavedFilter

pytestmark = pytest.mark.django_db
HEAD: list[object] = ["运单号", "件数", "查获日期", "颜色"]
ROWS: list[list[object]] = [
    ["YD1", 24, "2026-11-18", "红色"],
    ["YD2", "6 只", "2026-11-18", "蓝色"],
    ["YD3", 7, "2026-11-31", "蓝色"],
    ["YD1", 24, "2026-11-18", "红色"],
    ["YD4", 8, "", "兰色"],
    ["YD5", 9, "", "兰色"],
    ["", 1, "", ""],
]


def previewed(alice: Any, rows: list[list[object]] | None = None) -> ImportRun:
    run = actions.upload("box", Upload(workbook([HEAD, *(rows or ROWS)]), "boxes.xlsx"), alice)
    actions.match_columns(run, run.mapping, alice)
    return ImportRun.objects.get(pk=run.pk)


def imported(alice: Any, rows: list[list[object]]) -> ImportRun:
    run = previewed(alice, rows)
    jobs.run(actions.confirm(run, alice).id)
    return ImportRun.objects.get(pk=run.pk)


def taken_back(run: ImportRun, alice: Any) -> ImportRun:
    jobs.run(actions.take_back(run, alice).id)
    return ImportRun.objects.get(pk=run.pk)


def names() -> set[str]:
    return set(SavedFilter.objects.filter(officer_id=OWNER).values_list("name", flat=True))


def states(run: ImportRun) -> dict[int, str]:
    return dict(run.rows.values_list("number", "state"))


def test_a_preview_says_what_each_row_would_do_and_writes_nothing(alice: Any) -> None:
    run = previewed(alice)
    assert states(run) == {2: "new", 3: "error", 4: "error", 5: "skipped", 6: "error", 7: "error", 8: "error"}
    assert run.counts["importable"] == 1 and names() == set()
    wrong = {row.number: {key: error["rule"] for key, error in row.errors.items()} for row in run.rows.all()}
    assert wrong[3] == {"count": "cell.integer"} and wrong[4] == {"day": "cell.no_day"}
    assert wrong[8] == {"reference": "cell.required"} and wrong[5] == {"reference": "row.repeated"}


def test_importing_again_changes_nothing(alice: Any) -> None:
    rows = [["YD1", 24, "2026-11-18", "红色"], ["YD2", 6, "", ""]]
    assert imported(alice, rows).counts["applied"] == 2
    again = previewed(alice, rows)
    assert set(states(again).values()) == {"same"}
    with pytest.raises(ImportRefused, match=r"run\.nothing"):
        actions.confirm(again, alice)


def test_a_changed_row_shows_what_it_replaces(alice: Any) -> None:
    imported(alice, [["YD1", 18, "", "红色"]])
    run = previewed(alice, [["YD1", 20, "", "红色"]])
    row = run.rows.get()
    assert (row.state, row.before) == ("changed", {"count": "18"})


def test_a_record_that_went_out_is_not_changed_by_an_import(alice: Any) -> None:
    imported(alice, [["YD1", 18, "", ""]])
    BOXES.locked.add("YD1")
    row = previewed(alice, [["YD1", 20, "", ""]]).rows.get()
    assert row.state == "error" and row.errors["reference"]["rule"] == "row.locked"


def test_one_reference_with_two_contents_is_refused(alice: Any) -> None:
    run = previewed(alice, [["YD1", 18, "", ""], ["YD1", 19, "", ""]])
    assert states(run) == {2: "new", 3: "error"}
    assert run.rows.get(number=3).errors["reference"] == {"rule": "row.duplicate", "suggest": "", "detail": {"row": 2}}


def test_a_rule_between_cells_is_checked(alice: Any) -> None:
    assert previewed(alice, [["YD1", 13, "", ""]]).rows.get().errors["count"]["rule"] == "cell.large"


def test_a_formula_error_is_named(alice: Any) -> None:
    assert previewed(alice, [["YD1", "#REF!", "", ""]]).rows.get().errors["count"]["rule"] == "cell.formula"


def test_a_cell_is_corrected_in_one_place_or_in_all(alice: Any) -> None:
    run = previewed(alice)
    assert actions.correct(run, 3, {"count": "6"}, alice) == 1
    assert actions.correct(run, 6, {"colour": "蓝色"}, alice, everywhere=True) == 2
    run.refresh_from_db()
    assert run.counts["new"] == 4 and run.counts["error"] == 2
    assert run.rows.get(number=3).cells["count"] == "6"


def test_a_corrected_reference_is_compared_with_the_rest_of_the_file(alice: Any) -> None:
    run = previewed(alice)
    actions.correct(run, 8, {"reference": "YD1"}, alice)
    assert run.rows.get(number=8).errors["reference"]["rule"] == "row.duplicate"


def test_a_row_can_be_left_out(alice: Any) -> None:
    run = previewed(alice)
    actions.skip(run, 3)
    assert (run.counts["error"], run.counts["skipped"]) == (4, 2)
    with pytest.raises(Http404):
        actions.skip(run, 99)


def test_only_good_rows_are_imported_and_the_step_is_recorded(alice: Any) -> None:
    run = imported(alice, ROWS)
    assert (run.state, run.counts["applied"], names()) == ("done", 1, {"YD1"})
    assert BOXES.recorded == ["import.confirm", "import.finish"]
    assert run.job is not None and (run.job.done, run.job.total, run.job.state) == (1, 1, "done")


def test_a_row_refused_while_writing_does_not_stop_the_others(alice: Any) -> None:
    run = imported(alice, [["YD1", 99, "", ""], ["YD2", 5, "", ""]])
    assert states(run) == {2: "error", 3: "new"} and names() == {"YD2"}


def test_an_import_is_confirmed_once(alice: Any) -> None:
    run = previewed(alice)
    actions.confirm(run, alice)
    run.refresh_from_db()
    with pytest.raises(ImportRefused, match=r"run\.state"):
        actions.confirm(run, alice)
    with pytest.raises(ImportRefused, match=r"run\.state"):
        actions.match_columns(run, run.mapping, alice)


def test_an_import_that_was_cut_off_goes_on_and_doubles_nothing(alice: Any) -> None:
    run = previewed(alice, [[f"YD{number}", 1, "", ""] for number in range(5)])
    job = actions.confirm(run, alice)
    running.import_rows(job)
    run.rows.filter(number__in=[2, 3]).update(applied=False)
    SavedFilter.objects.filter(name__in=["YD0", "YD1"]).delete()
    running.import_rows(job)
    assert len(names()) == 5 and run.rows.filter(applied=True).count() == 5


def test_a_stopped_import_keeps_what_was_written(alice: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CHUNK", 1)
    run = previewed(alice, [["YD1", 1, "", ""], ["YD2", 1, "", ""]])
    job = actions.confirm(run, alice)
    asked = iter([False, True])
    monkeypatch.setattr(jobs, "cancelled", lambda _job: next(asked))
    jobs.run(job.id)
    assert names() == {"YD1"} and JobProgress.objects.get(pk=job.pk).state == "cancelled"
    run.refresh_from_db()
    assert run.can_be_undone(clock.now())


def test_a_fault_leaves_whole_rows_and_can_be_taken_back(alice: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run = previewed(alice, [["YD1", 1, "", ""]])
    job = actions.confirm(run, alice)
    monkeypatch.setattr(BOXES, "apply", None)
    with pytest.raises(TypeError):
        jobs.run(job.id)
    run.refresh_from_db()
    assert (run.state, names(), run.can_be_undone(clock.now())) == ("failed", set(), True)


def test_an_import_is_taken_back_whole_within_a_day(alice: Any) -> None:
    imported(alice, [["YD1", 18, "", ""]])
    run = taken_back(imported(alice, [["YD1", 20, "", ""], ["YD2", 5, "", ""]]), alice)
    assert run.state == "undone" and names() == {"YD1"}
    assert '"18"' in SavedFilter.objects.get(name="YD1").query
    assert BOXES.recorded[-2:] == ["import.undo", "import.finish"]


def test_what_was_touched_since_stays(alice: Any) -> None:
    run = imported(alice, [["YD1", 18, "", ""], ["YD2", 5, "", ""]])
    SavedFilter.objects.filter(name="YD1").update(shared_unit_code="CUS-53/GEN")
    run = taken_back(run, alice)
    assert names() == {"YD1"} and run.counts["applied"] == 1


def test_after_a_day_it_is_too_late(alice: Any) -> None:
    run = imported(alice, [["YD1", 18, "", ""]])
    ImportRun.objects.filter(pk=run.pk).update(undo_until=clock.now() - timedelta(seconds=1))
    with pytest.raises(ImportRefused, match=r"run\.state"):
        actions.take_back(run, alice)


def test_a_required_column_must_be_matched_and_none_twice(alice: Any) -> None:
    run = actions.upload("box", Upload(workbook([HEAD, *ROWS]), "boxes.xlsx"), alice)
    with pytest.raises(ImportRefused, match=r"mapping\.missing"):
        actions.match_columns(run, {"count": 1}, alice)
    with pytest.raises(ImportRefused, match=r"mapping\.twice"):
        actions.match_columns(run, {"reference": 0, "count": 0}, alice)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"%PDF-1.4 %%EOF", FileRefused),
        (archive({"[Content_Types].xml": b"<broken", "xl/worksheets/sheet1.xml": b""}), FileRefused),
        (workbook([[1, 2]]), ImportRefused),
    ],
)
def test_a_wrong_file_leaves_nothing_behind(alice: Any, content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        actions.upload("box", Upload(content, "boxes.bin"), alice)
    assert not ImportRun.objects.exists()


def test_an_unknown_kind_or_anothers_import_looks_absent(alice: Any, eve: Any) -> None:
    run = previewed(alice)
    with pytest.raises(Http404):
        actions.upload("nothing", Upload(b"", "a"), alice)
    with pytest.raises(Http404):
        actions.run_for(eve, run.id)


def test_a_long_workbook_is_previewed_by_a_job(alice: Any) -> None:
    rows: list[list[object]] = [[f"YD{number:05}", number % 50, "2026-11-18", "红色"] for number in range(5000)]
    run = actions.upload("box", Upload(workbook([HEAD, *rows]), "boxes.xlsx"), alice)
    job = actions.match_columns(run, run.mapping, alice)
    assert job is not None
    jobs.run(job.id)
    run.refresh_from_db()
    assert (run.state, run.counts["total"], run.counts["error"]) == ("previewed", 5000, 100)


def test_errors_come_back_in_the_same_cells(alice: Any) -> None:
    run = previewed(alice)
    sheet = openpyxl.load_workbook(io.BytesIO(workbooks.with_errors(run))).worksheets[0]
    for name in ("B3", "C4", "A8", "D6"):
        assert sheet[name].comment is not None and sheet[name].fill.fgColor.rgb == "00FAE9E5"
    assert "6 只" in sheet["B3"].comment.text and sheet["B3"].value == "6 只"
    assert sheet["B2"].comment is None


def test_errors_of_a_text_table_come_back_as_a_workbook_without_formulas(alice: Any) -> None:
    text = "运单号,件数\n=1+1,x\n"
    run = actions.upload("box", Upload(text.encode(), "boxes.csv"), alice)
    actions.match_columns(run, run.mapping, alice)
    sheet = openpyxl.load_workbook(io.BytesIO(workbooks.with_errors(run))).worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert sheet["B2"].comment is not None


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_filled_template_is_understood_at_once(alice: Any, language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbooks.template(BOXES, language)))
    data = book.worksheets[0]
    assert len(book.sheetnames) == 3 and len(data.data_validations.dataValidation) == 1
    data.append(["YD1", 5, "2026-11-18", BOXES.columns[3].choices[0].labels[language]])
    out = io.BytesIO()
    book.save(out)
    run = actions.upload("box", Upload(out.getvalue(), "t.xlsx"), alice)
    assert set(run.mapping) == {"reference", "count", "day", "colour"}
    actions.match_columns(run, run.mapping, alice)
    assert states(run) == {2: "new"}
