"""Migrations: named by a person, and data migrations that import nothing of the project."""

import ast
import re
import sys
from collections.abc import Iterator

from tools.sources import ROOT, report, tree

NAMED = re.compile(r"^\d{4}_(?!auto_)[a-z][a-z0-9_]+$")


def faults() -> Iterator[str]:
    """Name every migration with a bad name or a project import in a data migration."""
    for path in sorted((ROOT / "yuegang").glob("*/migrations/*.py")):
        if path.stem == "__init__":
            continue
        where = path.relative_to(ROOT)
        if not NAMED.match(path.stem) or "_auto_" in path.stem:
            yield f"{where}: name it by what it does, e.g. 0007_add_listing_expiry"
        if "RunPython" not in path.read_text(encoding="utf-8"):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("yuegang"):
                yield f"{where}:{node.lineno}: a data migration uses apps.get_model, not {node.module}"


if __name__ == "__main__":
    sys.exit(report(list(faults())))
