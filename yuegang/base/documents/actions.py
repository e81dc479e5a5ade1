"""Make PDF files with typst from templates and plain data."""

import io
import json
import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import segno
import typst
from django.template.engine import Engine
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.base.documents import glyphs

LAYOUT = Path(__file__).with_name("layout.typ")
SAMPLE = _("SAMPLE, not an official document")
_compiling = threading.Lock()  # one Compiler keeps its fonts open; it is not made for two threads at once


class DocumentError(Exception):
    """A document that cannot be made; `rule` is "template.missing", "template.failed" or "glyph.missing"."""

    def __init__(self, rule: str, detail: str) -> None:
        super().__init__(f"{rule}: {detail}")
        self.rule = rule
        self.detail = detail


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(glyphs.FONT_FILE.parent)]
    )
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)


def render_pdf(template_name: str, context: Mapping[str, object], language: str) -> bytes:
    """Return a PDF of a .typ template found like any Django template, with the context as `data`.

    context: what JSON can hold; `title` is required. language: zh-hans, zh-hant or en.
    Every page carries the sample line. Raises DocumentError, also for a character the font cannot show.
    """
    source = LAYOUT.read_text(encoding="utf-8") + _source(template_name)
    with translation.override(language):
        sample = str(SAMPLE)
    unseen = glyphs.missing([*glyphs.texts_of(context), source, sample])
    if unseen:
        raise DocumentError("glyph.missing", unseen)
    inputs = {"data": json.dumps(context, ensure_ascii=False), "language": language, "sample": sample}
    return _compile(source.encode(), inputs)


def _compile(source: bytes, inputs: dict[str, str]) -> bytes:
    try:
        with _compiling:
            content, warnings = _compiler().compile_with_warnings(
                source, format="pdf", sys_inputs=inputs, timestamp=int(clock.now().timestamp())
            )
    except typst.TypstError as error:
        raise DocumentError("template.failed", error.diagnostic or str(error)) from error
    if warnings:
        raise DocumentError("template.failed", "; ".join(warning.message for warning in warnings))
    assert isinstance(content, bytes)  # format "pdf" gives one file
    return content


def _source(template_name: str) -> str:
    for loader in Engine.get_default().template_loaders:
        for origin in loader.get_template_sources(template_name):
            path = Path(origin.name)
            if path.is_file():
                return path.read_text(encoding="utf-8")
    raise DocumentError("template.missing", template_name)


def qr_svg(text: str) -> str:
    """Return a QR code of the text as SVG, error correction M, ready for `#qr(data.…)` in a template."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", scale=4, border=2, xmldecl=False)
    return out.getvalue().decode()
