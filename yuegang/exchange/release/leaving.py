"""Send what the gate compiled: burn the boxes in, put the entry into the outbox, write down what left."""

from collections.abc import Mapping

from yuegang.base.files.actions import burn_boxes
from yuegang.engine.protocol.canonical import canonical, digest
from yuegang.engine.protocol.gate import Compiled
from yuegang.engine.protocol.schema import CLEARANCE
from yuegang.exchange.actions import Outgoing, enqueue
from yuegang.exchange.handlers import File
from yuegang.exchange.models import OutboxEntry
from yuegang.exchange.release.handlers import Releasable
from yuegang.exchange.release.models import Release, ReleaseImage
from yuegang.exchange.targets import obligation_for

SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


def send(release: Release, handler: Releasable, compiled: Compiled, captions: Mapping[int, str]) -> OutboxEntry:
    """Put the item into the outbox in the caller's transaction, and the manifest with its digest on the release."""
    images = list(release.images.filter(send=True).select_related("source"))
    files = [_file(image, captions.get(image.number, "")) for image in images]
    schema = handler.schema
    obligation = obligation_for(release.kind, release.from_unit, release.to_unit) if schema.answerable else None
    entry = enqueue(
        Outgoing(
            kind=release.kind,
            item_id=release.item_id,
            item_ver=release.item_ver,
            from_unit=release.from_unit,
            to_unit=release.to_unit,
            body=compiled.body,
            marking=release.marking,
            obligation=obligation,
            ref=release.ref,
            files=files,
        )
    )
    release.manifest = manifest_of(release, compiled, files)
    release.manifest_digest = digest(canonical(release.manifest))
    return entry


def manifest_of(release: Release, compiled: Compiled, files: list[File]) -> dict[str, object]:
    """Return what is kept of a release: where each part of the body came from, on what ground, by whose hand."""
    return {
        "v": 1,
        "kind": release.kind,
        "item_id": str(release.item_id),
        "item_ver": release.item_ver,
        "from_unit": release.from_unit,
        "to_unit": release.to_unit,
        "to_node": release.to_node,
        "marking": release.marking,
        "body_digest": digest(canonical(compiled.body)),
        "fields": list(compiled.manifest),
        "held": [{"pointer": one.pointer, "class": one.cls, "reason": one.reason} for one in compiled.held],
        "files": [{"name": name, "sha256": stored.sha256, "size": stored.size} for name, _type, stored in files],
        "clearance": compiled.body.get(CLEARANCE),
        "grounds": [
            {"pointer": one.pointer, "statute": one.statute, "necessity": one.necessity, "officer": str(one.officer_id)}
            for one in release.grounds.order_by("pointer")
        ],
        "findings": [
            {"pointer": one.pointer, "kind": one.kind, "resolution": one.resolution, "officer": str(one.officer_id)}
            for one in release.findings.all()
        ],
        "signatures": [
            {
                "step": one.step,
                "officer": str(one.officer_id),
                "acting_for": str(one.acting_for_id or ""),
                "decision": one.decision,
                "at": one.at.isoformat(timespec="milliseconds"),
            }
            for one in release.decisions.filter(round=release.round)
        ],
    }


def _file(image: ReleaseImage, caption: str) -> File:
    """Return the picture as it leaves, its boxes burnt in; the original is not touched."""
    image.burnt = burn_boxes(image.source, image.boxes) if image.boxes else image.source
    image.save(update_fields=["burnt"])
    name = (caption or str(image.number + 1)) + SUFFIXES.get(image.burnt.media_type, "")
    return name, image.burnt.media_type, image.burnt
