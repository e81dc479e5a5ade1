"""What people enter at the release desk and in its two registers."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.exchange.handlers import handler_of
from yuegang.exchange.release.models import Assessment, KnownPerson, ReleaseFinding, ReleaseImage
from yuegang.exchange.release.wording import KINDS
from yuegang.parties import access as parties


class ResolveForm(forms.Form):
    """How one found place is settled; `words` is the replacement, or the reason why it is no personal data."""

    resolution = forms.ChoiceField(choices=ReleaseFinding.Resolution.choices)
    words = forms.CharField(required=False, max_length=80)

    def settled(self) -> dict[str, str]:
        """Return the arguments of checking.resolve."""
        words = self.cleaned_data["words"]
        return {"resolution": self.cleaned_data["resolution"], "replacement": words, "note": words}


class GroundsForm(forms.Form):
    """Which class B fields are sent, and on what ground."""

    sent = forms.MultipleChoiceField(label=_("Fields to send"), required=False, widget=forms.CheckboxSelectMultiple)
    statute = forms.CharField(
        label=_("Legal ground"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "statutes", "autocomplete": "off"}),
    )
    necessity = forms.CharField(
        label=_("Why the other side needs them"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, fields: list[tuple[str, str]], **more: Any) -> None:  # Any: as Form
        super().__init__(*args, **more)
        field = self.fields["sent"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = fields

    def clean(self) -> dict[str, Any]:  # Any: values differ by field
        cleaned = dict(super().clean() or {})
        if cleaned.get("sent"):
            if not cleaned.get("statute"):
                self.add_error("statute", _("Name the legal ground."))
            if not cleaned.get("necessity"):
                self.add_error("necessity", _("Say why the other side needs these fields for its work."))
        return cleaned


class ChooseAssessmentForm(forms.Form):
    """Under which registered assessment class C may cross."""

    assessment = forms.ModelChoiceField(
        Assessment.objects.none(), label=_("Registered assessment"), required=False, empty_label=_("None: stays home")
    )

    def __init__(self, *args: Any, covering: list[Assessment], **more: Any) -> None:  # Any: as Form
        super().__init__(*args, **more)
        field = self.fields["assessment"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Assessment.objects.filter(pk__in=[one.pk for one in covering])


class BoxForm(forms.Form):
    """One box on a picture, in pixels of the original from its top left corner."""

    x = forms.IntegerField(label=_("From the left"), min_value=0, widget=forms.NumberInput({"data-key": "b"}))
    y = forms.IntegerField(label=_("From the top"), min_value=0)
    width = forms.IntegerField(label=_("Width"), min_value=1)
    height = forms.IntegerField(label=_("Height"), min_value=1)
    kind = forms.ChoiceField(label=_("Covers"), choices=ReleaseImage.Box.choices)


class NoteForm(forms.Form):
    """Why a draft goes back, or what is noted on ratifying."""

    note = forms.CharField(label=_("Note"), max_length=500, widget=forms.Textarea({"rows": 3}))


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's class takes none at run time
    """A name for the list of known persons."""

    class Meta:
        model = KnownPerson
        fields = ("name",)
        labels = {"name": _("Name")}
        help_texts = {"name": _("As written; the other script is added. Latin names: surname first.")}


class AssessmentForm(forms.Form):
    """A new entry of the register of assessments."""

    reference = forms.CharField(label=_("Reference"), max_length=80)
    covers = forms.MultipleChoiceField(label=_("Fields covered"), widget=forms.CheckboxSelectMultiple)
    recipient_node = forms.ChoiceField(label=_("Recipient"))
    expires_on = forms.DateField(label=_("Valid until"), widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, **more: Any) -> None:  # Any: as Form
        super().__init__(*args, **more)
        choices = {"covers": class_c_fields(), "recipient_node": [(one.code, one.name()) for one in parties.peers()]}
        for name, listed in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = listed

    def clean_reference(self) -> str:
        """Refuse a reference that is already in the register."""
        reference = str(self.cleaned_data["reference"]).strip()
        if Assessment.objects.filter(reference=reference).exists():
            raise forms.ValidationError(_("This reference is already in the register."))
        return reference

    def clean_covers(self) -> list[str]:
        """Refuse fields of several kinds in one entry."""
        covers = list(self.cleaned_data["covers"])
        if len({one.partition("/")[0] for one in covers}) > 1:
            raise forms.ValidationError(_("One entry covers fields of one kind."))
        return covers

    def clean_expires_on(self) -> Any:  # Any: a date
        """Refuse a day that has passed."""
        day = self.cleaned_data["expires_on"]
        if day < clock.today():
            raise forms.ValidationError(_("This day has passed."))
        return day


def class_c_fields() -> list[tuple[str, str]]:
    """Return every class C field of the kinds that go through the release, as kind and pointer."""
    found = []
    for kind in settings.EXCHANGE_HANDLERS:
        schema = handler_of(kind).schema
        found += [
            (f"{kind}{rule.pointer}", f"{KINDS.get(kind, kind)}: {_(rule.label)}")
            for rule in schema.fields
            if schema.releasable and rule.cls == "C"
        ]
    return found
