"""The only door to law: what is published is open to everybody, loads to the editors of the library."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Count, Prefetch, Q, QuerySet

from yuegang.accounts.roles import Role
from yuegang.engine.law.citation import statute_names
from yuegang.library.law.models import Counterpart, Load, Note, Provision, Text, Version, Work
from yuegang.parties.folding import fold

EDITING = (Role.LIBRARY_EDITOR, Role.TRANSLATOR)
PUBLISHING = (Role.LIBRARY_EDITOR,)
NAMES_KEPT = 300  # seconds the table of statutes' names is kept; a new statute is linked after that
SHORT_NAMES = {"刑法": "CN:刑法"}


def works(place: str = "", topic: str = "", words: str = "") -> list[Work]:
    """Return the catalogue, narrowed to a place, a topic, and words of a title in either script."""
    found = Work.objects.annotate(version_count=Count("versions", distinct=True))
    if place:
        found = found.filter(place=place)
    if topic:
        found = found.filter(topics__contains=topic)
    folded = fold(words)
    return [
        work for work in found if not folded or folded in fold(f"{work.zh_hans} {work.zh_hant} {work.en} {work.number}")
    ]


def work(place: str, code: str) -> Work | None:
    """Return a work by its address, or None."""
    return Work.objects.filter(place=place, code=code).first()


def versions(of: Work) -> list[Version]:
    """Return the versions of a work, newest first; of one day only the one known last."""
    newest: dict[date, Version] = {}
    for version in of.versions.order_by("-valid_from", "-known_from"):
        newest.setdefault(version.valid_from, version)
    return list(newest.values())


def newest_known() -> list[Version]:
    """Return every version of every work; of one work and day only the one known last."""
    newest: dict[tuple[int, date], Version] = {}
    for version in Version.objects.order_by("work", "valid_from", "known_from"):
        newest[version.work_id, version.valid_from] = version
    return list(newest.values())


def version_on(known: Sequence[Version], day: date) -> Version | None:
    """Return the version in force on a day, from `versions`."""
    return next((each for each in known if each.state_on(day) == "current"), None)


def provision(of: Version, number: str) -> Provision | None:
    """Return a provision with its texts, or None."""
    return of.provisions.prefetch_related("texts").filter(number=number).first()


def provisions(of: Version) -> QuerySet[Provision]:
    """Return the provisions of a version in order, without their texts."""
    return of.provisions.order_by("position")


def whole(of: Version) -> QuerySet[Provision]:
    """Return the provisions of a version with their texts."""
    return of.provisions.order_by("position").prefetch_related("texts")


def neighbours(of: Provision) -> tuple[Provision | None, Provision | None]:
    """Return the provisions before and after one."""
    near = Provision.objects.filter(version=of.version_id, position__in=(of.position - 1, of.position + 1))
    found = {each.position: each for each in near}
    return found.get(of.position - 1), found.get(of.position + 1)


def history(known: Sequence[Version], number: str) -> list[Provision]:
    """Return a provision in each version that has it, newest first, with its texts."""
    texts = Prefetch("texts", Text.objects.order_by("language"))
    found = Provision.objects.filter(version__in=known, number=number).prefetch_related(texts)
    order = {version.pk: at for at, version in enumerate(known)}
    return sorted(found, key=lambda each: order[each.version_id])


def note(of: Work, number: str) -> Note | None:
    """Return our heading and summary of a provision, or None."""
    return of.notes.filter(number=number).first()


def notes(of: Work) -> dict[str, Note]:
    """Return our notes on a work by number."""
    return {each.number: each for each in of.notes.all()}


def counterparts(of: Work, number: str) -> list[Counterpart]:
    """Return the provisions of all places that answer the same questions as this one, itself left out."""
    topics = Counterpart.objects.filter(work=of, number=number).values("topic")
    found = Counterpart.objects.filter(topic__in=topics).select_related("work").order_by("topic", "work__place", "pk")
    return [each for each in found if (each.work_id, each.number) != (of.pk, number)]


@dataclass(frozen=True)
class Known:
    """Which provisions there are to link to: keys with numbers."""

    places: dict[str, tuple[str, str]]  # key of a work → its place and code
    provisions: frozenset[tuple[str, str]]


def linkable(cited: Iterable[tuple[str, str]]) -> Known:
    """Return those of (key of a work, number) that have a page."""
    pairs = set(cited)
    keys, numbers = {key for key, _ in pairs}, {number for _, number in pairs}
    if not pairs:
        return Known({}, frozenset())
    found = {each.key: (each.place, each.code) for each in Work.objects.filter(key__in=keys)}
    texts = Provision.objects.filter(version__work__key__in=keys, number__in=numbers)
    noted = Note.objects.filter(work__key__in=keys, number__in=numbers)
    there = {*texts.values_list("version__work__key", "number"), *noted.values_list("work__key", "number")}
    return Known(found, frozenset(pairs & there))


def names() -> dict[str, str]:
    """Return every name a statute is cited by → its key, as the citation parser wants it."""

    def find() -> dict[str, str]:
        titles = {
            title: key
            for key, *titles in Work.objects.values_list("key", "zh_hans", "zh_hant", "en")
            for title in titles
        }
        return statute_names(titles, SHORT_NAMES)

    found: dict[str, str] = cache.get_or_set("law-names", find, NAMES_KEPT)  # type: ignore[assignment]  # what find made
    return found


def loads() -> QuerySet[Load]:
    """Return the loads, newest first, with how many statutes each holds and how many of them cannot be published."""
    stopped = Count("items", filter=Q(items__may_publish=False))
    return Load.objects.annotate(item_count=Count("items"), stopped_count=stopped).order_by("-loaded_at")


def load(pk: int) -> Load | None:
    """Return a load, or None."""
    return Load.objects.filter(pk=pk).first()


def nav_count(officer: object) -> int | None:
    """Return how many loads wait for this officer as second person."""
    return Load.objects.filter(state=Load.State.WAITING).exclude(loaded_by=str(getattr(officer, "pk", ""))).count()
