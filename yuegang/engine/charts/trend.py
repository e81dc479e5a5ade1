"""Draw a weekly count with the band it usually keeps to, weeks that leave it, and events."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from .chart import WIDTH, Chart, ChartError, Row, element, frame, link, nothing, number, text
from .labels import box_at, width_of

LEFT, TOP, BOTTOM, HEIGHT = 22.0, 12.0, 100.0, 118.0
RIGHT = WIDTH - 6.0
LEAST_HISTORY = 12  # weeks; a band from fewer says nothing


@dataclass(frozen=True, slots=True)
class Point:
    """Hold one week: short label, count, and the band expected then if it is known."""

    label: str
    value: int
    low: float | None = None
    high: float | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """Hold an event at the place of one point, counted from 0."""

    place: int
    label: str


@dataclass(frozen=True, slots=True)
class TrendWords:
    """Hold the words of a chart; point has the places {label} and {value}, unusual also {low} and {high}."""

    title: str
    empty: str
    point: str = "{label}: {value}"
    unusual: str = "{label}: {value} ({low}–{high})"


def weekly_band(before: Sequence[int]) -> tuple[float, float] | None:
    """Return the 10th and 90th percentile of the weeks before, None when there are fewer than 12.

    Source: Hyndman and Fan, Am. Stat. 50 (1996), definition 7 (linear interpolation).
    """
    if len(before) < LEAST_HISTORY:
        return None
    tenths = statistics.quantiles(before, n=10, method="inclusive")
    return tenths[0], tenths[8]


def trend(points: Sequence[Point], words: TrendWords, flags: Sequence[Flag] = ()) -> Chart:
    """Return the line of weekly counts.

    caption_data: unusual (labels of the weeks outside their band), last, highest. Raises ChartError: chart.value
    for a count below 0, chart.band for a band upside down, chart.flag for an event beside the points, chart.href.
    """
    if not points:
        return nothing(words.title, words.empty)
    _check(points, flags)
    scale = _Scale(points)
    unusual = [point for point in points if _is_unusual(point)]
    parts = [*scale.grid(), *_bands(points, scale), *(_flag(flag, scale) for flag in flags)]
    line = "L".join(scale.at(place, point.value) for place, point in enumerate(points))
    parts.append(element("path", {"class": "ln", "d": f"M{line}"}))
    parts += [_mark(place, point, scale, words) for place, point in enumerate(points)]
    parts += _ticks(points, scale)
    rows = tuple(Row((point.label, point.low, point.high, point.value), point.href) for point in points)
    caption = {
        "unusual": tuple(point.label for point in unusual),
        "last": points[-1].value,
        "highest": max(point.value for point in points),
    }
    return Chart(frame((WIDTH, HEIGHT), words.title, parts), caption, rows)


def _check(points: Sequence[Point], flags: Sequence[Flag]) -> None:
    for point in points:
        if point.value < 0:
            raise ChartError("chart.value", point.label)
        if (point.low is None) != (point.high is None):
            raise ChartError("chart.band", point.label)
        if point.low is not None and point.high is not None and not 0 <= point.low <= point.high:
            raise ChartError("chart.band", point.label)
    for flag in flags:
        if not 0 <= flag.place < len(points):
            raise ChartError("chart.flag", flag.label)


def _is_unusual(point: Point) -> bool:
    return point.low is not None and point.high is not None and not point.low <= point.value <= point.high


class _Scale:
    """Turn a place and a count into coordinates."""

    def __init__(self, points: Sequence[Point]) -> None:
        self.count = len(points)
        highest = max(max(point.value, point.high or 0) for point in points)
        self.step = _nice_step(highest)
        self.top = self.step * max(1, -(-highest // self.step))

    def x(self, place: int) -> float:
        return LEFT + (RIGHT - LEFT) * (place / (self.count - 1) if self.count > 1 else 0.5)

    def y(self, value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * value / self.top

    def at(self, place: int, value: float) -> str:
        return f"{number(self.x(place))} {number(self.y(value))}"

    def grid(self) -> list[str]:
        parts = []
        value = 0
        while value <= self.top:
            y = self.y(value)
            css = "ax" if value == 0 else "gl"
            parts.append(element("line", {"class": css, "x1": LEFT, "x2": WIDTH, "y1": y, "y2": y}))
            parts.append(text(_short(value), (LEFT - 4, y + 4), "lb2", "end"))
            value += self.step
        return parts


def _nice_step(highest: float) -> int:
    """Return a step of 1, 2 or 5 times a power of ten that gives at most four lines."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if highest <= 3 * factor * power:
                return factor * power
        power *= 10


def _short(value: int) -> str:
    for size, letter in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return str(value)


def _bands(points: Sequence[Point], scale: _Scale) -> list[str]:
    """Return one area for each run of weeks with a known band."""
    parts, run = [], list[int]()
    for place, point in enumerate((*points, None)):
        if point is not None and point.low is not None:
            run.append(place)
        elif run:
            parts.append(_band(points, run, scale))
            run = []
    return parts


def _band(points: Sequence[Point], run: Sequence[int], scale: _Scale) -> str:
    upper = [scale.at(place, points[place].high or 0) for place in run]
    lower = [scale.at(place, points[place].low or 0) for place in reversed(run)]
    return element("path", {"class": "band", "d": f"M{'L'.join([*upper, *lower])}Z"})


def _flag(flag: Flag, scale: _Scale) -> str:
    x = scale.x(flag.place)
    half = width_of(flag.label) / 2
    line = element("line", {"class": "ev1", "x1": x, "x2": x, "y1": TOP, "y2": BOTTOM})
    return line + text(flag.label, (min(max(x, LEFT + half), WIDTH - half), TOP - 2), "lb2 halo", "middle")


def _mark(place: int, point: Point, scale: _Scale, words: TrendWords) -> str:
    """Return the week's link: a diamond with its count when unusual, else the strip above the axis."""
    x, y = scale.x(place), scale.y(point.value)
    low, high = (0 if bound is None else round(bound) for bound in (point.low, point.high))
    if _is_unusual(point):
        diamond = element("path", {"class": "an", "d": f"M{number(x)} {number(y - 6)}l6 6-6 6-6-6z"})
        beside, anchor = (x - 9, "end") if x > WIDTH / 2 else (x + 9, "start")
        value = text(str(point.value), (beside, max(y + 2, 10)), "lb b halo", anchor)
        name = words.unusual.format(label=point.label, value=point.value, low=low, high=high)
        return link(point.href, name, diamond + value)
    if not point.href:
        return ""
    half = (RIGHT - LEFT) / max(scale.count - 1, 1) / 2
    area: dict[str, str | float] = {"x": x - half, "y": TOP, "width": 2 * half, "height": BOTTOM - TOP}
    area |= {"fill": "none", "pointer-events": "all"}
    return link(point.href, words.point.format(label=point.label, value=point.value), element("rect", area))


def _ticks(points: Sequence[Point], scale: _Scale) -> list[str]:
    """Return labels below the axis: the last, then those before it that leave room."""
    parts, free = [], WIDTH + 99.0
    for place in reversed(range(len(points))):
        label = points[place].label
        half = width_of(label) / 2
        x = min(max(scale.x(place), half), WIDTH - half)
        if box_at(label, (x, 114), "middle").right + 24 <= free or place == len(points) - 1:
            parts.append(text(label, (x, 114), "lb2", "middle"))
            free = x - half
    return parts
