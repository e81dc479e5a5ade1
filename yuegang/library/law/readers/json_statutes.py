"""Read statutes from JSON: one object in our folder's form, or lines of a corpus, packed or plain."""

import gzip
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from yuegang.engine.law.edition import Article, Edition, Wording
from yuegang.library.law.keys import code_of, place_of
from yuegang.library.law.readers.errors import ReadError

Row = Mapping[str, Any]  # one parsed JSON object: its values are checked where they are used
GUANGDONG = "广东地方法规"
MOST = 200_000_000  # bytes of an unpacked corpus
STATUS = {"HK": {"en": "authentic", "zh-Hant": "authentic"}, "MO": {"zh-Hant": "official", "pt": "official"}}
HOME = {"CN": "zh-Hans", "GD": "zh-Hans"}


def read_json(content: bytes) -> Iterator[Edition]:
    """Yield the editions of a JSON object, of a list, or of JSON lines; gzip is unpacked."""
    if content[:2] == b"\x1f\x8b":
        content = _unpacked(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise ReadError("encoding: the file is not UTF-8") from wrong
    for row in _rows(text):
        try:
            yield _corpus(row) if "category" in row else _statute(row)
        except (KeyError, TypeError, AttributeError) as wrong:
            raise ReadError(f"json.form: {wrong!r}") from wrong


def _unpacked(content: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            plain = packed.read(MOST + 1)
    except (OSError, EOFError) as wrong:
        raise ReadError("gzip: the file cannot be unpacked") from wrong
    if len(plain) > MOST:
        raise ReadError("gzip: the file unpacks to more than is allowed")
    return plain


def _rows(text: str) -> Iterator[Row]:
    try:
        whole = json.loads(text)
    except ValueError:
        whole = None
    if isinstance(whole, dict):
        yield whole
    elif isinstance(whole, list):
        yield from whole
    else:
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                try:
                    yield json.loads(line)
                except ValueError as wrong:
                    raise ReadError(f"json: line {number} cannot be read") from wrong


def _statute(row: Row) -> Edition:
    place = place_of(row["jurisdiction"])
    title, dates = row["title"], row.get("dates") or {}
    number = str(row.get("number") or "")
    home = HOME.get(place, "zh-Hant")
    return Edition(
        place=place,
        code=code_of(place, title["short"], number),
        titles={lang: str(title[lang]) for lang in ("zh-Hans", "zh-Hant", "en") if title.get(lang)},
        level=str(row.get("level", "")),
        number=number,
        adopted=_day(dates.get("adopted_or_amended") or dates.get("published")),
        in_force=_day(dates.get("in_force")),
        source=str(row.get("source_path") or row.get("source") or ""),
        is_complete=bool(row.get("complete", True)),
        articles=tuple(_article(article, place, home) for article in row["articles"]),
    )


def _corpus(row: Row) -> Edition:
    place = "GD" if row["category"] == GUANGDONG else "CN"
    title = str(row["title"])
    return Edition(
        place=place,
        code=code_of(place, title, ""),
        titles={"zh-Hans": title},
        level=str(row["category"]),
        number="",
        adopted=_day(row.get("version")),
        in_force=None,
        source=str(row.get("path") or row.get("source_path") or ""),
        is_complete=True,
        articles=tuple(_article(article, place, "zh-Hans") for article in row["articles"]),
    )


def _article(row: Row, place: str, home: str) -> Article:
    texts, headings = _by_language(row["text"], home), _by_language(row.get("heading") or {}, home)
    worth = STATUS.get(place, {})
    wordings = {
        lang: Wording(text, headings.get(lang, ""), worth.get(lang, "official" if lang == home else "machine"))
        for lang, text in texts.items()
    }
    number = str(row["number"])
    return Article(number, str(row.get("label") or number), tuple(row.get("path") or ()), wordings)


def _by_language(value: Any, home: str) -> dict[str, str]:  # a string, or an object of language -> string
    if isinstance(value, dict):
        return {str(lang): str(text) for lang, text in value.items()}
    return {home: str(value)} if value else {}


def _day(text: Any) -> date | None:  # Any: a JSON value
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError as wrong:
        raise ReadError(f"date: {text!r} is not YYYY-MM-DD") from wrong
