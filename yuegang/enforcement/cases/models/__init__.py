"""Rows of the cases."""

from yuegang.enforcement.cases.models.case import Case, CaseEvent, CaseLead, Determination, Outcome, Stage
from yuegang.enforcement.cases.models.custody import CustodyStep, Disposal, Exhibit
from yuegang.enforcement.cases.models.seizure import SeizureLine, SeizurePhoto

__all__ = [
    "Case", "CaseEvent", "CaseLead", "CustodyStep", "Determination", "Disposal", "Exhibit", "Outcome", "SeizureLine",
    "SeizurePhoto", "Stage",
]  # fmt: skip
