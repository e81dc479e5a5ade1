"""Say why a step of a release is refused."""

from collections.abc import Sequence

from yuegang.engine.protocol.errors import Refusal
from yuegang.exchange.errors import ExchangeError


class ReleaseRefused(ExchangeError):
    """Say that a step of a release is not possible; rule: stable code, refusals: what the gate named."""

    def __init__(self, rule: str, place: str = "", refusals: Sequence[Refusal] = ()) -> None:
        super().__init__(rule, place)
        self.refusals = tuple(refusals)
