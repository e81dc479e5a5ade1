from hypothesis import given
from hypothesis import strategies as st

from yuegang.engine.law.folding import fold, is_traditional, searchable, stems, tokens, without_stems


def test_it_folds_both_scripts_to_one_form() -> None:
    assert fold("海關備案") == fold("海关备案") == "海关备案"


def test_it_folds_width_and_case() -> None:
    assert fold("ＣＡＰ．５２８") == "cap.528"


@given(st.text())
def test_folded_text_keeps_its_length(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_it_knows_traditional_from_simplified_and_latin() -> None:
    assert is_traditional("版權")
    assert not is_traditional("版权 ＡＢＣ")


def test_it_cuts_chinese_in_pairs_and_english_in_stems() -> None:
    assert tokens("商标法 infringing copies 权") == ["商标", "标法", "权", "infring", "copi"]


def test_spellings_of_the_two_sides_meet() -> None:
    assert stems("licence of a trade mark") == stems("license of a trademark")


def test_searchable_text_keeps_the_words_and_adds_stems() -> None:
    assert searchable("商标 marks").endswith(" mark ")
    assert without_stems(searchable("商标 marks")) == "商标 marks"
    assert searchable("商标") == "商标"
