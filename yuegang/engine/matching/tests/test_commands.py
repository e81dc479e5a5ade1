import gzip
import json
from pathlib import Path

import pytest

from yuegang.match_commands import main


def write(path: Path, lines: list[str]) -> str:
    path.write_bytes(gzip.compress("\n".join(lines).encode()) if path.suffix == ".gz" else "\n".join(lines).encode())
    return str(path)


def test_match_prints_one_line_per_query_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    queries = write(tmp_path / "q.txt", ["CHAN Tai Man", "", "zzz"])
    watch = write(tmp_path / "w.txt.gz", ["李國章", " 陳大文 ", "周大福貿易有限公司"])
    assert main(["match", queries, watch, "--kind", "person", "--top", "2"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["query"] for line in lines] == ["CHAN Tai Man", "", "zzz"]
    assert lines[0]["hits"][0]["name"] == " 陳大文 "
    assert lines[1]["hits"] == lines[2]["hits"] == []


def test_match_finds_firms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    queries = write(tmp_path / "q.txt", ["CHOW TAI FOOK TRADING"])
    watch = write(tmp_path / "w.txt", ["李國章", "周大福貿易有限公司"])
    assert main(["match", queries, watch, "--kind", "company"]) == 0
    assert json.loads(capsys.readouterr().out)["hits"][0]["name"] == "周大福貿易有限公司"


def test_romanise_prints_spellings_with_weights(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = write(tmp_path / "n.txt", ["陳大文"])
    assert main(["romanise", names, "--system", "wade-giles", "--variants", "2"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert line["spellings"][0]["spelling"] == "Chen Ta Wen"
    assert 0 < line["spellings"][0]["weight"] <= 1


def test_wrong_arguments_end_with_status_two() -> None:
    with pytest.raises(SystemExit) as refused:
        main(["match", "a", "b", "--kind", "ship"])
    assert refused.value.code == 2
