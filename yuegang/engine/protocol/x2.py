"""Implement suite X2: ECDSA on P-256 with SHA-256, and HPKE(P-256, HKDF-SHA256, AES-256-GCM) in base mode.

Source: FIPS 186-5, 6.4; RFC 6979; RFC 9180, 5.1.1 and 7. The sealed form is the 65-byte encapsulated key, then the
ciphertext. Private keys are 32-byte scalars, public keys uncompressed points of 65 bytes.
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .errors import SuiteError

SCALAR = 32  # bytes
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256; SP 800-186, 3.2.1.3

_CURVE = ec.SECP256R1()
_ECDSA = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
_HPKE = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class EcdsaSigner:
    """Sign with one P-256 key."""

    key_id: str
    private: ec.EllipticCurvePrivateKey
    suite: str = "X2"

    def sign(self, data: bytes) -> bytes:
        """Return r and s, 32 bytes each; of the two signatures that verify, the one with the smaller s."""
        r, s = decode_dss_signature(self.private.sign(data, _ECDSA))
        return r.to_bytes(SCALAR, "big") + min(s, ORDER - s).to_bytes(SCALAR, "big")


@dataclass(frozen=True, slots=True)
class HpkeOpener:
    """Open what was sealed to one P-256 key."""

    key_id: str
    private: ec.EllipticCurvePrivateKey
    suite: str = "X2"

    def open(self, sealed: bytes, info: bytes) -> bytes:
        """Return the plain bytes; raises SuiteError "suite.open" for another key, info or damage."""
        try:
            return _HPKE.decrypt(sealed, self.private, info)
        except (InvalidTag, ValueError) as error:
            raise SuiteError("suite.open", detail={"key": self.key_id}) from error


class X2:
    """Offer the operations of suite X2 on raw keys."""

    def generate_signing(self) -> tuple[bytes, bytes]:
        """Return a new P-256 (private, public) pair."""
        private = ec.generate_private_key(_CURVE)
        scalar = private.private_numbers().private_value
        return scalar.to_bytes(SCALAR, "big"), public_bytes(private)

    def generate_sealing(self) -> tuple[bytes, bytes]:
        """Return a new P-256 (private, public) pair."""
        return self.generate_signing()

    def signer(self, key_id: str, private: bytes) -> EcdsaSigner:
        """Return the signer of a 32-byte scalar."""
        return EcdsaSigner(key_id, _private(key_id, private))

    def opener(self, key_id: str, private: bytes) -> HpkeOpener:
        """Return the opener of a 32-byte scalar."""
        return HpkeOpener(key_id, _private(key_id, private))

    def verify(self, public: bytes, signature: bytes, data: bytes) -> bool:
        """Tell whether an ECDSA signature is good and of the one form that is signed."""
        r, s = int.from_bytes(signature[:SCALAR], "big"), int.from_bytes(signature[SCALAR:], "big")
        if len(signature) != 2 * SCALAR or s > ORDER // 2:
            return False
        try:
            _public(public).verify(encode_dss_signature(r, s), data, _ECDSA)
        except (InvalidSignature, ValueError):
            return False
        return True

    def seal(self, public: bytes, plaintext: bytes, info: bytes) -> bytes:
        """Return encapsulated key and ciphertext, 81 bytes longer than the plaintext."""
        try:
            return _HPKE.encrypt(plaintext, _public(public), info)
        except ValueError as error:
            raise SuiteError("suite.key") from error


def public_bytes(private: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the uncompressed public point of a private key."""
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _private(key_id: str, private: bytes) -> ec.EllipticCurvePrivateKey:
    try:
        if len(private) != SCALAR:
            raise ValueError("a scalar has 32 bytes")
        return ec.derive_private_key(int.from_bytes(private, "big"), _CURVE)
    except ValueError as error:
        raise SuiteError("suite.key", detail={"key": key_id}) from error


def _public(public: bytes) -> ec.EllipticCurvePublicKey:
    if len(public) != 1 + 2 * SCALAR:
        raise ValueError("a point has 65 bytes")  # the compressed form would be a second name of the same key
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, public)
