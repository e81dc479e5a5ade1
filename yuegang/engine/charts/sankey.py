"""Draw routes as flows through three columns: loading port, control port, destination."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from .chart import WIDTH, Chart, ChartError, Row, clean, element, frame, link, nothing, number
from .labels import LINE, SIZE, Box, box_at, shorten, spread, width_of

COLUMNS = 3
BAR = 6.0  # width of a node
GAP = 12.0  # least space between nodes of a column
TOP = 3.0
LEAST_HEIGHT = 196.0
ROOM = 125.0  # widest label
MOST_NODES = 6  # per column; the smaller rest becomes one node

Stop = tuple[int, str]  # column, key
_X = (0.0, (WIDTH - BAR) / 2, WIDTH - BAR)


@dataclass(frozen=True, slots=True)
class Route:
    """Hold how much took one route: a key per column, value > 0."""

    stops: tuple[str, str, str]
    value: int


@dataclass(frozen=True, slots=True)
class SankeyWords:
    """Hold the words of a chart; flow has the places {source}, {target} and {value}, node {name} and {value}."""

    title: str
    empty: str
    others: str
    flow: str = "{source} → {target}: {value}"
    node: str = "{name}: {value}"


@dataclass(frozen=True, slots=True)
class SankeyLinks:
    """Hold where marks lead: node(column, key) and flow(column of the source, source key, target key)."""

    node: Callable[[int, str], str]
    flow: Callable[[int, str, str], str]


@dataclass(slots=True)
class _Node:
    """Hold a node's size and place; out and into are where its next flow begins."""

    column: int
    key: str
    value: int
    rank: int = 0
    top: float = 0.0
    height: float = 0.0
    out: float = 0.0
    into: float = 0.0


OTHERS = "\0others"  # no port or destination has this key


def sankey(
    routes: Iterable[Route],
    names: Mapping[str, str],
    words: SankeyWords,
    links: SankeyLinks | None = None,
    stressed: tuple[str, str, str] | None = None,
) -> Chart:
    """Return the flow of routes; the stressed one, by default the largest, stands out.

    names: label of each key, the key itself if missing. caption_data: total, and names and value of the stressed
    route. Raises ChartError "chart.value" for a value below 1, "chart.href".
    """
    totals = _add_up(routes)
    if not totals:
        return nothing(words.title, words.empty)
    hot = stressed if stressed in totals else max(totals, key=lambda stops: (totals[stops], stops))
    drawing = _Drawing(totals, hot, {**names, OTHERS: words.others}, words)
    caption = {
        "total": sum(totals.values()),
        "stressed": tuple(names.get(key, key) for key in hot),
        "value": totals[hot],
    }
    return Chart(drawing.draw(links), caption, drawing.rows(links))


def _add_up(routes: Iterable[Route]) -> dict[tuple[str, str, str], int]:
    totals: dict[tuple[str, str, str], int] = {}
    for route in routes:
        if route.value < 1:
            raise ChartError("chart.value", str(route.value))
        totals[route.stops] = totals.get(route.stops, 0) + route.value
    return totals


