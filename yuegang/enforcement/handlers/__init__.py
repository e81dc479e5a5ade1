"""What this room exchanges: settings.EXCHANGE_HANDLERS names these objects."""

from yuegang.enforcement.handlers.acknowledgement import ACKNOWLEDGEMENT
from yuegang.enforcement.handlers.feedback import FEEDBACK
from yuegang.enforcement.handlers.lead import LEAD
from yuegang.enforcement.handlers.message import MESSAGE

__all__ = ["ACKNOWLEDGEMENT", "FEEDBACK", "LEAD", "MESSAGE"]
