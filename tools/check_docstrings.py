"""Docstrings where they are promised: engine modules, models, public functions of engine and actions."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.sources import ROOT, modules, report, tree


def is_test(path: Path) -> bool:
    """Return whether the file is a test or a migration."""
    return bool({"tests", "migrations"} & set(path.parts))


def missing(path: Path) -> Iterator[str]:
    """Name what lacks a docstring in one module."""
    parts = path.relative_to(ROOT).parts
    module = tree(path)
    in_engine = "engine" in parts
    if in_engine and module.body and ast.get_docstring(module) is None:
        yield "the module"
    in_actions = "actions" in parts or path.name == "actions.py"
    in_models = "models" in parts or path.name == "models.py"
    for node in module.body:
        name = getattr(node, "name", "_")
        if name.startswith("_"):
            continue
        function = isinstance(node, ast.FunctionDef) and (in_engine or in_actions)
        model = isinstance(node, ast.ClassDef) and (in_engine or in_models)
        if (function or model) and ast.get_docstring(node) is None:  # type: ignore[arg-type]  # one of both
            yield f"{name} (line {node.lineno})"


def faults() -> Iterator[str]:
    """Name every missing docstring of the package."""
    for path in modules():
        if path.parts[len(ROOT.parts)] == "yuegang" and not is_test(path):
            for what in missing(path):
                yield f"{path.relative_to(ROOT)}: {what} has no docstring"


if __name__ == "__main__":
    sys.exit(report(list(faults())))
