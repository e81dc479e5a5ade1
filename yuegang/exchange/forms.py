"""Input of the channel pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.exchange.targets import KINDS, LONGEST, Terms
from yuegang.exchange.wording import kind_word
from yuegang.parties import access as parties


class TargetForm(forms.Form):
    """Terms for answers between one of our units and one of theirs."""

    kind = forms.ChoiceField(label=_("Kind of message"), choices=[(kind, kind_word(kind)) for kind in KINDS])
    from_unit = forms.ChoiceField(label=_("Sending unit"))
    to_unit = forms.ChoiceField(label=_("Answering unit"), help_text=_("Working days are those of its calendar."))
    acknowledge_days = forms.IntegerField(label=_("Working days to acknowledge"), min_value=1, max_value=LONGEST)
    feedback_days = forms.IntegerField(label=_("Working days to give feedback"), min_value=1, max_value=LONGEST)
    effective_from = forms.DateField(
        label=_("In force from"), initial=clock.today, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: object, peer: str, **kwargs: object) -> None:
        """Offer the units of both nodes."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed on
        ours, theirs = parties.unit_labels(), parties.unit_labels(node=peer)
        choices = [*ours.items(), *theirs.items()]
        self.fields["to_unit"].initial = next(iter(theirs), "")
        for name in ("from_unit", "to_unit"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # declared above
            field.choices = choices

    def terms(self) -> Terms:
        """Return what was filled in."""
        return Terms(**self.cleaned_data)
