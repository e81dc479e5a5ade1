import math

import pyarrow as pa
import pytest

from yuegang.engine.matching.screening import HITS, Index, Limits, Thresholds, build, fit, screen_table
from yuegang.engine.matching.screening.limits import bound
from yuegang.engine.matching.screening.weights import match_weight

from .samples import WATCH, entries, found, index, lines


@pytest.fixture(scope="module")
def watch() -> Index:
    return index()


@pytest.mark.parametrize(
    ("line", "entry", "groups"),
    [
        ({"consignee": "CHAN Tai Man"}, "person", {"name"}),
        ({"consignor": "陈大文", "consignor_address": "開源道55號8樓12室"}, "person", {"name", "address"}),
        ({"consignor": "CHOW TAI FOOK TRADING LTD"}, "firm", {"name"}),
        ({"consignor": "周大福贸易公司", "route": "shenzhen-hong kong"}, "firm", {"name", "route"}),
        ({"consignee": "艺年公司", "goods": "gucci bag"}, "other", {"name", "brand"}),
        ({"goods": "皮具 G.U.C.C.I 手袋"}, "mark", {"brand"}),
        ({"plate": "粤Z1234港"}, "number", {"identifier"}),
        ({"phone": "+852 2123 4567"}, "number", {"identifier"}),
    ],
)
def test_a_line_finds_its_entry_and_says_why(watch: Index, line: dict[str, str], entry: str, groups: set[str]) -> None:
    hit = found(line, watch)[entry]
    assert {part["group"] for part in hit["evidence"] if part["weight"] > 0} == groups
    assert sum(part["weight"] for part in hit["evidence"]) == pytest.approx(hit["score"], abs=0.011)
    assert math.isfinite(hit["score"])


def test_a_slip_in_a_number_is_explained_and_weighs_less(watch: Index) -> None:
    near, equal = (found({"plate": plate}, watch)["number"] for plate in ("粤Z1243港", "粤Z1234港"))
    assert "swapped" in near["evidence"][0]["reason"]
    assert near["score"] < equal["score"]


def test_a_line_of_something_else_finds_nothing(watch: Index) -> None:
    row = {"consignor": "王小明", "consignee": "Peter Baker", "goods": "plastic toys", "plate": "AB12", "route": "x"}
    assert found(row, watch) == {}


def test_hits_keep_the_schema_and_the_ids_of_their_lines(watch: Index) -> None:
    hits = screen_table(pa.table({"line_id": ["7", "9"], "plate": ["x", "粤Z1234港"]}), watch)
    assert hits.schema == HITS
    assert hits["line_id"].to_pylist() == ["9"]
    assert screen_table(lines(), watch).num_rows == 0


def test_a_line_without_an_id_is_refused(watch: Index) -> None:
    with pytest.raises(ValueError, match="line_id"):
        screen_table(pa.table({"goods": ["x"]}), watch)


def test_a_delta_stands_beside_the_base_and_replaces_its_namesake(watch: Index) -> None:
    moved = build(entries({**WATCH[0], "name": "李國章"}, {**WATCH[0], "entry": "new", "name": "黃小明"}))
    both = watch.with_delta(moved)
    assert "person" not in found({"consignee": "陳大文"}, both)
    assert set(found({"consignee": "李國章"}, both)) == {"person"}
    assert set(found({"consignee": "黃小明"}, both.without(["person"]))) == {"new"}


def test_a_common_sound_never_alerts_on_the_name_alone() -> None:
    alike = ["陳文", "陳民", "陳聞", "陳敏", "塵文"]
    crowd = index(*({"entry": n, "kind": "person", "name": n} for n in alike))
    crowd = Index(crowd.parts, limits=Limits(fitted={"": Thresholds(5.0, 6.0)}))
    alone = found({"consignee": "陳文"}, crowd)["陳文"]
    assert not alone["is_alert"]
    assert alone["evidence"][-1]["others"] >= 3


def test_an_entry_is_refused_that_is_double_or_of_no_kind() -> None:
    with pytest.raises(ValueError, match="twice"):
        build(entries(WATCH[0], WATCH[0]))
    with pytest.raises(ValueError, match="kind"):
        build(entries({"entry": "a", "kind": "ship"}))


def test_a_budget_is_a_threshold() -> None:
    assert bound(1_000_000, 50) == pytest.approx(math.log2(4e9))
    assert fit([9.0, 8.0, 7.0, 6.0], lines=100_000, budget=2) == pytest.approx(7.01)
    assert fit([9.0], lines=100_000, budget=2) == 0.0
    assert Limits().of("a", 10).shown < Limits().of("a", 10).alert


def test_a_weight_needs_probabilities() -> None:
    assert match_weight(0.5, 0.25) == 1.0
    with pytest.raises(ValueError, match="lie in"):
        match_weight(0.5, 0.0)
