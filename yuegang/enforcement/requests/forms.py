"""Forms of requests and replies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.enforcement.forms.choices import optional, other_units
from yuegang.enforcement.models import Handling, Urgency
from yuegang.enforcement.requests import choices
from yuegang.enforcement.requests.models import Question, Request

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DAY_ERROR = {"invalid": _("Write the day as 2026-11-23.")}
SLOTS = 6  # questions of an empty form; a draft with more shows them all and two more
TEXT = forms.Textarea(attrs={"rows": 3})


class RequestForm(forms.Form):
    """A request with its numbered questions."""

    to_unit = forms.ChoiceField(label=_("To"), choices=other_units)
    matter = forms.ChoiceField(label=_("Matter"), choices=optional(choices.Matter.choices))
    legal_basis = forms.CharField(
        label=_("Legal basis"), max_length=200, help_text=_("Statute and section under which you enquire")
    )
    work_title = forms.CharField(label=_("Title of the work"), max_length=200)
    work_title_other = forms.CharField(label=_("Title in the other language"), max_length=200, required=False)
    work_kind = forms.ChoiceField(label=_("Kind of work"), choices=optional(choices.WorkKind.choices))
    registration_number = forms.CharField(label=_("Registration number"), max_length=40, required=False)
    rights_owner = forms.CharField(label=_("Rights owner (firm)"), max_length=160, required=False)
    author = forms.CharField(
        label=_("Author (person)"), max_length=160, required=False,
        help_text=_("Stays here: no person crosses without a registered assessment"),
    )  # fmt: skip
    infringing_facts = forms.CharField(
        label=_("Facts of the infringing copies"), max_length=4000, required=False, widget=TEXT,
        help_text=_("No names, numbers of persons or telephones"),
    )  # fmt: skip
    needed_by = forms.DateField(
        label=_("Needed by"), required=False, widget=DAY, input_formats=["%Y-%m-%d"], error_messages=DAY_ERROR
    )
    permitted_use = forms.ChoiceField(label=_("Permitted use"), choices=choices.PermittedUse.choices)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, initial=Urgency.ROUTINE)
    marking = forms.ChoiceField(label=_("Marking"), choices=Handling.choices, initial=Handling.AMBER)

    LETTERS = {"rights_owner": "B", "author": "C"}

    def __init__(self, *args: Any, questions: list[str] | None = None, **kwargs: Any) -> None:  # Any: a form's own
        super().__init__(*args, **kwargs)
        kept = questions or []
        typed = sum(1 for name in self.data if name.startswith("question_"))
        for place in range(max(SLOTS, len(kept) + 2, typed)):
            self.fields[f"question_{place + 1}"] = forms.CharField(
                label=_("Question %(number)s") % {"number": place + 1}, max_length=500, required=place == 0,
                initial=kept[place] if place < len(kept) else "", widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    @property
    def question_fields(self) -> list[forms.BoundField]:
        """The fields of the questions in order."""
        return [self[name] for name in self.fields if name.startswith("question_")]

    def clean_needed_by(self) -> Any:  # Any: a day or None
        """Refuse a day that is past already."""
        day = self.cleaned_data["needed_by"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("The day is past already."), code="request.past")
        return day

    def facts(self) -> dict[str, Any]:
        """Return the cleaned facts as the actions take them."""
        facts = {name: value for name, value in self.cleaned_data.items() if not name.startswith("question_")}
        facts["to_unit_id"] = facts.pop("to_unit")
        return facts

    def questions(self) -> list[str]:
        """Return the questions that were asked."""
        return [value for name, value in self.cleaned_data.items() if name.startswith("question_") and value]

    @classmethod
    def initial_of(cls, request: Request) -> dict[str, Any]:
        """Return the answers a draft gives to the form."""
        kept = {name: getattr(request, name) for name in cls.base_fields if name != "to_unit"}
        return {**kept, "to_unit": request.to_unit_id}


class AnswerForm(forms.Form):
    """The answer to one question; left empty, the question waits for a later reply."""

    state = forms.ChoiceField(
        label=_("State of the answer"), choices=optional(choices.AnswerState.choices), required=False
    )
    text = forms.CharField(label=_("Answer"), required=False, max_length=4000, widget=TEXT)
    source = forms.ChoiceField(label=_("Source"), choices=optional(choices.Source.choices), required=False)
    certainty = forms.ChoiceField(label=_("Certainty"), choices=optional(choices.Certainty.choices), required=False)
    valid_until = forms.DateField(
        label=_("Valid until"), required=False, widget=DAY, input_formats=["%Y-%m-%d"], error_messages=DAY_ERROR
    )
    proofs = forms.MultipleChoiceField(
        label=_("Proofs of ownership"), choices=choices.Proof.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    passed_to = forms.CharField(label=_("Passed on to"), required=False, max_length=120)

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:  # Any: a form's own arguments
        super().__init__(*args, **kwargs)
        self.prefix = f"q{question.number}"
        self.question = question

    def clean(self) -> dict[str, Any]:
        """Check that an answer has what its state needs."""
        values = self.cleaned_data
        needs = {"answered": ("text", "source", "certainty"), "passed_on": ("passed_to",)}
        for name in needs.get(values.get("state") or "", ()):
            if not values.get(name) and name not in self.errors:
                self.add_error(name, forms.ValidationError(_("This state of the answer needs it."), "answer.needs"))
        if not values.get("state") and any(values.get(name) for name in ("text", "source", "certainty", "passed_to")):
            self.add_error("state", forms.ValidationError(_("Choose the state of the answer."), "answer.state"))
        return values


class RefuseForm(forms.Form):
    """Why a request is not accepted."""

    reason = forms.ChoiceField(label=_("Reason"), choices=optional(choices.Refusal.choices))


class CloseForm(forms.Form):
    """What use was made of the answers."""

    use = forms.ChoiceField(label=_("Use made of it"), choices=optional(choices.Use.choices))


class ListFilter(forms.Form):
    """What the list of requests is narrowed to."""

    status = forms.ChoiceField(label=_("State"), choices=optional(Request.Status.choices), required=False)
    direction = forms.ChoiceField(
        label=_("Direction"), required=False,
        choices=optional([("in", _("From the other side")), ("out", _("To the other side"))]),
    )  # fmt: skip
