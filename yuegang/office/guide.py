"""What the style guide and the settings page show: the keys and one sample of everything."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Key:
    """A key or a sequence of keys and what it does."""

    parts: tuple[str, ...]
    label: Any  # lazy string


KEYS = (
    Key(("/",), _("find in this list")),
    Key(("j", "k"), _("next and previous row")),
    Key(("Enter",), _("open the row")),
    Key(("x",), _("select the row")),
    Key(("n",), _("new")),
    Key(("f",), _("give feedback")),
    Key(("[", "]"), _("previous and next page or item")),
    Key(("g", "t"), _("go to Today; g l to the leads, g r to the release desk")),
    Key(("?",), _("this list of keys")),
)


def samples() -> dict[str, Any]:
    """Return the inputs of the style guide's components."""
    return {"keys": KEYS}
