"""The invariants of a lead, kept by the database too."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuegang.enforcement.models.lead_facts import (
    Conveyance,
    Currency,
    Handling,
    IpType,
    Movement,
    QuantityUnit,
    Urgency,
    ValueBasis,
)

STATUSES = ("draft", "in_release", "sent", "acknowledged", "in_hand", "answered", "closed", "refused")
CROSSED = STATUSES[2:]


Words = Any  # a lazy text has no public type


def _rule(name: str, condition: Q, message: Words) -> models.CheckConstraint:
    return models.CheckConstraint(condition=condition, name=name, violation_error_message=message)


def _choice(field: str, values: list[str], *, blank: bool = True) -> models.CheckConstraint:
    allowed = [*values, ""] if blank else values
    return _rule(f"lead_{field}_known", Q(**{f"{field}__in": allowed}), _("This value is not in the list."))


def _not_negative(field: str, message: Words) -> models.CheckConstraint:
    return _rule(f"lead_{field}_not_negative", Q(**{field: None}) | Q(**{f"{field}__gte": 0}), message)


LEAD_RULES: list[models.BaseConstraint] = [
    _not_negative("lots", _("A number of lots is zero or more.")),
    _not_negative("cases", _("A number of cases is zero or more.")),
    _not_negative("items", _("A number of items is zero or more.")),
    _not_negative("value", _("A value is zero or more.")),
    _rule(
        "lead_value_whole",
        Q(value=None, currency="", value_basis="") | (Q(value__isnull=False) & ~Q(currency="") & ~Q(value_basis="")),
        _("A value needs its currency and its basis, and neither stands without a value."),
    ),
    _choice("status", list(STATUSES), blank=False),
    _choice("form", ["full", "stub"], blank=False),
    _choice("revision", ["none", "draft", "in_release"], blank=False),
    _choice("marking", Handling.values, blank=False),
    _choice("urgency", Urgency.values, blank=False),
    _choice("ip_type", IpType.values),
    _choice("right_jurisdiction", ["CN", "HK", "MO"]),
    _choice("quantity_unit", QuantityUnit.values),
    _choice("currency", Currency.values),
    _choice("value_basis", ValueBasis.values),
    _choice("movement", Movement.values),
    _choice("conveyance", Conveyance.values),
    _choice("stub_channel", ["paper", "closed_channel", "meeting"]),
    _choice("source_reliability", list("ABCDEF")),
    _choice("info_credibility", list("123456")),
    _rule(
        "lead_hs_digits",
        Q(hs_code__regex=r"^([0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{10})?$"),
        _("A tariff code has 4, 6, 8 or 10 digits."),
    ),
    _rule(
        "lead_stub_whole",
        Q(form="full", stub_channel="", stub_date=None, stub_reference="")
        | (Q(form="stub", stub_date__isnull=False) & ~Q(stub_channel="") & ~Q(ip_type="")),
        _("A stub names its channel, its date and the type of right; a full sheet has none of the stub's fields."),
    ),
    _rule(
        "lead_stub_empty",
        Q(form="full")
        | Q(goods="", brand="", right_text="", narrative="", persons="", informer="", consignor_name="",
            consignee_name="", vehicle="", container="", waybill="", document_number="", items=None, value=None),
        _("A stub carries no content: the content travels on its own channel."),
    ),
    _rule(
        "lead_sent_whole",
        Q(status__in=STATUSES[:2], item_ver=0)
        | Q(status__in=CROSSED, number__isnull=False, released_at__isnull=False, to_unit__isnull=False,
            item_ver__gte=1),
        _("A lead that crossed has its number, its receiver and the time of its release."),
    ),
    _rule(
        "lead_in_release_whole",
        ~Q(status="in_release") | Q(number__isnull=False, to_unit__isnull=False),
        _("A lead in release has its number and its receiver."),
    ),
    _rule(
        "lead_acknowledged_at",
        ~Q(status__in=["acknowledged", "in_hand", "answered"]) | Q(acknowledged_at__isnull=False),
        _("An acknowledged lead has the time of its acknowledgement."),
    ),
    _rule(
        "lead_answered_at",
        ~Q(status="answered") | Q(answered_at__isnull=False),
        _("An answered lead has the time of its answer."),
    ),
    _rule(
        "lead_refused_at",
        ~Q(status="refused") | (Q(refused_at__isnull=False) & ~Q(refusal_reason="")),
        _("A refused lead has the time and the reason of its refusal."),
    ),
    _rule("lead_closed_at", ~Q(status="closed") | Q(closed_at__isnull=False), _("A closed lead has its closing time.")),
    _rule(
        "lead_not_to_itself",
        Q(to_unit=None) | ~Q(to_unit=models.F("origin_unit")),
        _("A lead goes to a unit of the other side."),
    ),
]  # fmt: skip
