"""The same two sides as the exchange's own tests."""

from yuegang.exchange.tests.conftest import channel, keystore, peer

__all__ = ["channel", "keystore", "peer"]
