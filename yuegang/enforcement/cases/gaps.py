"""The one table that says what keeps a case open."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yuegang.enforcement.cases.gate import Gap

GAPS: Mapping[str, Any] = {  # lazy words by rule
    "close.determination": _("The goods are not determined yet."),
    "close.stage": _("What became of the goods is not recorded yet."),
    "close.seizures": _("There is no seizure line, and no reason why nothing was seized."),
    "close.exhibit": _("An exhibit is still kept: %(about)s."),
    "close.feedback": _("The lead %(about)s has no final answer yet."),
}


def gap_words(gap: Gap) -> str:
    """Return the sentence of a gap."""
    return str(GAPS[gap.rule]) % {"about": gap.about}
