"""Lists, entries, the file of a manifest and the match of its columns."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from yuegang.engine.matching import identifiers
from yuegang.engine.matching.identifiers.personal import blank_personal
from yuegang.screening.columns import COLUMNS
from yuegang.screening.models import Manifest, WatchEntry, WatchList

PERSONAL = _("This holds an identity number of a natural person. Leave it out: it is never kept.")


class ListForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    """The name of a watch list."""

    class Meta:
        model = WatchList
        fields: ClassVar[list[str]] = ["name"]
        labels: ClassVar[dict[str, object]] = {"name": _("Name of the list")}

    def clean_name(self) -> str:
        return refuse_personal(self.cleaned_data["name"])


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    """What is put under watch; every text refuses identity numbers of natural persons."""

    class Meta:
        model = WatchEntry
        fields: ClassVar[list[str]] = [
            "kind", "name", "other_names", "address", "brands", "numbers", "legal_ground", "scope",
        ]  # fmt: skip
        labels: ClassVar[dict[str, object]] = {
            "kind": _("What is watched"),
            "name": pgettext_lazy("screening", "Name"),
            "other_names": _("Other names and spellings, one a line"),
            "address": _("Address"),
            "brands": _("Brands it is known to trade in, one a line"),
            "numbers": _("Numbers, one a line"),
            "legal_ground": _("Legal ground"),
            "scope": _("Scope"),
        }
        help_texts: ClassVar[dict[str, object]] = {
            "numbers": _("Plate, container, waybill, vessel, declaration, register number or telephone."),
            "legal_ground": _("Needed for a natural person: which rule allows the watch."),
            "scope": _("Needed for a natural person: for which purpose and until when."),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            field: forms.Textarea(attrs={"rows": 2}) for field in ("other_names", "brands", "numbers")
        }

    def clean(self) -> dict[str, Any]:  # Any: cleaned values
        cleaned: dict[str, Any] = super().clean() or {}
        for name, text in list(cleaned.items()):
            try:
                refuse_personal(str(text))
            except ValidationError as error:
                self.add_error(name, error)
        if not self.errors:
            self._check_numbers(cleaned["numbers"])
        return cleaned

    def _check_numbers(self, text: str) -> None:
        unread = [line for line in text.splitlines() if line.strip() and not identifiers.guess(line.strip())]
        if unread:
            sentence = _("“%(found)s” has the form of none of these numbers.")
            self.add_error("numbers", ValidationError(sentence, params={"found": unread[0]}))


def refuse_personal(text: str) -> str:
    """Return the text; raises ValidationError if a natural person's number stands in it."""
    if blank_personal(text) != text:
        raise ValidationError(PERSONAL)
    return text


class FileForm(forms.Form):
    """A manifest or parcel list."""

    file = forms.FileField(
        label=_("Manifest or parcel list"),
        help_text=_("Excel .xlsx or CSV, at most 20 MB and 500,000 lines. Identity numbers of persons are left out."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class MatchForm(forms.Form):
    """One select for each column of the file: which of our columns it is, or none."""

    def __init__(self, manifest: Manifest, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        language = get_language() or "en"
        chosen = {position: key for key, position in manifest.mapping.items()}
        choices = [("", _("Leave out")), *((column.key, column.titles[language]) for column in COLUMNS)]
        for header in manifest.headers:
            self.fields[f"column_{header['position']}"] = forms.ChoiceField(
                label=f"{header['letter']}　{header['title']}",
                choices=choices,
                required=False,
                initial=chosen.get(header["position"], ""),
            )

    def mapping(self) -> dict[str, int] | None:
        """Return positions by column key, or None if one of our columns was chosen twice."""
        pairs = [(key, int(name.removeprefix("column_"))) for name, key in self.cleaned_data.items() if key]
        return dict(pairs) if len({key for key, _position in pairs}) == len(pairs) else None
