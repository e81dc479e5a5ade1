"""How a rate is said: its name, and its formula as it stands in settings."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuegang.enforcement.rates.terms import TERMS

NAMES: Mapping[str, Any] = {  # lazy words
    "feedback": gettext_lazy("Feedback rate"),
    "in_time": gettext_lazy("Answered in time"),
    "use": gettext_lazy("Use of leads"),
    "hit": gettext_lazy("Hit rate"),
}


def name_of(code: str) -> str:
    """Return the name of a rate; one that settings add without a name is called by its code."""
    return str(NAMES.get(code, code))


def formula_of(code: str) -> str:
    """Return the formula of a rate in words."""
    top, under = settings.RATES[code]
    return _("%(top)s ÷ %(under)s") % {"top": TERMS[top].words, "under": TERMS[under].words}
