"""Say a value of a lead or an answer in the reader's language: coded values are the translation."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from yuegang.enforcement import names
from yuegang.enforcement.forms.numbers import in_words
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
from yuegang.rights.models import Right

Labels = Mapping[Any, Any]  # codes to lazy labels of a TextChoices

CHOICES: dict[str, Labels] = {
    "form": dict(Lead.Form.choices),
    "ip_type": dict(IpType.choices),
    "right_jurisdiction": dict(Right.Jurisdiction.choices),
    "quantity_unit": dict(QuantityUnit.choices),
    "currency": dict(Currency.choices),
    "value_basis": dict(ValueBasis.choices),
    "movement": dict(Movement.choices),
    "conveyance": dict(Conveyance.choices),
    "grading_scheme": dict(GradingScheme.choices),
    "urgency": dict(Urgency.choices),
    "stub_channel": dict(Lead.StubChannel.choices),
    "stage": dict(Feedback.Stage.choices),
    "assessment": dict(Feedback.Assessment.choices),
    "measures": dict(Measure.choices),
    "no_action_reason": dict(NoActionReason.choices),
    "result": dict(Feedback.Result.choices),
}
TABLES: dict[str, Callable[[], Mapping[str, names.Named]]] = {
    "goods_category": names.goods,
    "loading_port": names.ports,
    "control_port": names.ports,
    "destination": names.destinations,
    "mo_codes": names.modus_operandi,
}


def shown(name: str, value: object) -> str:
    """Return a plain value of a field in words; an unknown code stands as it came."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, list | tuple):
        return _("; ").join(shown(name, one) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        words = in_words(str(value))
        return f"{value:,} ({words})" if words else f"{value:,}"
    text = str(value)
    if name in CHOICES:
        return str(CHOICES[name].get(text, text))
    if name in TABLES:
        found = TABLES[name]().get(text)
        return found.name if found else text
    if name == "hs_code":
        return f"{text[:4]}.{text[4:]}".rstrip(".")
    return text
