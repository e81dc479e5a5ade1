"""Statements of both nodes: equal when nothing is missing, and every difference named."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from yuegang.accounts.models import RoleGrant
from yuegang.accounts.testing import signed_in
from yuegang.base import clock
from yuegang.enforcement.models import Lead
from yuegang.enforcement.tests import world
from yuegang.engine.protocol.gate import accept
from yuegang.engine.protocol.statement import Line, digest_of
from yuegang.exchange.errors import Refused
from yuegang.exchange.models import Channel
from yuegang.exchange.release.tests.conftest import People, opened, peer, people
from yuegang.exchange.statements import actions, composing
from yuegang.exchange.statements.handlers import STATEMENT
from yuegang.exchange.statements.models import Statement
from yuegang.exchange.tests.peer import Peer
from yuegang.parties.models import Unit

__all__ = ["peer", "people"]

MONTH = date(2026, 10, 1)
SENT = datetime(2026, 10, 12, 9, 0, tzinfo=clock.BOTH_SIDES)


def lead(number: int, **more: object) -> Lead:
    """Make a lead of ours that crossed in October with a date."""
    facts: dict[str, object] = {
        "number": f"GD-2026-{number:04d}", "status": "sent", "item_ver": 1, "released_at": SENT,
        "ip_type": "trade_mark", "obligation": world.TARGET, "own_agency": "CUS-53", **more,
    }  # fmt: skip
    origin, to = Unit.objects.get(pk="CUS-53/GEN"), Unit.objects.get(pk="HK-CED/IPIB")
    return Lead.objects.create(origin_unit=origin, to_unit=to, **facts)


@pytest.fixture
def channel(people: People, peer: Peer) -> Channel:  # the fixtures
    """The channel to Hong Kong Customs, whose unit has a key."""
    return Channel.objects.get()


def lines() -> dict[str, tuple[str, bool]]:
    """Return stage and lateness of each lead at the end of October, by its id."""
    return {line.item_id: (line.stage, line.late) for line in composing.lines_of("hk-customs", MONTH)}


def test_a_month_ends_at_midnight_of_both_sides() -> None:
    assert composing.end_of(date(2026, 12, 1)) == datetime(2027, 1, 1, tzinfo=clock.BOTH_SIDES)


def test_what_happened_after_the_month_did_not_happen_yet(channel: Channel) -> None:
    late = datetime(2026, 11, 3, tzinfo=clock.BOTH_SIDES)
    one = lead(1, answered_at=late, acknowledged_at=SENT)
    two = lead(2, answered_at=SENT, acknowledged_at=SENT)
    lead(3, released_at=late)
    assert lines() == {str(one.pk): ("acknowledged", True), str(two.pk): ("fulfilled", False)}


def test_the_statement_leaves_signed_and_the_other_node_finds_it_equal(channel: Channel, peer: Peer) -> None:
    lead(1)
    statement = actions.sign("hk-customs", MONTH)
    assert statement is not None and statement.items == 1
    entry = channel.outbox.get(kind="statement")
    body = accept(STATEMENT.schema, dict(opened(peer, entry).fields))
    STATEMENT.apply(world.received("statement", body, sender_node="hk-customs"))
    assert actions.reconcile("hk-customs", MONTH) == ()


def test_an_item_one_side_does_not_have_is_named(channel: Channel) -> None:
    one = lead(1)
    actions.sign("hk-customs", MONTH)
    actions.take("hk-customs", MONTH, [])
    [found] = actions.reconcile("hk-customs", MONTH)
    assert (found.item_id, found.theirs) == (str(one.pk), None)


def test_a_month_that_is_not_over_is_not_signed(channel: Channel) -> None:
    assert actions.sign("hk-customs", clock.today().replace(day=1)) is None


LINE = Line("lead", str(uuid4()), "HK-CED/IPIB", "CUS-53/GEN", "pending", False)
GOOD = {"month": "2026-10-01", "items": 1, "lines": [{"part": part} for part in actions.pack([LINE])]}


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        ({"month": "2026-10-02"}, "statement.month"),
        ({"items": 2}, "statement.digest"),
        ({"digest": "sha256:" + "0" * 64}, "statement.digest"),
        ({"lines": [{"part": "not packed"}]}, "statement.lines"),
    ],
)
def test_a_statement_that_cannot_be_is_refused_by_name(db: None, damage: dict[str, object], rule: str) -> None:
    body = {**GOOD, "digest": digest_of([LINE]), **damage}
    with pytest.raises(Refused) as refusal:
        STATEMENT.apply(world.received("statement", body))
    assert refusal.value.rule == rule
    assert not Statement.objects.exists()


def test_a_second_statement_of_a_month_is_refused(db: None) -> None:
    body = {**GOOD, "digest": digest_of([LINE])}
    STATEMENT.apply(world.received("statement", body))
    with pytest.raises(Refused, match=r"statement\.repeated"):
        STATEMENT.apply(world.received("statement", body))


def test_the_pages_show_both_sides_and_what_differs(channel: Channel, people: People) -> None:
    people.liaison.language = "en"
    people.liaison.save()
    reader: Client = signed_in(people.liaison)
    assert "No statement yet" in reader.get("/statements/").content.decode()
    lead(1)
    actions.sign("hk-customs", MONTH)
    assert "Waits for the other" in reader.get("/statements/").content.decode()
    actions.take("hk-customs", MONTH, [LINE])
    text = reader.get("/statements/hk-customs/2026/10/").content.decode()
    assert "1 / 0 / 1" in text and "not known" in text
    assert "The two differ" in reader.get("/statements/").content.decode()
    Statement.objects.all().delete()
    for words in ("signed and on its way", "signed already"):
        assert words in reader.post("/statements/sign/", follow=True).content.decode()
    assert reader.get("/statements/hk-customs/2026/13/").status_code == 404
    RoleGrant.objects.filter(officer=people.liaison).update(role="officer")
    assert signed_in(people.author).get("/statements/").status_code == 404


def test_the_command_lists_differences(channel: Channel, capsys: pytest.CaptureFixture[str]) -> None:
    lead(1)
    actions.sign("hk-customs", MONTH)
    with pytest.raises(CommandError, match="one is not here"):
        call_command("reconcile", "hk-customs", "2026-10")
    with pytest.raises(CommandError, match="2026-10"):
        call_command("reconcile", "hk-customs", "october")
    actions.take("hk-customs", MONTH, [])
    call_command("reconcile", "hk-customs", "2026-10")
    assert "1 items differ" in capsys.readouterr().out
