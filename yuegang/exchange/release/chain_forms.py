"""What is asked for a change of a chain."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuegang.exchange.release.chain_changes import Pair
from yuegang.exchange.release.chains import Step
from yuegang.exchange.release.models.chains import ANY, MOST_STEPS
from yuegang.exchange.release.wording import KINDS, STEPS
from yuegang.parties import access as parties

NOBODY = ("", _("nobody"))


class ChainForm(forms.Form):
    """A chain for one kind and pair of units."""

    from_unit = forms.ChoiceField(label=_("Sending unit"))
    kind = forms.ChoiceField(label=_("Kind of message"))
    to_unit = forms.ChoiceField(label=_("Receiving unit"))
    step_1 = forms.ChoiceField(label=_("First signature"), required=False)
    step_2 = forms.ChoiceField(label=_("Second signature"), required=False)
    step_3 = forms.ChoiceField(label=_("Third signature"), required=False)
    step_4 = forms.ChoiceField(label=_("Fourth signature"), required=False)
    remove = forms.BooleanField(
        label=_("Take this chain out"), required=False, help_text=_("The unit's more general chain then counts.")
    )

    def __init__(self, *args: Any, **more: Any) -> None:  # Any: as Form
        super().__init__(*args, **more)
        own = parties.unit_labels()
        others = [(unit.code, f"{unit.short()} {unit.name()}") for unit in parties.units() if unit.code not in own]
        signers = [
            (f"{role}@{code}", f"{word}, {label}") for code, label in own.items() for role, word in STEPS.items()
        ]
        listed: dict[str, list[tuple[str, Any]]] = {  # Any: lazy words
            "from_unit": list(own.items()),
            "kind": [(ANY, _("every kind")), *KINDS.items()],
            "to_unit": [(ANY, _("every unit")), *others],
            **{f"step_{number}": [NOBODY, *signers] for number in range(1, MOST_STEPS + 1)},
        }
        for name, choices in listed.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # declared above
            field.choices = choices

    def clean(self) -> dict[str, Any]:  # Any: values differ by field
        """Ask for signatures or for the end of the chain, not for both or neither."""
        cleaned = dict(super().clean() or {})
        if bool(cleaned.get("remove")) == any(cleaned.get(f"step_{number}") for number in range(1, MOST_STEPS + 1)):
            self.add_error("step_1", _("Choose who signs first, or tick that the chain is taken out."))
        return cleaned

    def pair(self) -> Pair:
        """Return what the chain is for."""
        return Pair(self.cleaned_data["kind"], self.cleaned_data["from_unit"], self.cleaned_data["to_unit"])

    def steps(self) -> list[Step]:
        """Return the signatures in their order; empty ones close up."""
        chosen = [self.cleaned_data[f"step_{number}"] for number in range(1, MOST_STEPS + 1)]
        return [Step(*one.split("@", 1)) for one in chosen if one]
