"""What an officer may be told about answers owed, merged into settings.NOTICE_KINDS."""

from django.utils.translation import gettext_lazy as _

from yuegang.notices.kinds import NoticeKind

OWED = _("Answers owed")
NOTICE_KINDS: dict[str, NoticeKind] = {
    "obligation.extend": NoticeKind(_("Time extended"), _("The other side gave more time for an answer")),
    "obligation.waive": NoticeKind(_("Answer waived"), _("The other side needs no answer any more")),
    "obligation.week_before": NoticeKind(OWED, _("An answer is due within a week"), "daily"),
    "obligation.day_before": NoticeKind(OWED, _("An answer is due tomorrow"), "daily"),
    "obligation.due": NoticeKind(OWED, _("An answer is due today"), "daily"),
    "obligation.week_after": NoticeKind(OWED, _("An answer of your unit is a week late"), "daily"),
    "obligation.escalated": NoticeKind(OWED, _("An answer is a month late; a person may put it on an agenda"), "daily"),
}
