"""Hold a finished chart, and write its SVG elements with everything escaped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

WIDTH = 296  # user units of a chart in the side strip


class ChartError(ValueError):
    """Say that data cannot be drawn; rule: stable code, place: what is wrong."""

    def __init__(self, rule: str, place: str = "") -> None:
        super().__init__(rule, place)
        self.rule = rule
        self.place = place


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one row of the twin table; the link, if any, belongs to its last cell."""

    cells: tuple[str | int | float | None, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Hold a chart: SVG text, figures for its caption, rows of its twin table."""

    svg: str
    caption_data: Mapping[str, object] = field(default_factory=dict)
    table: tuple[Row, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing to draw."""
        return not self.table


def number(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(name: str, attributes: Mapping[str, str | float], content: str = "") -> str:
    """Return an SVG element; attribute values are escaped, content must be escaped already."""
    pairs = (
        f" {key}={quoteattr(value if isinstance(value, str) else number(value))}" for key, value in attributes.items()
    )
    head = f"<{name}{''.join(pairs)}"
    return f"{head}>{content}</{name}>" if content else f"{head}/>"


def text(words: str, at: tuple[float, float], css: str, anchor: str = "start") -> str:
    """Return a text element; at: (x, baseline y)."""
    return element("text", {"class": css, "x": at[0], "y": at[1], "text-anchor": anchor}, clean(words))


def clean(words: str) -> str:
    """Return words escaped for XML, without the control characters XML forbids."""
    return escape("".join(letter for letter in words if letter >= " " or letter in "\t\n"))


def link(href: str, name: str, content: str) -> str:
    """Return content inside a link with an accessible name, or as it is when there is no address.

    Raises ChartError "chart.href" unless the address stays on this site.
    """
    if not href:
        return content
    if href[0] not in "/?#" or href.startswith(("//", "/\\")):
        raise ChartError("chart.href", href)
    return element("a", {"href": href, "aria-label": readable(name)}, content)


def frame(size: tuple[float, float], name: str, parts: Sequence[str], css: str = "ch") -> str:
    """Return the whole SVG; a group when something in it is a link, else an image.

    size: (width, height) in user units.
    """
    content = "".join(parts)
    role = "group" if "<a " in content else "img"
    view = f"0 0 {number(size[0])} {number(size[1])}"
    return element("svg", {"class": css, "viewBox": view, "role": role, "aria-label": readable(name)}, content)


def nothing(name: str, words: str) -> Chart:
    """Return the chart of no data: one line that says so."""
    return Chart(frame((WIDTH, 40), name, [text(words, (0, 24), "lb2")]))


def readable(words: str) -> str:
    """Return words without the control characters XML forbids."""
    return "".join(letter for letter in words if letter >= " ")
