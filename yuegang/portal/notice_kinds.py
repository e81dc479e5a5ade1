"""What officers may be told about the public site; joined to settings.NOTICE_KINDS."""

from django.utils.translation import gettext_lazy as _

from yuegang.notices.kinds import NoticeKind

NOTICE_KINDS = {
    "contact.reported": NoticeKind(_("Reports of wrong contacts"), _("A visitor reported a wrong contact"), "daily"),
}
