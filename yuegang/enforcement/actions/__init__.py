"""Every write of leads and what hangs on them: one transaction, its audit row, its event, its entry."""

from yuegang.enforcement.actions.answering import acknowledge, forward, refuse
from yuegang.enforcement.actions.drafting import create_lead, discard_draft, revise_lead, submit_lead, take_number
from yuegang.enforcement.actions.feedback import (
    draft_feedback,
    resend_message,
    revise_feedback,
    send_message,
    submit_feedback,
)
from yuegang.enforcement.actions.working import add_image, assign, close, record_action, record_read, take_in_hand

__all__ = [
    "acknowledge", "add_image", "assign", "close", "create_lead", "discard_draft", "draft_feedback", "forward",
    "record_action", "record_read", "refuse", "resend_message", "revise_feedback", "revise_lead",
    "send_message", "submit_feedback", "submit_lead", "take_in_hand", "take_number",
]  # fmt: skip
