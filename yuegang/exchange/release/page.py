"""What the page of one release shows, made once for the template: chain, queue, texts, pictures, what leaves."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yuegang.engine.protocol.errors import Refusal
from yuegang.engine.protocol.gate import Held
from yuegang.engine.protocol.schema import KindSchema, Leaf, leaves
from yuegang.exchange.release.clearance import PICTURES, Preview
from yuegang.exchange.release.handlers import Releasable, releasable
from yuegang.exchange.release.models import (
    Release,
    ReleaseFinding,
    ReleaseImage,
)
from yuegang.exchange.release.wording import OPEN, UNSEEN


@dataclass(frozen=True, slots=True)
class Point:
    """One thing in the way of a signature, and where it is put right."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of "what will leave": class, what, value, and how it is treated."""

    letter: str
    label: str
    value: str
    treatment: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """One box on a picture, with the place of its number."""

    number: int
    label: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text: plain, or a found place with its number."""

    text: str
    finding: ReleaseFinding | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """One text with its found places."""

    label: str
    segments: list[Segment]
    places: list[tuple[int, ReleaseFinding]]


@dataclass(frozen=True, slots=True)
class Thumb:
    """One picture of the row, and where it stands."""

    image: ReleaseImage
    boxes: list[Box]
    state: str
    label: str
    shape: str


def open_points(release: Release, ready: Preview) -> list[Point]:
    """Return one line for each thing in the way of a signature, and where on the page it is put right."""
    schema = releasable(release.kind).schema
    counted = Counter((one.rule, one.place) for one in ready.refusals)
    points = []
    for (rule, place), count in counted.items():
        sentence = str(OPEN.get(rule, rule)) % {"field": label_of(schema, place), "count": count}
        points.append(Point(sentence, "#texts" if rule == "gate.finding" else "#leaving"))
    for image in ready.unseen:
        address = reverse("release:picture", args=[release.pk, image.pk])
        points.append(Point(str(UNSEEN) % {"number": image.number + 1}, address))
    return points


def label_of(schema: KindSchema, pointer: str) -> str:
    """Return the name of a field in the reader's language; of a picture's caption, its number."""
    if pointer.startswith(PICTURES):
        return _("Caption of picture %(number)s") % {"number": int(pointer.split("/")[2]) + 1}
    rule = schema.rule(pointer)
    return _(rule.label) if rule is not None and rule.label else pointer.strip("/")


def lines_of(release: Release, ready: Preview) -> list[Line]:
    """Return what will leave and what stays, by class; class A in one line, the others one by one."""
    schema = releasable(release.kind).schema
    refused = {one.place: one for one in ready.refusals}
    held = {one.pointer: one for one in ready.compiled.held}
    present = [leaf for leaf in leaves(schema, ready.item) if not leaf.is_absent]
    free = [leaf for leaf in present if leaf.rule.cls == "A" and leaf.pointer not in refused]
    lines = [Line("A", _comma().join(_(leaf.rule.label) for leaf in free), "", "sent")] if free else []
    lines += [_picture_line(image, ready) for image in release.images.all()]
    others = [leaf for leaf in present if leaf not in free]
    lines += [_line(leaf, refused.get(leaf.pointer), held.get(leaf.pointer)) for leaf in others]
    lines.sort(key=lambda line: line.letter)
    return lines if lines and lines[-1].letter == "D" else [*lines, Line("D", _("none"), "", "")]


def _picture_line(image: ReleaseImage, ready: Preview) -> Line:
    covered = _("%(count)s covered places") % {"count": len(image.boxes)} if image.boxes else ""
    label = _("Picture %(number)s") % {"number": image.number + 1}
    return Line("A", label, ready.captions.get(image.number, ""), "sent" if image.send else "held", covered)


def _line(leaf: Leaf, refusal: Refusal | None, held: Held | None) -> Line:
    label, letter = _(leaf.rule.label), leaf.rule.cls
    value = "" if letter in "CD" else _short(leaf.value)
    if refusal is not None:
        value = "" if refusal.rule in ("gate.finding", "gate.secret") else value  # flagged in the text itself
        note = _("ground missing") if refusal.rule == "gate.ground" else _("still open")
        return Line(letter, label, value, "open", note)
    if held is not None:
        note = _("no registered assessment") if held.reason == "assessment" else _("withheld by the approver")
        return Line(letter, label, value, "held", note)
    note = {"B": _("ground stated"), "C": _("under the assessment")}.get(letter, "")
    return Line(letter, label, value, "sent", note)


def passages_of(release: Release, ready: Preview) -> list[Passage]:
    """Return the texts people wrote, with every found place numbered through the page."""
    handler = releasable(release.kind)
    found: dict[str, list[ReleaseFinding]] = {}
    for finding in release.findings.select_related("officer"):
        found.setdefault(finding.pointer, []).append(finding)
    texts = dict(handler.free_texts(release.item_id)) | _texts_with(found, handler, release, ready)
    passages, number = [], 0
    for pointer, text in texts.items():
        places = list(enumerate(found.get(pointer, []), start=number + 1))
        number += len(places)
        passages.append(Passage(label_of(handler.schema, pointer), list(_segments(text, places)), places))
    return passages


def _texts_with(
    found: Mapping[str, list[ReleaseFinding]], handler: Releasable, release: Release, ready: Preview
) -> dict[str, str]:
    """Return the texts of other fields and of captions in which something was found."""
    leaf_texts = {leaf.pointer: str(leaf.value) for leaf in leaves(handler.schema, ready.item)}
    captions = {f"{PICTURES}{image.number}/caption": image.caption for image in release.images.all()}
    return {pointer: text for pointer, text in (leaf_texts | captions).items() if pointer in found}


def _segments(text: str, places: list[tuple[int, ReleaseFinding]]) -> Iterator[Segment]:
    at = 0
    for number, finding in places:
        if finding.start >= at and text[finding.start : finding.end].startswith(finding.text):
            yield Segment(text[at : finding.start])
            yield Segment(text[finding.start : finding.end], finding, number)
            at = finding.end
    yield Segment(text[at:])


def thumbs_of(ready: Preview, images: list[ReleaseImage]) -> list[Thumb]:
    """Return the row of pictures with the state of each for this officer."""
    unseen = {image.pk for image in ready.unseen}
    thumbs = []
    for image in images:
        if not image.send:
            thumbs.append(Thumb(image, boxes_of(image), "held", _("not sent"), "shut"))
        elif image.pk in unseen:
            thumbs.append(Thumb(image, boxes_of(image), "open", _("to look at"), "work"))
        else:
            thumbs.append(Thumb(image, boxes_of(image), "seen", _("ready"), "done"))
    return thumbs


def shown_first(thumbs: list[Thumb]) -> Thumb | None:
    """Return the picture shown large: the first still to look at, else the first to be sent, else none."""
    for state in ("open", "seen"):
        for thumb in thumbs:
            if thumb.state == state:
                return thumb
    return None


def exact_body(ready: Preview) -> str:
    """Return what the gate compiled, for reading."""
    return json.dumps(ready.compiled.body, ensure_ascii=False, indent=1, sort_keys=True)


def boxes_of(image: ReleaseImage) -> list[Box]:
    """Return the boxes of a picture with their number and what they cover."""
    kinds = dict(ReleaseImage.Box.choices)
    return [
        Box(number, str(kinds[box["kind"]]), box["x"], box["y"], box["width"], box["height"])
        for number, box in enumerate(image.boxes, start=1)
    ]


def _short(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 80 else text[:79] + "…"


def _comma() -> str:
    return ", " if (get_language() or "en").startswith("en") else "、"
