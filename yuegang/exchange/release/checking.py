"""Keep findings and pictures of a release in step with its draft, and take people's decisions on them."""

import unicodedata
from collections.abc import Mapping, Sequence

from django.db import transaction

from yuegang.accounts.models import Officer
from yuegang.audit import actions as audit
from yuegang.base import clock
from yuegang.base.files.errors import FileRefused
from yuegang.base.files.images import Box
from yuegang.engine.protocol.gate import PlacedFinding
from yuegang.engine.protocol.scan import SECRET_MARK
from yuegang.engine.protocol.schema import leaves
from yuegang.exchange.release.access import is_writer, may_work_on
from yuegang.exchange.release.clearance import found_in, summarise
from yuegang.exchange.release.errors import ReleaseRefused
from yuegang.exchange.release.handlers import Releasable, releasable
from yuegang.exchange.release.models import (
    Assessment,
    Release,
    ReleaseFinding,
    ReleaseGround,
    ReleaseImage,
    ReleaseView,
)

MOST_BOXES = 40  # on one picture
Resolution = ReleaseFinding.Resolution


def refresh_checks(release: Release, handler: Releasable) -> None:
    """Bring pictures and findings in step with the draft; what was resolved stays resolved where the text stands."""
    _refresh_images(release, handler)
    known: dict[tuple[str, str, str], list[ReleaseFinding]] = {}
    for row in release.findings.all():
        known.setdefault((row.pointer, row.kind, row.text), []).append(row)
    for found in found_in(release, handler):
        rows = known.get((found.pointer, found.kind, found.text), [])
        _keep(release, found, rows.pop(0) if rows else None)
    release.findings.filter(pk__in=[row.pk for rows in known.values() for row in rows]).delete()
    summarise(release)


def _keep(release: Release, found: PlacedFinding, row: ReleaseFinding | None) -> None:
    place = {"start": found.start, "end": found.end}
    if row is None:
        ReleaseFinding.objects.create(
            release=release, pointer=found.pointer, kind=found.kind, text=found.text[:640], **place
        )
    elif (row.start, row.end) != (found.start, found.end):
        ReleaseFinding.objects.filter(pk=row.pk).update(**place)


def _refresh_images(release: Release, handler: Releasable) -> None:
    pictures = {picture.stored.pk: picture for picture in handler.images(release.item_id)}
    kept = {image.source_id: image for image in release.images.all()}
    release.images.filter(pk__in=[image.pk for source, image in kept.items() if source not in pictures]).delete()
    for image in kept.values():  # numbers are unique: move the old ones out of the way first
        release.images.filter(pk=image.pk).update(number=1000 + image.number)
    for number, (source, picture) in enumerate(pictures.items()):
        ReleaseImage.objects.update_or_create(
            release=release, source_id=source, defaults={"number": number, "caption": picture.caption[:200]}
        )


@transaction.atomic
def resolve(
    finding: ReleaseFinding, officer: Officer, resolution: str, *, replacement: str = "", note: str = ""
) -> ReleaseFinding:
    """Settle one place: replace it by other words, remove it, or say why it is no personal data.

    The last needs somebody who did not write the draft. Raises ReleaseRefused "release.secret", "release.four_eyes";
    ValidationError for a missing reason or replacement.
    """
    release = _open_release(finding.release, officer)
    if finding.kind == SECRET_MARK:
        raise ReleaseRefused("release.secret", finding.pointer)
    if resolution == Resolution.NOT_PERSONAL and is_writer(release, officer.pk):
        raise ReleaseRefused("release.four_eyes", finding.pointer)
    finding.resolution = resolution
    finding.replacement = unicodedata.normalize("NFC", replacement.strip()) if resolution == Resolution.REPLACED else ""
    finding.note = note.strip()
    finding.officer, finding.resolved_at = officer, clock.now()
    finding.full_clean()
    finding.save()
    detail = {"kind": finding.kind, "place": finding.pointer, "resolution": resolution}
    audit.record(officer, "release.finding", _target(release), detail=detail)
    summarise(release)
    return finding


@transaction.atomic
def reopen(finding: ReleaseFinding, officer: Officer) -> None:
    """Take a resolution back."""
    release = _open_release(finding.release, officer)
    finding.resolution = finding.replacement = finding.note = ""
    finding.officer = finding.resolved_at = None
    finding.save()
    audit.record(officer, "release.finding", _target(release), detail={"place": finding.pointer, "resolution": ""})
    summarise(release)


