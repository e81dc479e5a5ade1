"""Words several pages of this room share."""

from django.utils.translation import gettext_lazy as _

PASSWORD_RULE = _("At least 12 signs, not a common word, not like your name. A sentence is easy to remember.")
USERNAME_RULE = _("3 to 64 small letters, digits, dots or dashes; it never changes.")
