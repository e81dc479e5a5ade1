"""Bring together what persons decided about a release, and let the gate say what would leave.

The page that shows what will leave and the action that sends it call the same function.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import override

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.engine.protocol import gate
from yuegang.engine.protocol.canonical import digest
from yuegang.engine.protocol.errors import Refusal
from yuegang.engine.protocol.schema import leaves
from yuegang.exchange.release.access import is_writer
from yuegang.exchange.release.handlers import Releasable, releasable
from yuegang.exchange.release.models import Release, ReleaseImage
from yuegang.exchange.release.names import known_names

PICTURES = "/_pictures/"
CAPTIONS = gate.KindSchema("captions", 1, (gate.FieldRule(PICTURES + "*/caption", "A", free_text=True),))


@dataclass(frozen=True, slots=True)
class Preview:
    """Hold what would leave now, and everything in its way.

    captions: by number of the picture, as they would leave. unseen: pictures the officer has not looked at in full
    size. token: digest of what would leave, for the form that signs it.
    """

    item: Mapping[str, object]
    compiled: gate.Compiled
    captions: Mapping[int, str]
    refusals: tuple[Refusal, ...]
    unseen: tuple[ReleaseImage, ...]
    token: str

    @property
    def is_clear(self) -> bool:
        """Whether nothing is in the way."""
        return not self.refusals and not self.unseen


def preview(release: Release, officer: Officer | None = None) -> Preview:
    """Return what would leave now; with an officer, also which pictures he or she still has to look at."""
    handler = releasable(release.kind)
    item = handler.compose(release.item_id)
    images = list(release.images.select_related("source", "burnt").prefetch_related("views"))
    clearance = clearance_of(release, images)
    of_fields = [one for one in clearance.findings if not one.pointer.startswith(PICTURES)]
    of_captions = [one for one in clearance.findings if one.pointer.startswith(PICTURES)]
    fields = gate.examine(handler.schema, item, replace(clearance, findings=of_fields))
    captions = gate.examine(CAPTIONS, _captions(images), replace(clearance, findings=of_captions))
    return Preview(
        item=item,
        compiled=fields.compiled,
        captions=_by_number(images, captions.compiled),
        refusals=fields.refusals + captions.refusals,
        unseen=tuple(unseen(images, officer)) if officer is not None else (),
        token=_digest({"body": fields.compiled.body, "captions": captions.compiled.body, "pictures": _sent(images)}),
    )


def summarise(release: Release) -> None:
    """Keep what lists show: title, classes filled, number of open points; the page itself always asks anew."""
    handler, ready = releasable(release.kind), preview(release)
    present = [leaf for leaf in leaves(handler.schema, ready.item) if not leaf.is_absent]
    titles = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            titles[language] = str(handler.title(release.item_id))
    classes = "".join(sorted({leaf.rule.cls for leaf in present}))
    release.summary = {"titles": titles, "classes": classes, "open": len(ready.refusals)}
    Release.objects.filter(pk=release.pk).update(summary=release.summary)


def content_of(release: Release, handler: Releasable) -> str:
    """Return the digest of what the author wrote, pictures and address included; signatures are for this."""
    address = handler.draft(release.item_id)
    pictures = [(str(picture.stored.pk), picture.caption) for picture in handler.images(release.item_id)]
    return _digest({"item": handler.compose(release.item_id), "pictures": pictures, "to": address.to_unit})


def found_in(release: Release, handler: Releasable) -> tuple[gate.PlacedFinding, ...]:
    """Return every place in the draft that must be resolved: fields, free texts and captions."""
    names = known_names()
    captions = _captions(list(release.images.all()), every=True)
    places = [
        *gate.find(handler.schema, handler.compose(release.item_id), names),
        *gate.find(CAPTIONS, captions, names),
    ]
    for pointer, text in handler.free_texts(release.item_id):
        if handler.schema.rule(pointer) is None:  # stays home by the schema, and is looked at all the same
            places += _find_text(pointer, text, names)
    return tuple(places)


def unseen(images: Sequence[ReleaseImage], officer: Officer) -> Iterator[ReleaseImage]:
    """Yield the pictures to be sent that an officer has not looked at in full size."""
    for image in images:
        if image.send and all(view.officer_id != officer.pk for view in image.views.all()):
            yield image


def clearance_of(release: Release, images: Sequence[ReleaseImage]) -> gate.Clearance:
    """Return every decision as the gate wants it; a ground stated by a writer of the draft counts for nothing."""
    chosen = release.assessment
    kept_home = tuple(f"{PICTURES}{image.number}/" for image in images if not image.send)
    return gate.Clearance(
        peer=release.to_node,
        now=clock.now(),
        grounds=[
            gate.Ground(one.pointer, one.statute, one.necessity, str(one.officer_id))
            for one in release.grounds.all()
            if not is_writer(release, one.officer_id)
        ],
        assessments=()
        if chosen is None
        else [
            gate.Assessment(chosen.reference, chosen.scope, tuple(chosen.fields), chosen.recipient_node, chosen.expires)
        ],
        findings=[
            gate.PlacedFinding(one.pointer, one.kind, one.start, one.end, one.text, one.resolution, one.replacement)
            for one in release.findings.all()
            if not one.pointer.startswith(kept_home)
        ],
        withheld=frozenset(release.withheld),
        known_names=known_names(),
    )


def _find_text(pointer: str, text: str, names: Sequence[str]) -> list[gate.PlacedFinding]:
    alone = gate.KindSchema("text", 1, (gate.FieldRule("/text", "A"),))
    return [replace(one, pointer=pointer) for one in gate.find(alone, {"text": text}, names)]


def _captions(images: Sequence[ReleaseImage], *, every: bool = False) -> dict[str, object]:
    return {"_pictures": [{"caption": image.caption if every or image.send else ""} for image in images]}


def _by_number(images: Sequence[ReleaseImage], compiled: gate.Compiled) -> dict[int, str]:
    """Return the cleared captions by number; the compiled list has closed up over pictures without one."""
    cleared = compiled.body.get("_pictures", [])
    captioned = [image.number for image in images if image.send and image.caption]
    entries = cleared if isinstance(cleared, list) else []
    return {number: str(entry["caption"]) for number, entry in zip(captioned, entries, strict=False)}


def _sent(images: Sequence[ReleaseImage]) -> list[object]:
    return [[image.source.sha256, image.boxes] for image in images if image.send]


def _digest(value: object) -> str:
    """Return the digest of a value that may not be in canonical form yet; compared on this node only."""
    return digest(json.dumps(value, sort_keys=True, ensure_ascii=True, default=str).encode())
