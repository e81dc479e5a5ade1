"""The one line that says what happened, in a reader's language."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _


def subject(kind: str, params: Mapping[str, object]) -> str:
    """Return the line of a kind; a kind that is no longer known still says that something happened."""
    entry = settings.NOTICE_KINDS.get(kind)
    if entry is None:
        return _("Something happened that concerns you")
    line = str(entry.subject)
    return line % params if "%(" in line else line
