"""Encrypted files open whole or not at all."""

import pytest

from yuegang.exchange import blobs
from yuegang.exchange.errors import Refused

KEY = bytes(32)


@pytest.mark.parametrize("size", [0, 1, blobs.CHUNK - 1, blobs.CHUNK, blobs.CHUNK + 1, 3 * blobs.CHUNK])
def test_a_file_comes_back_as_it_was(size: int) -> None:
    content = bytes(size)
    assert blobs.decrypt(blobs.encrypt(content, KEY), KEY) == content


@pytest.mark.parametrize("damage", ["flip", "cut", "drop", "swap", "empty"])
def test_a_damaged_file_does_not_open(damage: str) -> None:
    step = blobs.CHUNK + blobs.TAG
    sealed = blobs.encrypt(bytes(2 * blobs.CHUNK) + b"end", KEY)
    head, first, second, last = (
        sealed[: blobs.PREFIX],
        sealed[blobs.PREFIX :][:step],
        sealed[blobs.PREFIX :][step : 2 * step],
        sealed[blobs.PREFIX :][2 * step :],
    )
    damaged = {
        "flip": sealed[:100] + bytes([sealed[100] ^ 1]) + sealed[101:],
        "cut": head + first + second,
        "drop": head + first + last,
        "swap": head + second + first + last,
        "empty": head,
    }[damage]
    with pytest.raises(Refused, match=r"blob\.open"):
        blobs.decrypt(damaged, KEY)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(Refused):
        blobs.decrypt(blobs.encrypt(b"secret", KEY), bytes(31) + b"\x01")
