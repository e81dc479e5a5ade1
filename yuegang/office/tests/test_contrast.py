"""The tokens keep the contrast the guide promises: text 4.5:1, shapes and outlines 3:1, in light and in dark."""

import re
from pathlib import Path

import pytest

SHEET = (Path(__file__).parent.parent / "static/yuegang/ui.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "surface", "sunk", "hover")
TEXT = ("ink", "ink-2", "ink-3", "accent", "accent-2", "new", "work", "done", "late", "still")
PAIRS = [
    *((text, ground) for text in TEXT for ground in GROUNDS),
    *((state, f"{state}-wash") for state in ("new", "work", "done", "late", "still")),
    *(("ink", f"{state}-wash") for state in ("new", "work", "done", "late", "still", "accent")),
    ("on-solid", "solid"),
    ("ink-2", "still-wash"),
    ("ink-3", "accent-wash"),
]
SHAPES = [(shape, ground) for shape in ("edge", "seam", "focus") for ground in GROUNDS]


def tokens(theme: str) -> dict[str, str]:
    """Return the colour tokens of a theme; dark replaces light."""
    light, dark = SHEET.split("@media (prefers-color-scheme:dark)")[0], SHEET.split("prefers-color-scheme:dark)")[1]
    found = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})\b", light))
    if theme == "dark":
        found |= dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})\b", dark.split("/* ----------")[0]))
    return found


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, in [0, 1] (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, in [1, 21] (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(theme: str, text: str, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_can_be_told_apart(theme: str, shape: str, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[shape], colours[ground]) >= 3
