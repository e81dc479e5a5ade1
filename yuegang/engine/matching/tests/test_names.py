import numpy as np
import pytest

from yuegang import numba_cache
from yuegang.engine.lexicon.romanisation import shipped_romanisation
from yuegang.engine.lexicon.tables import shipped_tables
from yuegang.engine.matching.explain import Reasons
from yuegang.engine.matching.names import NameIndex
from yuegang.engine.matching.walk import walk, walk_names

WATCH = ["陳大文", "歐陽修", "CHEN Dawen", "潘任惠珍", "李國章", "钟镇涛", "John Smith", ""]


@pytest.fixture(scope="module")
def index() -> NameIndex:
    assert numba_cache.FOLDER.name
    return NameIndex(WATCH, shipped_romanisation())


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("陈大文", "陳大文"),
        ("AU YEUNG Sau", "歐陽修"),
        ("Ouyang Xiu", "歐陽修"),
        ("POON YAM WAI CHUN WINNIE", "潘任惠珍"),
        ("Arthur LI Kwok-cheung", "李國章"),
        ("Li Guozhang", "李國章"),
        ("鍾鎮濤", "钟镇涛"),
        ("Kenny CHUNG Chun To", "钟镇涛"),
        ("SMITH John", "John Smith"),
    ],
)
def test_a_name_is_found_in_any_script(index: NameIndex, query: str, name: str) -> None:
    found = index.search(query, 5)
    places = [WATCH[f.place] for f in found]
    assert name in places[:2]
    assert all(np.isfinite(f.score) for f in found)


def test_spellings_of_two_systems_meet_at_the_characters(index: NameIndex) -> None:
    assert {WATCH[f.place] for f in index.search("CHAN Tai Man", 2)} == {"陳大文", "CHEN Dawen"}


def test_the_same_form_stands_before_its_variant() -> None:
    index = NameIndex(["陈大文", "陳大文"], shipped_romanisation())
    first, second = index.search("陳大文", 2)
    assert first.place == 1
    assert first.score > second.score


def test_one_wrong_syllable_still_finds_the_name_with_less_weight(index: NameIndex) -> None:
    exact = index.search("Lee Kwok Cheung", 1)[0]
    wrong = index.search("Lee Kwok Ping", 1)[0]
    assert WATCH[wrong.place] == "李國章"
    assert wrong.score < exact.score - 5


def test_evidence_names_reading_spelling_and_system(index: NameIndex) -> None:
    found = index.search("CHAN Tai Man", 1)[0]
    lines = Reasons(shipped_tables()).evidence(found)
    assert lines[0] == {"query": "chan", "entry": "陳", "weight": lines[0]["weight"], "reading": "can", "system": "hk"}
    assert sum(float(line.get("weight", line.get("order", 0))) for line in lines) == pytest.approx(found.score, abs=0.1)


def test_an_empty_list_and_an_empty_query_find_nothing(index: NameIndex) -> None:
    assert NameIndex([], shipped_romanisation()).search("CHAN Tai Man", 5) == []
    assert index.search("", 5) == []


def test_the_compiled_walk_equals_its_python_source(index: NameIndex) -> None:
    shelf = index.shelves[3]
    for query in (("chan", "tai", "man"), ("li", "guo", "zhang")):
        rows = index.rows.stack(0, query)
        outs = [(np.zeros(99, np.int64), np.zeros(99, np.float32)) for _ in range(2)]
        counts = [
            f((rows, -4.0, -9.0, 1), shelf.names, shelf.runs, o) for f, o in zip((walk, walk_names), outs, strict=True)
        ]
        assert counts[0] == counts[1] > 0
        np.testing.assert_array_equal(outs[0][0], outs[1][0])
        np.testing.assert_allclose(outs[0][1], outs[1][1], rtol=1e-5)
