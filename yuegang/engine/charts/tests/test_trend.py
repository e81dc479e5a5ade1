import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuegang.engine.charts import ChartError, Flag, Point, TrendWords, trend, weekly_band
from yuegang.engine.charts.trend import BOTTOM, TOP

from .reading import links, marks, parse, words

WORDS = TrendWords("Seized per week", "No week yet")
POINTS = [Point(str(22 + place), value, 8, 24, f"?w={22 + place}") for place, value in enumerate([14, 24, 48, 8, 7])]
bounds = st.tuples(st.integers(0, 10**12), st.integers(0, 10**12)).map(sorted)
points = st.one_of(
    st.builds(Point, st.text(max_size=6), st.integers(0, 10**12)),
    st.builds(
        lambda label, value, band: Point(label, value, band[0], band[1], "?w"),
        st.text(max_size=6),
        st.integers(0, 10**12),
        bounds,
    ),
)


def ys(path: str) -> list[float]:
    return [float(pair.split()[1]) for pair in path.strip("MZ").split("L")]


def test_weeks_outside_the_band_are_diamonds_with_their_count() -> None:
    chart = trend(POINTS, WORDS)
    root = parse(chart)
    assert len(marks(root, "an")) == 2
    assert {"48", "7"} <= set(words(root))
    assert chart.caption_data == {"unusual": ("24", "26"), "last": 7, "highest": 48}


def test_every_week_is_a_link_with_a_name() -> None:
    found = links(parse(trend(POINTS, WORDS)))
    assert found == {
        "22: 14": "?w=22",
        "23: 24": "?w=23",
        "24: 48 (8–24)": "?w=24",
        "25: 8": "?w=25",
        "26: 7 (8–24)": "?w=26",
    }
    assert links(parse(trend([Point("1", 3), Point("2", 4)], WORDS))) == {}


def test_the_twin_table_holds_band_and_count() -> None:
    rows = trend(POINTS, WORDS).table
    assert (rows[2].cells, rows[2].href) == (("24", 8, 24, 48), "?w=24")


def test_the_band_is_drawn_only_where_it_is_known() -> None:
    gap = [Point("1", 3), Point("2", 3, 1, 5), Point("3", 3, 1, 5), Point("4", 3), Point("5", 3, 1, 5)]
    assert len(marks(parse(trend(gap, WORDS)), "band")) == 2


def test_an_event_stands_at_its_week_and_its_label_inside() -> None:
    root = parse(trend(POINTS, WORDS, [Flag(0, "A joint operation"), Flag(4, "聯合行動")]))
    lines = marks(root, "ev1")
    assert [line.attrib["x1"] for line in lines] == ["22", "290"]
    assert {"A joint operation", "聯合行動"} <= set(words(root))


@given(st.lists(points, min_size=1, max_size=60))
def test_it_draws_any_weeks_within_its_frame(data: list[Point]) -> None:
    root = parse(trend(data, WORDS))
    heights = ys(marks(root, "ln")[0].attrib["d"])
    assert len(heights) == len(data)
    assert all(TOP - 0.1 <= y <= BOTTOM + 0.1 for y in heights)
    drawn = sorted(zip((point.value for point in data), heights, strict=True), key=lambda pair: (pair[0], -pair[1]))
    assert [y for _, y in drawn] == sorted(heights, reverse=True)


@pytest.mark.parametrize(
    ("highest", "labels"),
    [
        (0, ["0", "1"]),
        (3, ["0", "1", "2", "3"]),
        (48, ["0", "20", "40", "60"]),
        (4_000, ["0", "2k", "4k"]),
        (2_500_000, ["0", "1M", "2M", "3M"]),
        (9_000_000_000, ["0", "5G", "10G"]),
    ],
)
def test_the_scale_has_few_round_lines(highest: int, labels: list[str]) -> None:
    root = parse(trend([Point("", highest)], WORDS))
    assert [word for word in words(root) if word][: len(labels)] == labels


@pytest.mark.parametrize(
    ("data", "flags", "rule"),
    [
        ([Point("1", -1)], [], "chart.value"),
        ([Point("1", 1, 2)], [], "chart.band"),
        ([Point("1", 1, 3, 2)], [], "chart.band"),
        ([Point("1", 1)], [Flag(1, "x")], "chart.flag"),
    ],
)
def test_it_refuses_data_that_cannot_be_drawn(data: list[Point], flags: list[Flag], rule: str) -> None:
    with pytest.raises(ChartError) as refused:
        trend(data, WORDS, flags)
    assert refused.value.rule == rule


def test_no_week_says_so() -> None:
    assert "No week yet" in trend([], WORDS).svg


def test_the_band_is_the_tenth_and_ninetieth_percentile_of_enough_weeks() -> None:
    assert weekly_band(range(11)) is None
    assert weekly_band(range(101)) == (10, 90)
    assert weekly_band([5] * 52) == (5, 5)
