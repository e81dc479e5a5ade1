"""Forms of terms and of the three-language desk."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from yuegang.library.terms.models import Term


class FindForm(forms.Form):
    """Words, and whether only drafts are shown."""

    q = forms.CharField(label=_("Word, in either script or English"), required=False, max_length=80)
    drafts = forms.BooleanField(label=_("Only drafts by machine"), required=False)


class TermForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    """A term; Hong Kong's word may be left empty for a draft."""

    zh_hant = forms.CharField(
        label=_("Hong Kong's word"),
        max_length=80,
        required=False,
        help_text=_("Left empty, a draft is made and marked until a person confirms it."),
    )

    class Meta:
        model = Term
        fields: ClassVar[list[str]] = ["zh_hans", "zh_hant", "en", "source", "is_name"]
        labels: ClassVar[dict[str, object]] = {
            "zh_hans": _("The Mainland's word"),
            "en": _("English"),
            "source": _("Source"),
            "is_name": _("Name of an office, a port or a statute: looked up, never converted"),
        }


class NoteForm(forms.Form):
    """The Traditional words of a note."""

    heading = forms.CharField(label=_("Heading"), max_length=200, widget=forms.TextInput(attrs={"lang": "zh-Hant-HK"}))
    summary = forms.CharField(
        label=_("Summary"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "lang": "zh-Hant-HK"}),
    )
