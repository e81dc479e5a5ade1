from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from yuegang.audit.actions import DetailError, record, record_read
from yuegang.audit.models import AuditEntry
from yuegang.audit.sealing import START, AuditHead, head, seal_pending, verify

pytestmark = pytest.mark.django_db


def write_three() -> list[AuditEntry]:
    return [record("sealer", "lead.read", f"enforcement.lead:{number}", detail={"n": number}) for number in range(3)]


def run_sql(statement: str, *parameters: Any) -> None:  # Any: values of the columns tried
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_entries_are_sealed_once_into_one_chain() -> None:
    write_three()
    assert seal_pending(2) == 2
    assert seal_pending(10) == 1
    assert seal_pending(10) == 0
    rows = list(AuditEntry.objects.order_by("seq"))
    assert [row.seq for row in rows] == [1, 2, 3]
    assert [row.prev for row in rows] == [START, rows[0].digest, rows[1].digest]
    assert head() == AuditHead(3, str(rows[2].digest))
    assert verify().sound


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET actor = 'eve'",
        "UPDATE audit_auditentry SET seq = 9, prev = 'p', digest = 'd', sealed_at = now()",
        "UPDATE audit_auditentry SET sealed_at = now()",
        "DELETE FROM audit_auditentry",
        'INSERT INTO audit_auditentry (at, actor, verb, target, "case", detail, seq, prev, digest, sealed_at) '
        "VALUES (now(), 'eve', 'a.b', 't', '', '{}', 7, 'p', 'd', now())",
    ],
)
def test_a_sealed_entry_is_never_changed_removed_or_forged(statement: str) -> None:
    write_three()
    seal_pending()
    with pytest.raises(IntegrityError):
        run_sql(statement)
    assert verify().checked == 3


def test_an_unsealed_entry_changes_in_its_sealing_columns_only() -> None:
    write_three()
    with pytest.raises(IntegrityError):
        run_sql("UPDATE audit_auditentry SET detail = '{}' WHERE seq IS NULL")


def test_the_table_is_never_emptied() -> None:
    write_three()
    seal_pending()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER audit_entry_keep")
    with pytest.raises(IntegrityError):
        run_sql("TRUNCATE audit_auditentry")


def tamper(statement: str) -> None:
    run_sql("ALTER TABLE audit_auditentry DISABLE TRIGGER audit_entry_guard")
    run_sql(statement)


@pytest.mark.parametrize(
    ("statement", "seq", "rule"),
    [
        ("UPDATE audit_auditentry SET actor = 'eve' WHERE seq = 2", 2, "digest.mismatch"),
        ("UPDATE audit_auditentry SET detail = '{}' WHERE seq = 3", 3, "digest.mismatch"),
        ("UPDATE audit_auditentry SET prev = digest WHERE seq = 2", 2, "prev.mismatch"),
        ("DELETE FROM audit_auditentry WHERE seq = 2", 3, "seq.gap"),
    ],
)
def test_verifying_names_the_first_broken_row(statement: str, seq: int, rule: str) -> None:
    write_three()
    seal_pending()
    tamper(statement)
    verdict = verify()
    assert (verdict.sound, verdict.broken_seq, verdict.rule) == (False, seq, rule)
    with pytest.raises(CommandError, match=rule):
        call_command("audit_verify")


def test_a_cut_tail_shows_against_the_head_the_peer_kept() -> None:
    write_three()
    seal_pending()
    witness = head()
    tamper("DELETE FROM audit_auditentry WHERE seq = 3")
    assert verify().sound
    assert verify(witness).rule == "tail.missing"


def test_a_rewritten_chain_shows_against_the_head_the_peer_kept() -> None:
    write_three()
    seal_pending()
    assert verify(AuditHead(2, START)).rule == "witness.mismatch"


def test_the_command_says_how_many_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    write_three()
    seal_pending(2)
    call_command("audit_verify")
    assert "2 entries sound, 1 waiting" in capsys.readouterr().out


def test_a_reading_names_where_the_item_came_from() -> None:
    entry = record_read("alice", "enforcement.lead:7", "hk-customs", "work on the case")
    assert (entry.verb, entry.detail) == ("lead.read", {"origin": "hk-customs", "purpose": "work on the case"})


@pytest.mark.parametrize("detail", [{"x": 1.5}, {"x": [object()]}, {1: "x"}])
def test_detail_that_cannot_be_chained_is_refused(detail: Any) -> None:  # Any: wrong on purpose
    with pytest.raises(DetailError):
        record(None, "a.b", "t:1", detail=detail)


def test_a_verb_is_dotted_small_letters() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        record(None, "Read", "t:1")


@pytest.mark.django_db(transaction=True)
def test_an_undone_transaction_leaves_no_entry_and_a_second_sealer_finds_nothing() -> None:
    with pytest.raises(ValueError, match="undone"), transaction.atomic():
        record("sealer", "lead.read", "enforcement.lead:1")
        raise ValueError("undone")
    record("sealer", "lead.read", "enforcement.lead:2")
    assert [entry.target for entry in AuditEntry.objects.all()] == ["enforcement.lead:2"]
    assert (seal_pending(), seal_pending()) == (1, 0)
