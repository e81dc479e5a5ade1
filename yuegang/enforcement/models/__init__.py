"""Rows of the enforcement room."""

from yuegang.enforcement.models.activity import LeadAction, LeadAssignment, LeadEvent, LeadImage, Message
from yuegang.enforcement.models.feedback import Feedback, FeedbackVersion, Measure, NoActionReason
from yuegang.enforcement.models.lead import Lead, LeadRegister, LeadVersion
from yuegang.enforcement.models.lead_facts import (
    Conveyance,
    Currency,
    GradingScheme,
    Handling,
    IpType,
    Movement,
    QuantityUnit,
    Urgency,
    ValueBasis,
)
from yuegang.enforcement.models.reference import Destination, GoodsCategory, HsChapter, ModusOperandi

__all__ = [
    "Conveyance", "Currency", "Destination", "Feedback", "FeedbackVersion", "GoodsCategory", "GradingScheme",
    "Handling", "HsChapter", "IpType", "Lead", "LeadAction", "LeadAssignment", "LeadEvent", "LeadImage",
    "LeadRegister", "LeadVersion", "Measure", "Message", "ModusOperandi", "Movement", "NoActionReason", "QuantityUnit",
    "Urgency", "ValueBasis",
]  # fmt: skip
