"""What an officer may be told, with the one line that says it; settings.NOTICE_KINDS is this table.

A line says *that*, never *what*: no numbers of goods, names or texts of a case. `params` may hold counts and codes.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class NoticeKind:
    """One kind: its name in the settings page, its line, and how often it is mailed unless the officer chooses."""

    label: Promise
    subject: Promise
    rhythm: str = "at_once"


NOTICE_KINDS: dict[str, NoticeKind] = {
    "lead.arrived": NoticeKind(_("New from the other side"), _("A lead arrived from the other side")),
    "lead.assigned": NoticeKind(_("Assigned to me"), _("A lead was assigned to you")),
    "lead.urgent": NoticeKind(_("Urgent leads"), _("An urgent lead waits for you")),
    "lead.acknowledged": NoticeKind(
        _("Acknowledgements"), _("The other side acknowledged or returned a lead of yours"), "daily"
    ),
    "feedback.arrived": NoticeKind(_("Feedback received"), _("Feedback arrived from the other side")),
    "message.arrived": NoticeKind(_("Conversation"), _("A message arrived about a lead")),
    "request.arrived": NoticeKind(_("Requests of the other side"), _("A request arrived from the other side")),
    "request.answered": NoticeKind(_("Answers to my requests"), _("Answers to a request of yours arrived")),
    "release.waiting": NoticeKind(_("Waiting for my signature"), _("A release waits for your signature")),
    "release.returned": NoticeKind(_("Returned to me"), _("A release was returned to its author")),
    "release.released": NoticeKind(_("Released"), _("A draft of yours was released"), "daily"),
    "release.ratify": NoticeKind(_("Urgent releases to ratify"), _("An urgent release waits to be ratified")),
    "target.proposed": NoticeKind(_("Answer targets"), _("The other side proposed or accepted an answer target")),
    "channel.halted": NoticeKind(_("Channel halted"), _("The channel to the other side is halted")),
    "channel.silent": NoticeKind(_("Channel silent"), _("The other side has been silent for a while")),
    "import.finished": NoticeKind(_("Imports"), _("An import has finished"), "never"),
    "role.changed": NoticeKind(_("My roles"), _("Your roles or who you stand in for have changed")),
    "account.changed": NoticeKind(_("My account"), _("The way you sign in has changed")),
}
