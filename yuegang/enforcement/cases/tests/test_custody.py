"""The custody log of exhibits."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.base.files.tests.samples import Upload, photograph
from yuegang.enforcement.cases import actions, sheets
from yuegang.enforcement.cases.actions.custody import Held, Taken
from yuegang.enforcement.cases.errors import NotClosable
from yuegang.enforcement.cases.models import Case, CustodyStep, Exhibit
from yuegang.enforcement.cases.tests.conftest import dispose, seize
from yuegang.enforcement.errors import NotPossible


def taken(minutes: int = 60, **more: str) -> Taken:
    """Return a step of so many minutes ago."""
    at = clock.now() - timedelta(minutes=minutes)
    return Taken(**{"holder": "陳督察 1234", "place": "證物室", "reason": "登記", "at": at, **more})  # type: ignore[arg-type]  # by name


@pytest.fixture
def exhibit(bob: Officer, case: Case) -> Exhibit:
    """A bag in the store."""
    return actions.register_exhibit(bob, case.pk, Held(kind="goods", label="手袋樣本"), taken())


def test_each_step_names_who_gave_it(bob: Officer, exhibit: Exhibit) -> None:
    actions.hand_over(bob, exhibit.pk, taken(30, holder="政府化驗所", place="何文田", reason="檢驗"))
    actions.hand_over(bob, exhibit.pk, taken(10, holder="證物室", disposal="destroyed", reason="處置"))
    steps = list(CustodyStep.objects.values_list("number", "from_holder", "to_holder"))
    assert steps == [(1, "", "陳督察 1234"), (2, "陳督察 1234", "政府化驗所"), (3, "政府化驗所", "證物室")]
    with pytest.raises(NotPossible, match=r"custody\.ended"):
        actions.hand_over(bob, exhibit.pk, taken(5))


@pytest.mark.parametrize("minutes", [90, -5])
def test_a_step_is_after_the_last_one_and_not_in_the_future(bob: Officer, exhibit: Exhibit, minutes: int) -> None:
    with pytest.raises(ValidationError):
        actions.hand_over(bob, exhibit.pk, taken(minutes))
    assert exhibit.steps.count() == 1


def test_a_file_is_held_with_its_digest(bob: Officer, case: Case) -> None:
    content = Upload(photograph(), "page.jpg")
    made = actions.register_exhibit(bob, case.pk, Held(kind="file", label="網頁截圖", upload=content), taken())
    assert made.file is not None
    assert made.sha256 == made.file.sha256 == made.steps.get().sha256
    with pytest.raises(ValidationError):
        actions.register_exhibit(bob, case.pk, Held(kind="file", label="沒有檔案"), taken())


def test_nobody_rewrites_the_log(exhibit: Exhibit) -> None:
    with pytest.raises(IntegrityError, match=r"cases\.custody\.kept"), transaction.atomic():
        CustodyStep.objects.update(place="elsewhere")
    with pytest.raises(IntegrityError, match=r"cases\.custody\.kept"), transaction.atomic():
        CustodyStep.objects.all().delete()


def test_a_case_with_an_exhibit_still_kept_is_not_closed(bob: Officer, case: Case, exhibit: Exhibit) -> None:
    seize(bob, case)
    dispose(bob, case)
    with pytest.raises(NotClosable) as refusal:
        actions.close_case(bob, case.pk, outcome="forfeited")
    assert [gap.about for gap in refusal.value.gaps] == ["1 手袋樣本"]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_log_prints_in_three_languages(bob: Officer, case: Case, exhibit: Exhibit, language: str) -> None:
    assert sheets.custody_sheet(case, language).startswith(b"%PDF")
