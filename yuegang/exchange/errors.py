"""Say what the exchange refuses: the rule is stable, English and never shown untranslated."""


class ExchangeError(Exception):
    """Say that something cannot be exchanged; rule: stable code, place: field or identifier."""

    def __init__(self, rule: str, place: str = "") -> None:
        super().__init__(rule, place)
        self.rule = rule
        self.place = place

    def __str__(self) -> str:
        return f"{self.rule} at {self.place}" if self.place else self.rule


class Refused(ExchangeError):
    """Say that a received message is not acceptable; raised by handlers, answered in the receipt."""


class NotSendable(ExchangeError):
    """Say that a message cannot be put into the outbox."""


class KeystoreError(ExchangeError):
    """Say that a private key is missing or not kept safely."""


class RosterRefused(ExchangeError):
    """Say that a roster file is not what two people agreed on."""


class RequestRefused(ExchangeError):
    """Say why a peer's request is not answered; the peer never learns the rule."""


class PeerFault(ExchangeError):
    """Say what a peer's reply lacked; the pull loop names it and tries again."""


class NotAllowed(ExchangeError):
    """Say that a step does not fit the state of a target or an entry."""
