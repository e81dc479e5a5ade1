"""The catalogues of translations are complete, and each speaks the words and the script of its side."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message

from yuegang.base import catalogues, wording


def test_every_catalogue_is_complete() -> None:
    faults = list(catalogues.check(catalogues.apps()))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("text", "locale", "part"),
    [
        ("侵權线索", "zh_Hant", "线 is of the other script, here 線"),
        ("侵权線索", "zh_Hans", "線 is of the other script, here 线"),
        ("軟體", "zh_Hant", "軟體 is a word of the other side, here 軟件"),
        ("反饋", "zh_Hant", "反饋 is a word of the other side, here 回覆"),
        ("工作天", "zh_Hans", "工作天 is a word of the other side, here 工作日"),
        ("3万件", "zh_Hant", "万 is of the other script, here 萬"),
        ("於今日", "zh_Hans", "於 is of the other script, here 于"),
    ],
)
def test_it_names_a_character_or_word_of_the_other_side(text: str, locale: str, part: str) -> None:
    assert part in list(wording.faults(text, locale))


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("這裏的線索已回覆，餘 3 個工作天", "zh_Hant"),
        ("皇后大道，台灣，里程", "zh_Hant"),
        ("著作权线索，余三个工作日", "zh_Hans"),
    ],
)
def test_it_lets_the_words_of_the_side_stand(text: str, locale: str) -> None:
    assert list(wording.faults(text, locale)) == []


def test_it_refuses_a_placeholder_that_was_lost() -> None:
    message = Message("%(count)s leads in %(place)s", "%(count)s 条线索")
    assert list(catalogues.faults(message, "zh_Hans")) == ["placeholders differ: ['%(place)s']"]


def test_it_refuses_what_is_not_translated_or_only_guessed() -> None:
    assert "not translated" in list(catalogues.faults(Message("Leads", ""), "zh_Hans"))
    assert "fuzzy" in list(catalogues.faults(Message("Leads", "线索", flags=["fuzzy"]), "zh_Hans"))


TEMPLATE = """{% load i18n %}<div>
    {% translate "Leads" %}
  {% blocktranslate trimmed count n=n with place=place %}
      One lead in {{ place }}
  {% plural %}{{ n }} leads in {{ place }}{% endblocktranslate %}
{% translate "to" context "direction" %}</div>"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path)
    (tmp_path / "leads" / "templates").mkdir(parents=True)
    (tmp_path / "leads" / "__init__.py").write_text('from x import gettext_lazy as _\nTITLE = _("Goods")\n')
    (tmp_path / "leads" / "templates" / "list.html").write_text(TEMPLATE)
    return tmp_path


def test_it_finds_the_messages_of_modules_and_templates(package: Path) -> None:
    found = catalogues.keys(catalogues.extract("leads"))
    assert found == {("", "Goods"), ("", "Leads"), ("", "One lead in %(place)s"), ("direction", "to")}


def test_an_update_keeps_translations_and_sets_aside_what_is_no_longer_marked(package: Path) -> None:
    catalogues.update("leads", "zh_Hans")
    catalogue = catalogues.read("leads", "zh_Hans")
    catalogue["Goods"].string, catalogue["Leads"].string = "货物", "线索"
    catalogues.write(catalogue, catalogues.catalogue_path("leads", "zh_Hans"))
    (package / "leads" / "__init__.py").write_text("")
    catalogues.update("leads", "zh_Hans")
    after = catalogues.read("leads", "zh_Hans")
    assert after["Leads"].string == "线索"
    assert [message.id for message in after.obsolete.values()] == ["Goods"]
    assert "leads zh_Hans: obsolete: 'Goods'" in list(catalogues.check(["leads"]))
    catalogues.update("leads", "zh_Hans", prune=True)
    assert not catalogues.read("leads", "zh_Hans").obsolete


def test_it_compiles_for_django(package: Path) -> None:
    assert catalogues.main(["update", "leads"]) == 0
    assert catalogues.main(["compile", "leads"]) == 0
    assert (package / "leads/locale/zh_Hant/LC_MESSAGES/django.mo").exists()
    assert catalogues.main(["check", "leads"]) == 1


def test_two_rooms_may_not_say_the_same_thing_differently(package: Path) -> None:
    (package / "cases").mkdir()
    (package / "cases" / "__init__.py").write_text('TITLE = _("Leads")\n')
    for app, text in (("leads", "线索"), ("cases", "情报")):
        catalogues.update(app, "zh_Hans")
        catalogue = catalogues.read(app, "zh_Hans")
        catalogue["Leads"].string = text
        catalogues.write(catalogue, catalogues.catalogue_path(app, "zh_Hans"))
    assert any("in different ways" in line for line in catalogues.check(["leads", "cases"]))


def test_an_app_inside_an_app_keeps_its_own_catalogue_once_it_has_the_folder(package: Path) -> None:
    (package / "leads" / "cases" / "locale").mkdir(parents=True)
    (package / "leads" / "cases" / "apps.py").write_text('NAME = _("Cases")\n')
    assert catalogues.apps() == ["leads", "leads/cases"]
    assert catalogues.keys(catalogues.extract("leads/cases")) == {("", "Cases")}
    assert ("", "Cases") not in catalogues.keys(catalogues.extract("leads"))
