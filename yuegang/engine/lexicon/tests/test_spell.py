import pytest

from yuegang.engine.lexicon.folding import fold, han_only, latin
from yuegang.engine.lexicon.latin import hypotheses, split_joined
from yuegang.engine.lexicon.spell import Speller
from yuegang.engine.lexicon.tables import shipped_tables


@pytest.mark.parametrize(
    ("system", "name", "spelling"),
    [
        ("hk", "陳大文", "Chan Tai Man"),
        ("pinyin", "曾大文", "Zeng Da Wen"),
        ("wade-giles", "蔣中正", "Chiang Chung Cheng"),
        ("macao", "黃大文", "Vong Tai Man"),
        ("macao", "趙大文", "Chio Tai Man"),
    ],
)
def test_each_system_spells_its_way_first(system: str, name: str, spelling: str) -> None:
    found = Speller(shipped_tables(), system).name(name, 3)
    assert found[0][0] == spelling
    assert len(found) <= 3


def test_an_unknown_system_is_refused() -> None:
    with pytest.raises(KeyError):
        Speller(shipped_tables(), "klingon")


def test_joined_given_names_come_apart() -> None:
    known = {"da", "wen", "chen"}
    assert split_joined("dawen", known) == [["da", "wen"]]
    assert ("chen", "da", "wen") in {h.symbols for h in hypotheses("Chen Dawen", known)}


def test_an_english_given_name_costs_less_than_a_syllable_left_out() -> None:
    losses = {h.symbols: h.penalty for h in hypotheses("Jeremy TAM Man-ho", {"tam", "man", "ho"})}
    assert losses[("tam", "man", "ho")] > losses[("tam", "man")]


def test_latin_text_loses_case_and_diacritics() -> None:
    assert latin("LÜ Ｘiu") == "lu xiu"
    assert han_only("陳 大文 (Chan)") == "陳大文"
    assert fold("Ａ陳", {ord("陳"): "陈"}) == "a陈"
