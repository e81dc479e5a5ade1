"""Every row of the demands on the exchange names its tests, and each of them exists."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROWS = [*range(1, 23), *range(24, 29), 30, *range(38, 42), 43, 45, 46]
LINE = re.compile(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(r"`([\w/.]+\.py)(?:::(\w+))?`")
# What no test proves on this version; a row leaves this list with the change that brings its test.
OPEN = {15, 16, 19, 21, 28, 30}


def rows() -> dict[int, str]:
    section = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8").partition("## 17 ")[2]
    return {int(number): tests for number, tests in LINE.findall(section)}


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_row_stands_once() -> None:
    assert list(rows()) == ROWS


def test_every_row_names_a_test_or_says_that_it_has_none() -> None:
    bare = {number for number, tests in rows().items() if not NAMED.search(tests)}
    assert bare == OPEN
    assert all("none yet" in rows()[number] for number in OPEN)


def test_every_test_named_exists() -> None:
    section = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8").partition("## 17 ")[2]
    missing = [
        f"{name}::{test}" for name, test in NAMED.findall(section.partition("### ")[0]) if not _exists(name, test)
    ]
    assert missing == []


def _exists(name: str, test: str) -> bool:
    path = ROOT / name
    return path.exists() and (not test or test in names_in(path))
