"""Prove the fold and its offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuegang.engine.matching.brands.folding import fold, key, look


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("𝗖𝗘𝗟𝗜𝗡𝗘", "celine"),
        ("剋罗心", "克罗心"),
        ("Off-White™", "offwhite"),
        ("▫️L", "l"),
        ("葆～", "葆*"),
        ("José", "jose"),
        ("🅻🆅", "lv"),
        ("🇱🅥", "lv"),
        ("СНАNЕL", "chanel"),
        ("ｃｈａｎｅｌ", "chanel"),
        ("百 达", "百达"),
        ("滙豐", "汇丰"),
        ("衞", "卫"),
        ("ﬁla", "fila"),
        ("한국", "한국"),
        ("", ""),
    ],
)
def test_it_folds_what_sellers_write(written: str, plain: str) -> None:
    assert key(written) == plain


def test_offsets_lead_back_to_the_original() -> None:
    folded = fold("買 C-h-a-n-e-l 包")
    start = folded.text.index("chanel")
    assert folded.span(start, start + 6) == (2, 13)


def test_offsets_of_one_character_of_several_letters() -> None:
    assert fold("ﬁla").starts.tolist() == [0, 0, 1, 2]


@given(st.text(max_size=40))
def test_folding_folded_text_changes_nothing_and_offsets_rise(text: str) -> None:
    folded = fold(text)
    assert len(folded.starts) == len(folded.text)
    assert key(text) == folded.text
    assert (folded.starts[1:] >= folded.starts[:-1]).all()
    assert all(0 <= start < len(text) for start in folded.starts)


def test_look_alike_digits_fall_together() -> None:
    assert look("1v") == look("lv")
    assert look("g00gle") == look("google")
