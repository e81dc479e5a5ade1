"""Forms of the public site."""

from datetime import date

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yuegang.parties import access as parties
from yuegang.portal.models import ContactReport


class SearchForm(forms.Form):
    """Words and a side."""

    q = forms.CharField(label=_("Words of the name"), required=False, max_length=80)
    side = forms.ChoiceField(label=_("Side"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through
        choice = self.fields["side"]
        assert isinstance(choice, forms.ChoiceField)  # declared above
        choice.choices = [("", _("All")), *((side.code, side.name()) for side in parties.sides())]

    def words(self) -> str:
        """Return the words, if the form is valid."""
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""

    def chosen_side(self) -> str:
        """Return the side's code, if the form is valid."""
        return str(self.cleaned_data.get("side", "")) if self.is_valid() else ""


class PortsForm(SearchForm):
    """Words, a side, and the day on which the ports are in use."""

    on = forms.DateField(label=_("On"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def day(self) -> date | None:
        """Return the day, or None for today."""
        return self.cleaned_data.get("on") if self.is_valid() else None


class ReportForm(forms.Form):
    """A wrong contact. `website` is a trap: people do not see it, programs fill it in."""

    agency = forms.ChoiceField(label=_("Agency"))
    what = forms.ChoiceField(label=_("What is wrong"), choices=ContactReport.What.choices)
    words = forms.CharField(
        label=_("What it should be"),
        max_length=1000,
        help_text=_("At most 1,000 characters. Please write nothing about persons."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    source_url = forms.CharField(
        label=_("Where that can be checked"),
        max_length=300,
        required=False,
        help_text=_("A web address, if there is one."),
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))
    token = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ChoiceField)  # declared above
        language = get_language()
        agency.choices = [("", "—"), *((found.code, found.name(language)) for found in parties.agencies())]

    def clean_source_url(self) -> str:
        """Take only an ordinary web address."""
        address = str(self.cleaned_data["source_url"]).strip()
        if address and not address.startswith(("https://", "http://")):
            raise forms.ValidationError(_("A web address begins with https:// or http://."))
        return address

    def report(self) -> ContactReport:
        """Return the unsaved report of a valid form."""
        data = self.cleaned_data
        return ContactReport(
            agency_id=data["agency"],
            what=data["what"],
            words=data["words"],
            source_url=data["source_url"],
            language=get_language() or "en",
        )
