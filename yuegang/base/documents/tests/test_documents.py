"""Promises of documents: numbers without gaps, PDF in three languages, no empty boxes for characters."""

import threading
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from yuegang.base.documents import actions, glyphs
from yuegang.base.documents.actions import DocumentError
from yuegang.base.documents.numbers import next_number
from yuegang.base.models import DocumentNumber

BODY = """
= #data.title
#facts(data.rows)
#qr(data.code, alt: "QR")
"""


@pytest.fixture
def letter(settings: Settings, tmp_path: Path) -> str:
    (tmp_path / "letter.typ").write_text(BODY, encoding="utf-8")
    (tmp_path / "broken.typ").write_text("#nothing-known", encoding="utf-8")
    (tmp_path / "fonts.typ").write_text('#set text(font: "No Such Font")\nx', encoding="utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path)]}]
    return "letter.typ"


def data(title: str) -> dict[str, object]:
    return {"title": title, "rows": [["号码", "GD-2026-0041"]], "code": actions.qr_svg("https://a.test/leads/1")}


@pytest.mark.parametrize(
    ("language", "title"),
    [("zh-hans", "紧急线索联络单"), ("zh-hant", "緊急線索聯絡單：鰂魚涌、衞"), ("en", "Call sheet of an urgent lead")],
)
def test_a_document_is_made_in_each_language_with_its_font_inside(letter: str, language: str, title: str) -> None:
    content = actions.render_pdf(letter, data(title), language)
    assert content.startswith(b"%PDF-") and b"/FontFile" in content
    assert b"NotoSansCJK" in content


def test_a_character_without_a_glyph_is_an_error_not_a_box(letter: str) -> None:
    with pytest.raises(DocumentError) as caught:
        actions.render_pdf(letter, data("ok \U0001f984 \u1e25"), "en")
    assert caught.value.rule == "glyph.missing" and "\U0001f984" in caught.value.detail


@pytest.mark.parametrize(
    ("name", "rule"),
    [("absent.typ", "template.missing"), ("broken.typ", "template.failed"), ("fonts.typ", "template.failed")],
)
def test_a_template_that_fails_or_only_warns_is_refused(letter: str, name: str, rule: str) -> None:
    with pytest.raises(DocumentError) as caught:
        actions.render_pdf(name, data("x"), "en")
    assert caught.value.rule == rule


def test_the_font_covers_both_scripts_and_not_everything() -> None:
    assert glyphs.missing(["广东廣東鰂骨令邊〔2026〕号\n\t", "HK$ €"]) == ""
    assert glyphs.missing(["\U0001f984a\U0001f984"]) == "\U0001f984"


@pytest.mark.parametrize("broken", [b"OTTO" + b"\0" * 40, b"ttcf" + b"\0" * 60])
def test_another_font_file_is_refused(broken: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "font.ttc").write_bytes(broken)
    monkeypatch.setattr(glyphs, "FONT_FILE", tmp_path / "font.ttc")
    with pytest.raises(glyphs.FontError):
        glyphs.covered.__wrapped__()


@pytest.mark.django_db
def test_numbers_run_per_register_and_year() -> None:
    taken = [next_number("CUS-53/lead", 2026), next_number("CUS-53/lead", 2026), next_number("CUS-53/lead", 2027)]
    assert taken == [(2026, 1), (2026, 2), (2027, 1)]
    assert next_number("CED/lead")[1] == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_belongs_to_a_transaction_and_returns_with_it() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        next_number("r", 2026)
    with pytest.raises(KeyError), transaction.atomic():
        next_number("r", 2026)
        raise KeyError
    with transaction.atomic():
        assert next_number("r", 2026) == (2026, 1)


@pytest.mark.django_db(transaction=True)
def test_two_writers_never_take_the_same_number() -> None:
    def write() -> None:
        for _round in range(10):
            with transaction.atomic():
                taken.append(next_number("r", 2026)[1])
        connection.close()

    taken: list[int] = []
    writers = [threading.Thread(target=write) for _writer in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(taken) == list(range(1, 41)) and DocumentNumber.objects.get().last == 40
