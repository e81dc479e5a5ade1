"""Every word the obligations desk says about steps and refusals."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuegang.exchange import wording

Word = str | Promise

STEPS: dict[str, Word] = {
    "": "",
    "week_before": _("Officer reminded a week before"),
    "day_before": _("Officer reminded the day before"),
    "due": _("Officer reminded on the day"),
    "week_after": _("Head of the unit reminded"),
    "escalated": _("Escalated to the liaison officers"),
}
REFUSED: dict[str, Word] = {
    "change.originator": _("Only the unit that sent the item may change what is owed."),
    "change.closed": _("The answer is no longer open."),
    "change.no_date": _("No date is owed, so there is nothing to extend."),
    "change.earlier": _("The new day must lie after the one that is owed now."),
}


def step_word(step: str) -> Word:
    """Return the words for a step of the ladder."""
    return STEPS[step]


def refusal_word(rule: str) -> Word:
    """Return the sentence for a step that was not done."""
    return REFUSED.get(rule) or wording.refusal_word(rule)
