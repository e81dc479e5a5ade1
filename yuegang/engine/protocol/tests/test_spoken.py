import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuegang.engine.protocol.canonical import digest
from yuegang.engine.protocol.errors import RosterError
from yuegang.engine.protocol.spoken import COUNT, LANGUAGES, WORDS, heard, spoken


def test_every_byte_has_one_word_in_each_language_and_none_is_said_twice() -> None:
    assert len(WORDS) == 256 and {len(names) for names in WORDS} == {len(LANGUAGES)}
    for column in range(len(LANGUAGES)):
        assert len({names[column] for names in WORDS}) == 256
    said = [name for names in WORDS for name in set(names)]
    assert len(said) == len(set(said))


@given(st.binary(max_size=20), st.sampled_from(LANGUAGES))
def test_what_one_person_reads_the_other_hears_in_any_language(data: bytes, language: str) -> None:
    told = digest(data)
    assert heard(spoken(told, language)) == told.removeprefix("sha256:")[: 2 * COUNT]


def test_words_of_two_languages_may_be_mixed_and_spaced_as_they_come() -> None:
    mixed = "Apple, 苹果 蘋果 " + " ".join(["zebra"] * 7)
    assert heard(mixed) == "000000" + "ff" * 7


@pytest.mark.parametrize(("words", "place"), [("apple", "1"), (" ".join(["apple"] * 9 + ["aple"]), "aple")])
def test_a_word_that_is_none_and_a_short_list_are_refused(words: str, place: str) -> None:
    with pytest.raises(RosterError) as refused:
        heard(words)
    assert (refused.value.rule, refused.value.place) == ("roster.words", place)
