"""Implement suite X1: Ed25519 signatures and HPKE(X25519, HKDF-SHA256, AES-256-GCM) in base mode.

Source: RFC 8032, 5.1; RFC 9180, 5.1.1 and 7. The sealed form is the 32-byte encapsulated key, then the ciphertext.
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from .errors import SuiteError

OVERHEAD = 48  # bytes: X25519 encapsulated key 32, AES-GCM tag 16

_HPKE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class Ed25519Signer:
    """Sign with one Ed25519 key."""

    key_id: str
    private: Ed25519PrivateKey
    suite: str = "X1"

    def sign(self, data: bytes) -> bytes:
        """Return the 64-byte signature."""
        return self.private.sign(data)


@dataclass(frozen=True, slots=True)
class HpkeOpener:
    """Open what was sealed to one X25519 key."""

    key_id: str
    private: X25519PrivateKey
    suite: str = "X1"

    def open(self, sealed: bytes, info: bytes) -> bytes:
        """Return the plain bytes; raises SuiteError "suite.open" for another key, info or damage."""
        try:
            return _HPKE.decrypt(sealed, self.private, info)
        except (InvalidTag, ValueError) as error:
            raise SuiteError("suite.open", detail={"key": self.key_id}) from error


class X1:
    """Offer the operations of suite X1 on raw 32-byte keys."""

    def generate_signing(self) -> tuple[bytes, bytes]:
        """Return a new Ed25519 (private, public) pair."""
        signing = Ed25519PrivateKey.generate()
        return signing.private_bytes_raw(), signing.public_key().public_bytes_raw()

    def generate_sealing(self) -> tuple[bytes, bytes]:
        """Return a new X25519 (private, public) pair."""
        sealing = X25519PrivateKey.generate()
        return sealing.private_bytes_raw(), sealing.public_key().public_bytes_raw()

    def signer(self, key_id: str, private: bytes) -> Ed25519Signer:
        """Return the signer of a 32-byte seed."""
        try:
            return Ed25519Signer(key_id, Ed25519PrivateKey.from_private_bytes(private))
        except ValueError as error:
            raise SuiteError("suite.key", detail={"key": key_id}) from error

    def opener(self, key_id: str, private: bytes) -> HpkeOpener:
        """Return the opener of a 32-byte scalar."""
        try:
            return HpkeOpener(key_id, X25519PrivateKey.from_private_bytes(private))
        except ValueError as error:
            raise SuiteError("suite.key", detail={"key": key_id}) from error

    def verify(self, public: bytes, signature: bytes, data: bytes) -> bool:
        """Tell whether an Ed25519 signature is good."""
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True

    def seal(self, public: bytes, plaintext: bytes, info: bytes) -> bytes:
        """Return encapsulated key and ciphertext, 48 bytes longer than the plaintext."""
        try:
            return _HPKE.encrypt(plaintext, X25519PublicKey.from_public_bytes(public), info)
        except ValueError as error:  # wrong length, or a low-order point (RFC 9180, 7.1.4)
            raise SuiteError("suite.key") from error
