import pytest
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from yuegang.engine.protocol import suites
from yuegang.engine.protocol.errors import SuiteError
from yuegang.engine.protocol.x1 import OVERHEAD

PRIVATE, PUBLIC = suites.generate_sealing()
OPENER = suites.opener_from("X1", "k1", PRIVATE)


def test_ed25519_signs_as_rfc_8032_says() -> None:
    # RFC 8032, 7.1, test 2
    seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert suites.signer_from("X1", "k", seed).sign(b"\x72") == signature
    assert suites.verify("X1", public, signature, b"\x72")


@given(st.binary(max_size=300), st.binary(max_size=60))
@settings(max_examples=30)
def test_what_is_sealed_opens_only_with_its_key_and_info(plaintext: bytes, info: bytes) -> None:
    sealed = suites.seal("X1", PUBLIC, plaintext, info)
    assert len(sealed) == len(plaintext) + OVERHEAD
    assert OPENER.open(sealed, info) == plaintext
    with pytest.raises(SuiteError) as refused:
        OPENER.open(sealed, info + b"!")
    assert refused.value.rule == "suite.open"


@given(st.integers(0, 99), st.integers(1, 255))
@settings(max_examples=30)
def test_any_changed_byte_of_a_sealed_body_is_refused(place: int, mask: int) -> None:
    sealed = bytearray(suites.seal("X1", PUBLIC, b"x" * 52, b"info"))
    sealed[place] ^= mask
    with pytest.raises(SuiteError):
        OPENER.open(bytes(sealed), b"info")


@pytest.mark.parametrize("length", [0, 31, 47])
def test_a_sealed_body_too_short_is_refused(length: int) -> None:
    with pytest.raises(SuiteError):
        OPENER.open(b"\x09" * length, b"info")


def _hmac(key: bytes, data: bytes) -> bytes:
    code = hmac.HMAC(key, hashes.SHA256())
    code.update(data)
    return code.finalize()


def _extract(suite: bytes, label: bytes, secret: bytes, salt: bytes = b"") -> bytes:
    return _hmac(salt or bytes(32), b"HPKE-v1" + suite + label + secret)


def _expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return _hmac(key, labelled + b"\x01")[:length]


def open_by_the_book(private: bytes, sealed: bytes, info: bytes) -> bytes:
    """Open by RFC 9180, 4.1 and 5.1, written from its text: a second opinion on the library."""
    kem, suite = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x02"
    key = X25519PrivateKey.from_private_bytes(private)
    shared = key.exchange(X25519PublicKey.from_public_bytes(sealed[:32]))
    context = sealed[:32] + key.public_key().public_bytes_raw()
    secret = _expand(kem, _extract(kem, b"eae_prk", shared), b"shared_secret", context, 32)
    schedule = b"\x00" + _extract(suite, b"psk_id_hash", b"") + _extract(suite, b"info_hash", info)
    schedule_secret = _extract(suite, b"secret", b"", secret)
    aead_key = _expand(suite, schedule_secret, b"key", schedule, 32)
    nonce = _expand(suite, schedule_secret, b"base_nonce", schedule, 12)
    return AESGCM(aead_key).decrypt(nonce, sealed[32:], b"")


def test_sealing_is_hpke_base_mode_as_rfc_9180_says() -> None:
    sealed = suites.seal("X1", PUBLIC, b"suspected goods", b"info")
    assert open_by_the_book(PRIVATE, sealed, b"info") == b"suspected goods"


def test_a_signature_of_another_key_or_text_is_not_good() -> None:
    private, public = suites.generate_signing()
    signature = suites.signer_from("X1", "k", private).sign(b"text")
    assert suites.verify("X1", public, signature, b"text")
    assert not suites.verify("X1", public, signature, b"next")
    assert not suites.verify("X1", suites.generate_signing()[1], signature, b"text")
    assert not suites.verify("X1", public[:31], signature, b"text")
    assert not suites.verify("X1", public, signature[:63], b"text")


def test_it_refuses_keys_of_the_wrong_length_and_unknown_suites() -> None:
    for refuse in (
        lambda: suites.signer_from("X1", "k", b"short"),
        lambda: suites.opener_from("X1", "k", b"short"),
        lambda: suites.seal("X1", b"short", b"", b""),
        lambda: suites.seal("X1", bytes(32), b"", b""),  # a low-order point
    ):
        with pytest.raises(SuiteError) as refused:
            refuse()
        assert refused.value.rule == "suite.key"
    with pytest.raises(SuiteError) as unknown:
        suites.suite_of("X9")
    assert unknown.value.rule == "suite.unknown"


def test_a_signer_and_an_opener_name_their_key_and_suite() -> None:
    signer = suites.signer_from("X1", "k2", suites.generate_signing()[0])
    assert (signer.key_id, signer.suite, OPENER.key_id, OPENER.suite) == ("k2", "X1", "k1", "X1")
