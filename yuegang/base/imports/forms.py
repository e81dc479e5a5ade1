"""Forms of the import pages."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yuegang.base.imports.kinds import ImportKind
from yuegang.base.models import ImportRun


class UploadForm(forms.Form):
    """A workbook and what its rows are."""

    kind = forms.ChoiceField(label=_("What the rows are"))
    file = forms.FileField(
        label=_("Workbook"),
        help_text=_("Excel .xlsx or CSV, at most 20 MB and 20,000 rows. Column names in any of the three languages."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, kinds: dict[str, ImportKind], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through
        choice = self.fields["kind"]
        assert isinstance(choice, forms.ChoiceField)  # declared above
        choice.choices = [(name, kind.label) for name, kind in kinds.items()]


class ColumnsForm(forms.Form):
    """One select for each column of the sheet: which of our columns it is, or none."""

    def __init__(self, run: ImportRun, kind: ImportKind, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through
        language = get_language() or "en"
        chosen = {position: key for key, position in run.mapping.items()}
        choices = [("", _("Leave out"))] + [
            (column.key, column.titles[language] + (" *" if column.required else "")) for column in kind.columns
        ]
        for header in run.headers:
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
