"""Prove the ranking of marks for keywords, on marks that are public facts."""

import math

import pytest

from yuegang.engine.matching.brands.aliases import Alias, AliasKind, AliasLexicon
from yuegang.engine.matching.brands.matcher import SECOND_SIGNAL, BrandMatcher, Hit, brand_matcher

WATCH = [
    "Chanel/香奈儿",
    "GUCCI",
    "博柏利",
    "LV/路易威登",
    "Bottega/葆蝶家",
    "BOLON/暴龙",
    "adidas",
    "Balenciaga/巴黎世家",
    "Thom Browne/汤姆布朗",
    "Zegna/杰尼亚",
    "Chaumet/尚美巴黎",
    "Dsquared/D二次方",
    "  spaced mark ",
]


@pytest.fixture(scope="module")
def matcher() -> BrandMatcher:
    return BrandMatcher(WATCH, AliasLexicon())


@pytest.mark.parametrize(
    ("keyword", "mark"),
    [
        ("香奈儿", "Chanel/香奈儿"),
        ("香奈兒", "Chanel/香奈儿"),
        ("𝗖𝗛𝗔𝗡𝗘𝗟", "Chanel/香奈儿"),
        ("c-h-a-n-e-l", "Chanel/香奈儿"),
        ("G***i", "GUCCI"),
        ("葆～", "Bottega/葆蝶家"),
        ("1V", "LV/路易威登"),
        ("adadis", "adidas"),
        ("保龙", "BOLON/暴龙"),
        ("瀑龙", "BOLON/暴龙"),
        ("杰亚", "Zegna/杰尼亚"),
        ("葆家", "Bottega/葆蝶家"),
        ("blsj", "Balenciaga/巴黎世家"),
        ("香n儿", "Chanel/香奈儿"),
        ("TB", "Thom Browne/汤姆布朗"),
        ("gucci手袋", "GUCCI"),
        ("chn", "Chanel/香奈儿"),
        ("spacedmark", "  spaced mark "),
    ],
)
def test_it_finds_the_mark_first(matcher: BrandMatcher, keyword: str, mark: str) -> None:
    hits = matcher.search(keyword, 5)
    assert hits[0].name == mark
    assert len(hits) == 1 or hits[0].score > hits[1].score
    assert hits[0].evidence


def _first(matcher: BrandMatcher, keyword: str) -> Hit:
    return matcher.search(keyword, 1)[0]


def test_scores_are_finite_and_fall(matcher: BrandMatcher) -> None:
    scores = [hit.score for hit in matcher.search("Cha", 10)]
    assert scores == sorted(scores, reverse=True)
    assert all(math.isfinite(score) and 0 <= score < 1 for score in scores)


def test_a_literal_mark_outscores_every_fragment(matcher: BrandMatcher) -> None:
    assert _first(matcher, "Chanel").score > 0.9 > _first(matcher, "Chan").score


def test_a_short_fragment_asks_for_a_second_signal(matcher: BrandMatcher) -> None:
    assert SECOND_SIGNAL in _first(matcher, "G*").evidence
    assert SECOND_SIGNAL not in _first(matcher, "LV").evidence


@pytest.mark.parametrize("keyword", ["", "   ", "™", "zzzqqqxxx", "\n"])
def test_what_stands_for_nothing_finds_nothing(matcher: BrandMatcher, keyword: str) -> None:
    assert matcher.search(keyword, 10) == []


def test_a_learnt_alias_finds_its_mark_and_names_its_source() -> None:
    alias = Alias("1", "GUCCI", "酷奇", AliasKind.TRANSLITERATION, "judgement 12")
    hit = _first(BrandMatcher(WATCH, AliasLexicon().learn(alias)), "酷奇")
    assert hit.name == "GUCCI"
    assert any("judgement 12" in reason for reason in hit.evidence)


def test_the_shipped_lexicon_knows_other_names() -> None:
    assert _first(brand_matcher(WATCH), "巴宝莉").name == "博柏利"
    assert _first(brand_matcher(WATCH), "三叶草").name == "adidas"
    assert _first(brand_matcher(WATCH), "V登").name == "LV/路易威登"
