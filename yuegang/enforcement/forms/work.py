"""Small forms of a lead's page: acts, assignments, refusals, messages, images, answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.enforcement.forms import choices
from yuegang.enforcement.forms.numbers import AmountField, CountField
from yuegang.enforcement.models import Currency, Feedback, Measure, NoActionReason, ValueBasis

REASONS = [
    ("not_competent", _("Outside our powers")),
    ("no_right_here", _("No right in force in this place")),
    ("not_enough", _("Not enough to act on")),
    ("duplicate", _("Sent before under another number")),
    ("wrong_unit", _("For another unit")),
    ("other", _("Another reason")),
]
AREA = forms.Textarea(attrs={"rows": 3})
ACTS = [(value, label) for value, label in Measure.choices if value != Measure.NONE]


class ActionForm(forms.Form):
    """An act on a lead, ours alone."""

    measure = forms.ChoiceField(label=_("Act"), choices=ACTS)
    done_on = forms.DateField(
        label=_("Done on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label=_("Note, ours only"), required=False, max_length=2000, widget=AREA)

    def clean_done_on(self) -> Any:  # Any: a day or None
        """Refuse an act of tomorrow."""
        day = self.cleaned_data["done_on"]
        if day is not None and day > clock.today():
            raise forms.ValidationError(_("The day lies in the future."), code="action.day")
        return day


class AssignForm(forms.Form):
    """A unit of our side and, if one wants, an officer of it."""

    unit_code = forms.ChoiceField(label=_("Unit"), choices=choices.own_units)
    to = forms.ModelChoiceField(
        Officer.objects.none(), label=_("Officer"), required=False, empty_label=_("anyone in the unit")
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: a form's own arguments
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Officer.objects.filter(is_active=True).order_by("unit_code", "display_name")
        field.label_from_instance = lambda obj: f"{obj.display_name} ({obj.unit_code})"  # type: ignore[method-assign]  # as Django documents


class RefuseForm(forms.Form):
    """Why a lead is not accepted, as a code."""

    reason = forms.ChoiceField(label=_("Reason"), choices=choices.optional(REASONS))


class ForwardForm(forms.Form):
    """The unit of our side a lead belongs to."""

    unit_code = forms.ChoiceField(label=_("Unit"), choices=choices.own_units)
    note = forms.CharField(label=_("Note, ours only"), required=False, max_length=300)


class MessageForm(forms.Form):
    """A line of the conversation with the other side."""

    text = forms.CharField(
        label=_("Message to the other side"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "data-key": "c"}),
        help_text=_("It passes the gate and the signatures like a lead"),
    )  # fmt: skip


class ImageForm(forms.Form):
    """A picture of goods or marks."""

    image = forms.FileField(
        label=_("Picture"), help_text=_("Goods and marks, no persons; JPEG, PNG or WebP"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip
    caption = forms.CharField(label=_("Caption"), required=False, max_length=120)


class FeedbackForm(forms.Form):
    """An answer: coded values first; all of it may be unfinished in a draft."""

    measures = forms.MultipleChoiceField(
        label=_("Measures taken"), choices=Measure.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    no_action_reason = forms.ChoiceField(
        label=_("Reason for no action"), choices=choices.optional(NoActionReason.choices), required=False
    )
    result = forms.ChoiceField(label=_("Result"), choices=choices.optional(Feedback.Result.choices), required=False)
    stage = forms.ChoiceField(label=_("Stage"), choices=Feedback.Stage.choices, initial=Feedback.Stage.FINAL)
    assessment = forms.ChoiceField(
        label=_("Assessment"), choices=choices.optional(Feedback.Assessment.choices), required=False
    )
    consignments_inspected = CountField(label=_("Consignments inspected"), required=False)
    lots = CountField(label=_("Lots"), required=False)
    cases = CountField(label=_("Cases"), required=False)
    items = CountField(label=_("Items"), required=False)
    value = AmountField(label=_("Value"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=choices.optional(Currency.choices), required=False)
    value_basis = forms.ChoiceField(
        label=_("Basis of the value"), choices=choices.optional(ValueBasis.choices), required=False
    )
    arrests = CountField(label=_("Arrests, a number only"), required=False)
    usefulness = forms.ChoiceField(
        label=_("Usefulness, 0 to 3"), choices=choices.optional((str(n), str(n)) for n in range(4)), required=False
    )
    may_quote = forms.BooleanField(label=_("The other side may quote this"), required=False)
    remark = forms.CharField(label=_("Remark"), required=False, max_length=4000, widget=AREA)
    lessons = forms.CharField(label=_("Lessons"), required=False, max_length=4000, widget=AREA)
    next_question = forms.CharField(label=_("Next question"), required=False, max_length=2000, widget=AREA)
    edit_ver = forms.IntegerField(widget=forms.HiddenInput, required=False)

    NUMBERS = ("lots", "cases", "items", "consignments_inspected", "arrests")
    VALUE = ("value", "currency", "value_basis")
    TEXTS = ("remark", "lessons", "next_question")

    def clean_usefulness(self) -> int | None:
        """Return the mark as a number."""
        chosen = str(self.cleaned_data["usefulness"])
        return int(chosen) if chosen else None

    def clean(self) -> dict[str, Any]:
        """Check what several fields say together."""
        values = self.cleaned_data
        parts = {name: bool(values.get(name)) or values.get(name) == 0 for name in self.VALUE}
        if any(parts.values()) and not self.errors.keys() & parts.keys():
            for name in [name for name, is_there in parts.items() if not is_there]:
                self.add_error(name, forms.ValidationError(
                    _("A value needs its currency and its basis, and neither stands without a value."), "value.whole"
                ))  # fmt: skip
        return values

    def values(self, *, is_stub: bool) -> dict[str, Any]:
        """Return the cleaned values as the actions take them; to a stub no text goes."""
        left_out = {"edit_ver", *(self.TEXTS if is_stub else ())}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}
