from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from yuegang.accounts.models import Officer
from yuegang.accounts.testing import make_officer, signed_in
from yuegang.audit.actions import record
from yuegang.audit.models import AuditEntry
from yuegang.audit.sealing import seal_pending
from yuegang.base import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor() -> Officer:
    return make_officer("audrey", roles=("auditor",))


@pytest.mark.parametrize("page", ["/audit/", "/audit/export.csv"])
@pytest.mark.parametrize(
    ("role", "status"), [("auditor", 200), ("officer", 404), ("administrator", 404), ("signer", 404)]
)
def test_only_auditors_read_the_entries(page: str, role: str, status: int) -> None:
    assert signed_in(make_officer("zoe", roles=(role,))).get(page).status_code == status
    assert Client().get(page)["location"].startswith("/accounts/login/")


def shown(client: Client, **query: str) -> list[str]:
    return [row.entry.verb for row in client.get("/audit/", query).context["rows"]]


def test_every_filter_is_part_of_the_address(auditor: Officer) -> None:
    alice, client = make_officer("alice"), signed_in(auditor)
    record(alice, "lead.read", "enforcement.lead:1")
    record(alice, "lead.release", "enforcement.lead:2")
    record("sealer", "chain.seal", "audit.auditentry:list")
    assert shown(client, target="enforcement.lead:1") == ["lead.read"]
    assert shown(client, target="enforcement") == ["lead.release", "lead.read"]
    assert shown(client, verb="lead.rel") == ["lead.release"]
    assert shown(client, actor="alice", verb="lead") == ["lead.release", "lead.read"]
    assert shown(client, actor=str(alice.pk), verb="lead") == ["lead.release", "lead.read"]
    assert shown(client, actor="sealer") == ["chain.seal"]
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert shown(client, since=tomorrow) == []
    assert "chain.seal" in shown(client, until=clock.today().isoformat())


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"since": "yesterday"}, "Write the day as 2026-11-23."),
        ({"since": "2026-02-02", "until": "2026-02-01"}, "before the first"),
    ],
)
def test_a_filter_that_is_not_understood_is_marked(query: dict[str, str], said: str, auditor: Officer) -> None:
    client = signed_in(auditor)
    for page in ("/audit/", "/audit/export.csv"):
        assert said in client.get(page, query).content.decode()


def test_the_file_holds_the_chain_and_no_formula(auditor: Officer) -> None:
    record("=cmd()", "lead.read", "enforcement.lead:1", detail={"b": [1, "二"], "a": None})
    seal_pending()
    lines = signed_in(auditor).get("/audit/export.csv", {"verb": "lead"}).content.decode("utf-8-sig").splitlines()
    assert lines[0] == "seq,at,actor,username,verb,target,case,detail,prev,digest"
    assert len(lines) == 2
    assert "'=cmd()" in lines[1] and "sha256:" in lines[1] and "二" in lines[1]
    assert AuditEntry.objects.latest("id").verb == "audit.export"


def test_the_list_asks_the_database_a_fixed_number_of_times(
    auditor: Officer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        record(auditor if number % 2 else "sealer", "lead.read", f"enforcement.lead:{number}")
    client = signed_in(auditor)
    client.get("/audit/")
    with django_assert_max_num_queries(10):
        client.get("/audit/")


def trail(officer: Officer) -> str:
    request = RequestFactory().get("/")
    request.user = officer
    template = Template("{% load audit %}{% audit_trail 'enforcement.lead:1' %}")
    return template.render(Context({"request": request})).strip()


def test_the_trail_of_a_record_is_for_auditors(auditor: Officer) -> None:
    alice = make_officer("alice")
    record(alice, "lead.read", "enforcement.lead:1", detail={"origin": "hk-customs"})
    record(alice, "lead.read", "enforcement.lead:2")
    assert trail(alice) == ""
    assert "Alice" in trail(auditor) and "origin: hk-customs" in trail(auditor)
    assert trail(auditor).count("lead.read") == 1


def test_days_are_those_of_the_wall_at_both_sides(auditor: Officer) -> None:
    entry = record("sealer", "chain.seal", "audit.auditentry:list")
    day: date = entry.at.astimezone(clock.BOTH_SIDES).date()
    assert shown(signed_in(auditor), since=day.isoformat(), until=day.isoformat(), verb="chain") == ["chain.seal"]
