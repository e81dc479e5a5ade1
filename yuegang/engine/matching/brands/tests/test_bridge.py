"""Prove the comparison of Latin letters with Chinese syllables."""

import numpy as np
import pytest

from yuegang.engine.matching.brands.bridge import Bridge, encode, letters, opening_bits, shipped_costs
from yuegang.engine.matching.brands.matcher import BrandMatcher

MARKS = ["adidas", "gucci", "kenzo", "amiri", "nike"]


@pytest.mark.parametrize(
    ("chinese", "mark"), [("阿迪", "adidas"), ("古奇", "gucci"), ("肯左", "kenzo"), ("阿米", "amiri")]
)
def test_chinese_sounds_open_latin_marks(chinese: str, mark: str) -> None:
    bridge = Bridge(MARKS, chinese=False)
    best = bridge.search(letters(chinese) or "", shipped_costs(), 4.0, 5)[0]
    assert MARKS[best[0]] == mark


def test_latin_letters_find_chinese_marks() -> None:
    bridge = Bridge(["阿迪达斯", "古驰"], chinese=True)
    assert bridge.search("adidas", shipped_costs(), 4.0, 5)[0][0] == 0


def test_what_is_neither_script_has_no_letters() -> None:
    assert letters("阿d") is None
    assert letters("d2") is None
    assert letters("") is None


def test_an_empty_bridge_finds_nothing() -> None:
    assert Bridge([], chinese=True).search("gucci", shipped_costs(), 0.0, 5) == []
    assert Bridge(MARKS, chinese=False).search("", shipped_costs(), 0.0, 5) == []


def test_the_whole_part_never_gains_more_than_its_best_opening() -> None:
    opening, whole = opening_bits(encode(["adi"])[0][:3], encode(MARKS), shipped_costs().pair)
    assert (whole <= opening + np.float32(1e-4)).all()


def test_the_reason_shows_bits_and_letters() -> None:
    hit = BrandMatcher(["kenzo"]).search("肯佐", 1)[0]
    assert any("bits" in reason for reason in hit.evidence)
