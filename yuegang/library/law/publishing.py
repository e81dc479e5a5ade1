"""Write one edition as a version with its provisions and texts, and keep the versions of its work in order."""

import hashlib
from collections.abc import Iterator
from datetime import date

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from yuegang.base import clock
from yuegang.engine.law.edition import Article, Edition
from yuegang.library.law.keys import key_of
from yuegang.library.law.models import Provision, Text, Version, Work
from yuegang.library.law.packing import Packed, unpack

BATCH = 1000  # rows of one insertion


def sizes() -> dict[str, int]:
    """Return the characters of the newest version of each work, by key."""
    newest = Version.objects.annotate(
        rank=Window(RowNumber(), partition_by=F("work"), order_by=[F("valid_from").desc(), F("known_from").desc()])
    ).filter(rank=1)
    return dict(newest.values_list("work__key", "size"))


def write(packed: Packed, checked_by: str) -> Version:
    """Insert a version; the one it follows ends on its first day, and it ends where the next one begins."""
    edition = unpack(packed)
    work = _work(edition)
    starts = edition.in_force or _known_start(work, edition) or edition.adopted
    assert starts is not None  # the validation stops an edition without any day
    version = Version.objects.create(
        work=work,
        valid_from=starts,
        from_is_adopted=edition.in_force is None and starts == edition.adopted,
        adopted=edition.adopted,
        known_from=clock.now(),
        is_complete=edition.is_complete,
        source=edition.source[:300],
        checked_on=clock.today(),
        checked_by=checked_by,
        size=edition.size,
    )
    provisions = Provision.objects.bulk_create(_provisions(version, edition), batch_size=BATCH)
    by_number = {provision.number: provision for provision in provisions}
    texts = (text for article in edition.articles for text in _texts(by_number[article.number], article, edition))
    Text.objects.bulk_create(texts, batch_size=BATCH)
    _put_in_order(work)
    return version


def _known_start(work: Work, edition: Edition) -> date | None:
    """The day the catalogue gives for the entry into force of this very revision."""
    is_newest = edition.adopted is not None and edition.adopted.isoformat() in work.amended
    return work.newest_from if is_newest else None


def _work(edition: Edition) -> Work:
    """The work of the catalogue, or a new one from the edition's own titles."""
    key = key_of(edition.place, edition.code)
    titles = {lang.replace("-", "_").lower(): title for lang, title in edition.titles.items()}
    first = next(iter(titles.values()))
    defaults = {
        "place": edition.place,
        "code": edition.code,
        "ref": f"L-{hashlib.sha256(key.encode()).hexdigest()[:30]}",
        "level": edition.level[:40],
        "number": edition.number,
        "zh_hans": titles.get("zh_hans", first)[:160],
        "zh_hant": titles.get("zh_hant", first)[:160],
        "en": titles.get("en", first)[:200],
    }
    return Work.objects.get_or_create(key=key, defaults=defaults)[0]


def _provisions(version: Version, edition: Edition) -> Iterator[Provision]:
    for position, article in enumerate(edition.articles):
        yield Provision(
            version=version,
            number=article.number,
            label=article.label[:60],
            path=" / ".join(article.path)[:300],
            position=position,
        )


def _texts(provision: Provision, article: Article, edition: Edition) -> Iterator[Text]:
    for language, wording in article.wordings.items():
        yield Text(
            provision=provision,
            language=language,
            status=wording.status,
            heading=wording.heading[:300],
            body=wording.text,
            as_of=edition.as_of.get(language),
        )


def _put_in_order(work: Work) -> None:
    """Let each version end on the first day of the next; a repealed work's last one ends on that day."""
    versions = list(work.versions.order_by("valid_from", "known_from"))
    days = sorted({version.valid_from for version in versions})
    following = dict(zip(days, [*days[1:], work.repealed_on], strict=True))
    for version in versions:
        ends = following[version.valid_from] or _superseded(work, version)
        if ends is not None and ends <= version.valid_from:
            ends = None
        if ends != version.valid_to:
            version.valid_to = ends
            version.save(update_fields=["valid_to"])


def _superseded(work: Work, version: Version) -> date | None:
    """The day a revision known to the catalogue is in force, if it is another one than this version."""
    newest = work.newest_from
    adopted = (version.adopted or version.valid_from).isoformat()
    is_that_revision = adopted in work.amended or adopted in work.promulgated
    return None if newest is None or is_that_revision or newest <= version.valid_from else newest
