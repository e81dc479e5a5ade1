"""The one script: old Pythons can parse it, and it says in one line what is missing."""

import ast
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN = ROOT / "run"


@pytest.fixture
def script() -> dict[str, Any]:  # Any: names of the script
    """The names of the script, not run."""
    found: Callable[[], None] = runpy.run_path(str(RUN), run_name="script")["main"]
    return found.__globals__


def test_old_pythons_can_parse_it() -> None:
    tree = ast.parse(RUN.read_text(encoding="utf-8"), feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.AsyncFunctionDef, ast.NamedExpr, ast.Nonlocal, ast.Starred)
    found = [node for node in ast.walk(tree) if isinstance(node, newer)]
    assert [type(node).__name__ for node in found if not isinstance(node, ast.Starred)] == []
    assert not any(isinstance(node, ast.arg) and node.annotation for node in ast.walk(tree))
    assert not any(isinstance(node, ast.Raise) and node.cause for node in ast.walk(tree))


def test_an_old_python_is_told_what_is_missing(
    script: dict[str, Any], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(script, "OLDEST", (99, 0))
    monkeypatch.setitem(script, "WANTED", ())
    with pytest.raises(SystemExit) as ended:
        script["use_new_python"]()
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "is missing" in said


def test_it_looks_for_programs_on_the_path_and_in_the_usual_places(
    script: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "probe"
    program.write_text("#!/bin/sh\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert script["find_program"]("probe") is None
    program.chmod(0o755)
    assert script["find_program"]("probe") == str(program)
    assert script["find_program"]("sh") in ("/usr/bin/sh", "/bin/sh")


def test_a_step_is_done_again_only_if_its_sources_changed(
    script: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done: list[str] = []

    def work(title: str, command: list[str], extra: dict[str, str]) -> tuple[bool, str]:
        done.append(title)
        return True, ""

    monkeypatch.setitem(script, "STAMP", str(tmp_path / "{0}.stamp"))
    monkeypatch.setitem(script, "work", work)
    for state in ("a", "a", "b"):
        script["step"]("static", state, [])
    assert done == ["static", "static"]


def test_a_failing_step_says_its_last_line(
    script: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(script, "STAMP", str(tmp_path / "{0}.stamp"))
    monkeypatch.setitem(script, "work", lambda title, command, extra: (False, "trace\nno space\n\n"))
    with pytest.raises(SystemExit):
        script["step"]("static", "a", [])
    assert capsys.readouterr().err == "run: static: no space\n"


def test_the_environment_of_the_caller_bends_nothing(script: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.delenv("PATH")
    found = script["child_environment"]()
    assert "PYTHONPATH" not in found
    assert "/usr/bin" in found["PATH"]


def test_help_needs_no_set_up() -> None:
    done = subprocess.run([sys.executable, str(RUN), "help"], capture_output=True, text=True, check=True)
    assert "demo --once" in done.stdout
