"""Words for the rules of passing on; rules stay English on the wire and in the audit."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuegang.exchange.onward.models import OnwardRequest

REFUSED: dict[str, Promise] = {
    "onward.never": _("Its marking lets nobody pass it on."),
    "onward.until": _("This day has passed."),
    "onward.third": _("It is passed on to a third node, neither its origin nor ours."),
    "onward.open": _("This was asked already and is not answered yet."),
    "onward.state": _("This step is no longer possible; the page shows how it stands."),
    "onward.reason": _("Name the reason."),
    "onward.version": _("A newer version has arrived; ask again for that one."),
    "grant.expired": _("The consent has ended; ask again."),
    "grant.withheld": _("A field is in it that must be taken out."),
    "roster.revoked": _("The key that signed the consent was revoked; ask again."),
}
SHAPES: dict[str, str] = {
    OnwardRequest.State.ASKED: "wait",
    OnwardRequest.State.PROPOSED: "work",
    OnwardRequest.State.GRANTED: "done",
    OnwardRequest.State.REFUSED: "shut",
    OnwardRequest.State.ORDERED: "work",
    OnwardRequest.State.PASSED: "done",
}


def refusal_word(rule: str) -> Promise | str:
    """Return a rule in words, else the rule itself."""
    return REFUSED.get(rule, rule)
