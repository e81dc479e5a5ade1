"""Promises every template of the project keeps: no inline code, known classes and icons, a moderate length."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted(path for path in PACKAGE.glob("**/templates/**/*.html"))
SHEET = (PACKAGE / "office/static/yuegang/ui.css").read_text(encoding="utf-8")
SCRIPT = (PACKAGE / "office/static/yuegang/ui.js").read_text(encoding="utf-8")
SPRITE = (PACKAGE / "office/templates/office/_sprite.html").read_text(encoding="utf-8")
INLINE = re.compile(
    r"<style|<script(?![^>]*(?:\ssrc=|type=.application/json))|\sstyle=|\son[a-z]+=|\shx-on|\|safe\b|autoescape off",
    re.IGNORECASE,
)
CLASS = re.compile(r'class="([^"]*)"')
PLAIN = re.compile(r"[a-z][\w-]*")


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_has_no_inline_code_and_trusts_no_text(path: Path) -> None:
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_is_of_moderate_length(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_uses_icons_that_exist(path: Path) -> None:
    for name in re.findall(r"{% icon ['\"](\w+)['\"] %}", path.read_text(encoding="utf-8")):
        assert f'id="i-{name}"' in SPRITE


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_uses_classes_the_stylesheet_knows(path: Path) -> None:
    text = re.sub(r"{%.*?%}|{{.*?}}", "§", path.read_text(encoding="utf-8"))
    used = {word for group in CLASS.findall(text) for word in group.split() if PLAIN.fullmatch(word)}
    unknown = {word for word in used if not re.search(rf"\.{re.escape(word)}(?![\w-])", SHEET)}
    assert unknown == set()


def test_the_script_speaks_no_language() -> None:
    code = re.sub(r"//.*", "", SCRIPT)
    assert re.findall(r"[\u4e00-\u9fff]", code) == []
    assert re.findall(r'"[A-Z][a-z]+ [^"]*"', code) == []
