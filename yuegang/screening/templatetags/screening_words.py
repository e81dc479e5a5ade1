"""How figures and cells of screening are shown."""

from django import template
from django.utils.translation import get_language

from yuegang.screening import columns

register = template.Library()


@register.filter
def bits(weight: float) -> str:
    """Return a weight with its sign, one place after the point."""
    return f"{weight:+.1f}".replace("-", "\u2212")


@register.filter
def filled(samples: list[str]) -> list[str]:
    """Return the sample cells that hold something."""
    return [text for text in samples if text]


@register.filter
def cell(line: dict[str, str], key: str) -> str:
    """Return a cell of a line, or nothing."""
    return line.get(key, "")


@register.filter
def titled(line: dict[str, str]) -> list[tuple[str, str]]:
    """Return the cells of a line with the titles of their columns."""
    return [(columns.title(key, get_language() or "en"), text) for key, text in line.items()]
