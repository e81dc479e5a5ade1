from yuegang.engine.law.concepts import Vocabulary, read_question
from yuegang.engine.law.snippets import hits, snippet

VOCABULARY = Vocabulary.of(
    {
        "groups": [{"zh-Hans": ["著作权"], "zh-Hant": ["版權"], "en": ["copyright"]}],
        "silent": {"zh": [], "en": []},
        "places": {},
    }
)
QUESTION = read_question("版權", VOCABULARY)


def test_it_marks_words_of_either_script_in_the_readers_text() -> None:
    text = "著作權即版權"
    assert [text[a:b] for a, b in hits(text, QUESTION)] == ["著作權", "版權"]


def test_it_marks_english_words_by_their_stem() -> None:
    text = "Copyright works"
    assert hits(text, QUESTION) == [(0, 9)]


def test_short_text_is_shown_whole() -> None:
    shown = snippet("著作权即版权", QUESTION)
    assert (shown.text, shown.cut) == ("著作权即版权", False)


def test_long_text_is_cut_around_the_words() -> None:
    text = "甲" * 200 + "著作权" + "乙" * 200
    shown = snippet(text, QUESTION, width=60)
    assert shown.cut
    assert len(shown.text) == 60
    assert [shown.text[a:b] for a, b in shown.marks] == ["著作权"]


def test_text_without_the_words_starts_at_its_beginning() -> None:
    shown = snippet("甲" * 100 + "乙" * 100, QUESTION, width=50)
    assert shown.text == "甲" * 50
    assert shown.marks == ()
