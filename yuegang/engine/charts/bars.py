"""Draw shares as bullet bars: the share reached, how many it rests on, and the share both sides agreed."""

from collections.abc import Sequence
from dataclasses import dataclass

from .chart import WIDTH, Chart, ChartError, Row, element, frame, link, nothing, text
from .labels import shorten, width_of

PITCH = 40.0  # from one bar to the next
THICK = 9.0


@dataclass(frozen=True, slots=True)
class Bar:
    """Hold one bar: done of n; agreed share in [0, 1], None without an agreement."""

    label: str
    done: int
    n: int
    agreed: float | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class BarWords:
    """Hold the words of a chart; count has the place {n}, bar has {label}, {share} and {n}."""

    title: str
    empty: str
    nobody: str = "–"
    count: str = "n={n}"
    bar: str = "{label}: {share}, n={n}"


def bars(data: Sequence[Bar], words: BarWords) -> Chart:
    """Return the bars, in the order given.

    caption_data: shares in whole per cent, None where n is 0. Raises ChartError: chart.value unless
    0 <= done <= n, chart.agreed outside [0, 1], chart.href.
    """
    if not data:
        return nothing(words.title, words.empty)
    for bar in data:
        if not 0 <= bar.done <= bar.n:
            raise ChartError("chart.value", bar.label)
        if bar.agreed is not None and not 0 <= bar.agreed <= 1:
            raise ChartError("chart.agreed", bar.label)
    parts = [_bar(bar, PITCH * place, words) for place, bar in enumerate(data)]
    rows = tuple(Row((bar.label, bar.done, bar.n, _percent(bar)), bar.href) for bar in data)
    svg = frame((WIDTH, PITCH * len(data)), words.title, parts)
    return Chart(svg, {"shares": tuple(_percent(bar) for bar in data)}, rows)


def _percent(bar: Bar) -> int | None:
    """Return the share in whole per cent, cut so that 100 % means all."""
    return bar.done * 100 // bar.n if bar.n else None


def _bar(bar: Bar, top: float, words: BarWords) -> str:
    percent = _percent(bar)
    share = words.nobody if percent is None else f"{percent}%"
    count = words.count.format(n=bar.n)
    label = shorten(bar.label, WIDTH - width_of(f"{share} {count}") - 12)
    parts = [text(label, (0, top + 13), "lb"), text(share, (WIDTH - width_of(f" {count}"), top + 13), "lb b", "end")]
    parts.append(text(count, (WIDTH, top + 13), "lb2", "end"))
    parts.append(element("rect", {"class": "tr", "x": 0, "y": top + 19, "width": WIDTH, "height": THICK}))
    if bar.done:
        width = WIDTH * bar.done / bar.n
        parts.append(element("rect", {"class": "br", "x": 0, "y": top + 19, "width": width, "height": THICK}))
    if bar.agreed is not None:
        x = WIDTH * bar.agreed
        parts.append(element("line", {"class": "tk", "x1": x, "x2": x, "y1": top + 16, "y2": top + 31}))
    return link(bar.href, words.bar.format(label=bar.label, share=share, n=bar.n), "".join(parts))
