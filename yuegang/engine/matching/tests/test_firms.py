import math

import pytest

from yuegang import numba_cache
from yuegang.engine.lexicon.firms import parse_firm
from yuegang.engine.lexicon.romanisation import shipped_romanisation
from yuegang.engine.lexicon.tables import shipped_tables
from yuegang.engine.matching.firms import FirmIndex, Lexicon, shipped_rows

WATCH = [
    "東方珠寶有限公司",
    "周大福貿易有限公司",
    "粵海印刷(香港)有限公司",
    "EASTERN JEWELLERY CO., LTD",
    "藝年有限公司",
]


@pytest.fixture(scope="module")
def folds() -> dict[int, str]:
    assert numba_cache.FOLDER.name
    return {ord(c.character): c.fold for c in shipped_tables().characters if c.character != c.fold}


@pytest.fixture(scope="module")
def index(folds: dict[int, str]) -> FirmIndex:
    return FirmIndex(WATCH, Lexicon(shipped_rows(), shipped_romanisation()), folds)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("CHOW TAI FOOK TRADING LIMITED", "周大福貿易有限公司"),
        ("周大福贸易公司", "周大福貿易有限公司"),
        ("Eastern Jewellery Company Limited", "EASTERN JEWELLERY CO., LTD"),
        ("粤海印刷有限公司", "粵海印刷(香港)有限公司"),
        ("东方珠宝有限公司", "東方珠寶有限公司"),
        ("GUANGDONG PRINTING LIMITED", "粵海印刷(香港)有限公司"),
    ],
)
def test_a_firm_is_found_in_the_other_script(index: FirmIndex, query: str, name: str) -> None:
    hits = index.search(query, 3)
    assert WATCH[hits[0].place] == name
    assert all(math.isfinite(hit.score) for hit in hits)


def test_evidence_pairs_words_with_characters(index: FirmIndex) -> None:
    hit = index.search("CHOW TAI FOOK TRADING LIMITED", 1)[0]
    assert {("chow", "周"), ("fook", "福")} <= {(a, b) for a, b, _ in hit.agreeing}


def test_a_chinese_query_finds_a_latin_firm(folds: dict[int, str]) -> None:
    names = ["PACIFIC ENGINEERING LIMITED", "EASTERN JEWELLERY CO., LTD"]
    index = FirmIndex(names, Lexicon(shipped_rows(), shipped_romanisation()), folds)
    assert index.search("東方珠寶有限公司", 1)[0].place == 1


def test_legal_forms_and_places_do_not_count(folds: dict[int, str]) -> None:
    assert parse_firm("粵海印刷(香港)有限公司", folds).key == parse_firm("粤海印刷", folds).key
    assert parse_firm("The Company Limited", folds).words == ("the", "company", "limited")


def test_an_empty_list_and_an_empty_query_find_nothing(index: FirmIndex, folds: dict[int, str]) -> None:
    lexicon = Lexicon(shipped_rows(), shipped_romanisation())
    assert FirmIndex([], lexicon, folds).search("ABC", 3) == []
    assert index.search("...", 3) == []
