"""The same two sides as the exchange's own tests: this node with its rows, the peer as engine objects."""

from yuegang.exchange.tests.conftest import channel, keystore, notes, peer

__all__ = ["channel", "keystore", "notes", "peer"]
