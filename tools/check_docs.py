"""Documents: links lead somewhere, every setting read from the environment stands in docs/operations.md."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.sources import ROOT, report, tree

LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
READERS = {"text", "number", "flag", "choice", "words", "table", "folder", "database"}
ABSOLUTE = re.compile(r"(?<![\w.])/(?:work|root|home)/\w")


def documents() -> list[Path]:
    """Return every document of the repository."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def dead_links() -> Iterator[str]:
    """Name links to files that are not there, and paths of one machine."""
    for path in documents():
        text = path.read_text(encoding="utf-8")
        where = path.relative_to(ROOT)
        for target in LINK.findall(text):
            if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists():
                yield f"{where}: the link to {target} leads nowhere"
        if ABSOLUTE.search(text):
            yield f"{where}: an absolute path of one machine"


def settings_read() -> set[str]:
    """Return the names that the settings read from the environment, and those of the launcher."""
    found = {"YUEGANG_HOME", "SERVICE_ACCOUNT"}
    for node in ast.walk(tree(ROOT / "yuegang" / "settings.py")):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READERS:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant):
                found.add(str(first.value))
    return found


def undocumented() -> Iterator[str]:
    """Name settings that docs/operations.md does not explain."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for name in sorted(settings_read()):
        if f"`{name}`" not in text:
            yield f"docs/operations.md: {name} is read from the environment and not explained"


if __name__ == "__main__":
    sys.exit(report([*dead_links(), *undocumented()]))
