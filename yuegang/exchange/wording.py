"""Every word the channel page says about kinds, rules and uses; rules themselves stay English and stand beside."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Word = str | Promise

KINDS: dict[str, Word] = {
    "lead": _("Lead"),
    "feedback": _("Feedback"),
    "message": _("Message"),
    "acknowledgement": _("Acknowledgement"),
    "target": _("Target"),
    "request": _("Request"),
    "reply": _("Reply to a request"),
    "request-step": _("Step of a request"),
    "statement": _("Monthly statement"),
    "roster": _("Public keys"),
    "onward-request": _("Question about passing on"),
    "onward-grant": _("Answer about passing on"),
    "forward": _("Copy passed on"),
    "obligation-change": _("Extension or waiver"),
    "receipt": _("Receipt"),
    "audit-root": _("End of the audit chain"),
}

# By the beginning of the rule's code, the longest that fits.
RULES: dict[str, Word] = {
    "accept": _("The body holds what this kind does not allow."),
    "batch.conflict": _("The other side signed two different entries for one place in its log."),
    "batch.gap": _("Entries are missing between what is here and what arrived."),
    "batch.prev": _("The entry does not continue the log that was read here."),
    "blob": _("A file is missing, damaged or of a type that is not taken."),
    "body": _("The body is not in the agreed form."),
    "channel.halted": _("The channel is halted."),
    "cursor.moved": _("The log was read by two at once; it is read again."),
    "change": _("The extension or waiver does not fit the item it names."),
    "entry": _("The entry is not in the agreed form."),
    "entry.signature": _("The signature of an entry is not good."),
    "handler.failed": _("This program failed on the entry; apply it again after an update."),
    "head": _("The signed head of the log does not fit what was read."),
    "head.fork": _("The other side signed two different logs of the same length."),
    "head.shrunk": _("The other side's log is shorter than before."),
    "audit-root": _("The audit chain of the other side does not continue what it told before."),
    "log": _("Our own log may be short after a restore; nothing is signed before the other side gave it back."),
    "item.repeated": _("This version of the item already arrived with another entry."),
    "grant": _("The consent of the originator does not cover this."),
    "keystore": _("The key to open this is not in the keystore of this node."),
    "kind.unknown": _("This kind of message is not known here."),
    "onward": _("The originator's rules on passing on do not allow this."),
    "obligation.unknown": _("The dates it asks for were not agreed by both sides."),
    "peer": _("The other side's listener gave no proper answer."),
    "receipt": _("The receipt does not describe our log."),
    "receipt.last": _("The other side confirms an entry that is not in our log."),
    "roster": _("The key is unknown, expired or revoked."),
    "segment": _("The answer is cut off or not in the agreed form."),
    "suite.open": _("The body does not open with the key of the unit."),
    "target": _("The target does not fit what was proposed."),
    "ConnectError": _("The other side cannot be reached."),
    "ConnectTimeout": _("The other side cannot be reached."),
    "ReadError": _("The connection broke off."),
    "ReadTimeout": _("The other side did not answer in time."),
    "RemoteProtocolError": _("The connection broke off."),
}
OTHER_RULE = _("The entry was refused by a rule of its kind.")

REFUSED: dict[str, Word] = {
    "target.units": _("One of the two units must be ours and the other one theirs."),
    "target.days": _("Both numbers are between 1 and 400 working days."),
    "target.open": _("A proposal of ours for these units is still open."),
    "target.state": _("This proposal has been decided already, or it is our own."),
    "outbox.unit_key": _("The other unit has no valid key; its node must send a new roster."),
    "outbox.channel": _("There is no channel to the node of this unit."),
    "inbox.state": _("Only a refused entry can be applied again."),
    "channel.running": _("The channel is not halted."),
}
NOT_DONE = _("This cannot be done now.")

OURS, THEIRS = _("Kept here before"), _("Came later")

LATER = {
    "again": _("The entry is applied again within moments."),
    "resume": _("The channel is read again within moments."),
    "proposed": _("The proposal is on its way."),
    "accept": _("Accepted; from its day on the target is in force on both sides."),
    "decline": _("Declined; the other side is told."),
}


def kind_word(kind: str) -> Word:
    """Return the name of a kind, or its code."""
    return KINDS.get(kind, kind)


def rule_word(rule: str) -> Word:
    """Return the sentence for a rule: that of its code or of the longest beginning that has one."""
    code = rule.split(" ")[0]
    while code:
        if code in RULES:
            return RULES[code]
        code = code.rpartition(".")[0]
    return OTHER_RULE


def refusal_word(rule: str) -> Word:
    """Return the sentence for a step that was not done."""
    return REFUSED.get(rule, NOT_DONE)
