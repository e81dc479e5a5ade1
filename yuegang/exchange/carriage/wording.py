"""Every sentence about a parcel that stopped or an upload that was not taken."""

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuegang.exchange import wording
from yuegang.exchange.carriage.models import Parcel

Word = str | Promise

RULES: dict[str, Word] = {
    "volume.form": _("This file is not a volume of a parcel."),
    "volume.name": _("The volume holds a file that does not belong there; nothing after it was taken."),
    "volume.size": _("The volume or a file in it is too large."),
    "volume.blob": _("A file in the volume is damaged; what came before it was taken. Copy the volume again."),
    "volume.cut": _("The copy is cut off; what came before the cut was taken. Copy the volume again and take it in."),
    "volume.log": _("This volume is for another node, or from another one."),
}
GAP = _("Entry %(expected)s was expected, %(found)s was found: the volume whose name begins with %(name)s is missing.")
SHAPES = {"ordered": "wait", "ready": "work", "arrived": "done", "taken": "done", "stopped": "late"}


def sentence(parcel: Parcel) -> Word:
    """Return why a parcel stopped, in words that say what to do."""
    if not parcel.rule:
        return ""
    if parcel.rule == "batch.gap":
        return str(GAP) % {
            "expected": f"{parcel.expected:,}",
            "found": f"{parcel.found:,}",
            "name": f"{parcel.channel.peer}..{settings.NODE_CODE}.{parcel.expected:010d}",
        }
    return RULES.get(parcel.rule) or wording.rule_word(parcel.rule)
