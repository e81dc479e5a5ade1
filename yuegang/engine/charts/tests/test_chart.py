from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuegang.engine.charts.chart import ChartError, element, frame, link, nothing, number, text
from yuegang.engine.charts.labels import LINE, Box, box_at, shorten, spread, width_of


@given(st.text(), st.text())
def test_any_words_are_escaped(label: str, name: str) -> None:
    svg = frame((10, 10), name, [link("?a=1&b=2", name, text(label, (1, 2), "lb"))])
    root = ElementTree.fromstring(svg)
    assert root.find("a/text") is not None
    assert root[0].attrib["href"] == "?a=1&b=2"


@pytest.mark.parametrize("href", ["javascript:alert(1)", "//evil.example", "/\\evil", "https://a", " /x", "data:,"])
def test_a_link_stays_on_this_site(href: str) -> None:
    with pytest.raises(ChartError) as refused:
        link(href, "name", "")
    assert (refused.value.rule, refused.value.place) == ("chart.href", href)


def test_a_mark_without_address_is_no_link() -> None:
    assert link("", "name", "<path/>") == "<path/>"
    assert 'role="img"' in frame((1, 1), "n", ["<path/>"])
    assert 'role="group"' in frame((1, 1), "n", [link("?x", "name", "<path/>")])


def test_coordinates_are_short() -> None:
    assert [number(value) for value in (0, 1.04, 2.25, -0.01, 3.96)] == ["0", "1", "2.2", "0", "4"]
    assert element("line", {"x1": 1.5, "class": "ax"}) == '<line x1="1.5" class="ax"/>'


def test_no_data_says_so() -> None:
    chart = nothing("title", "Nothing yet")
    assert chart.is_empty
    assert "Nothing yet" in chart.svg


def test_a_wide_letter_is_one_em_and_a_latin_one_little_more_than_half() -> None:
    assert width_of("粤港") == pytest.approx(23.0)
    assert width_of("ab") == pytest.approx(12.65)


@given(st.text(max_size=40), st.floats(20, 200))
def test_a_shortened_label_fits(words: str, width: float) -> None:
    short = shorten(words, width)
    assert short == words or (short.endswith("…") and width_of(short) <= width)


@given(st.lists(st.floats(0, 200), max_size=12).map(sorted))
def test_spread_labels_stand_a_line_apart_in_order(baselines: list[float]) -> None:
    moved = spread(baselines, 10, 190)
    assert all(after - before >= LINE - 1e-9 for before, after in pairwise(moved))
    assert not moved or moved[0] >= 10 - 1e-9
    assert not moved or moved[-1] <= max(190, 10 + LINE * (len(moved) - 1)) + 1e-9


def test_spread_leaves_labels_that_do_not_meet() -> None:
    assert spread([20, 60, 100], 10, 190) == [20, 60, 100]


def test_boxes_know_when_they_meet() -> None:
    one, other, away = Box(0, 0, 10, 10), Box(5, 5, 15, 15), Box(10, 0, 20, 10)
    assert (one.meets(other), one.overlap(other)) == (True, 25)
    assert (one.meets(away), one.overlap(away)) == (False, 0)
    widths = [box_at("粤", (50, 50), anchor) for anchor in ("start", "middle", "end")]
    assert [box.left for box in widths] == [50, 44.25, 38.5]
