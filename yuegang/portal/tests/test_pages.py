"""The public pages in three languages: what they show, what they never show, how they are kept."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from yuegang.parties.access import agencies
from yuegang.portal.presenting import contact_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts")]
LANGUAGES = {"zh-hans": "zh-Hans-CN", "zh-hant": "zh-Hant-HK", "en": "en"}
PAGES = ["", "agencies/", "agencies/HK-CED/", "ports/", "report/", "report/thanks/", "about/"]


def text(portal: Client, address: str) -> str:
    answer = portal.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_each_page_stands_in_each_language_and_disclaims_endorsement(portal: Client, language: str, page: str) -> None:
    code = agencies().filter(side="hk").values_list("code", flat=True)[0]
    shown = text(portal, f"/{language}/{page.replace('HK-CED', code)}")
    assert f'<html lang="{LANGUAGES[language]}">' in shown
    assert len(re.findall(r'<link rel="alternate" hreflang=', shown)) == 3
    if language == "en":
        assert "Independent software, not issued or endorsed by any agency named here." in shown


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("zh-HK", "zh-hant"), ("zh-MO", "zh-hant"), ("zh-CN", "zh-hans"), ("en-GB", "en"), ("xx", "zh-hans")],
)
def test_the_first_page_follows_the_visitors_language(portal: Client, accepted: str, language: str) -> None:
    assert portal.get("/", headers={"accept-language": accepted})["Location"] == f"/{language}/"


@pytest.mark.parametrize("words", ["知识产权", "知識產權", "Intellectual Property"])
def test_an_agency_is_found_in_every_script(portal: Client, words: str) -> None:
    shown = text(portal, f"/en/agencies/?q={words}")
    assert "Intellectual Property Department" in shown and "No agency fits" not in shown


def test_an_agency_is_found_under_its_earlier_name_and_shown_under_todays(portal: Client) -> None:
    shown = text(portal, "/zh-hans/agencies/?q=工商行政管理局")
    assert "市场监督管理局" in shown


def test_a_search_that_finds_nothing_says_so_and_offers_all(portal: Client) -> None:
    assert "No agency fits" in text(portal, "/en/agencies/?q=zzzz")
    assert "No port fits" in text(portal, "/en/ports/?q=zzzz")


def test_only_confirmed_contacts_are_public(portal: Client) -> None:
    unconfirmed = [agency for agency in agencies() if contact_of(agency) is None and agency.phone]
    confirmed = [agency for agency in agencies() if contact_of(agency) is not None and agency.phone]
    assert unconfirmed, "the facts hold contacts that no source confirms"
    for agency in unconfirmed[:5]:
        assert "once a source confirms them" in text(portal, f"/en/agencies/{agency.code}/")
    for agency in confirmed[:5]:
        assert agency.phone.split(";")[0] in text(portal, f"/en/agencies/{agency.code}/")


def test_ports_are_those_in_use_on_the_day(portal: Client) -> None:
    assert "Hong Kong-Zhuhai-Macao Bridge" not in text(portal, "/en/ports/?on=2017-11-18&side=hk")
    assert "2017-11-18" in text(portal, "/en/ports/?on=2017-11-18")
    assert date.today().isoformat()[:4] in text(portal, "/en/ports/?on=no-date")  # noqa: DTZ011  # any day of this year


def test_a_page_is_asked_for_again_by_its_tag(portal: Client) -> None:
    first = portal.get("/en/agencies/")
    assert first["Cache-Control"] == "public, max-age=300"
    assert portal.get("/en/agencies/", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert not first.cookies


def test_the_form_is_never_kept_by_a_proxy(portal: Client) -> None:
    assert "no-store" in portal.get("/en/report/")["Cache-Control"]


@pytest.mark.parametrize("address", ["/en/nothing/", "/en/agencies/NO-SUCH/", "/zh-hant/w/"])
def test_an_unknown_address_gets_a_page_in_its_language(portal: Client, address: str) -> None:
    answer = portal.get(address)
    assert answer.status_code == 404 and 'class="portal"' in answer.content.decode()


def test_a_fault_gets_a_page_that_asks_the_database_nothing(portal: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yuegang.portal.presenting.agency_rows", lambda words, side: 1 / 0)
    portal.raise_request_exception = False
    answer = portal.get("/en/agencies/")
    assert answer.status_code == 500 and "Something broke" in answer.content.decode()


def test_no_officers_page_is_reached_from_the_portal(portal: Client) -> None:
    assert portal.get("/import/").status_code == 404
    assert reverse("portal:home").startswith("/zh-hans/")
