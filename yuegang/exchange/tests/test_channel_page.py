"""The channel page: who sees it, what it says, what a liaison officer can do there."""

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from yuegang.accounts.guards import PROOF
from yuegang.base import clock
from yuegang.engine.protocol.segment import read_segment
from yuegang.exchange import receiving, sealer, targets
from yuegang.exchange.handlers import Received
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, Conflict, InboxEntry, LogState, Receipt, Target
from yuegang.exchange.tasks import apply_again, resume
from yuegang.exchange.tests.notes import NoteHandler
from yuegang.exchange.tests.parties import make_officer, make_parties
from yuegang.exchange.tests.peer import OUR_UNIT, PEER_UNIT, Peer
from yuegang.exchange.tests.test_sealer import queue

pytestmark = pytest.mark.django_db
PAGE = "/channel/hk-customs/"
SignIn = Callable[..., Client]


@pytest.fixture
def sign_in(peer: Peer) -> SignIn:
    """Return a way to a browser of an officer with roles."""
    make_parties()

    def browser(*roles: str) -> Client:
        officer = make_officer("-".join(roles) or "plain", *roles)
        client = Client(headers={"accept-language": "en"})
        client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[PROOF] = str(officer.pk)
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = str(officer.pk)
        session.save()
        return client

    return browser


def text(answer: Any) -> str:
    """Return the page as text."""
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("role", "status"), [("liaison", 200), ("auditor", 200), ("administrator", 200), ("officer", 404), ("signer", 404)]
)
def test_it_is_for_liaison_auditor_and_administrator(sign_in: SignIn, role: str, status: int) -> None:
    client = sign_in(role)
    assert client.get("/channel/").status_code == status
    assert client.get(PAGE).status_code == status


def test_an_unknown_peer_is_absent(sign_in: SignIn) -> None:
    assert sign_in("liaison").get("/channel/mo-customs/").status_code == 404


def test_a_node_without_channels_says_what_to_do(sign_in: SignIn, channel: Channel) -> None:
    client = sign_in("liaison")
    LogState.objects.all().delete()
    channel.delete()
    assert "No channel is open yet" in text(client.get("/channel/"))


def test_it_shows_both_logs_what_waits_and_what_arrived(
    sign_in: SignIn, peer: Peer, channel: Channel, keystore: Keystore, notes: NoteHandler
) -> None:
    queue(2)
    sealer.seal_channel(channel, keystore)
    peer.send("note", {"text": "canary"})
    peer.send("note", {"text": "refuse"})
    receiving.receive(channel.pk, read_segment(peer.segment()), keystore)
    page = text(sign_in("auditor").get(PAGE))
    assert "note.refused" in page
    assert "read to the end" in page
    assert "canary" not in page
    assert "Apply entry" not in page


def test_what_the_other_side_refused_is_shown_until_it_is_taken(
    sign_in: SignIn, channel: Channel, keystore: Keystore
) -> None:
    queue(1)
    sealer.seal_channel(channel, keystore)
    refused = [{"seq": 1, "rule": "lead.unknown"}]
    Receipt.objects.create(channel=channel, ours=False, first=1, last=1, rejected=refused)
    client = sign_in("liaison")
    assert "lead.unknown" in text(client.get(PAGE))
    Receipt.objects.create(channel=channel, ours=False, first=1, last=1)
    assert "lead.unknown" not in text(client.get(PAGE))


def test_a_refused_entry_is_applied_again_by_the_worker(
    sign_in: SignIn, peer: Peer, channel: Channel, keystore: Keystore, notes: NoteHandler
) -> None:
    notes.fails = True
    peer.send("note", {"text": "a"})
    receiving.receive(channel.pk, read_segment(peer.segment()), keystore)
    notes.fails = False
    client = sign_in("liaison")
    assert client.post(f"{PAGE}entries/1/again/").status_code == 302
    job = ProcrastinateJob.objects.get(task_name="exchange.apply_again")
    assert apply_again(**job.args) == "applied"
    assert apply_again(**job.args) == "applied"
    assert InboxEntry.objects.get().state == "applied"
    assert "Only a refused entry" in text(client.post(f"{PAGE}entries/1/again/", follow=True))


def test_a_halted_channel_is_read_again_when_a_liaison_officer_says_so(sign_in: SignIn, channel: Channel) -> None:
    client = sign_in("liaison")
    assert "not halted" in text(client.post(f"{PAGE}resume/", follow=True))
    Conflict.objects.create(channel=channel, rule="head.fork", seq=3, ours=b"a", theirs=b"b")
    Channel.objects.update(halted_reason="head.fork")
    assert "two different logs" in text(client.get(PAGE))
    client.post(f"{PAGE}resume/")
    job = ProcrastinateJob.objects.get(task_name="exchange.resume")
    assert resume(**job.args) == 1
    assert Channel.objects.get().halted_reason == ""
    assert Conflict.objects.count() == 1


def test_only_a_liaison_officer_repairs_and_agrees(sign_in: SignIn, channel: Channel) -> None:
    client = sign_in("auditor")
    for path in ("resume/", "entries/1/again/", "targets/new/", f"targets/{uuid4()}/accept/"):
        assert client.post(PAGE + path).status_code == 404


def test_a_target_is_proposed_by_form(sign_in: SignIn) -> None:
    client = sign_in("liaison")
    terms = {"kind": "lead", "from_unit": OUR_UNIT, "to_unit": PEER_UNIT, "effective_from": "2026-12-01"}
    assert "is between" not in text(client.get(f"{PAGE}targets/new/"))
    wrong = {**terms, "to_unit": OUR_UNIT, "acknowledge_days": 1, "feedback_days": 10}
    assert "One of the two units" in text(client.post(f"{PAGE}targets/new/", wrong))
    right = {**terms, "acknowledge_days": 1, "feedback_days": 10}
    assert "on its way" in text(client.post(f"{PAGE}targets/new/", right, follow=True))
    assert Target.objects.get().state == "proposed"


@pytest.mark.parametrize("step", ["accept", "decline"])
def test_a_proposal_of_the_other_side_is_decided_by_a_button(sign_in: SignIn, step: str) -> None:
    client = sign_in("liaison")
    target = _proposed()
    page = text(client.get(PAGE))
    assert f"targets/{target}/{step}/" in page
    client.post(f"{PAGE}targets/{target}/{step}/")
    assert Target.objects.get().state == targets.STATES[step]
    assert client.post(f"{PAGE}targets/{target}/sideways/").status_code == 404


def _proposed() -> str:
    item = str(uuid4())
    body = {
        "step": "propose",
        "kind": "lead",
        "from_unit": OUR_UNIT,
        "to_unit": PEER_UNIT,
        "acknowledge_days": 1,
        "feedback_days": 10,
        "calendar": "HK",
        "effective_from": "2026-12-01",
    }
    received = Received(
        kind="target",
        item_id=item,
        item_ver=1,
        from_unit=PEER_UNIT,
        to_unit=OUR_UNIT,
        sender_node="hk-customs",
        body=body,
        marking="AMBER",
        obligation=None,
        ref="",
        ts=clock.now(),
        seq=1,
    )
    targets.TARGET.apply(received)
    return item
