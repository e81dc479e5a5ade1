"""What the pages of law show: texts as columns with links, versions, comparison, what is out of date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.urls import reverse
from django.utils.translation import get_language
from opencc import OpenCC

from yuegang.base import clock
from yuegang.engine.law import links as citing
from yuegang.engine.law.compare import Piece, difference, is_same
from yuegang.library.law import access
from yuegang.library.law.models import Counterpart, Note, Provision, Text, Version, Work

LANGUAGES = {"zh-Hans": "简体", "zh-Hant": "繁體", "en": "English", "pt": "Português"}
TAGS = {"zh-Hans": "zh-Hans-CN", "zh-Hant": "zh-Hant-HK", "en": "en", "pt": "pt"}
CONVERSIONS = {"zh-Hans": ("zh-Hant", "hk2s"), "zh-Hant": ("zh-Hans", "s2hk")}
REVIEWED_WITHIN = timedelta(days=365)
READERS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


@dataclass(frozen=True)
class Segment:
    """A stretch of a paragraph, with an address if it cites a provision that has a page."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Column:
    """A text in one language: its tag, what it is worth, the day it was taken, its paragraphs."""

    language: str
    tag: str
    name: str
    status: str
    word: str
    as_of: date
    heading: str
    paragraphs: list[list[Segment]]


@dataclass(frozen=True)
class VersionLine:
    """A version in the list of versions."""

    version: Version
    state: str
    url: str
    is_shown: bool


@dataclass(frozen=True)
class Currency:
    """How far a reader may trust that this is the law of today."""

    shown: Version | None
    state: str
    day: date
    is_today: bool
    newest_pending: date | None
    repealed_on: date | None
    reviewed_on: date | None
    is_stale: bool


@cache
def _converter(profile: str) -> OpenCC:
    return OpenCC(profile)


def reader() -> str:
    """Return the language tag of texts for the reader of this page."""
    return READERS.get(get_language() or "", "en")


def address(work: Work, number: str = "", day: date | None = None) -> str:
    """Return the permalink of a work or a provision, as on a day if one is given."""
    words = {"place": work.place, "code": work.code}
    name = "law:work"
    if number:
        words["number"], name = number, "law:provision"
    if day is not None:
        words["day"], name = day.isoformat(), f"{name}_on"
    return reverse(name, kwargs=words)


def currency(work: Work, known: Sequence[Version], day: date | None) -> Currency:
    """Choose the version a day sees and say what must be said about it; without one, the last that was in force."""
    today = clock.today()
    asked = day or today
    shown = access.version_on(known, asked)
    if shown is None and known:
        shown = next((each for each in known if each.valid_from <= asked), known[-1])
    newest = work.newest_from
    ended = shown is not None and shown.valid_to is not None and shown.valid_to <= today
    pending = newest if ended and newest is not None and all(each.valid_from < newest for each in known) else None
    checked = max(filter(None, (work.reviewed_on, shown.checked_on if shown else None)), default=None)
    stale = shown is not None and checked is not None and today - checked > REVIEWED_WITHIN
    state = shown.state_on(today) if shown else ""
    return Currency(shown, state, asked, day is None, pending, work.repealed_on, checked, stale)


def version_lines(work: Work, known: Sequence[Version], shown: Version | None, number: str = "") -> list[VersionLine]:
    """Return the versions as links, newest first."""
    today = clock.today()
    return [
        VersionLine(each, each.state_on(today), address(work, number, each.valid_from), each == shown) for each in known
    ]


def choose(texts: Sequence[Text], asked: Sequence[str]) -> list[str]:
    """Return the languages to show side by side: those asked for, else the reader's own, else an official one."""
    there = [text.language for text in texts]
    possible = {*there, *(to for to, (source, _) in CONVERSIONS.items() if source in there)}
    wanted = [language for language in dict.fromkeys(asked) if language in possible][:2]
    if wanted or not texts:
        return wanted
    own = reader()
    official = [text.language for text in texts if text.status != Text.Status.MACHINE]
    return [own if own in official else (official or there)[0]]


def possible_languages(texts: Sequence[Text]) -> list[tuple[str, str]]:
    """Return the languages a reader may choose, with their names."""
    there = {text.language for text in texts}
    there |= {to for to, (source, _) in CONVERSIONS.items() if source in there}
    return [(language, name) for language, name in LANGUAGES.items() if language in there]


def columns(texts: Sequence[Text], languages: Sequence[str], version: Version, work: Work) -> list[Column]:
    """Return a text for each language, converted by machine and marked so where the source has none."""
    by_language = {text.language: text for text in texts}
    found = [_wording(by_language, language) for language in languages]
    cited = {
        language: list(citing.links(body, work.key, access.names()))
        for language, (_, _, body, _) in zip(languages, found, strict=True)
    }
    known = access.linkable((link.cited.statute, link.cited.number or "") for each in cited.values() for link in each)
    return [
        Column(
            language=language,
            tag=TAGS[language],
            name=LANGUAGES[language],
            status=status,
            word=str(Text.Status(status).label),
            as_of=as_of or version.valid_from,
            heading=heading,
            paragraphs=_paragraphs(body, cited[language], known),
        )
        for language, (status, heading, body, as_of) in zip(languages, found, strict=True)
    ]  # fmt: skip


