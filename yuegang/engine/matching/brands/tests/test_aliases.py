"""Prove that the lexicon learns with a source and forgets without rewriting."""

import pytest

from yuegang.engine.matching.brands.aliases import Alias, AliasKind, AliasLexicon, by_mark, shipped

NAMED = Alias("1", "Example Mark", "例牌", AliasKind.NAME, "judgement 7")
NICK = Alias("2", "例牌", "大例", AliasKind.NICKNAME, "judgement 8")


def test_undoing_keeps_what_was_learnt_but_no_longer_uses_it() -> None:
    lexicon = AliasLexicon().learn(NAMED).learn(NICK).undo("2")
    assert lexicon.standing() == (NAMED,)
    assert lexicon.learnt == (NAMED, NICK)


def test_a_number_is_used_once() -> None:
    with pytest.raises(ValueError, match="used"):
        AliasLexicon().learn(NAMED).learn(NAMED)


def test_an_alias_has_letters() -> None:
    with pytest.raises(ValueError, match="letter"):
        AliasLexicon().learn(Alias("3", "Example", "™", AliasKind.LOGO, "judgement 9"))


def test_what_was_never_learnt_cannot_be_undone() -> None:
    with pytest.raises(KeyError):
        AliasLexicon().undo("9")


def test_any_name_of_a_mark_finds_its_aliases() -> None:
    assert NAMED in by_mark([NAMED])["例牌"]
    assert NAMED in by_mark([NAMED])["examplemark"]


def test_the_shipped_lexicon_names_its_source() -> None:
    assert {alias.source for alias in shipped().standing()} == {"shipped table"}
