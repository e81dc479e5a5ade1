"""Read Hong Kong chapters from HKLM XML, a file or the zip of the official open data."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree

from yuegang.engine.law.edition import Article, Edition, Wording
from yuegang.library.law.readers.errors import ReadError

HKLM = "{http://www.xml.gov.hk/schemas/hklm/1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
LARGEST = 60_000_000  # bytes of one unpacked chapter
WHOLE = 400_000_000  # bytes of one unpacked zip
LANGUAGES = {"en": "en", "zh-hant": "zh-Hant", "zh-hant-hk": "zh-Hant", "zh-hans": "zh-Hans"}
WORTH = {"en": "authentic", "zh-Hant": "authentic", "zh-Hans": "machine"}  # Cap. 5 s. 4B; Simplified is a conversion
PARTS = ("part", "division", "subdivision", "schedule")
INNER = ("subsection", "paragraph", "subparagraph")
LABELS = {"en": "s. {}", "zh-Hant": "第{}條", "zh-Hans": "第{}条"}


def read_hklm(content: bytes) -> Iterator[Edition]:
    """Yield one edition for each chapter and day; language files of the same day are joined."""
    joined: dict[tuple[str, date | None], Edition] = {}
    for name, xml in _files(content):
        edition = _chapter(name, xml)
        key = (edition.code, edition.in_force)
        known = joined.get(key)
        joined[key] = edition if known is None else _together(known, edition)
    yield from joined.values()


def _files(content: bytes) -> Iterator[tuple[str, bytes]]:
    if content[:2] != b"PK":
        yield "file", content
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = [entry for entry in packed.infolist() if entry.filename.endswith(".xml")]
            if sum(entry.file_size for entry in entries) > WHOLE:
                raise ReadError("zip: the file unpacks to more than is allowed")
            for entry in entries:
                with packed.open(entry) as file:
                    yield entry.filename, file.read(LARGEST + 1)
    except zipfile.BadZipFile as wrong:
        raise ReadError("zip: the file cannot be unpacked") from wrong


def parse(name: str, xml: bytes) -> ElementTree.Element:
    """Return the root of an XML file that declares nothing: no entities, nothing fetched, nothing multiplied."""
    if len(xml) > LARGEST:
        raise ReadError(f"{name}: xml.size")
    try:
        xml.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise ReadError(f"{name}: encoding: not UTF-8") from wrong
    if DECLARED.search(xml):
        raise ReadError(f"{name}: xml.declaration: a document type or an entity is declared")
    try:
        return ElementTree.fromstring(xml)
    except ElementTree.ParseError as wrong:
        raise ReadError(f"{name}: xml: {wrong}") from wrong


def _chapter(name: str, xml: bytes) -> Edition:
    root = parse(name, xml)
    meta = root.find(f"{HKLM}meta")
    if meta is None:
        raise ReadError(f"{name}: hklm: no meta")
    number = _meta(meta, f"{HKLM}docNumber")
    language = LANGUAGES.get(_language(meta, root).lower(), "en")
    day = _meta(meta, f"{DC}date")[:10]
    try:
        in_force = date.fromisoformat(day) if day else None
    except ValueError as wrong:
        raise ReadError(f"{name}: hklm: dc:date {day!r}") from wrong
    main = root.find(f"{HKLM}main")
    return Edition(
        place="HK",
        code=number,
        titles={language: _meta(meta, f"{HKLM}docName") or _title(root)},
        level="ordinance" if number.isdigit() else "subsidiary-legislation",
        number=f"Cap. {number}",
        adopted=None,
        in_force=in_force,
        source=_meta(meta, f"{DC}identifier"),
        is_complete=True,
        articles=tuple(_sections(root if main is None else main, language, ())),
        as_of={} if in_force is None else {language: in_force},
    )


def _language(meta: ElementTree.Element, root: ElementTree.Element) -> str:
    stated = _meta(meta, f"{DC}language") or root.get("{http://www.w3.org/XML/1998/namespace}lang", "")
    return stated or _meta(meta, f"{DC}identifier").rpartition("!")[2]


def _meta(meta: ElementTree.Element, tag: str) -> str:
    return (meta.findtext(tag) or "").strip()


def _title(root: ElementTree.Element) -> str:
    return _plain(root.find(f".//{HKLM}docTitle"))


def _sections(parent: ElementTree.Element, language: str, path: tuple[str, ...]) -> Iterator[Article]:
    for child in parent:
        kind = child.tag.removeprefix(HKLM)
        if kind == "section":
            yield _section(child, language, path)
        elif kind in PARTS:
            name = " ".join(filter(None, (_plain(child.find(f"{HKLM}num")), _plain(child.find(f"{HKLM}heading")))))
            yield from _sections(child, language, (*path, name))
        else:
            yield from _sections(child, language, path)


def _section(section: ElementTree.Element, language: str, path: tuple[str, ...]) -> Article:
    number_of = section.find(f"{HKLM}num")
    number = (number_of.get("value", "") if number_of is not None else "") or _plain(number_of).strip(" .")
    heading = _plain(section.find(f"{HKLM}heading"))
    lines = [line for line in _lines(section) if line]
    wording = Wording("\n".join(lines), heading, WORTH[language])
    return Article(number, LABELS[language].format(number), path, {language: wording})


def _lines(element: ElementTree.Element) -> Iterator[str]:
    """A line for each piece of text; the number of a subsection or paragraph stands before its words."""
    for child in element:
        kind = child.tag.removeprefix(HKLM)
        if kind in INNER:
            inner = list(_lines(child))
            number = _plain(child.find(f"{HKLM}num"))
            yield f"{number} {inner[0]}" if inner else number
            yield from inner[1:]
        elif kind in ("content", "leadIn", "continued", "text", "chapeau"):
            yield _plain(child)
        elif kind not in ("num", "heading", "sourceNote", "meta"):
            yield from _lines(child)


def _plain(element: ElementTree.Element | None) -> str:
    return "" if element is None else re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def _together(one: Edition, other: Edition) -> Edition:
    """Join two languages of one chapter, section by section."""
    more = {article.number: article for article in other.articles}
    articles = [
        Article(each.number, each.label, each.path, {**each.wordings, **more.pop(each.number, each).wordings})
        for each in one.articles
    ]
    return Edition(
        one.place, one.code, {**one.titles, **other.titles}, one.level, one.number, one.adopted, one.in_force,
        one.source, is_complete=True, articles=(*articles, *more.values()), as_of={**one.as_of, **other.as_of},
    )  # fmt: skip
