"""The table of states: every code a page may show, with its shape and its word.

A shape keeps one meaning everywhere: new ring, work half disc, done tick, late triangle, wait dashes, shut square,
none dash.
A code may be qualified by its room ("channel.waiting") where one word stands for two things.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Word = str | Promise

STATES: dict[str, tuple[str, Word]] = {
    # leads and feedback
    "draft": ("none", _("Draft")),
    "in_release": ("work", _("At the release desk")),
    "sent": ("wait", _("Sent")),
    "new": ("new", _("To be handled")),
    "acknowledged": ("work", _("Acknowledged")),
    "in_hand": ("work", _("In hand")),
    "answered": ("done", _("Answered")),
    "awaited": ("wait", _("Answer awaited")),
    "overdue": ("late", _("Overdue")),
    "refused": ("shut", _("Not accepted")),
    "closed": ("shut", _("Closed")),
    "waived": ("shut", _("Answer waived")),
    "no_target": ("none", _("No date agreed")),
    # release chain
    "drafting": ("none", _("Draft")),
    "waiting": ("work", _("Waits for signature")),
    "released": ("done", _("Released")),
    "returned": ("late", _("Returned")),
    "ratify_due": ("late", _("To be ratified")),
    "ready": ("done", _("Ready to sign")),
    "held": ("shut", _("Not sent")),
    # channel, inbox and outbox
    "channel.ok": ("done", _("Channel open")),
    "channel.waiting": ("work", _("Messages wait")),
    "channel.outage": ("late", _("The other side cannot be reached")),
    "channel.silent": ("late", _("The other side is silent")),
    "channel.halted": ("late", _("Channel halted")),
    "entry.applied": ("done", _("Applied")),
    "entry.rejected": ("late", _("Rejected")),
    "entry.waiting": ("wait", _("Waits for an earlier entry")),
    "entry.sealed": ("work", _("For an officer to open")),
    "entry.queued": ("wait", _("Queued")),
    "entry.receipted": ("done", _("Receipt matched")),
    # statements
    "statement.equal": ("done", _("Equal")),
    "statement.differs": ("late", _("The two differ")),
    "statement.awaited": ("wait", _("Waits for the other")),
    # targets
    "proposed": ("wait", _("Proposed")),
    "accepted": ("done", _("Accepted")),
    # import
    "import.uploaded": ("new", _("Uploaded")),
    "import.mapped": ("work", _("Columns matched")),
    "import.previewed": ("work", _("Previewed")),
    "import.running": ("work", _("Running")),
    "import.done": ("done", _("Done")),
    "import.undone": ("shut", _("Undone")),
    "import.failed": ("late", _("Failed")),
    "row.new": ("new", _("New")),
    "row.changed": ("work", _("Changed")),
    "row.same": ("none", _("Unchanged")),
    "row.error": ("late", _("Error")),
    # people
    "active": ("done", _("Active")),
    "inactive": ("shut", _("Inactive")),
    "invited": ("new", _("Invited")),
    "expired": ("shut", _("Expired")),
}


def look_up(code: str) -> tuple[str, Word]:
    """Return shape and word of a state; a code outside the table shows as itself with the neutral dash."""
    return STATES.get(code, ("none", code.rpartition(".")[2]))
