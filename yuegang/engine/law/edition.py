"""One version of a statute as its source gives it, before anybody has published it, and what is wrong with it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

LANGUAGES = ("zh-Hans", "zh-Hant", "en", "pt")
SHRUNK, GROWN = 0.7, 1.6  # a text this much shorter or longer than the last version is worth a look
REPLACED = re.compile("[\ufffd\x00-\x08\x0b\x0c\x0e-\x1f]|Ã.|â€|锟斤拷|烫烫烫")  # marks of a wrong encoding
NUMBER = re.compile(r"(\d+)([A-Z]*)(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one article in one language; status: official, authentic or machine."""

    text: str
    heading: str = ""
    status: str = "official"


@dataclass(frozen=True, slots=True)
class Article:
    """One article or section: its stable number, its printed label, the parts it stands in, its words by language."""

    number: str
    label: str
    path: tuple[str, ...]
    wordings: Mapping[str, Wording]


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a statute; in_force None means that the source names no day."""

    place: str
    code: str
    titles: Mapping[str, str]
    level: str
    number: str
    adopted: date | None
    in_force: date | None
    source: str
    is_complete: bool
    articles: tuple[Article, ...]
    as_of: Mapping[str, date] = field(default_factory=dict)  # language -> day of that text, where they differ

    @property
    def size(self) -> int:
        """Characters of all texts."""
        return sum(len(wording.text) for article in self.articles for wording in article.wordings.values())


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should look at before publishing; `stops` says that it cannot be published at all."""

    rule: str
    place: str
    stops: bool = False


def validate(edition: Edition, size_before: int | None = None) -> list[Finding]:
    """Return what is wrong with an edition; size_before: characters of the version it follows, if there is one."""
    found = [*_identity(edition), *_numbering(edition), *_texts(edition)]
    if size_before and not SHRUNK <= edition.size / size_before <= GROWN:
        found.append(Finding("size.changed", f"{size_before} → {edition.size}"))
    return found


def _identity(edition: Edition) -> Iterator[Finding]:
    if not edition.articles:
        yield Finding("articles.none", edition.code, stops=True)
    if not any(edition.titles.values()):
        yield Finding("title.none", edition.code, stops=True)
    if edition.adopted is None and edition.in_force is None:
        yield Finding("date.none", edition.code, stops=True)
    elif edition.in_force is None:
        yield Finding("date.adopted_only", str(edition.adopted))
    if not edition.is_complete:
        yield Finding("text.excerpt", edition.code)


def _numbering(edition: Edition) -> Iterator[Finding]:
    seen: set[str] = set()
    last = 0
    for article in edition.articles:
        if article.number in seen:
            yield Finding("number.repeated", article.number, stops=True)
        seen.add(article.number)
        match = NUMBER.fullmatch(article.number)
        if match is None:
            continue
        whole = int(match[1])
        if edition.is_complete and whole > last + 1:
            yield Finding("number.gap", f"{last} → {article.number}")
        elif whole < last:
            yield Finding("number.order", f"{last} → {article.number}")
        last = max(last, whole)


def _texts(edition: Edition) -> Iterator[Finding]:
    for article in edition.articles:
        if not any(wording.text.strip() for wording in article.wordings.values()):
            yield Finding("text.empty", article.number)
        if any(REPLACED.search(wording.text) for wording in article.wordings.values()):
            yield Finding("text.encoding", article.number, stops=True)


def may_publish(findings: Sequence[Finding]) -> bool:
    """Say whether nothing found forbids publishing."""
    return not any(finding.stops for finding in findings)
