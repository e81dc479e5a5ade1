from yuegang.engine.law.concepts import PART, SYNONYM, Vocabulary, read_question

TERMS = {
    "groups": [
        {"zh-Hans": ["海关备案", "海关记录"], "en": ["customs recordal"]},
        {"zh-Hans": ["海关"], "en": ["customs"]},
        {"zh-Hans": ["备案"], "zh-Hant": ["記錄"], "en": ["recordal"]},
        {"zh-Hans": ["侵权复制品"], "zh-Hant": ["侵犯版權複製品"], "en": ["infringing copy"]},
    ],
    "silent": {"zh": ["怎么办", "的"], "en": ["the", "of"]},
    "places": {"香港": "HK", "hong kong": "HK", "广东": "CN-GD"},
}
VOCABULARY = Vocabulary.of(TERMS)


def words(text: str) -> list[list[str]]:
    return [[word for word, _ in concept.words] for concept in read_question(text, VOCABULARY).concepts]


def test_a_term_brings_the_words_of_the_other_side_and_of_english() -> None:
    assert words("侵犯版權複製品") == [["侵犯版权复制品", "侵权复制品", " infring copi "]]


def test_another_word_is_worth_less_than_the_readers_own() -> None:
    concept = read_question("备案", VOCABULARY).concepts[0]
    assert dict(concept.words) == {"备案": 1.0, "记录": SYNONYM, " record ": SYNONYM}


def test_the_longest_term_wins_and_its_parts_count_less() -> None:
    concepts = read_question("海關備案", VOCABULARY).concepts
    assert [concept.words[0][0] for concept in concepts] == ["海关备案", "海关", "备案"]
    assert [concept.weight for concept in concepts] == [1.0, PART, PART]


def test_english_terms_of_several_words_are_one_concept() -> None:
    assert words("the customs recordal of bags") == [[" custom record ", "海关备案", "海关记录"], [" bag "]]


def test_words_without_content_are_left_out() -> None:
    assert words("怎么办") == []


def test_a_place_is_a_filter_and_not_a_word() -> None:
    question = read_question("香港 备案", VOCABULARY)
    assert question.places == {"HK"}
    assert len(question.concepts) == 1


def test_guangdong_stays_a_word_too() -> None:
    question = read_question("广东", VOCABULARY)
    assert question.places == {"CN-GD"}
    assert question.pairs == ("广东",)


def test_one_english_term_is_asked_in_its_chinese_words() -> None:
    english, chinese = (read_question(text, VOCABULARY) for text in ("customs recordal", "海关备案"))
    assert (english.concepts, english.pairs) == (chinese.concepts, chinese.pairs)
    assert english.latin
