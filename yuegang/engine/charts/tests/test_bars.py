import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuegang.engine.charts import Bar, BarWords, ChartError, bars

from .reading import links, marks, parse, words

WORDS = BarWords("Answered in time", "Nothing was owed")


def test_a_bar_shows_share_count_and_the_agreed_mark() -> None:
    chart = bars([Bar("HK Customs", 46, 48, 0.9, "?to=hk"), Bar("廣東海關", 0, 0)], WORDS)
    root = parse(chart)
    assert words(root) == ["HK Customs", "95%", "n=48", "廣東海關", "–", "n=0"]
    assert [mark.attrib["x1"] for mark in marks(root, "tk")] == ["266.4"]
    assert [mark.attrib["width"] for mark in marks(root, "br")] == ["283.7"]
    assert links(root) == {"HK Customs: 95%, n=48": "?to=hk"}
    assert chart.table[0].cells == ("HK Customs", 46, 48, 95)
    assert chart.caption_data == {"shares": (95, None)}


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 10**9)).map(sorted), min_size=1, max_size=9))
def test_a_larger_share_is_never_shorter(pairs: list[list[int]]) -> None:
    root = parse(bars([Bar("x", done, n) for done, n in pairs], WORDS))
    widths = [float(mark.attrib["width"]) for mark in marks(root, "br")]
    shares = [done / n for done, n in pairs if done]
    assert [width for _, width in sorted(zip(shares, widths, strict=True))] == sorted(widths)
    assert all(0 <= width <= 296 for width in widths)


def test_only_all_is_a_hundred_per_cent() -> None:
    assert bars([Bar("x", 999, 1000), Bar("y", 7, 7)], WORDS).caption_data == {"shares": (99, 100)}


def test_a_long_label_leaves_room_for_the_figures() -> None:
    found = words(parse(bars([Bar("海關" * 30, 1, 2)], WORDS)))
    assert found[0].endswith("…")


@pytest.mark.parametrize(
    ("bar", "rule"),
    [(Bar("x", 2, 1), "chart.value"), (Bar("x", -1, 1), "chart.value"), (Bar("x", 1, 2, 1.5), "chart.agreed")],
)
def test_it_refuses_impossible_shares(bar: Bar, rule: str) -> None:
    with pytest.raises(ChartError) as refused:
        bars([bar], WORDS)
    assert refused.value.rule == rule


def test_nothing_owed_says_so() -> None:
    assert "Nothing was owed" in bars([], WORDS).svg