class _Drawing:
    """Lay out and draw one sankey."""

    def __init__(
        self,
        totals: Mapping[tuple[str, str, str], int],
        hot: tuple[str, str, str],
        names: Mapping[str, str],
        words: SankeyWords,
    ) -> None:
        self.names, self.words = names, words
        kept = [_keep(totals, column, hot[column]) for column in range(COLUMNS)]
        self.flows: dict[tuple[int, str, str], int] = {}
        self.nodes: dict[Stop, _Node] = {}
        for stops, value in totals.items():
            keys = tuple(key if key in kept[column] else OTHERS for column, key in enumerate(stops))
            for column, key in enumerate(keys):
                self.nodes.setdefault((column, key), _Node(column, key, 0)).value += value
            for column, pair in enumerate(pairwise(keys)):
                self.flows[column, *pair] = self.flows.get((column, *pair), 0) + value
        self.hot = {(column, hot[column], hot[column + 1]) for column in range(COLUMNS - 1)}
        self.columns = self._order()
        self.height = self._place()

    def _order(self) -> list[list[_Node]]:
        """Order each column by the mean place of what flows in, the first by size, to cross little."""
        columns: list[list[_Node]] = []
        for column in range(COLUMNS):
            found = [node for node in self.nodes.values() if node.column == column]
            columns.append(sorted(found, key=self._sort_key))
            for place, node in enumerate(columns[-1]):
                node.rank = place
        return columns

    def _sort_key(self, node: _Node) -> tuple[bool, float, int, str]:
        into = [
            self.nodes[column, source].rank * value
            for (column, source, target), value in self.flows.items()
            if column == node.column - 1 and target == node.key
        ]
        return node.key == OTHERS, sum(into) / node.value, -node.value, node.key

    def _place(self) -> float:
        most = max(len(column) for column in self.columns)
        height = max(LEAST_HEIGHT, most * (GAP + LINE) + 2 * TOP)
        total = sum(node.value for node in self.columns[0])
        scale = (height - 2 * TOP - GAP * (most - 1)) / total
        for column in self.columns:
            used = sum(node.value for node in column) * scale + GAP * (len(column) - 1)
            top = TOP + (height - 2 * TOP - used) / 2
            for node in column:
                node.top = node.out = node.into = top
                node.height = node.value * scale
                top += node.height + GAP
        return height

    def draw(self, links: SankeyLinks | None) -> str:
        """Return the SVG: flows first, the stressed ones above, then nodes with labels."""
        flows = [(flow, self._flow(flow, links)) for flow in self._flow_order()]
        parts = [svg for flow, svg in flows if flow not in self.hot] + [svg for flow, svg in flows if flow in self.hot]
        labels = self._labels()
        parts += [self._node(node, labels[node.column, node.key], links) for node in self._all_nodes()]
        return frame((WIDTH, self.height), self.words.title, parts)

    def rows(self, links: SankeyLinks | None) -> tuple[Row, ...]:
        """Return source, target, value of each flow, by column, largest first."""
        ordered = sorted(self.flows, key=lambda flow: (flow[0], -self.flows[flow], flow))
        return tuple(
            Row((self._name(source), self._name(target), self.flows[column, source, target]), href)
            for column, source, target in ordered
            for href in [self._href(links, column, source, target)]
        )

    def _all_nodes(self) -> list[_Node]:
        return [node for column in self.columns for node in column]

    def _name(self, key: str) -> str:
        return self.names.get(key, key)

    def _href(self, links: SankeyLinks | None, column: int, *keys: str) -> str:
        if links is None or OTHERS in keys:
            return ""
        return links.node(column, keys[0]) if len(keys) == 1 else links.flow(column, keys[0], keys[1])

    def _flow_order(self) -> list[tuple[int, str, str]]:
        place = {(node.column, node.key): number for number, node in enumerate(self._all_nodes())}
        return sorted(self.flows, key=lambda flow: (place[flow[0], flow[1]], place[flow[0] + 1, flow[2]]))

    def _flow(self, flow: tuple[int, str, str], links: SankeyLinks | None) -> str:
        column, source, target = flow
        left, right = self.nodes[column, source], self.nodes[column + 1, target]
        depth = self.flows[flow] / left.value * left.height
        start, end = left.out, right.into
        left.out, right.into = start + depth, end + depth
        x1, x2 = _X[column] + BAR, _X[column + 1]
        bend = (x1 + x2) / 2
        there = f"M{_at(x1, start)}C{_at(bend, start)} {_at(bend, end)} {_at(x2, end)}"
        back = f"V{number(end + depth)}C{_at(bend, end + depth)} {_at(bend, start + depth)} {_at(x1, start + depth)}Z"
        mark = element("path", {"class": "fl hot" if flow in self.hot else "fl", "d": there + back})
        value = self.flows[flow]
        name = self.words.flow.format(source=self._name(source), target=self._name(target), value=value)
        return link(self._href(links, column, source, target), name, mark)

    def _node(self, node: _Node, label: "_Label", links: SankeyLinks | None) -> str:
        bar: dict[str, str | float] = {
            "class": "nd",
            "x": _X[node.column],
            "y": node.top,
            "width": BAR,
            "height": max(node.height, 1.0),
        }
        words = f'{clean(label.words)} <tspan class="lb2">{node.value}</tspan>'
        place: dict[str, str | float] = {
            "class": "lb halo",
            "x": label.at[0],
            "y": label.at[1],
            "text-anchor": label.anchor,
        }
        name = self.words.node.format(name=self._name(node.key), value=node.value)
        return link(
            self._href(links, node.column, node.key), name, element("rect", bar) + element("text", place, words)
        )

    def _labels(self) -> dict[Stop, "_Label"]:
        """Place the outer columns' labels at their nodes, then the middle ones where they meet none."""
        placed: dict[Stop, _Label] = {}
        for column in (0, 2):
            nodes = self.columns[column]
            middles = [node.top + node.height / 2 + SIZE * 0.35 for node in nodes]
            for node, baseline in zip(nodes, spread(middles, SIZE, self.height - TOP), strict=True):
                placed[column, node.key] = self._label(node, baseline, "start" if column == 0 else "end")
        taken = [label.box for label in placed.values()]
        for node in sorted(self.columns[1], key=lambda node: -node.value):
            label = min(self._choices(node), key=lambda label: sum(label.box.overlap(box) for box in taken))
            placed[1, node.key] = label
            taken.append(label.box)
        return placed

    def _choices(self, node: _Node) -> list["_Label"]:
        """Return places for a middle label, best first: right of the node, left of it, then further up and down."""
        middle = node.top + node.height / 2 + SIZE * 0.35
        steps = sorted((step * LINE / 2 for step in range(-60, 61)), key=abs)
        within = [middle + step for step in steps if SIZE <= middle + step <= self.height - TOP]
        near = [baseline for baseline in within if abs(baseline - middle) <= node.height / 2]
        far = [baseline for baseline in within if baseline not in near]
        return [
            self._label(node, y, anchor)
            for some in (near or within[:1], far)
            for anchor in ("start", "end")
            for y in some
        ]

    def _label(self, node: _Node, baseline: float, anchor: str) -> "_Label":
        room = ROOM - width_of(f" {node.value}")
        words = shorten(self._name(node.key), room)
        x = _X[node.column] + BAR + 4 if anchor == "start" else _X[node.column] - 4
        return _Label(words, (x, baseline), anchor, box_at(f"{words} {node.value}", (x, baseline), anchor))


@dataclass(frozen=True, slots=True)
class _Label:
    """Hold a placed label."""

    words: str
    at: tuple[float, float]
    anchor: str
    box: Box


def _keep(totals: Mapping[tuple[str, str, str], int], column: int, hot: str) -> frozenset[str]:
    """Return the keys of a column that stay nodes of their own: the stressed one and the largest."""
    sizes: dict[str, int] = {}
    for stops, value in totals.items():
        sizes[stops[column]] = sizes.get(stops[column], 0) + value
    if len(sizes) <= MOST_NODES:
        return frozenset(sizes)
    largest = sorted(sizes, key=lambda key: (key != hot, -sizes[key], key))
    return frozenset(largest[: MOST_NODES - 1])


def _at(x: float, y: float) -> str:
    return f"{number(x)} {number(y)}"