@transaction.atomic
def state_grounds(release: Release, officer: Officer, sent: Sequence[str], *, statute: str, necessity: str) -> None:
    """State the legal ground for the class B fields to be sent; the other class B fields stay home.

    sent: pointers. A writer of the draft cannot state a ground: raises ReleaseRefused "release.four_eyes".
    """
    locked = _open_release(release, officer)
    if is_writer(locked, officer.pk):
        raise ReleaseRefused("release.four_eyes")
    pointers = class_b_pointers(locked)
    locked.withheld = [pointer for pointer in pointers if pointer not in sent]
    locked.save(update_fields=["withheld"])
    locked.grounds.all().delete()
    for pointer in sorted(set(sent) & set(pointers)):
        ground = ReleaseGround(
            release=locked,
            pointer=pointer,
            statute=unicodedata.normalize("NFC", statute.strip()),
            necessity=unicodedata.normalize("NFC", necessity.strip()),
            officer=officer,
        )
        ground.full_clean()
        ground.save()
    detail = {"sent": sorted(set(sent)), "withheld": locked.withheld}
    audit.record(officer, "release.ground", _target(locked), detail=detail)
    summarise(locked)


def class_b_pointers(release: Release) -> list[str]:
    """Return the class B fields the draft fills, in the order of the schema."""
    handler = releasable(release.kind)
    return filled(handler, handler.compose(release.item_id), "B")


def filled(handler: Releasable, item: Mapping[str, object], cls: str) -> list[str]:
    """Return the pointers of the fields of one class that an item fills, in the order of the schema."""
    from_schema = leaves(handler.schema, item)
    return [leaf.pointer for leaf in from_schema if leaf.rule.cls == cls and not leaf.is_absent]


@transaction.atomic
def choose_assessment(release: Release, officer: Officer, assessment: Assessment | None) -> None:
    """Select the registered assessment under which class C fields may cross, or none.

    Raises ReleaseRefused "release.four_eyes", "release.assessment" if it does not cover this kind and recipient now.
    """
    locked = _open_release(release, officer)
    if is_writer(locked, officer.pk):
        raise ReleaseRefused("release.four_eyes")
    if assessment is not None and not (
        assessment.is_valid and assessment.scope == locked.kind and assessment.recipient_node == locked.to_node
    ):
        raise ReleaseRefused("release.assessment", assessment.reference)
    locked.assessment = assessment
    locked.save(update_fields=["assessment"])
    detail = {"reference": "" if assessment is None else assessment.reference}
    audit.record(officer, "release.assessment", _target(locked), detail=detail)
    summarise(locked)


@transaction.atomic
def set_boxes(image: ReleaseImage, officer: Officer, boxes: Sequence[Mapping[str, object]]) -> None:
    """Set the boxes of a picture; whoever looked at it before has to look again.

    boxes: x, y, width, height in pixels of the original, kind. Raises FileRefused for a box outside the picture,
    ReleaseRefused "release.boxes" for too many or an unknown kind.
    """
    release = _open_release(image.release, officer)
    if len(boxes) > MOST_BOXES or any(box.get("kind") not in ReleaseImage.Box.values for box in boxes):
        raise ReleaseRefused("release.boxes")
    image.boxes = [_box(image, box) for box in boxes]
    image.save(update_fields=["boxes"])
    image.views.all().delete()
    detail = {"picture": image.number, "boxes": len(image.boxes)}
    audit.record(officer, "release.boxes", _target(release), detail=detail)


def _box(image: ReleaseImage, values: Mapping[str, object]) -> dict[str, object]:
    """Return a box cut to the picture."""
    box = Box.of(values)
    width, height = image.source.width or 0, image.source.height or 0
    left, top = max(0, box.x), max(0, box.y)
    right, bottom = min(width, box.x + box.width), min(height, box.y + box.height)
    if right <= left or bottom <= top:
        raise FileRefused("image.box")
    return {"x": left, "y": top, "width": right - left, "height": bottom - top, "kind": str(values["kind"])}


@transaction.atomic
def set_sent(image: ReleaseImage, officer: Officer, *, send: bool) -> None:
    """Say whether a picture is sent at all."""
    release = _open_release(image.release, officer)
    image.send = send
    image.save(update_fields=["send"])
    audit.record(officer, "release.picture", _target(release), detail={"picture": image.number, "send": send})
    summarise(release)


@transaction.atomic
def looked_at(image: ReleaseImage, officer: Officer) -> None:
    """Note that an officer looked at a picture in full size, with its boxes as they are."""
    release = _open_release(image.release, officer)
    _view, is_new = ReleaseView.objects.get_or_create(image=image, officer=officer)
    if is_new:
        audit.record(officer, "release.look", _target(release), detail={"picture": image.number})


def _open_release(release: Release, officer: Officer) -> Release:
    """Lock a release that may still be changed, by its author or by those who sign it."""
    locked = Release.objects.select_for_update().get(pk=release.pk)
    if locked.has_left:
        raise ReleaseRefused("release.state", locked.state)
    if not may_work_on(locked, officer):
        raise ReleaseRefused("release.not_yours")
    return locked


def _target(release: Release) -> str:
    return f"exchange.release:{release.pk}"
