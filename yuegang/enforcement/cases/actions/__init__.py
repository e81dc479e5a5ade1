"""Every write of cases: one transaction, its audit row, its event."""

from yuegang.enforcement.cases.actions.custody import hand_over, register_exhibit
from yuegang.enforcement.cases.actions.opening import add_lead, open_case, remove_lead, revise_case
from yuegang.enforcement.cases.actions.seizing import file_seizure, record_seizure, strike_out
from yuegang.enforcement.cases.actions.staging import advance, close_case, determine, reopen_case

__all__ = [
    "add_lead", "advance", "close_case", "determine", "file_seizure", "hand_over", "open_case", "record_seizure",
    "register_exhibit", "remove_lead", "reopen_case", "revise_case", "strike_out",
]  # fmt: skip
