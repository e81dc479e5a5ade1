"""Draw when signed heads arrived: a tall tick with entries, a short one without, a strip for each silence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .chart import Chart, ChartError, Row, element, frame, nothing, text
from .labels import width_of

WIDE, LEFT, RIGHT = 1130.0, 8.0, 1078.0
TOP, BASE, HEIGHT = 18.0, 48.0, 74.0


@dataclass(frozen=True, slots=True)
class Silence:
    """Hold a time without a promised head, and the words that explain it."""

    start: datetime
    end: datetime
    label: str


@dataclass(frozen=True, slots=True)
class PulseWords:
    """Hold the words of a chart."""

    title: str
    empty: str
    now: str


def pulse(
    heads: Sequence[tuple[datetime, int]],
    silences: Sequence[Silence],
    span: tuple[datetime, datetime],
    words: PulseWords,
) -> Chart:
    """Return the heads of a span of time, each with the number of entries that came with it.

    span: (first, now), whose zone is used for the hours. caption_data: heads, entries, silent (timedelta).
    Raises ChartError "chart.span".
    """
    first, now = span
    if first >= now:
        raise ChartError("chart.span")
    seen = [(time, count) for time, count in heads if first <= time <= now]
    if not seen and not silences:
        return nothing(words.title, words.empty)

    def x(time: datetime) -> float:
        return LEFT + (RIGHT - LEFT) * min(max((time - first) / (now - first), 0.0), 1.0)

    parts = [_silence(x(silence.start), x(silence.end), silence.label) for silence in silences]
    parts.append(element("line", {"class": "ax", "x1": LEFT, "x2": RIGHT, "y1": BASE, "y2": BASE}))
    parts += [_tick(x(time), count) for time, count in seen]
    hours = [first + (now - first) * part / 6 for part in range(7)]
    parts += [text(f"{time:%H:%M}", (x(time), 64), "lb2", "middle") for time in hours]
    parts.append(text(words.now, (RIGHT + 6, 46), "lb b"))
    caption = {
        "heads": len(seen),
        "entries": sum(count for _, count in seen),
        "silent": sum((silence.end - silence.start for silence in silences), timedelta()),
    }
    rows = tuple(Row((f"{time.astimezone(first.tzinfo):%Y-%m-%d %H:%M:%S}", count)) for time, count in seen)
    quiet = tuple(Row((f"{one.start.astimezone(first.tzinfo):%Y-%m-%d %H:%M:%S}", one.label)) for one in silences)
    return Chart(frame((WIDE, HEIGHT), words.title, parts, "ch wide"), caption, rows + quiet)


def _silence(left: float, right: float, label: str) -> str:
    strip = element("rect", {"class": "tr", "x": left, "y": TOP, "width": max(right - left, 1), "height": BASE - TOP})
    half = width_of(label) / 2
    return strip + text(label, (min(max((left + right) / 2, half), WIDE - half), 12), "lb halo", "middle")


def _tick(x: float, count: int) -> str:
    css, top = ("tk", TOP + 4) if count else ("ax", TOP + 16)
    return element("line", {"class": css, "x1": x, "x2": x, "y1": top, "y2": BASE})
