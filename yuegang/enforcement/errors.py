"""Why an action on a lead is not possible: the rule is stable, the words are made by the view."""

from collections.abc import Sequence
from dataclasses import dataclass

from yuegang.enforcement.models import Feedback, Lead


class NotPossible(Exception):
    """An action that does not fit where the lead stands; rule: stable code such as "acknowledge.status"."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


@dataclass(frozen=True)
class Missing:
    """A field a lead or an answer needs before it can be sent, and the rule that asks for it."""

    field: str
    rule: str


class Incomplete(NotPossible):
    """A draft that lacks something; `missing` names each field with its rule."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__("draft.incomplete")
        self.missing = tuple(missing)


class EditConflict(NotPossible):
    """Somebody changed the row since the page was opened; `current` is the row as it is now, unchanged."""

    def __init__(self, current: Lead | Feedback) -> None:
        super().__init__("edit.conflict")
        self.current = current
