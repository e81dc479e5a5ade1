"""The form of a call."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yuegang.enforcement.duty import Call, Desk, Outcome


class CallForm(forms.Form):
    """A call to one of a lead's desks; the number is taken from the desk's record."""

    unit = forms.ChoiceField(label=_("Desk"))
    whom = forms.CharField(label=_("Spoke to"), max_length=80, required=False, help_text=_("Name or post, if reached."))
    outcome = forms.ChoiceField(label=_("Result of the call"), choices=Outcome.choices)
    note = forms.CharField(label=_("Note"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    follow_up_by = forms.DateTimeField(
        label=_("Follow-up by"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("At +08:00; leave empty if nothing more is to be done."),
    )

    def __init__(self, desks: tuple[Desk, ...], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)  # declared above
        unit.choices = [(desk.unit, f"{desk.unit_name}　{desk.phone}") for desk in desks if desk.phone]

    def clean(self) -> dict[str, object]:
        """Ask for a name when somebody was spoken to."""
        data = super().clean() or {}
        if data.get("outcome") in {Outcome.REACHED, Outcome.PASSED_ON} and not data.get("whom"):
            self.add_error("whom", _("Say whom you spoke to."))
        return data

    def call(self) -> Call:
        """Return the call of a valid form."""
        return Call(**self.cleaned_data)
