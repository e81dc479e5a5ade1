"""Forms of law: narrow the catalogue, read a file in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuegang.library.law.forms_of_law import ENDINGS
from yuegang.library.law.models import Work

LARGEST = 5 * 2**20  # bytes of a file read in a request; larger ones are read by the command
TOPICS = (
    ("patent", _("Patents")),
    ("trademark", _("Trade marks")),
    ("copyright", _("Copyright")),
    ("boundary", _("Boundary protection")),
    ("criminal", _("Criminal law")),
    ("trade_secret", _("Trade secrets")),
    ("competition", _("Competition")),
    ("design", _("Designs")),
    ("gi", _("Geographical indications")),
    ("evidence", _("Evidence")),
    ("data", _("Data")),
)


class CatalogueForm(forms.Form):
    """Words of a title, a place and a topic."""

    q = forms.CharField(label=_("Words of the title"), required=False, max_length=80)
    place = forms.ChoiceField(
        label=_("Where made"), choices=[("", _("All places")), *Work.Place.choices], required=False
    )
    topic = forms.ChoiceField(label=_("Topic"), choices=[("", _("All topics")), *TOPICS], required=False)

    def asked(self) -> dict[str, Any]:  # Any: cleaned values
        """Return what was asked for; what is not understood asks for nothing."""
        self.is_valid()
        return {"q": "", "place": "", "topic": "", **self.cleaned_data}


class FileForm(forms.Form):
    """A file of law."""

    file = forms.FileField(
        label=_("File of law"),
        help_text=_("HKLM XML or its zip, a page of the Macao gazette, JSON, JSON lines, or Markdown; at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def clean_file(self) -> Any:  # Any: an uploaded file
        """Refuse what is too large to be read in a request."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 5 MB. Have it read on the command line."))
        return file