def _wording(texts: dict[str, Text], language: str) -> tuple[str, str, str, date | None]:
    text = texts.get(language)
    if text is not None:
        return text.status, text.heading, text.body, text.as_of
    source, profile = CONVERSIONS[language]
    convert = _converter(profile).convert
    original = texts[source]
    return Text.Status.MACHINE, convert(original.heading), convert(original.body), original.as_of


def _paragraphs(body: str, cited: Sequence[citing.Link], known: access.Known) -> list[list[Segment]]:
    made: list[list[Segment]] = []
    start = 0
    for line in body.split("\n"):
        end = start + len(line)
        inside = [link for link in cited if start <= link.start and link.end <= end]
        made.append(list(_segments(body, start, end, inside, known)))
        start = end + 1
    return made


def _segments(body: str, start: int, end: int, inside: Sequence[citing.Link], known: access.Known) -> list[Segment]:
    made, at = [], start
    for link in sorted(inside, key=lambda each: each.start):
        pair = (link.cited.statute, link.cited.number or "")
        if pair in known.provisions and link.start >= at:
            made.append(Segment(body[at : link.start]))
            place, code = known.places[pair[0]]
            url = reverse("law:provision", kwargs={"place": place, "code": code, "number": pair[1]})
            made.append(Segment(body[link.start : link.end], url))
            at = link.end
    made.append(Segment(body[at:end]))
    return [segment for segment in made if segment.text]


def rows(shown: Sequence[Column]) -> list[list[list[Segment]]]:
    """Return the paragraphs of the columns side by side."""
    longest = max((len(column.paragraphs) for column in shown), default=0)
    return [[column.paragraphs[at] if at < len(column.paragraphs) else [] for column in shown] for at in range(longest)]


@dataclass(frozen=True)
class HistoryLine:
    """A provision in one version, and whether its words changed against the version before."""

    version: Version
    state: str
    url: str
    change: str  # "new", "changed", "same"
    compare: str


def history_lines(work: Work, known: Sequence[Version], number: str) -> list[HistoryLine]:
    """Return what became of a provision from version to version, newest first."""
    found = access.history(known, number)
    by_pk = {version.pk: version for version in known}
    today = clock.today()
    lines = []
    for at, each in enumerate(found):
        version = by_pk[each.version_id]
        before = found[at + 1] if at + 1 < len(found) else None
        compare = ""
        if before is not None:
            earlier = by_pk[before.version_id].valid_from
            compare = f"{address(work, number)}/compare?from={earlier}&to={version.valid_from}"
        change = "new" if before is None else "same" if _same_words(before, each) else "changed"
        lines.append(
            HistoryLine(version, version.state_on(today), address(work, number, version.valid_from), change, compare)
        )
    return lines


def _same_words(before: Provision, after: Provision) -> bool:
    old, new = ({text.language: text.body for text in each.texts.all()} for each in (before, after))
    return all(is_same(old[language], new[language]) for language in old.keys() & new.keys())


def compared(before: Provision, after: Provision) -> list[tuple[str, list[Piece]]]:
    """Return the differences of two wordings, for each language both have."""
    old, new = ({text.language: text.body for text in each.texts.all()} for each in (before, after))
    return [(TAGS[each], difference(old[each], new[each])) for each in LANGUAGES if each in old and each in new]


@dataclass(frozen=True)
class Corresponding:
    """A provision of another place that answers the same question."""

    topic: str
    work: Work
    number: str
    url: str


def corresponding(found: Sequence[Counterpart]) -> list[Corresponding]:
    """Return counterparts with their addresses."""
    return [Corresponding(each.name(), each.work, each.number, address(each.work, each.number)) for each in found]


@dataclass(frozen=True)
class ContentLine:
    """A line of a work's contents: a provision of the version shown, or one we only have a note on."""

    number: str
    label: str
    path: str
    heading: str
    url: str
    note: Note | None


def contents(work: Work, shown: Version | None, day: date | None) -> list[ContentLine]:
    """Return the provisions of a version in order, with our headings; without a text, the provisions noted."""
    notes = access.notes(work)
    if shown is None:
        ordered = sorted(notes.values(), key=lambda each: _order(each.number))
        return [
            ContentLine(each.number, each.number, "", each.heading(), address(work, each.number), each)
            for each in ordered
        ]
    lines, path = [], ""
    for each in access.provisions(shown):
        found = notes.get(each.number)
        heading = found.heading() if found else ""
        part = each.path if each.path != path else ""
        path = each.path
        lines.append(ContentLine(each.number, each.label, part, heading, address(work, each.number, day), found))
    return lines


def _order(number: str) -> tuple[int, str]:
    digits = "".join(char for char in number.split("-")[0] if char.isdigit())
    return (int(digits or 0), number)
