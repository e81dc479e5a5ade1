"""What left, in words: for the page of a release that has crossed and for printing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from yuegang.accounts import access as accounts
from yuegang.engine.protocol.schema import KindSchema
from yuegang.exchange.release.handlers import releasable
from yuegang.exchange.release.models import Release, ReleaseImage
from yuegang.exchange.release.page import label_of
from yuegang.exchange.release.rows import name_of


@dataclass(frozen=True, slots=True)
class Manifest:
    """What left, in words."""

    fields: list[tuple[str, str, str]]  # class, name, pointer
    held: list[tuple[str, str, str]]  # class, name, reason
    grounds: list[tuple[str, str, str, str]]  # name, statute, necessity, officer
    pictures: list[ReleaseImage]
    body_digest: str


def manifest_of(release: Release) -> Manifest:
    """Return what left, field by field, with the names of those who answered for it."""
    kept = release.manifest or {}
    schema = releasable(release.kind).schema
    reasons = {"assessment": _("no registered assessment"), "withheld": _("withheld by the approver")}
    officers = accounts.names_of(one["officer"] for one in kept["grounds"])
    return Manifest(
        fields=[(_letter(schema, one), label_of(schema, one), one) for one in kept["fields"]],
        held=[(one["class"], label_of(schema, one["pointer"]), reasons[one["reason"]]) for one in kept["held"]],
        grounds=[
            (label_of(schema, one["pointer"]), one["statute"], one["necessity"], name_of(officers[one["officer"]]))
            for one in kept["grounds"]
        ],
        pictures=list(release.images.filter(send=True).select_related("burnt")),
        body_digest=kept["body_digest"],
    )


def _letter(schema: KindSchema, pointer: str) -> str:
    rule = schema.rule(pointer)
    return rule.cls if rule is not None else ""
