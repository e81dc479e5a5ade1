"""The one table that says to a person why something was not possible."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from yuegang.enforcement.errors import NotPossible

WORDS: Mapping[str, Any] = {  # lazy words by rule
    "acknowledge.status": _("Only a new lead from the other side can be acknowledged."),
    "refuse.status": _("This lead can no longer be refused."),
    "refuse.reason": _("Choose the reason of the refusal."),
    "forward.status": _("This lead can no longer be forwarded."),
    "forward.same_unit": _("The lead is with this unit already."),
    "assign.unit": _("Choose a unit of our side."),
    "assign.officer": _("This officer does not work in that unit."),
    "assign.status": _("A lead that has ended is not assigned any more."),
    "take.status": _("Only an acknowledged lead can be taken in hand."),
    "action.status": _("Acknowledge the lead first, then record acts."),
    "action.measure": _("Choose what was done."),
    "action.day": _("The day lies in the future."),
    "image.stub": _("A stub carries no content, so no images either."),
    "image.feedback": _("Pictures go with the draft of our own answer."),
    "close.feedback": _("A lead is closed after its final answer: measures taken and result are needed."),
    "revise.status": _("This lead cannot be changed now: it waits for signatures or has ended."),
    "submit.status": _("This lead cannot be sent now: it waits for signatures or has ended."),
    "submit.unchanged": _("Nothing has changed since the version that was sent."),
    "discard.status": _("Only a draft that was never sent for release can be discarded."),
    "feedback.status": _("Feedback is given on an acknowledged lead from the other side, one version at a time."),
    "message.text": _("Write a message first."),
    "message.status": _("Messages go with a full lead that has crossed."),
    "draft.incomplete": _("The draft is kept. It needs more before it can be sent."),
    "submit.to_unit": _("Needed before sending: which unit of the other side it goes to."),
    "submit.ip_type": _("Needed before sending: the kind of right."),
    "submit.goods": _("Needed before sending: what the goods are."),
    "submit.goods_category": _("Needed before sending: the category of goods."),
    "submit.right": _("Needed before sending: the right or the brand."),
    "submit.quantity": _("Needed before sending: lots, cases or items."),
    "submit.route": _("Needed before sending: a port or the place of origin."),
    "feedback.measures": _("Needed before sending: the measures taken."),
    "feedback.result": _("Needed before sending: the result."),
    "feedback.no_action_reason": _("No action needs a reason."),
    "feedback.none_alone": _("“No action” stands alone: take the other measures out, or this one."),
    "feedback.pending_interim": _("A pending result is an interim answer; the final one follows."),
    "to_unit.own_side": _("A lead goes to a unit of the other side."),
    "release.chain": _("No chain of signatures is set up for these two units. The administrator can set it up."),
    "release.unit": _("You can send only for a unit you hold a role in."),
    "release.state": _("It is on the release desk already."),
    "release.blocked": _("The gate stopped it. Put right what is marked."),
    "gate.secret": _("A mark of secrecy stands here. Such content never goes through this system."),
    "gate.class_d": _("Class D never crosses: take it out and keep it in your own system."),
    "gate.required": _("This field is needed."),
    "gate.type": _("This value does not have the form the other side expects."),
    "outbox.channel": _("There is no channel to that node yet."),
    "outbox.unit_key": _("The other side has not published a key for that unit yet."),
}


def words_of(rule: str) -> str:
    """Return the sentence of a rule; a rule without one is named, so that it can be asked about."""
    return str(WORDS[rule]) if rule in WORDS else str(_("It was refused by the rule %(rule)s.")) % {"rule": rule}


def words(error: NotPossible) -> str:
    """Return the sentence of a refusal."""
    return words_of(error.rule)


def back_to_list(request: HttpRequest) -> str:
    """Return the list as it was, if the form says so."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours else reverse("enforcement:leads")
