"""The gate schemas of requests, replies and steps: every field that may ever cross, with its class."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_noop as _

from yuegang.enforcement.models import Urgency
from yuegang.enforcement.requests import choices
from yuegang.engine.protocol.gate import FieldClass, FieldRule, KindSchema

VERSION = 1


def _field(name: str, label: str, cls: FieldClass = "A", kind: str = "text", **more: Any) -> FieldRule:  # Any: options
    return FieldRule("/" + name, cls, kind, label=label, **more)


def _coded(name: str, label: str, values: Sequence[str], **more: Any) -> FieldRule:  # Any: options
    return FieldRule("/" + name, "A", more.pop("kind", "code"), label=label, choices=tuple(values), **more)


PLAIN_FIELDS = (
    _coded("matter", _("Matter"), choices.Matter.values, required=True),
    _field("legal_basis", _("Legal basis"), required=True, free_text=True),
    _field("work_title", _("Title of the work"), required=True, free_text=True),
    _field("work_title_other", _("Title in the other language"), free_text=True),
    _coded("work_kind", _("Kind of work"), choices.WorkKind.values, required=True),
    _field("registration_number", _("Registration number"), kind="code"),
    _field("rights_owner", _("Rights owner (firm)"), "B"),
    _field("author", _("Author (person)"), "C"),
    _field("infringing_facts", _("Facts of the infringing copies"), free_text=True),
    _field("needed_by", _("Needed by"), kind="date"),
    _coded("permitted_use", _("Permitted use"), choices.PermittedUse.values, required=True),
    _coded("urgency", _("Urgency"), Urgency.values),
)
REQUEST_SCHEMA = KindSchema(
    "request",
    VERSION,
    (
        _field("number", _("Number"), kind="code", required=True),
        *PLAIN_FIELDS,
        _field("questions/*/number", _("Number of the question"), kind="integer", required=True),
        _field("questions/*/text", _("Question"), free_text=True, required=True),
    ),
    answerable=True,
)
REPLY_SCHEMA = KindSchema(
    "reply",
    VERSION,
    (
        _field("answers/*/question", _("Number of the question"), kind="integer", required=True),
        _coded("answers/*/state", _("State of the answer"), choices.AnswerState.values, required=True),
        _field("answers/*/text", _("Answer"), free_text=True),
        _coded("answers/*/source", _("Source"), choices.Source.values),
        _coded("answers/*/certainty", _("Certainty"), choices.Certainty.values),
        _field("answers/*/valid_until", _("Valid until"), kind="date"),
        _coded("answers/*/proofs", _("Proofs of ownership"), choices.Proof.values, kind="codes"),
        _field("answers/*/passed_to", _("Passed on to"), free_text=True),
    ),
)
STEP_SCHEMA = KindSchema(
    "request-step",
    VERSION,
    (
        _coded("step", _("Step"), choices.Step.values, required=True),
        _coded("reason", _("Reason"), choices.Refusal.values),
        _coded("use", _("Use made of it"), choices.Use.values),
    ),
    releasable=False,
)
