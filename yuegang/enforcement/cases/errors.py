"""Why an action on a case is not possible: the rule is stable, the words are made by the view."""

from collections.abc import Sequence

from yuegang.enforcement.cases.gate import Gap
from yuegang.enforcement.errors import NotPossible


class NotClosable(NotPossible):
    """A case that still lacks something; `gaps` names each."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        super().__init__("close.incomplete")
        self.gaps = tuple(gaps)
