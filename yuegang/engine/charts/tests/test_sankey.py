from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuegang.engine.charts import ChartError, Route, SankeyLinks, SankeyWords, sankey
from yuegang.engine.charts.labels import Box, box_at

from .reading import links, marks, parse, words

WORDS = SankeyWords("Routes", "No route yet", "Others")
LINKS = SankeyLinks(lambda column, key: f"?{column}={key}", lambda column, source, target: f"?f={source}-{target}")
NAMES = {"n": "Nansha", "s": "深圳陸路口岸", "kt": "Kwai Tsing", "ap": "香港國際機場", "uae": "UAE", "ke": "<Kenya>"}
ROUTES = [
    Route(("n", "kt", "ke"), 20),
    Route(("n", "kt", "uae"), 5),
    Route(("s", "ap", "uae"), 30),
    Route(("s", "ap", "uae"), 2),
]
keys = st.sampled_from("abcdefghij")
routes = st.lists(st.builds(Route, st.tuples(keys, keys, keys), st.integers(1, 10**9)), min_size=1, max_size=30)


def boxes(root: ElementTree.Element) -> list[Box]:
    return [
        box_at(
            "".join(label.itertext()), (float(label.attrib["x"]), float(label.attrib["y"])), label.attrib["text-anchor"]
        )
        for label in root.iter("text")
    ]


def test_every_mark_is_a_link_with_a_name() -> None:
    found = links(parse(sankey(ROUTES, NAMES, WORDS, LINKS)))
    assert found["深圳陸路口岸: 32"] == "?0=s"
    assert found["香港國際機場 → UAE: 32"] == "?f=ap-uae"
    assert found["<Kenya>: 20"] == "?2=ke"
    assert len(found) == 6 + 5  # nodes and flows


def test_the_largest_route_or_the_given_one_stands_out() -> None:
    for stressed, name in ((None, "深圳陸路口岸"), (("n", "kt", "ke"), "Nansha"), (("x", "y", "z"), "深圳陸路口岸")):
        chart = sankey(ROUTES, NAMES, WORDS, LINKS, stressed)
        assert len(marks(parse(chart), "hot")) == 2
        assert chart.caption_data["stressed"][0] == name  # type: ignore[index]  # a tuple of names
    assert chart.caption_data == {"total": 57, "stressed": ("深圳陸路口岸", "香港國際機場", "UAE"), "value": 32}


def test_the_twin_table_lists_every_flow() -> None:
    rows = sankey(ROUTES, NAMES, WORDS, LINKS).table
    assert [row.cells for row in rows] == [
        ("深圳陸路口岸", "香港國際機場", 32),
        ("Nansha", "Kwai Tsing", 25),
        ("香港國際機場", "UAE", 32),
        ("Kwai Tsing", "<Kenya>", 20),
        ("Kwai Tsing", "UAE", 5),
    ]
    assert rows[0].href == "?f=s-ap"
    assert {row.href for row in sankey(ROUTES, NAMES, WORDS).table} == {""}


@given(routes)
@settings(max_examples=60)
def test_it_draws_any_routes_within_its_frame(data: list[Route]) -> None:
    root = parse(sankey(data, NAMES, WORDS, LINKS))
    height = float(root.attrib["viewBox"].split()[3])
    for bar in marks(root, "nd"):
        assert float(bar.attrib["y"]) >= 2.9
        assert float(bar.attrib["y"]) + float(bar.attrib["height"]) <= height + 1
    assert all(box.left >= -1 and box.right <= 297 and box.bottom <= height + 1 for box in boxes(root))


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=6))
def test_a_larger_value_is_never_drawn_thinner(values: list[int]) -> None:
    root = parse(sankey([Route((str(place), "m", "d"), value) for place, value in enumerate(values)], {}, WORDS))
    bars = marks(root, "nd")[: len(values)]
    heights = {name: float(bar.attrib["height"]) for name, bar in zip(words(root), bars, strict=False)}
    drawn = sorted((int(name.split()[1]), height) for name, height in heights.items())
    assert [height for _, height in drawn] == sorted(height for _, height in drawn)


def test_labels_do_not_meet() -> None:
    many = [Route((f"port {i}", f"control {j}", f"place {i * j % 9}"), 1 + i * j) for i in range(9) for j in range(8)]
    for data in (ROUTES, many, [Route(("長" * 20, "中" * 20, "遠" * 20), 9), *ROUTES]):
        found = boxes(parse(sankey(data, NAMES, WORDS)))
        assert [pair for pair in combinations(found, 2) if pair[0].meets(pair[1])] == []


def test_small_ports_are_one_node_without_a_link() -> None:
    data = [Route((f"p{place}", "m", "d"), place + 1) for place in range(9)]
    chart = sankey(data, {}, WORDS, LINKS)
    root = parse(chart)
    assert "Others 10" in words(root)
    assert "Others: 10" not in links(root)
    assert ("Others", "m", 10) in [row.cells for row in chart.table]
    rare = sankey(data, {}, WORDS, LINKS, ("p0", "m", "d"))  # a stressed route keeps its own node
    assert "p0: 1" in links(parse(rare))


def test_flows_join_their_nodes_without_rest() -> None:
    root = parse(sankey(ROUTES, NAMES, WORDS))
    total = sum(float(bar.attrib["height"]) for bar in marks(root, "nd")[:2])
    flows = marks(root, "fl")
    assert len(flows) == 5
    assert total == pytest.approx(196 - 6 - 12, abs=0.2)


def test_no_route_and_a_route_of_nothing() -> None:
    assert sankey([], NAMES, WORDS).is_empty
    with pytest.raises(ChartError) as refused:
        sankey([Route(("a", "b", "c"), 0)], NAMES, WORDS)
    assert refused.value.rule == "chart.value"
