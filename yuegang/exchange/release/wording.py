"""Every sentence the release says about a rule, in one table; the rules themselves stay English."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise

REFUSED: dict[str, Sentence] = {
    "release.blocked": _("Not signed: something is still open. The page says what."),
    "release.changed": _("Not signed: the draft changed meanwhile. Please look at it again."),
    "release.state": _("This step is no longer possible: the release has moved on."),
    "release.four_eyes": _("This needs somebody who did not write the draft and has not signed it yet."),
    "release.chain": _("No chain of signatures is set for this unit; nothing can leave it."),
    "release.unit": _("The draft names a unit from which or to which it cannot be sent."),
    "release.kind": _("This kind does not go through the release desk."),
    "release.note": _("Say why the draft goes back."),
    "release.secret": _("A text marked secret does not leave; take it out of the draft."),
    "release.assessment": _("This assessment does not cover this kind and recipient today."),
    "release.boxes": _("A picture takes up to 40 boxes, each over a face, a label, a document or something else."),
}

CHAIN_REFUSED: dict[str, Sentence] = {
    "chain.unit": _("Only chains of this node's own units are set here."),
    "chain.last": _("This is the chain the unit falls back on; without it nothing could leave. Change it instead."),
    "chain.steps": _("A chain has one to four signatures."),
    "chain.twice": _("The same signature stands in the chain twice."),
    "chain.role": _("This role of this unit does not sign."),
    "chain.nobody": _("Nobody holds this role there now, so nothing could leave."),
    "chain.waiting": _("A change of this chain already waits for its second person."),
    "chain.state": _("This change was decided already."),
    "chain.not_yours": _("Administrators and coordinators change chains."),
    "chain.four_eyes": _("Another person puts a change in force than the one who proposed it."),
}

OPEN: dict[str, Sentence] = {
    "gate.finding": _("%(field)s: places that may name a natural person, still open: %(count)s."),
    "gate.ground": _("%(field)s: the legal ground is not stated."),
    "gate.required": _("%(field)s: is missing or withheld, and nothing leaves without it."),
    "gate.type": _("%(field)s: the value has not the form that may cross."),
    "gate.secret": _("%(field)s: carries a mark of secrecy. It must not leave, and does not belong in this system."),
    "gate.class_d": _("%(field)s: class D never leaves."),
}
UNSEEN = _("Picture %(number)s: not yet looked at in full size.")

KINDS: dict[str, Sentence] = {"lead": _("Lead"), "feedback": _("Feedback"), "message": _("Message")}
STEPS: dict[str, Sentence] = {
    "signer": _("Section head"),
    "liaison": _("Liaison unit"),
    "agency_coordinator": _("Agency coordinator"),
    "group_coordinator": _("Working-group coordinator"),
}
ROLE_WORDS = (
    _("the driver"),
    _("the customs broker"),
    _("the consignor's clerk"),
    _("the contact person"),
    _("the shopkeeper"),
    _("the person concerned"),
)
STATUTES = (
    _("Agreement, article 5"),
    _("Agreement, article 6"),
    _("Agreement, article 7"),
    _("Agreement, article 10"),
    _("Cap. 362, section 16C"),
)
