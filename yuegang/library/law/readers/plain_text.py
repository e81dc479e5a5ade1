"""Read law from plain text: Macao's pages as HTML or text, and Markdown files of Mainland statutes."""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser

from yuegang.engine.law.citation import numeral
from yuegang.engine.law.edition import Article, Edition, Wording
from yuegang.engine.law.folding import fold
from yuegang.library.law.keys import FULL_NAME, code_of
from yuegang.library.law.readers.errors import ReadError

CHINESE = r"[零〇一二兩两三四五六七八九十百千]+|\d+"
ARTICLE = re.compile(
    rf"^\s*\**第\s*({CHINESE})\s*[條条](?:之\s*({CHINESE}))?\**[\s　.。]*(?:[（(]([^）)]{{1,60}})[）)])?(.*)$"
)
PART = re.compile(rf"^\s*#*\s*第\s*(?:{CHINESE})\s*[編编章節节]\s*\S*.*$")
DECREE = re.compile(r"第?\s*(\d{1,3}/\d{2,4}(?:/M)?)\s*號?(法令|法律|行政法規)?")
DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
BLOCKS = ("p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "td")
DROPPED = ("script", "style", "head")
LEVELS = {"法令": "decree-law", "法律": "law", "行政法規": "administrative-regulation"}


class Words(HTMLParser):
    """The words of a page, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.dropped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at a block; leave out scripts."""
        self.dropped += tag in DROPPED
        if tag in BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End what was begun."""
        self.dropped -= tag in DROPPED and self.dropped > 0
        if tag in BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if not self.dropped:
            self.pieces.append(data)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "big5hkscs"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadError("encoding: the page is neither UTF-8 nor Big5")


def read_macao(content: bytes) -> Iterator[Edition]:
    """Yield the one edition of a page of the official gazette, HTML or text, in Chinese."""
    text = _decoded(content)
    if "<" in text[:2000] and "html" in text[:2000].lower():
        words = Words()
        words.feed(text)
        text = "".join(words.pieces)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    head = " ".join(lines[:12])
    number = DECREE.search(head)
    if number is None:
        raise ReadError("macao.number: no number such as 97/99/M stands at the head")
    title = next((line for line in lines if not DECREE.search(line) and not DAY.search(line)), "")
    yield Edition(
        place="MO",
        code=number[1].replace("/", "-"),
        titles={"zh-Hant": title},
        level=LEVELS.get(number[2] or "", "decree-law"),
        number=number[1],
        adopted=_day(head),
        in_force=None,
        source="",
        is_complete=True,
        articles=tuple(_articles(lines, "zh-Hant")),
    )


def read_markdown(content: bytes) -> Iterator[Edition]:
    """Yield the one edition of a Markdown file: title as first heading, articles as paragraphs."""
    lines = [line.strip() for line in _decoded(content).splitlines() if line.strip()]
    if not lines or not lines[0].startswith("# "):
        raise ReadError("markdown.title: the first line is no heading")
    title = lines[0].lstrip("# ").strip()
    body = next((at for at, line in enumerate(lines) if ARTICLE.match(line)), len(lines))
    days = [date(*map(int, found)) for line in lines[1:body] for found in DAY.findall(line)]
    place = "GD" if title.startswith(("广东", "深圳", "珠海", "横琴")) else "CN"
    yield Edition(
        place=place,
        code=code_of(place, title, ""),
        titles={"zh-Hans": title},
        level="local-regulation" if place == "GD" else "law" if title.startswith(FULL_NAME) else "",
        number="",
        adopted=max(days, default=None),
        in_force=None,
        source="",
        is_complete=True,
        articles=tuple(_articles(lines[1:], "zh-Hans")),
    )


def _day(text: str) -> date | None:
    match = DAY.search(text)
    return date(int(match[1]), int(match[2]), int(match[3])) if match else None


def _articles(lines: list[str], language: str) -> Iterator[Article]:
    path: tuple[str, ...] = ()
    open_article: tuple[str, str, str, tuple[str, ...]] | None = None
    words: list[str] = []
    for line in lines:
        match = ARTICLE.match(line)
        if match is None and not PART.match(line):
            words.append(line)
            continue
        if open_article is not None:
            yield _article(open_article, words, language)
        words = []
        if match is None:
            open_article, path = None, (line.lstrip("# ").strip(),)
            continue
        number = numeral(fold(match[1])) + (f"-{numeral(fold(match[2]))}" if match[2] else "")
        label = line[: match.end(2) if match[2] else match.end(1) + 1].strip("* ")
        open_article = (number, label, match[3] or "", path)
        words += [match[4].strip("* 　")] if match[4].strip("* 　") else []
    if open_article is not None:
        yield _article(open_article, words, language)


def _article(opened: tuple[str, str, str, tuple[str, ...]], words: list[str], language: str) -> Article:
    number, label, heading, path = opened
    return Article(number, label, path, {language: Wording("\n".join(words), heading)})
