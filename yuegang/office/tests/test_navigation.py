"""The rail: what it offers, to whom, and what waits there."""

import pytest
from django.urls import reverse
from django.utils.module_loading import import_string

from yuegang.office import navigation
from yuegang.office.navigation import OFFICE_NAV

ITEMS = [item for group in OFFICE_NAV for item in group]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.key)
def test_every_entry_leads_to_a_page(item: navigation.Item) -> None:
    assert reverse(item.url_name)


@pytest.mark.parametrize("item", [item for item in ITEMS if item.counter], ids=lambda item: item.key)
def test_every_counter_exists(item: navigation.Item) -> None:
    assert callable(import_string(item.counter))


def keys_for(*roles: str) -> set[str]:
    return {item.key for group in navigation.items_for(frozenset(roles)) for item in group}


def test_case_work_is_not_offered_to_an_administrator() -> None:
    assert not {"leads", "import", "release", "rights"} & keys_for("administrator")
    assert "people" in keys_for("administrator")


def test_people_and_audit_are_not_offered_to_an_officer() -> None:
    assert not {"people", "audit"} & keys_for("officer")
    assert {"today", "leads", "release"} <= keys_for("officer")


def test_the_audit_is_offered_to_an_auditor() -> None:
    assert {"audit", "leads"} <= keys_for("auditor")


@pytest.mark.parametrize(("path", "current"), [("/", "today"), ("/styleguide/", "styleguide"), ("/nowhere/", None)])
def test_the_current_page_is_marked(path: str, current: str | None) -> None:
    groups = navigation.items_for(frozenset({"officer"}))
    marked = [link.label for group in navigation.links(path, groups, {}) for link in group if link.is_current]
    labels = {item.key: item.label for item in ITEMS}
    assert marked == ([labels[current]] if current else [])


def test_letters_after_g_are_given_once() -> None:
    letters = [item.go for item in ITEMS if item.go]
    assert len(letters) == len(set(letters))


def test_nothing_is_counted_where_nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "count_of", lambda item, officer: {"leads": 24}.get(item.key, 0))
    assert navigation.counts(None, navigation.items_for(frozenset({"officer"}))) == {"leads": 24}
