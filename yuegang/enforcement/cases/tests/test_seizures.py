"""Seizure lines: counted apart, kept once, struck out and never changed."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.base.files.tests.samples import Upload, photograph
from yuegang.enforcement.cases import access, actions, listing, sheets
from yuegang.enforcement.cases.figures import figures_of
from yuegang.enforcement.cases.models import Case, SeizureLine
from yuegang.enforcement.cases.tests.conftest import seize, seizure_facts
from yuegang.enforcement.errors import NotPossible
from yuegang.enforcement.models import Lead


def test_a_report_sent_twice_is_kept_once(bob: Officer, case: Case) -> None:
    key = uuid4()
    first = actions.record_seizure(bob, key, seizure_facts(), case_id=case.pk)
    again = actions.record_seizure(bob, key, seizure_facts(items=9999), case_id=case.pk)
    assert (again.pk, again.items, SeizureLine.objects.count()) == (first.pk, 1200, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"items": None, "cases": None, "quantity_unit": ""},
        {"items": -1},
        {"value": Decimal("5"), "currency": ""},
        {"port_id": None},
        {"hs_code": "123"},
        {"quantity_unit": ""},
        {"goods": ""},
    ],
)
def test_it_refuses_a_line_that_breaks_a_rule(bob: Officer, wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        seize(bob, None, **wrong)
    assert not SeizureLine.objects.exists()


def test_it_refuses_a_moment_to_come(bob: Officer) -> None:
    with pytest.raises(ValidationError, match="future"):
        seize(bob, happened_at=clock.now() + timedelta(minutes=1))


def test_figures_never_add_lots_to_items_nor_one_currency_to_another(bob: Officer, case: Case) -> None:
    seize(bob, case)
    seize(bob, case, items=30, quantity_unit="pair", value=Decimal("100"), currency="CNY", value_basis="declared")
    seize(bob, case, items=None, quantity_unit="", lots=2, cases=None, value=None, currency="", value_basis="")
    found = figures_of(SeizureLine.objects.all())
    assert (found.lines, found.lots, found.cases) == (3, 2, 2)
    assert found.items == {"piece": 1200, "pair": 30}
    assert found.values == {("HKD", "market"): Decimal("900000.00"), ("CNY", "declared"): Decimal("100.00")}
    assert listing.totals(access.seizures_for(bob)) == found


def test_a_line_struck_out_stays_to_be_read_and_counts_no_more(bob: Officer, case: Case) -> None:
    line = seize(bob, case)
    with pytest.raises(NotPossible, match=r"void\.reason"):
        actions.strike_out(bob, line.pk, reason="")
    actions.strike_out(bob, line.pk, reason="重複")
    assert figures_of(SeizureLine.objects.all()).lines == 0
    assert access.seizures_for(bob).get().void_reason == "重複"
    with pytest.raises(NotPossible, match=r"void\.done"):
        actions.strike_out(bob, line.pk, reason="again")


def test_the_database_lets_nobody_change_or_delete_a_line(bob: Officer) -> None:
    line = seize(bob)
    with pytest.raises(IntegrityError, match=r"cases\.seizure\.facts"), transaction.atomic():
        SeizureLine.objects.filter(pk=line.pk).update(items=12)
    with pytest.raises(IntegrityError, match=r"cases\.seizure\.kept"), transaction.atomic():
        SeizureLine.objects.filter(pk=line.pk).delete()


def test_a_line_is_filed_with_one_case_and_a_lead_of_it(bob: Officer, case: Case, lead: Lead) -> None:
    line = seize(bob)
    with pytest.raises(NotPossible, match=r"seizure\.lead"):
        actions.file_seizure(bob, line.pk, case_id=case.pk, lead_id=lead.pk)
    actions.add_lead(bob, case.pk, lead.pk)
    assert actions.file_seizure(bob, line.pk, case_id=case.pk, lead_id=lead.pk).lead == lead
    other = actions.open_case(bob, {"title": "x", "ip_type": "patent"})
    with pytest.raises(NotPossible, match=r"seizure\.filed"):
        actions.file_seizure(bob, line.pk, case_id=other.pk)


def test_pictures_are_kept_with_the_line_and_at_most_twelve(bob: Officer) -> None:
    uploads = [Upload(photograph(), "goods.jpg") for _place in range(13)]
    with pytest.raises(NotPossible, match=r"seizure\.photos"):
        actions.record_seizure(bob, uuid4(), seizure_facts(), photos=uploads)
    line = actions.record_seizure(bob, uuid4(), seizure_facts(), photos=uploads[:2])
    assert line.photos.count() == 2


def test_the_workbook_writes_texts_as_texts(bob: Officer) -> None:
    seize(bob, goods="=1+1")
    sheet = load_workbook(BytesIO(sheets.as_workbook(access.seizures_for(bob), "s"))).active
    assert sheet is not None
    assert (sheet["G2"].value, sheet["G2"].data_type, sheet["L2"].value) == ("=1+1", "s", 1200)
    assert "'=1+1" in sheets.as_csv(access.seizures_for(bob)).decode()
