"""What officers enter when something is to be passed on."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.exchange.models import RosterKey
from yuegang.exchange.onward.actions import Wish
from yuegang.exchange.onward.models import OnwardRequest, Purpose
from yuegang.exchange.onward.schemas import passable
from yuegang.parties import access as parties

USUAL = timedelta(days=30)  # how long a grant is usually asked for


class AskForm(forms.Form):
    """To whom, for what, until when; no free text, because a request crosses without release."""

    to_unit = forms.ChoiceField(label=_("Pass on to"))
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    until = forms.DateField(
        label=_("Consent needed until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, origin: str, **more: Any) -> None:  # Any: as Form
        super().__init__(*args, **more)
        field = self.fields["to_unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = receivers(origin)
        self.fields["until"].initial = clock.today() + USUAL

    def wish(self) -> Wish:
        """Return what was filled in."""
        return Wish(**self.cleaned_data)


class AnswerForm(forms.Form):
    """The originator's answer: consent, without which fields; or no consent, for which coded reason."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=[("grant", _("Consent")), ("refuse", _("No consent"))], widget=forms.RadioSelect
    )
    withhold = forms.MultipleChoiceField(
        label=_("Take out before it is passed on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Persons are always taken out. The copy names what was taken out."),
    )
    reason = forms.ChoiceField(
        label=_("Reason, if there is no consent"), required=False, choices=[("", "—"), *OnwardRequest.Reason.choices]
    )

    def __init__(self, *args: Any, kind: str, **more: Any) -> None:  # Any: as Form
        super().__init__(*args, **more)
        rules = passable(kind)
        field = self.fields["withhold"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(rule.pointer, gettext(rule.label) if rule.label else rule.pointer) for rule in rules]
        field.initial = [rule.pointer for rule in rules if rule.cls == "B"]

    def clean(self) -> dict[str, Any]:  # Any: values differ by field
        cleaned = dict(super().clean() or {})
        if cleaned.get("answer") == "refuse" and not cleaned.get("reason"):
            self.add_error("reason", _("Name the reason."))
        return cleaned

    def settled(self) -> dict[str, Any]:  # Any: values differ by field
        """Return the arguments of actions.propose."""
        cleaned = self.cleaned_data
        return {
            "grants": cleaned["answer"] == "grant",
            "withhold": list(cleaned["withhold"]),
            "reason": cleaned["reason"],
        }


def receivers(origin: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the units of third nodes this node has keys of, by node."""
    held = RosterKey.objects.filter(use="seal").exclude(node__in=[origin, settings.NODE_CODE])
    units = set(held.values_list("unit", flat=True))
    found = []
    for node in parties.peers():
        labels = [(code, label) for code, label in parties.unit_labels(node=node.code).items() if code in units]
        if labels:
            found.append((node.name(), labels))
    return found
