"""Choose the algorithms of a signature or a sealed body by the name of their suite.

A further suite is one more row of SUITES; nothing else in the protocol names an algorithm.
"""

from typing import Protocol

from . import x1, x2
from .errors import SuiteError


class Signer(Protocol):
    """Sign with one key that this object alone holds."""

    @property
    def key_id(self) -> str:
        """Return the name of the key in the roster."""

    @property
    def suite(self) -> str:
        """Return the suite of the key."""

    def sign(self, data: bytes) -> bytes:
        """Return the raw signature over these bytes."""


class Opener(Protocol):
    """Open bodies sealed to one key that this object alone holds."""

    @property
    def key_id(self) -> str:
        """Return the name of the key in the roster."""

    @property
    def suite(self) -> str:
        """Return the suite of the key."""

    def open(self, sealed: bytes, info: bytes) -> bytes:
        """Return the plain bytes; raises SuiteError "suite.open"."""


class Suite(Protocol):
    """Say what every suite must be able to do; keys and signatures are raw bytes."""

    def generate_signing(self) -> tuple[bytes, bytes]:
        """Return a new (private, public) pair for signing."""

    def generate_sealing(self) -> tuple[bytes, bytes]:
        """Return a new (private, public) pair for sealing."""

    def signer(self, key_id: str, private: bytes) -> Signer:
        """Return the signer of a private key."""

    def opener(self, key_id: str, private: bytes) -> Opener:
        """Return the opener of a private key."""

    def verify(self, public: bytes, signature: bytes, data: bytes) -> bool:
        """Tell whether the signature is good."""

    def seal(self, public: bytes, plaintext: bytes, info: bytes) -> bytes:
        """Return the plaintext sealed to a public key, bound to info."""


SUITES: dict[str, Suite] = {"X1": x1.X1(), "X2": x2.X2()}
DEFAULT_SUITE = "X1"


def suite_of(name: str) -> Suite:
    """Return a suite by name; raises SuiteError "suite.unknown"."""
    suite = SUITES.get(name)
    if suite is None:
        raise SuiteError("suite.unknown", detail={"suite": name})
    return suite


def generate_signing(suite: str = DEFAULT_SUITE) -> tuple[bytes, bytes]:
    """Return a new raw (private, public) signing pair; the library draws the randomness."""
    return suite_of(suite).generate_signing()


def generate_sealing(suite: str = DEFAULT_SUITE) -> tuple[bytes, bytes]:
    """Return a new raw (private, public) sealing pair; the library draws the randomness."""
    return suite_of(suite).generate_sealing()


def signer_from(suite: str, key_id: str, private: bytes) -> Signer:
    """Return the signer of a raw private key; raises SuiteError "suite.key"."""
    return suite_of(suite).signer(key_id, private)


def opener_from(suite: str, key_id: str, private: bytes) -> Opener:
    """Return the opener of a raw private key; raises SuiteError "suite.key"."""
    return suite_of(suite).opener(key_id, private)


def verify(suite: str, public: bytes, signature: bytes, data: bytes) -> bool:
    """Tell whether a raw signature over these bytes is good; a malformed key or signature is not."""
    return suite_of(suite).verify(public, signature, data)


def seal(suite: str, public: bytes, plaintext: bytes, info: bytes) -> bytes:
    """Return plaintext sealed to a raw public key and bound to info; raises SuiteError "suite.key"."""
    return suite_of(suite).seal(public, plaintext, info)
