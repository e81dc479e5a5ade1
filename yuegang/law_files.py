"""Read law from files: a folder of statute JSON files, or a gzipped JSONL corpus (docs/search.md, formats)."""

import csv
import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from yuegang.engine.law.provision import Provision, Statute

FACTS = Path(__file__).parent / "facts"
FULL_NAME = "中华人民共和国"
CATEGORY_LEVELS = {
    "行政法规": "administrative-regulation",
    "司法解释": "judicial-interpretation",
    "部门规章": "departmental-rule",
}
AMENDING = re.compile(r"关于(?:修改|废止|修订).*决定|修正案")

Row = Mapping[str, Any]  # one parsed JSON object: its values are checked where they are used


class LawFileError(Exception):
    """A file of law cannot be read; the message names the file."""


def read_laws(path: Path) -> list[Provision]:
    """Return the provisions of the latest version of each title, in the order of the files.

    Raises LawFileError when the path holds no law.
    """
    rows = list(_rows(path))
    if not rows:
        raise LawFileError(f"{path}: no statute found")
    return [provision for statute, row in _latest(rows) for provision in _provisions(statute, row)]


def read_terms(path: Path = FACTS / "law_terms.json") -> dict[str, Any]:
    """Return the parsed term table."""
    table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return table


def read_headings(path: Path = FACTS / "law_headings.csv") -> dict[str, str]:
    """Return our own headings of much used provisions, all languages together, by key; empty without the file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["key"]: " · ".join((row["zh_hans"], row["zh_hant"], row["en"])) for row in csv.DictReader(file)}


def _rows(path: Path) -> Iterator[Row]:
    try:
        if path.is_dir():
            for file in sorted(path.glob("*.json")):
                yield json.loads(file.read_text(encoding="utf-8"))
        else:
            with (
                gzip.open(path, "rt", encoding="utf-8")
                if path.suffix == ".gz"
                else path.open(encoding="utf-8") as lines
            ):
                for line in lines:
                    yield json.loads(line)
    except (OSError, ValueError) as error:
        raise LawFileError(f"{path}: {error}") from error


def _latest(rows: Iterable[Row]) -> list[tuple[Statute, Row]]:
    """The last dated version of each key; an undated one gives way to any dated one."""
    latest: dict[str, tuple[Statute, Row]] = {}
    for row in rows:
        statute = _of_corpus(row) if "category" in row else _of_folder(row)
        known = latest.get(statute.key)
        if known is None or statute.version >= known[0].version:
            latest[statute.key] = (statute, row)
    return list(latest.values())


def _of_folder(row: Row) -> Statute:
    place, title = row["jurisdiction"], row["title"]
    number = str(row.get("number") or "")
    name = title["short"] if place.startswith("CN") else number.removeprefix("Cap. ")
    level = "amending" if AMENDING.search(title["short"]) else row.get("level", "")
    dates = row.get("dates") or {}
    return Statute(
        place=place,
        level=level,
        key=f"{'CN' if place.startswith('CN') else place}:{name}",
        titles=tuple(str(title[lang]) for lang in ("zh-Hans", "zh-Hant", "en", "short") if title.get(lang)),
        version=str(dates.get("adopted_or_amended") or dates.get("published") or ""),
    )


def _of_corpus(row: Row) -> Statute:
    name = str(row["title"]).replace(FULL_NAME, "")
    return Statute(
        place="CN-GD" if row["category"] == "广东地方法规" else "CN",
        level=_level(row, name),
        key=f"CN:{name}",
        titles=(str(row["title"]),),
        version=str(row["version"] or ""),
    )


def _level(row: Row, name: str) -> str:
    category = str(row["category"])
    if AMENDING.search(name):
        return "amending"
    if category.endswith("地方法规"):
        return "local-regulation" if category.startswith("广东") else "other-local"
    return CATEGORY_LEVELS.get(category, "law")


def _provisions(statute: Statute, row: Row) -> Iterator[Provision]:
    seen: set[str] = set()
    for article in row["articles"]:
        number = str(article["number"])
        if number not in seen:  # a repeated number is a fault of the source; the first stands
            seen.add(number)
            yield Provision(
                statute=statute,
                number=number,
                heading=" ".join(_languages(article.get("heading") or "")),
                path=" ".join(re.sub(r"^第\S+[编章节]\s*", "", part) for part in article.get("path") or ()),
                body="\n".join(_languages(article["text"])),
            )


def _languages(text: Any) -> list[str]:  # a string, or an object of language -> string
    return [str(part) for part in text.values()] if isinstance(text, dict) else [str(text)]
