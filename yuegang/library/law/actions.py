"""Every write of law: read a file in, decide on it as a second person, publish, mark a work as reviewed."""

from collections.abc import Iterator, Sequence

from django.db import transaction
from procrastinate.contrib.django import app

from yuegang.accounts.models import Officer
from yuegang.audit import actions as audit
from yuegang.base import clock
from yuegang.engine.law.edition import Edition, Finding, may_publish, validate
from yuegang.library.law import publishing
from yuegang.library.law.forms_of_law import form_of, read
from yuegang.library.law.keys import key_of
from yuegang.library.law.models import Load, LoadItem, Version, Work
from yuegang.library.law.packing import pack
from yuegang.library.law.readers.errors import ReadError

PUBLISH = "law.publish"
BATCH = 500  # rows of one insertion


class OwnLoad(ValueError):
    """Whoever loaded a file may not publish it."""


@transaction.atomic
def read_in(file_name: str, content: bytes, by: str) -> Load:
    """Keep what a file holds as a load that waits for a second person.

    by: an officer's id, or a word for the command line. Raises ReadError if the file is not law in a known form.
    """
    form = form_of(file_name)
    editions = read(form, content)
    if not editions:
        raise ReadError("file.empty: the file holds no statute")
    load = Load.objects.create(file_name=file_name[-200:], form=form, loaded_by=by)
    sizes = publishing.sizes()
    LoadItem.objects.bulk_create(
        (_item(load, position, edition, sizes.get(key_of(edition.place, edition.code)))
         for position, edition in enumerate(editions)),
        batch_size=BATCH,
    )  # fmt: skip
    audit.record(by, "law.load", f"law.load:{load.pk}", detail={"form": form, "editions": len(editions)})
    return load


def _item(load: Load, position: int, edition: Edition, before: int | None) -> LoadItem:
    findings = validate(edition, before)
    return LoadItem(
        load=load,
        position=position,
        key=key_of(edition.place, edition.code),
        title=next(filter(None, edition.titles.values()), "")[:200],
        content=pack(edition),
        findings=[[finding.rule, finding.place, finding.stops] for finding in findings],
        articles=len(edition.articles),
        size=edition.size,
        may_publish=may_publish(findings),
    )


def findings_of(item: LoadItem) -> Sequence[Finding]:
    """Return what the validation found in an item."""
    return [Finding(rule, place, stops) for rule, place, stops in item.findings]


@transaction.atomic
def decide(load: Load, officer: Officer, *, publish: bool) -> Load:
    """Publish a waiting load as its second person, or refuse it; the worker writes what is published.

    Raises OwnLoad if the officer loaded it; a load that is decided already stays as it is.
    """
    held = Load.objects.select_for_update().get(pk=load.pk)
    if held.state != Load.State.WAITING:
        return held
    if held.loaded_by == str(officer.pk):
        raise OwnLoad
    held.state = Load.State.APPROVED if publish else Load.State.REFUSED
    held.decided_by, held.decided_at = str(officer.pk), clock.now()
    held.save(update_fields=["state", "decided_by", "decided_at"])
    audit.record(officer, "law.approve" if publish else "law.refuse", f"law.load:{held.pk}")
    if publish:
        app.configure_task(PUBLISH).defer(load_id=held.pk, checked_by=officer.agency_code)
    return held


@transaction.atomic
def publish(load_id: int, checked_by: str) -> list[Version]:
    """Write the versions of an approved load; running it again changes nothing."""
    load = Load.objects.select_for_update().get(pk=load_id)
    if load.state != Load.State.APPROVED:
        return []
    made = list(_published(load, checked_by))
    load.state = Load.State.PUBLISHED
    load.save(update_fields=["state"])
    audit.record(load.decided_by, "law.publish", f"law.load:{load.pk}", detail={"versions": len(made)})
    return made


def _published(load: Load, checked_by: str) -> Iterator[Version]:
    for item in load.items.filter(may_publish=True).iterator(chunk_size=50):
        item.version = publishing.write(item.content, checked_by)
        item.save(update_fields=["version"])
        yield item.version


@transaction.atomic
def review(work: Work, officer: Officer) -> None:
    """Note that an officer compared a work with its official source today."""
    work.reviewed_on, work.reviewed_by = clock.today(), officer.agency_code
    work.save(update_fields=["reviewed_on", "reviewed_by"])
    audit.record(officer, "law.review", f"law.work:{work.key}"[:120])
