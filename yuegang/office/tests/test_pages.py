"""The frame's own pages: settings, style guide, errors; in three languages, without scripts in the page."""

import re

import pytest
from django.conf import settings
from django.test import Client

from yuegang.accounts.models import Officer

PAGES = ("/", "/settings/", "/styleguide/")
LANGUAGES = {"zh-hans": "zh-Hans-CN", "zh-hant": "zh-Hant-HK", "en": "en"}
INLINE = re.compile(r"<script(?![^>]*(?:\ssrc=|type=.application/json))|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)
CJK = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_served_in_the_officers_language(desk: Client, alice: Officer, page: str, language: str) -> None:
    Officer.objects.filter(pk=alice.pk).update(language=language)
    html = desk.get(page, headers={"accept-language": "fr"}).content.decode()
    assert f'<html lang="{LANGUAGES[language]}"' in html


@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_under_the_strict_policy(desk: Client, page: str) -> None:
    response = desk.get(page)
    assert INLINE.search(response.content.decode()) is None
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_led_to_sign_in(db: None, page: str) -> None:
    assert Client().get(page).status_code == 302


def test_the_settings_are_kept_in_the_account(desk: Client, alice: Officer) -> None:
    answer = desk.post(
        "/settings/save/", {"language": "zh-hant", "density": "roomy", "single_keys": "off", "next": "/settings/"}
    )
    assert answer["Location"] == "/settings/"
    alice.refresh_from_db()
    assert (alice.language, alice.density, alice.single_keys) == ("zh-hant", "roomy", False)
    assert '<html lang="zh-Hant-HK" data-density="roomy" data-keys="off">' in desk.get("/").content.decode()


def test_one_setting_alone_leaves_the_others(desk: Client, alice: Officer) -> None:
    desk.post("/settings/save/", {"density": "compact"})
    alice.refresh_from_db()
    assert (alice.language, alice.density, alice.single_keys) == ("en", "compact", True)


@pytest.mark.parametrize("value", [{"density": "huge"}, {"language": "fr"}])
def test_a_setting_outside_the_list_changes_nothing(desk: Client, alice: Officer, value: dict[str, str]) -> None:
    desk.post("/settings/save/", value)
    alice.refresh_from_db()
    assert (alice.language, alice.density) == ("en", "normal")


def test_the_way_back_stays_on_this_site(desk: Client) -> None:
    answer = desk.post("/settings/save/", {"density": "compact", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_a_stranger_may_choose_a_language(db: None) -> None:
    client = Client()
    client.post("/settings/save/", {"language": "zh-hant"})
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "zh-hant"
    assert '<html lang="zh-Hant-HK"' in client.get("/nowhere/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_absent_is_said_in_the_readers_language(db: None, language: str) -> None:
    page = Client().get("/nowhere/", headers={"accept-language": LANGUAGES[language]})
    assert page.status_code == 404
    assert bool(CJK.search(page.content.decode().split("<h1>")[1])) is (language != "en")


def test_an_old_form_is_refused_with_a_remedy(db: None) -> None:
    page = Client(enforce_csrf_checks=True).post("/settings/save/", {}, headers={"accept-language": "en"})
    assert page.status_code == 403
    assert "Nothing was saved." in page.content.decode()
