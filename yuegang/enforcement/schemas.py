"""The gate schemas of this room: every field that may ever cross, with its class (domain sheet A3)."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_noop as _

from yuegang.enforcement.models import (
    Conveyance,
    Currency,
    Feedback,
    GradingScheme,
    IpType,
    Lead,
    Measure,
    Movement,
    NoActionReason,
    QuantityUnit,
    Urgency,
    ValueBasis,
)
from yuegang.engine.protocol.gate import FieldClass, FieldRule, KindSchema
from yuegang.rights.models import Right

VERSION = 1


def _field(name: str, label: str, cls: FieldClass = "A", kind: str = "code", **more: Any) -> FieldRule:  # Any: options
    return FieldRule("/" + name, cls, kind, label=label, **more)


def _coded(name: str, label: str, values: Sequence[str], **more: Any) -> FieldRule:  # Any: options
    return FieldRule("/" + name, "A", more.pop("kind", "code"), label=label, choices=tuple(values), **more)


STUB_FIELDS = (
    _field("number", _("Number"), required=True),
    _coded("form", _("Form"), Lead.Form.values, required=True),
    _field("article", _("Article"), kind="integer", required=True),
    _coded("ip_type", _("Kind of right"), IpType.values, required=True),
    _coded("stub_channel", _("Channel of the content"), Lead.StubChannel.values),
    _field("stub_date", _("Date of the content"), kind="date"),
)

GOODS_FIELDS = (
    _field("right_text", _("Right"), kind="text", free_text=True),
    _field("right_number", _("Number of the right")),
    _coded("right_jurisdiction", _("Right in force in"), Right.Jurisdiction.values),
    _field("brand", _("Brand"), kind="text", free_text=True),
    _field("goods_category", _("Category of goods")),
    _field("goods", _("Goods"), kind="text", free_text=True),
    _field("declared_goods", _("Declared as"), kind="text", free_text=True),
    _field("hs_code", _("HS code")),
    _field("lots", _("Lots"), kind="integer"),
    _field("cases", _("Cases"), kind="integer"),
    _field("items", _("Items"), kind="integer"),
    _coded("quantity_unit", _("Counted in"), QuantityUnit.values),
    _field("value", _("Value"), kind="decimal"),
    _coded("currency", _("Currency"), Currency.values),
    _coded("value_basis", _("Basis of the value"), ValueBasis.values),
)

ROUTE_FIELDS = (
    _field("origin_place", _("Place of origin"), kind="text", free_text=True),
    _field("loading_port", _("Loading port")),
    _field("control_port", _("Control point")),
    _field("destination", _("Destination")),
    _coded("movement", _("Movement"), Movement.values),
    _coded("conveyance", _("Conveyance"), Conveyance.values),
    _field("expected_on", _("Expected on"), kind="date"),
    _field("vehicle", _("Vehicle"), "B"),
    _field("container", _("Container"), "B"),
    _field("waybill", _("Waybill"), "B"),
    _field("document_number", _("Document number"), "B"),
)

PARTY_FIELDS = (
    _field("consignor_name", _("Consignor"), "B"),
    _field("consignor_address", _("Consignor's address"), "B", "text"),
    _field("consignee_name", _("Consignee"), "B"),
    _field("consignee_address", _("Consignee's address"), "B", "text"),
    _field("persons", _("Persons"), "C", "text"),
    _field("informer", _("Informer"), "D", "text"),
)

HANDLING_FIELDS = (
    _field("narrative", _("Narrative"), kind="text", free_text=True),
    _field("mo_codes", _("Modus operandi"), kind="codes"),
    _coded("grading_scheme", _("Grading scheme"), GradingScheme.values),
    _coded("source_reliability", _("Reliability of the source"), "ABCDEF"),
    _coded("info_credibility", _("Credibility of the information"), "123456"),
    _field("caveat", _("Caveat"), kind="text", free_text=True),
    _coded("urgency", _("Urgency"), Urgency.values),
    _field("expires_on", _("Expires on"), kind="date"),
)

LEAD_SCHEMA = KindSchema(
    "lead", VERSION, STUB_FIELDS + GOODS_FIELDS + ROUTE_FIELDS + PARTY_FIELDS + HANDLING_FIELDS, answerable=True
)

CODED_FEEDBACK = (
    _coded("stage", _("Stage"), Feedback.Stage.values, required=True),
    _coded("assessment", _("Assessment"), Feedback.Assessment.values),
    _coded("measures", _("Measures taken"), Measure.values, kind="codes", required=True),
    _field("consignments_inspected", _("Consignments inspected"), kind="integer"),
    _coded("no_action_reason", _("Reason for no action"), NoActionReason.values),
    _coded("result", _("Result"), Feedback.Result.values, required=True),
    _field("lots", _("Lots"), kind="integer"),
    _field("cases", _("Cases"), kind="integer"),
    _field("items", _("Items"), kind="integer"),
    _field("value", _("Value"), kind="decimal"),
    _coded("currency", _("Currency"), Currency.values),
    _coded("value_basis", _("Basis of the value"), ValueBasis.values),
    _field("arrests", _("Arrests"), kind="integer"),
    _field("usefulness", _("Usefulness"), kind="integer"),
    _field("may_quote", _("May be quoted"), kind="boolean"),
)

FEEDBACK_TEXTS = (
    _field("remark", _("Remark"), kind="text", free_text=True),
    _field("lessons", _("Lessons"), kind="text", free_text=True),
    _field("next_question", _("Next question"), kind="text", free_text=True),
)

FEEDBACK_SCHEMA = KindSchema("feedback", VERSION, CODED_FEEDBACK + FEEDBACK_TEXTS)

MESSAGE_SCHEMA = KindSchema(
    "message", VERSION, (_field("text", _("Message"), kind="text", free_text=True, required=True),)
)

OUTCOMES = ("accepted", "refused", "forwarded")
REASONS = ("not_competent", "no_right_here", "not_enough", "duplicate", "wrong_unit", "other")

ACKNOWLEDGEMENT_SCHEMA = KindSchema(
    "acknowledgement",
    VERSION,
    (
        _coded("outcome", _("Outcome"), OUTCOMES, required=True),
        _coded("reason", _("Reason"), REASONS),
        _field("unit", _("Now with"), kind="unit"),
    ),
    releasable=False,
)


def names_of(fields: Sequence[FieldRule]) -> tuple[str, ...]:
    """Return the names of flat fields, without the slash of their pointers."""
    return tuple(rule.pointer.removeprefix("/") for rule in fields)
