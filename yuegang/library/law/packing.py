"""Editions as JSON: how a load keeps them until they are published."""

from datetime import date
from typing import Any

from yuegang.engine.law.edition import Article, Edition, Wording

Packed = dict[str, Any]  # JSON


def pack(edition: Edition) -> Packed:
    """Return an edition as plain JSON values."""
    return {
        "place": edition.place,
        "code": edition.code,
        "titles": dict(edition.titles),
        "level": edition.level,
        "number": edition.number,
        "adopted": _iso(edition.adopted),
        "in_force": _iso(edition.in_force),
        "source": edition.source,
        "is_complete": edition.is_complete,
        "as_of": {language: day.isoformat() for language, day in edition.as_of.items()},
        "articles": [
            [
                article.number,
                article.label,
                list(article.path),
                {lang: [wording.text, wording.heading, wording.status] for lang, wording in article.wordings.items()},
            ]
            for article in edition.articles
        ],
    }


def unpack(packed: Packed) -> Edition:
    """Return the edition that was packed."""
    return Edition(
        place=packed["place"],
        code=packed["code"],
        titles=packed["titles"],
        level=packed["level"],
        number=packed["number"],
        adopted=_day(packed["adopted"]),
        in_force=_day(packed["in_force"]),
        source=packed["source"],
        is_complete=packed["is_complete"],
        as_of={language: date.fromisoformat(day) for language, day in packed["as_of"].items()},
        articles=tuple(
            Article(number, label, tuple(path), {lang: Wording(*parts) for lang, parts in wordings.items()})
            for number, label, path, wordings in packed["articles"]
        ),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
