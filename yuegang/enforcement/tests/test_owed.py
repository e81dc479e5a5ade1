"""Extensions, waivers and reminders of leads: the same dates on both nodes, reminders on our own side only."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings as node_settings
from django.test import Client
from django.utils.module_loading import import_string
from django.utils.translation import override
from pytest_django import Settings

from yuegang.accounts.models import Officer
from yuegang.accounts.testing import signed_in
from yuegang.audit.models import AuditEntry
from yuegang.base import clock
from yuegang.enforcement import actions as lead_actions
from yuegang.enforcement import deadlines
from yuegang.enforcement.handlers import LEAD
from yuegang.enforcement.models import Lead
from yuegang.enforcement.tests import world
from yuegang.enforcement.tests.world import TARGET, Desk, entry_of, received
from yuegang.engine.protocol.gate import accept
from yuegang.engine.protocol.obligation import ObligationState, Stage
from yuegang.exchange.actions import Outgoing
from yuegang.exchange.errors import NotAllowed, Refused
from yuegang.exchange.models import OutboxEntry
from yuegang.exchange.obligations import actions, reminding
from yuegang.exchange.obligations.handlers import CHANGE
from yuegang.exchange.obligations.models import Change, Reminder
from yuegang.exchange.obligations.tasks import remind as remind_task
from yuegang.notices.models import Notice

LATER = date(2026, 12, 18)
NOW = datetime(2026, 12, 10, 2, tzinfo=UTC)  # after the day owed first, before the extension's


@dataclass
class Wire:
    """Stands where the outbox stands."""

    sent: list[Outgoing] = field(default_factory=list)

    def enqueue(self, message: Outgoing) -> OutboxEntry:
        self.sent.append(message)
        return entry_of(message.kind, message.item_id, created_at=world.SENT_AT + timedelta(days=len(self.sent)))

    def deliver(self, ref: UUID, *, number: int = 0, **changes: object) -> None:
        """Hand a message to the other node, whose row of the lead has another id in this one database."""
        message, body = self.sent[number], dict(changes)
        header = {name: body.pop(name) for name in ("from_unit", "item_ver") if name in body}
        content = accept(CHANGE.schema, {**message.body, **body})
        ts = world.SENT_AT + timedelta(days=number + 1)
        CHANGE.apply(received(message.kind, dict(content), ref=str(ref), item_id=str(uuid4()), ts=ts, **header))


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    kept = Wire()
    monkeypatch.setattr(actions, "enqueue", kept.enqueue)
    return kept


@pytest.fixture
def carol(parties: None) -> Officer:
    """Who signs for the unit that sent the lead."""
    return world.make_officer("carol", "CUS-53/GEN", "signer")


@pytest.fixture
def sent(alice: Officer, desk: Desk) -> Lead:
    """A lead of Shenzhen Customs that was released with a signed target."""
    lead = lead_actions.submit_lead(alice, lead_actions.create_lead(alice, world.FACTS).id)
    LEAD.released(lead.id, entry_of("lead", lead.id, obligation=TARGET), alice)
    return Lead.objects.get(pk=lead.pk)


@pytest.fixture
def arrived(sent: Lead, bob: Officer, hong_kong: None) -> Lead:
    """The same lead on Hong Kong's node."""
    body = {name: value for name, value in LEAD.compose(sent.id).items() if name not in ("persons", "informer")}
    message = received("lead", {**body, "number": "GD-2026-0999"}, obligation=TARGET)
    LEAD.apply(message)
    return Lead.objects.get(pk=message.item_id)


def both(*leads: Lead) -> list[ObligationState]:
    """Return what the engine says of the rows of both nodes."""
    return [deadlines.state_of(Lead.objects.get(pk=lead.pk), NOW) for lead in leads]


def test_an_extension_moves_the_date_to_the_same_day_on_both_nodes(
    sent: Lead, arrived: Lead, carol: Officer, wire: Wire
) -> None:
    assert all(state.overdue for state in both(sent, arrived))
    actions.extend(carol, "lead", sent.id, LATER, "expert")
    wire.deliver(arrived.id)
    [here, there] = both(sent, arrived)
    assert here == there
    assert Lead.objects.get(pk=arrived.pk).feedback_by == LATER
    assert Lead.objects.get(pk=arrived.pk).events.get(kind="extended").crossed
    assert Notice.objects.filter(kind="obligation.extend").count() == 1
    assert AuditEntry.objects.filter(verb="obligation.extend").count() == 2


