"""Find the files that the checks look at."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = ("yuegang", "tests", "tools", "bench")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> Iterator[Path]:
    """Yield every Python file of the repository."""
    for folder in CODE:
        yield from sorted((ROOT / folder).rglob("*.py"))


def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(module: ast.Module) -> Iterator[Function]:
    """Yield every function of a module, methods included."""
    for node in ast.walk(module):
        if isinstance(node, Function):
            yield node


def report(faults: list[str]) -> int:
    """Print the faults; return the exit code."""
    for fault in faults:
        print(fault)
    return 1 if faults else 0
