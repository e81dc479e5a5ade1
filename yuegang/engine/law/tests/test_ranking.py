import pytest

from yuegang.engine.law.concepts import Vocabulary, read_question
from yuegang.engine.law.provision import Page, Provision, Statute, title_text
from yuegang.engine.law.ranking import Weights, prior, rarity, rerank, weigh

VOCABULARY = Vocabulary.of(
    {
        "groups": [{"zh-Hans": ["续展"], "zh-Hant": ["續期"], "en": ["renewal"]}],
        "silent": {"zh": [], "en": []},
        "places": {"香港": "HK"},
    }
)


def page(body: str, *, heading: str = "", place: str = "CN", level: str = "law", number: str = "2") -> Page:
    statute = Statute(place=place, level=level, key=f"{place}:x", titles=("某法",))
    return Page.of(Provision(statute, number, heading, "", body), title_text(statute.titles))


def order(query: str, pages: list[Page]) -> list[int]:
    question = read_question(query, VOCABULARY)
    frequencies = {word: 1 for concept in question.concepts for word, _ in concept.words} | dict.fromkeys(
        question.pairs, 1
    )
    return [at for at, _ in rerank(weigh(question, frequencies, 100), pages, Weights())]


def test_the_words_of_the_other_side_find_the_provision() -> None:
    assert order("續期", [page("申请人应当缴费"), page("注册商标需要续展")]) == [1, 0]


def test_english_finds_chinese_law() -> None:
    assert order("renewal", [page("申请人应当缴费"), page("注册商标需要续展")]) == [1, 0]


def test_a_heading_says_more_than_the_body() -> None:
    assert order("续展", [page("可以续展"), page("可以续展", heading="续展")]) == [1, 0]


def test_amending_decisions_come_after_the_law() -> None:
    assert order("续展", [page("续展", level="amending"), page("续展")]) == [1, 0]


def test_equal_pages_keep_their_order() -> None:
    assert order("续展", [page("续展甲"), page("续展乙")]) == [0, 1]


@pytest.mark.parametrize(
    ("query", "better", "worse"), [("香港续展", "HK", "CN"), ("續期", "HK", "CN"), ("续展", "CN", "MO")]
)
def test_place_and_script_decide_between_the_sides(query: str, better: str, worse: str) -> None:
    question = read_question(query, VOCABULARY)
    good, bad = page("续展", place=better), page("续展", place=worse)
    assert prior(question, good, Weights()) > prior(question, bad, Weights())


def test_a_purpose_clause_is_rarely_the_answer() -> None:
    question = read_question("续展", VOCABULARY)
    assert prior(question, page("x", number="1"), Weights()) < prior(question, page("x"), Weights())


def test_rare_words_weigh_more() -> None:
    assert rarity(1, 1000) > rarity(500, 1000) > 0


def test_a_concept_no_provision_speaks_of_is_dropped() -> None:
    assert weigh(read_question("续展", VOCABULARY), {}, 100).concepts == ()


def test_words_no_provision_holds_have_no_weight() -> None:
    weighed = weigh(read_question("续展 续期", VOCABULARY), {"续展": 3}, 100)
    assert [[word for word, _ in concept.words] for concept, _ in weighed.concepts] == [["续展"], ["续展"]]
