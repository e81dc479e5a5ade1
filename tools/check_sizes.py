"""Limits of size that ruff does not know: modules, templates, test functions, names that say nothing."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tools.sources import ROOT, functions, modules, report, tree

MODULE, TEMPLATE, TEST = 400, 150, 25  # lines
VAGUE = {"utils", "helpers", "common", "misc", "manager", "handle", "process", "data", "info"}


def lines_of(path: Path) -> int:
    """Return the number of lines of a file."""
    return len(path.read_text(encoding="utf-8").splitlines())


def long_files() -> Iterator[str]:
    """Name modules and templates over their limit; generated migrations are no reading."""
    for path in modules():
        if lines_of(path) > MODULE and path.parent.name != "migrations":
            yield f"{path.relative_to(ROOT)}: {lines_of(path)} lines, at most {MODULE}: split by noun"
    for path in sorted((ROOT / "yuegang").rglob("templates/**/*.html")):
        if lines_of(path) > TEMPLATE:
            yield f"{path.relative_to(ROOT)}: {lines_of(path)} lines, at most {TEMPLATE}"


def long_tests() -> Iterator[str]:
    """Name test functions over their limit."""
    for path in modules():
        if not path.name.startswith("test_"):
            continue
        for function in functions(tree(path)):
            length = (function.end_lineno or function.lineno) - function.lineno + 1
            if function.name.startswith("test_") and length > TEST:
                yield f"{path.relative_to(ROOT)}:{function.lineno}: {function.name} has {length} lines, at most {TEST}"


def vague_names() -> Iterator[str]:
    """Name files that are called after nothing."""
    for path in modules():
        if path.stem in VAGUE or path.parent.name in VAGUE:
            yield f"{path.relative_to(ROOT)}: a name that says nothing"


if __name__ == "__main__":
    sys.exit(report([*long_files(), *long_tests(), *vague_names()]))
