"""Promises of saved filters: whose they are, when one is current, what they never keep."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict

from yuegang.base import saved_filters
from yuegang.base.models import SavedFilter

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Person:
    unit_code: str
    id: UUID = field(default_factory=uuid4)


ALICE, BOB, EVE = Person("CUS-53/LEGAL"), Person("CUS-53/LEGAL"), Person("CED/IPIB")


def test_an_own_filter_is_seen_by_its_owner_only() -> None:
    saved_filters.save(ALICE, page="leads", name="Watches", query="?brand=ORIVELLE")
    assert [chip.name for chip in saved_filters.chips(ALICE, "leads", "")] == ["Watches"]
    assert saved_filters.chips(BOB, "leads", "") == []
    assert saved_filters.chips(ALICE, "rights", "") == []


def test_a_shared_filter_is_seen_in_the_unit_but_owned_by_one() -> None:
    saved_filters.save(ALICE, page="leads", name="Watches", query="brand=ORIVELLE", share=True)
    [chip] = saved_filters.chips(BOB, "leads", "")
    assert chip.is_shared and not chip.is_own
    assert saved_filters.chips(EVE, "leads", "") == []


def test_a_person_without_a_unit_sees_no_unshared_filter() -> None:
    saved_filters.save(ALICE, page="leads", name="Watches", query="brand=ORIVELLE")
    assert saved_filters.chips(Person(""), "leads", "") == []


def test_the_current_filter_is_known_whatever_the_order_and_the_page() -> None:
    saved_filters.save(ALICE, page="leads", name="W", query=QueryDict("status=sent&brand=A&page=3&empty="))
    [chip] = saved_filters.chips(ALICE, "leads", "brand=A&status=sent&page=9")
    assert chip.is_current and chip.query == "brand=A&status=sent"
    assert not saved_filters.chips(ALICE, "leads", "brand=A")[0].is_current


def test_saving_again_under_a_name_replaces_it() -> None:
    for query in ("a=1", "a=2"):
        saved_filters.save(ALICE, page="leads", name="W", query=query)
    assert SavedFilter.objects.get().query == "a=2"


@pytest.mark.parametrize(("name", "query"), [("", "a=1"), ("W", ""), ("W", "a=" + "x" * 1000), ("x" * 61, "a=1")])
def test_a_filter_without_name_or_too_long_is_refused(name: str, query: str) -> None:
    with pytest.raises(ValidationError):
        saved_filters.save(ALICE, page="leads", name=name, query=query)
    assert not SavedFilter.objects.exists()


def test_only_the_owner_removes_a_filter() -> None:
    kept = saved_filters.save(ALICE, page="leads", name="W", query="a=1", share=True)
    with pytest.raises(Http404):
        saved_filters.remove(BOB, kept.id)
    assert saved_filters.remove(ALICE, kept.id).name == "W"
    assert not SavedFilter.objects.exists()
