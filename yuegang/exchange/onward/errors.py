"""Say what may not be passed on."""

from yuegang.exchange.errors import ExchangeError


class OnwardRefused(ExchangeError):
    """Say that a step of passing on is not possible; the rule is stable and shown translated."""
