"""The public pages under the rights of settings.PORTAL_GRANTS alone: they suffice, and nothing more is reached."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client

from yuegang.parties.access import agencies
from yuegang.portal.tests.test_report import aged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts")]


@pytest.fixture
def as_portal(portal: Client) -> Iterator[Client]:
    """A client whose queries run as a role that holds the grants of the settings and no other right."""
    code = agencies()[0].code
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE portal_of_this_test")
        cursor.execute("GRANT USAGE ON SCHEMA public TO portal_of_this_test")
        for label, rights in settings.PORTAL_GRANTS.items():
            table = apps.get_model(label)._meta.db_table
            cursor.execute(f'GRANT {", ".join(sorted(rights))} ON "{table}" TO portal_of_this_test')
        cursor.execute("SET LOCAL ROLE portal_of_this_test")
        portal.defaults["HTTP_X_AGENCY"] = code
        yield portal
        cursor.execute("RESET ROLE")


def test_every_public_page_needs_no_more_than_its_grants(as_portal: Client) -> None:
    code = as_portal.defaults["HTTP_X_AGENCY"]
    for page in ("", "agencies/", f"agencies/{code}/", "agencies/?q=海关", "ports/?on=2018-01-01", "report/", "about/"):
        assert as_portal.get(f"/zh-hans/{page}").status_code == 200, page


def test_a_report_is_left_by_insertion_alone(as_portal: Client) -> None:
    code = str(as_portal.defaults["HTTP_X_AGENCY"])
    form = {"agency": code, "what": "phone", "words": "It is 2815 7711.", "token": aged(10)}
    assert as_portal.post("/en/report/", form)["Location"] == "/en/report/thanks/"
    assert as_portal.post("/en/report/", form)["Location"] == "/en/report/thanks/"  # sent twice: the key refuses it


@pytest.mark.parametrize(
    "table", ["portal_contactreport", "portal_intake", "accounts_officer", "enforcement_lead", "procrastinate_jobs"]
)
def test_what_visitors_wrote_and_what_officers_do_cannot_be_read(as_portal: Client, table: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(f'SELECT 1 FROM "{table}"')
