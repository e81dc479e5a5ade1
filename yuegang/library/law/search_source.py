"""Law as the one search box sees it: every provision of every version, and our notes where no text is loaded."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yuegang.base.search import Document, Hit, Source
from yuegang.base.search import Words as Shown
from yuegang.engine.law.provision import Provision as Words
from yuegang.engine.law.provision import Statute
from yuegang.library.law import access, presenting
from yuegang.library.law.models import Note, Provision, Text, Version, Work

ROWS = ("provision", "provision__number", "provision__path", "provision__version", "heading", "body")
BATCH = 2000  # rows fetched at once
LAW = "law"  # its key in settings.SEARCH_SOURCES


def state() -> str:
    """Return a text that changes when a document of law would."""
    versions = Version.objects.aggregate(count=Count("pk"), last=Max("pk"))
    ends = Version.objects.exclude(valid_to=None).aggregate(count=Count("pk"), last=Max("valid_to"))
    notes = Note.objects.aggregate(count=Count("pk"), last=Max("pk"), confirmed=Count("pk", filter=~Q(hant_of="")))
    return f"law {versions} {ends} {notes}"


def documents() -> Iterator[Document]:
    """Yield the provisions of all versions, then the provisions we only have a note on."""
    works = {work.pk: work for work in Work.objects.all()}
    statutes = {pk: statute_of(work) for pk, work in works.items()}
    notes = {(note.work_id, note.number): note for note in Note.objects.all()}
    versions = {version.pk: version for version in access.newest_known()}
    texts = Text.objects.order_by("provision").values_list(*ROWS)
    for _pk, group in groupby(texts.iterator(BATCH), key=itemgetter(0)):
        rows = list(group)
        version = versions.get(rows[0][3])
        if version is not None:  # one that a later correction replaced is not searched
            note = notes.get((version.work_id, rows[0][1]))
            yield _of_text(rows, version, works[version.work_id], statutes[version.work_id], note)
    loaded = {version.work_id for version in versions.values()}
    for (pk, _number), note in notes.items():
        if pk not in loaded:
            yield _of_note(note, works[pk], statutes[pk])


def statute_of(work: Work) -> Statute:
    """Return a work as the engine of search sees it."""
    place = "CN-GD" if work.place == "GD" else work.place
    titles = tuple(dict.fromkeys((work.zh_hans, work.zh_hant, work.en, work.code)))
    return Statute(place=place, level=work.level, key=work.key, titles=titles)


def _headings(note: Note | None) -> str:
    return f"{note.heading_zh_hans} {note.heading_zh_hant} {note.heading_en}" if note else ""


def _of_text(
    rows: Sequence[tuple[object, ...]], version: Version, work: Work, statute: Statute, note: Note | None
) -> Document:
    _pk, number, path, _version, _heading, _body = rows[0]
    words = Words(
        statute=statute,
        number=str(number),
        heading=" ".join((*(str(row[4]) for row in rows), _headings(note))).strip(),
        path=str(path),
        body="\n".join(str(row[5]) for row in rows),
    )
    return _document(work, words, version)


def _of_note(note: Note, work: Work, statute: Statute) -> Document:
    body = "\n".join(filter(None, (note.summary_zh_hans, note.summary_zh_hant, note.summary_en))) or _headings(note)
    return _document(work, Words(statute, note.number, _headings(note), "", body), None)


def _document(work: Work, words: Words, version: Version | None) -> Document:
    return Document(
        kind=LAW,
        provision=words,
        names=(work.zh_hans, work.zh_hant, work.en),
        url_name="law:provision",
        url_words={"place": work.place, "code": work.code, "number": words.number},
        topics=work.topics.replace(";", " "),
        valid_from=version.valid_from if version else None,
        valid_to=version.valid_to if version else None,
        detail={"version": version.pk if version else 0, "work": work.pk},
    )


def words_of(hits: Sequence[Hit]) -> Mapping[str, Shown]:
    """Return what the search page shows of hits, in the reader's language where there is a text in it."""
    numbers = {hit.url_words["number"] for hit in hits}
    versions = {int(hit.detail["version"]) for hit in hits}
    works = {int(hit.detail["work"]) for hit in hits}
    found = Provision.objects.filter(version__in=versions, number__in=numbers).prefetch_related("texts")
    provisions = {(each.version_id, each.number): each for each in found}
    notes = {(each.work_id, each.number): each for each in Note.objects.filter(work__in=works, number__in=numbers)}
    return {
        hit.key: _shown(
            provisions.get((int(hit.detail["version"]), hit.url_words["number"])),
            notes.get((int(hit.detail["work"]), hit.url_words["number"])),
            hit.url_words["number"],
        )
        for hit in hits
    }


def _shown(provision: Provision | None, note: Note | None, number: str) -> Shown:
    heading = note.heading() if note else ""
    if provision is None:
        return Shown(number, heading, note.summary() if note else "", presenting.TAGS[presenting.reader()])
    texts = {text.language: text for text in provision.texts.all()}
    language = presenting.choose(list(texts.values()), ())[0]
    text = texts[language]
    return Shown(provision.label, heading or text.heading, text.body, presenting.TAGS[language])


def group_url(hit: Hit) -> str:
    """Return the address of the statute a provision belongs to."""
    return reverse("law:work", kwargs={key: hit.url_words[key] for key in ("place", "code")})


SOURCE = Source(
    label=_("Laws and policies"),
    is_public=True,
    documents=documents,
    state=state,
    words=words_of,
    group_url=group_url,
    names=access.names,
)
