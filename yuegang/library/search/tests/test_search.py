"""The one search box: what it finds in each script, on each day, and what it says when it finds nothing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from yuegang.accounts.testing import make_officer, signed_in
from yuegang.library.law import facts
from yuegang.library.law.tests.editions import NEW, OLD, published, sample_law
from yuegang.library.search import finding, rebuilding, store, tasks
from yuegang.library.search.finding import Asked, find
from yuegang.library.search.models import Miss

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def shelf(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.NODE_DIR = tmp_path
    cache.clear()
    yield
    finding.READERS.clear()


@pytest.fixture
def portal(settings: Settings) -> Client:
    settings.ROOT_URLCONF = "yuegang.urls_portal"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "allauth" not in name and "yuegang" not in name]
    return Client()


@pytest.fixture
def fresh() -> None:
    """A node as set-up leaves it: the catalogue and our own words, no texts."""
    facts.load_works()
    facts.load_notes()
    rebuilding.refresh()


def first(words: str) -> str:
    return find(Asked(words, TODAY), is_office=False).hits[0].key


@pytest.mark.usefixtures("fresh")
def test_a_fresh_node_answers_the_same_in_every_script_and_language(portal: Client) -> None:
    assert first("海关备案") == first("海關備案") == first("customs recordal")
    assert first("海关备案").startswith("CN:知识产权海关保护条例")
    for words in ("被海关扣货怎么办", "goods detained by customs"):
        assert first(words).partition("#")[0] in ("CN:知识产权海关保护条例", "HK:528", "HK:362"), words
        shown = portal.get("/en/search/", {"q": words}).content.decode()
        assert "<mark>" in shown or "<b>" in shown
    assert first("Cap. 528 s 118") == "HK:528#118"


def test_a_search_on_a_day_finds_the_law_of_that_day(portal: Client) -> None:
    published(sample_law(date(2019, 4, 23), OLD))
    published(sample_law(date(2025, 10, 15), NEW))
    rebuilding.refresh()
    hits = [find(Asked("样例保护期", day), is_office=False).hits[0] for day in (date(2025, 10, 14), date(2025, 10, 15))]
    assert hits[0].detail["version"] != hits[1].detail["version"]
    assert find(Asked("样例法第二条", date(2018, 1, 1)), is_office=False).hits == ()
    assert "二十年" in portal.get("/zh-hans/search/", {"q": "样例法第二条"}).content.decode()


def test_a_question_is_narrowed_by_place_and_right(portal: Client) -> None:
    published(sample_law(date(2019, 4, 23), OLD))
    rebuilding.refresh()
    assert find(Asked("样例保护期", TODAY, place="HK"), is_office=False).hits == ()
    assert find(Asked("样例保护期", TODAY, topic="patent"), is_office=False).hits == ()
    assert find(Asked("样例保护期", TODAY, place="CN", kind="law"), is_office=False).hits


def test_nothing_found_offers_near_terms_and_is_kept_without_the_person(portal: Client) -> None:
    published(sample_law(date(2019, 4, 23), OLD))
    rebuilding.refresh()
    shown = portal.get("/en/search/", {"q": "著作權期", "place": "MO"}).content.decode()
    assert "Nothing was found" in shown and "Near terms:" in shown and "版權" in shown
    miss = Miss.objects.get()
    assert (miss.words, miss.folded, miss.is_public) == ("著作權期", "著作权期", True)


def test_editors_see_what_was_not_found_and_officers_search() -> None:
    editor, officer = signed_in(make_officer("alice", roles=("library_editor",))), signed_in(make_officer("bob"))
    assert "found something" in editor.get("/search/misses/").content.decode()
    Miss.objects.create(words="某词", folded="某词", language="zh-hans", is_public=True)
    assert "某词" in editor.get("/search/misses/").content.decode()
    assert officer.get("/search/misses/").status_code == 404
    assert 'class="rail"' in officer.get("/search/?q=某词").content.decode()


def test_without_an_index_the_page_says_so_and_keeps_nothing(portal: Client) -> None:
    assert "The index is being built." in portal.get("/en/search/?q=x").content.decode()
    assert not Miss.objects.exists() and portal.get("/en/search/").status_code == 200


def test_the_index_is_built_only_when_something_changed() -> None:
    published(sample_law(date(2019, 4, 23), OLD))
    assert rebuilding.refresh() == {"public": 3}
    assert tasks.refresh(0) == 0
    assert find(Asked("样例", TODAY), is_office=True).hits
    published(sample_law(date(2025, 10, 15), NEW))
    before = store.current(store.PUBLIC)["folder"]
    assert rebuilding.refresh() == {"public": 6}
    assert find(Asked("样例", TODAY), is_office=True).hits
    published(sample_law(date(2025, 12, 15), NEW))
    rebuilding.refresh()
    assert not (store.home(store.PUBLIC) / before).exists()
