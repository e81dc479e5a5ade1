"""Rows of the exchange room: the logs of both directions, keys, blobs, targets."""

from yuegang.exchange.models.keys import RosterKey, SeenNonce
from yuegang.exchange.models.log import Channel, Conflict, InboxEntry, LogState, OutboxEntry
from yuegang.exchange.models.proofs import Blob, Receipt, SignedHead
from yuegang.exchange.models.targets import Target

__all__ = [
    "Blob",
    "Channel",
    "Conflict",
    "InboxEntry",
    "LogState",
    "OutboxEntry",
    "Receipt",
    "RosterKey",
    "SeenNonce",
    "SignedHead",
    "Target",
]