def test_the_reason_of_a_change_reads_in_the_language_of_each_reader(
    sent: Lead, arrived: Lead, bob: Officer, carol: Officer, wire: Wire
) -> None:
    actions.extend(carol, "lead", sent.id, LATER, "expert")
    with override("zh-hans"):  # whoever keeps the event may read another language than who looks at it
        wire.deliver(arrived.id)
    assert "An examination of the goods takes longer" in signed_in(bob).get(f"/leads/{arrived.id}/").content.decode()


def test_the_last_extension_counts_in_whatever_order_they_arrive(
    sent: Lead, arrived: Lead, carol: Officer, wire: Wire
) -> None:
    actions.extend(carol, "lead", sent.id, LATER, "asked")
    actions.extend(carol, "lead", sent.id, LATER + timedelta(days=7), "asked")
    wire.deliver(arrived.id, number=1)
    wire.deliver(arrived.id, number=0)
    assert both(sent)[0] == both(arrived)[0]
    assert Lead.objects.get(pk=arrived.pk).feedback_by == LATER + timedelta(days=7)


def test_a_waived_answer_is_owed_by_nobody_on_either_node(
    sent: Lead, arrived: Lead, carol: Officer, wire: Wire
) -> None:
    actions.waive(carol, "lead", sent.id, "no_longer_needed")
    wire.deliver(arrived.id)
    [here, there] = both(sent, arrived)
    assert here == there
    assert here.stage is Stage.WAIVED
    assert Lead.objects.get(pk=arrived.pk).feedback_by is None
    assert reminding.remind() == 0


def test_who_received_a_lead_can_neither_extend_nor_waive(arrived: Lead, wire: Wire) -> None:
    dan = world.make_officer("dan", "HK-CED/IPIB", "signer")
    with pytest.raises(NotAllowed, match=r"change\.originator"):
        actions.extend(dan, "lead", arrived.id, LATER, "asked")
    with pytest.raises(NotAllowed, match=r"change\.originator"):
        actions.waive(dan, "lead", arrived.id, "withdrawn")
    assert not wire.sent


@pytest.mark.parametrize(
    "asked",
    [(date(2026, 11, 20), "asked", "change.earlier"), (LATER, "because", "change.reason")],
)
def test_an_extension_is_later_and_has_a_coded_reason(
    sent: Lead, carol: Officer, wire: Wire, asked: tuple[date, str, str]
) -> None:
    until, reason, rule = asked
    with pytest.raises(NotAllowed, match=rule):
        actions.extend(carol, "lead", sent.id, until, reason)


def test_without_a_date_or_after_the_answer_there_is_nothing_to_extend(sent: Lead, carol: Officer, wire: Wire) -> None:
    Lead.objects.filter(pk=sent.pk).update(obligation=None)
    with pytest.raises(NotAllowed, match=r"change\.no_date"):
        actions.extend(carol, "lead", sent.id, LATER, "asked")
    Lead.objects.filter(pk=sent.pk).update(answered_at=clock.now())
    with pytest.raises(NotAllowed, match=r"change\.closed"):
        actions.waive(carol, "lead", sent.id, "withdrawn")
    with pytest.raises(NotAllowed, match=r"change\.item"):
        actions.waive(carol, "lead", uuid4(), "withdrawn")


@pytest.mark.parametrize(
    "damage",
    [
        ({"kind": "song"}, "change.kind"),
        ({"step": "waive"}, "change.until"),
        ({"item_ver": 2}, "change.version"),
        ({"from_unit": "CUS-51/GEN"}, "change.originator"),
    ],
)
def test_a_change_that_cannot_be_is_refused_by_name(
    sent: Lead, arrived: Lead, carol: Officer, wire: Wire, damage: tuple[dict[str, object], str]
) -> None:
    changes, rule = damage
    actions.extend(carol, "lead", sent.id, LATER, "asked")
    with pytest.raises(Refused) as refused:
        wire.deliver(arrived.id, number=0, **changes)
    assert refused.value.rule == rule


def test_a_change_of_an_unknown_item_or_a_second_waiver_is_refused(
    sent: Lead, arrived: Lead, carol: Officer, wire: Wire
) -> None:
    actions.waive(carol, "lead", sent.id, "withdrawn")
    with pytest.raises(Refused, match=r"change\.item"):
        wire.deliver(uuid4())
    wire.deliver(arrived.id)
    with pytest.raises(Refused, match=r"change\.repeated"):
        wire.deliver(arrived.id)


