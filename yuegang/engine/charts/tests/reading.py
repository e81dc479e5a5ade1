"""Read a chart back as XML, the way a browser does."""

from xml.etree import ElementTree

from yuegang.engine.charts import Chart

CLASSES = frozenset(
    ["ch", "wide", "fl", "hot", "nd", "lb", "lb2", "halo", "gl", "ax", "band", "ln", "an", "ev1", "tr", "br", "tk", "b"]
)


def parse(chart: Chart) -> ElementTree.Element:
    """Return the root; fails on ill-formed XML, inline style, script and classes the stylesheet does not know."""
    root = ElementTree.fromstring(chart.svg)
    for element in root.iter():
        assert element.tag in {"svg", "g", "a", "path", "rect", "line", "text", "tspan"}
        assert not {"style", "onclick", "onload"} & element.attrib.keys()
        assert set(element.get("class", "").split()) <= CLASSES
    return root


def marks(root: ElementTree.Element, css: str) -> list[ElementTree.Element]:
    """Return the elements of a class, in order."""
    return [element for element in root.iter() if css in element.get("class", "").split()]


def words(root: ElementTree.Element) -> list[str]:
    """Return the text of each label."""
    return ["".join(element.itertext()) for element in root.iter("text")]


def links(root: ElementTree.Element) -> dict[str, str]:
    """Return the address of each accessible name."""
    return {element.attrib["aria-label"]: element.attrib["href"] for element in root.iter("a")}
