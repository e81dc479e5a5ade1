"""Recorded rights: found across scripts, recorded once."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from yuegang.accounts.testing import make_officer, signed_in
from yuegang.audit.models import AuditEntry
from yuegang.rights import access, actions
from yuegang.rights.models import Right

pytestmark = pytest.mark.django_db


def right(**more: str) -> Right:
    """A Mainland trade mark of a fictional holder."""
    values = {
        "ip_type": "trade_mark",
        "jurisdiction": "CN",
        "number": "G1000001",
        "name": "澜屿",
        "holder_name": "瀾嶼有限公司",
    }
    return Right(**{**values, **more})


def test_a_right_is_found_in_either_script_and_by_number() -> None:
    kept = actions.save_right(right(), None)
    for words in ("瀾嶼", "澜屿", "g1000001", "有限公司 澜"):
        assert list(access.search(words)) == [kept]
    assert not access.search("瀾嶼", jurisdiction="HK").exists()


def test_a_number_is_recorded_once_in_a_place() -> None:
    actions.save_right(right(), None)
    with pytest.raises(ValidationError):
        actions.save_right(right(name="other"), None)
    actions.save_right(right(jurisdiction="HK"), None)
    assert AuditEntry.objects.filter(verb="right.record").count() == 2


@pytest.fixture
def client() -> Client:
    """An officer, signed in."""
    return signed_in(make_officer("anna", unit_code="CUS-53/GEN"))


def test_an_officer_records_a_right_and_sees_it_in_the_list(client: Client) -> None:
    typed = {
        "ip_type": "trade_mark",
        "jurisdiction": "HK",
        "number": "300000001",
        "name": "LUMENDRA",
        "holder_name": "X",
    }
    assert client.post("/rights/new/", typed).status_code == 302
    assert "LUMENDRA" in client.get("/rights/?q=lumendra").content.decode()


def test_a_right_that_ends_before_it_begins_is_refused(client: Client) -> None:
    typed = {"ip_type": "trade_mark", "jurisdiction": "HK", "number": "1", "name": "A", "holder_name": "X"}
    page = client.post("/rights/new/", {**typed, "valid_from": "2026-02-01", "valid_to": "2026-01-01"})
    assert "A right ends after it begins." in page.content.decode()


def test_who_is_no_case_officer_cannot_record_rights() -> None:
    other = signed_in(make_officer("eve", unit_code="CUS-53/GEN", roles=("events_desk",)))
    assert other.get("/rights/").status_code == 200
    assert other.get("/rights/new/").status_code == 404
