import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuegang.engine.protocol import suites
from yuegang.engine.protocol.errors import SuiteError
from yuegang.engine.protocol.x2 import ORDER

SIGNING = suites.generate_signing("X2")
PRIVATE, PUBLIC = suites.generate_sealing("X2")
OPENER = suites.opener_from("X2", "k", PRIVATE)


def test_p_256_signs_as_rfc_6979_says() -> None:
    # RFC 6979, A.2.5, SHA-256, "sample"; of s and its twin the smaller one travels
    scalar = bytes.fromhex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
    r = "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
    s = int("F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8", 16)
    signature = suites.signer_from("X2", "k", scalar).sign(b"sample")
    assert signature == bytes.fromhex(r) + (ORDER - s).to_bytes(32, "big")


def test_the_twin_of_a_signature_is_refused() -> None:
    private, public = SIGNING
    signature = suites.signer_from("X2", "k", private).sign(b"data")
    twin = signature[:32] + (ORDER - int.from_bytes(signature[32:], "big")).to_bytes(32, "big")
    assert suites.verify("X2", public, signature, b"data")
    assert not suites.verify("X2", public, twin, b"data")


@pytest.mark.parametrize("damage", ["data", "signature", "public", "short", "zero"])
def test_a_damaged_signature_is_not_good(damage: str) -> None:
    private, public = SIGNING
    signature = suites.signer_from("X2", "k", private).sign(b"data")
    changed = {
        "data": (public, signature, b"date"),
        "signature": (public, bytes([signature[0] ^ 1]) + signature[1:], b"data"),
        "public": (bytes(65), signature, b"data"),
        "short": (public[:33], signature, b"data"),
        "zero": (public, bytes(64), b"data"),
    }
    assert not suites.verify("X2", *changed[damage])


@given(st.binary(max_size=200), st.binary(max_size=60))
@settings(max_examples=20)
def test_what_is_sealed_opens_only_with_its_key_and_info(plaintext: bytes, info: bytes) -> None:
    sealed = suites.seal("X2", PUBLIC, plaintext, info)
    assert OPENER.open(sealed, info) == plaintext
    with pytest.raises(SuiteError, match=r"suite\.open"):
        OPENER.open(sealed, info + b"!")


@pytest.mark.parametrize("private", [b"", bytes(32), b"\xff" * 32])
def test_a_scalar_that_is_none_is_refused(private: bytes) -> None:
    for make in (suites.signer_from, suites.opener_from):
        with pytest.raises(SuiteError, match=r"suite\.key"):
            make("X2", "k", private)


@pytest.mark.parametrize("public", [b"", b"\x02" + bytes(32), bytes(65)])
def test_nothing_is_sealed_to_a_point_that_is_none(public: bytes) -> None:
    with pytest.raises(SuiteError, match=r"suite\.key"):
        suites.seal("X2", public, b"", b"")


@pytest.mark.parametrize("suite", suites.SUITES)
def test_every_suite_makes_signs_and_seals_alike(suite: str) -> None:
    private, public = suites.generate_signing(suite)
    signer = suites.signer_from(suite, "k", private)
    assert (signer.key_id, signer.suite) == ("k", suite)
    assert suites.verify(suite, public, signer.sign(b"data"), b"data")
    private, public = suites.generate_sealing(suite)
    opener = suites.opener_from(suite, "k", private)
    assert opener.suite == suite and opener.open(suites.seal(suite, public, b"text", b"i"), b"i") == b"text"