def owe_by(lead: Lead, days: int, **more: object) -> None:
    """Let an old lead be due so many days from now, by an extension."""
    due = clock.today() + timedelta(days=days)
    Lead.objects.filter(pk=lead.pk).update(
        released_at=clock.now() - timedelta(days=120), extended_to=due, feedback_by=due, status="acknowledged",
        acknowledged_at=clock.now(), **more,
    )  # fmt: skip


@pytest.mark.parametrize(("days", "step"), [(5, "week_before"), (1, "day_before"), (0, "due")])
def test_the_officer_is_reminded_once_per_step(arrived: Lead, bob: Officer, days: int, step: str) -> None:
    owe_by(arrived, days)
    assert (remind_task(0), remind_task(0)) == (1, 0)
    assert Notice.objects.filter(kind=f"obligation.{step}").get().recipient_id == bob.pk
    assert Reminder.objects.get().step == step


@pytest.mark.parametrize(("days", "step", "role"), [(-8, "week_after", "signer"), (-31, "escalated", "liaison")])
def test_after_the_date_the_head_and_then_the_liaison_are_told(arrived: Lead, days: int, step: str, role: str) -> None:
    told = world.make_officer("dora", "HK-CED/IPIB", role)
    owe_by(arrived, days)
    assert reminding.remind() == 1
    assert Notice.objects.get(kind=f"obligation.{step}").recipient_id == told.pk


def test_an_assigned_officer_alone_is_told(arrived: Lead, bob: Officer) -> None:
    owe_by(arrived, 0, assigned_to=bob)
    world.make_officer("dan", "HK-CED/IPIB", "officer")
    reminding.remind()
    assert Notice.objects.get(kind="obligation.due").recipient_id == bob.pk


def test_nobody_is_reminded_of_what_the_other_side_owes(sent: Lead) -> None:
    Lead.objects.filter(pk=sent.pk).update(feedback_by=clock.today() - timedelta(days=90))
    assert reminding.remind() == 0


def test_the_desk_shows_overdue_to_the_side_that_owes_alone(
    sent: Lead, arrived: Lead, bob: Officer, carol: Officer, settings: Settings
) -> None:
    ours = signed_in(bob).get("/obligations/").content.decode()
    assert "GD-2026-0999" in ours
    settings.NODE_CODE = "gd-customs"
    theirs = signed_in(carol).get("/obligations/?who=theirs").content.decode()
    assert str(sent.number) in theirs and "Answer awaited" in theirs and "Overdue" not in theirs


def test_the_signer_extends_on_the_page_and_sees_the_change(sent: Lead, carol: Officer, wire: Wire) -> None:
    client, url = signed_in(carol), f"/obligations/lead/{sent.id}/"
    assert "Give more time" in client.get(url).content.decode()
    assert client.post(url + "extend/", {"until": "2026-11-01", "reason": "asked"}).status_code == 422
    assert client.post(url + "extend/", {"until": "", "reason": "asked"}).status_code == 422
    page = client.post(url + "extend/", {"until": LATER.isoformat(), "reason": "asked"}, follow=True).content.decode()
    assert LATER.isoformat() in page and "Time extended" in page
    page = client.post(url + "waive/", {"reason": "withdrawn"}, follow=True).content.decode()
    assert "Answer waived" in page and "Give more time" not in page
    assert [change.step for change in Change.objects.all()] == ["extend", "waive"]


def test_who_may_not_read_the_lead_or_speak_for_the_unit_finds_nothing(
    sent: Lead, alice: Officer, carol: Officer, wire: Wire
) -> None:
    url = f"/obligations/lead/{sent.id}/"
    stranger: Client = signed_in(world.make_officer("eve", "CUS-51/GEN", "signer"))
    assert stranger.get(url).status_code == 404
    assert signed_in(alice).get(url).status_code == 200
    assert signed_in(alice).post(url + "waive/", {"reason": "withdrawn"}).status_code == 404
    assert signed_in(carol).post(url + "sing/", {"reason": "withdrawn"}).status_code == 404
    assert signed_in(carol).get(f"/obligations/song/{sent.id}/").status_code == 404


def test_every_table_of_items_can_be_imported() -> None:
    for path in node_settings.OBLIGATION_ITEMS.values():
        assert callable(import_string(path).owed_of)
