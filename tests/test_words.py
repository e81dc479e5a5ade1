"""Words that are never used for the two sides, held over everything a reader may see."""

import csv
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SEEN = (
    "*.md",
    "docs/**/*.md",
    "yuegang/**/locale/**/*.po",
    "yuegang/**/templates/**/*.*",
    "yuegang/**/*.typ",
    "yuegang/facts/*.csv",
    "yuegang/facts/*.yaml",
    "yuegang/**/schemas.py",
    "yuegang/**/bodies.py",
)
ENGLISH = re.compile(r"\b(sovereign|sovereignty|foreign|foreigners?|country|countries|borders?)\b", re.IGNORECASE)
CHINESE = re.compile(
    "(?<!中)国外|(?<!中)國外|大陆|大陸|中国和香港|中國和香港|香港和中国|香港和中國|边境|邊境|国境|國境|中港"
)


def allowed() -> list[tuple[str, str]]:
    """Return path patterns and phrases that may stand, each with its reason in the table."""
    with (ROOT / "tests/words_allowed.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["reason"] for row in rows)
    return [(row["path"], row["phrase"]) for row in rows]


def places() -> Iterator[Path]:
    """Yield every file a reader or an officer may see."""
    for pattern in SEEN:
        yield from (path for path in ROOT.glob(pattern) if path.is_file())


def found_in(text: str, path: str, phrases: list[tuple[str, str]]) -> list[str]:
    """Return the forbidden words of a text, those inside an allowed phrase left out."""
    for pattern, phrase in phrases:
        if fnmatch(path, pattern):
            text = re.sub(re.escape(phrase), " ", text, flags=re.IGNORECASE)
    return [match.group() for match in (*ENGLISH.finditer(text), *CHINESE.finditer(text))]


def test_no_page_document_or_fact_uses_a_forbidden_word() -> None:
    phrases = allowed()
    faults = []
    for place in places():
        path = place.relative_to(ROOT).as_posix()
        for number, line in enumerate(place.read_text(encoding="utf-8").splitlines(), 1):
            faults += [f"{path}:{number}: {word}" for word in found_in(line, path, phrases)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("text", ["the border", "Foreign goods", "two countries", "国外", "大陸", "中国和香港"])
def test_it_finds_a_forbidden_word(text: str) -> None:
    assert found_in(text, "docs/x.md", []) != []


@pytest.mark.parametrize("text", ["the boundary", "country or territory", "the other side", "境外", "foreign_key"])
def test_it_lets_our_words_stand(text: str) -> None:
    assert found_in(text, "docs/x.md", allowed()) == []


def test_an_allowed_phrase_counts_only_in_its_file() -> None:
    phrases = allowed()
    assert found_in("香園圍邊境管制站", "yuegang/facts/ports.csv", phrases) == []
    assert found_in("香園圍邊境管制站", "docs/x.md", phrases) == ["邊境"]
