"""What a liaison officer sees at a glance, the journal, and the evidence of a contradiction."""

from datetime import timedelta

import pytest

from yuegang.base import clock
from yuegang.engine.protocol.segment import read_segment
from yuegang.exchange import receiving, sealer
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, Conflict, Receipt
from yuegang.exchange.tests.notes import NoteHandler
from yuegang.exchange.tests.peer import Peer
from yuegang.exchange.tests.test_channel_page import PAGE, SignIn, sign_in, text
from yuegang.exchange.tests.test_sealer import queue

__all__ = ["sign_in"]
pytestmark = pytest.mark.django_db


def test_one_sentence_says_how_the_channel_stands(sign_in: SignIn, channel: Channel, keystore: Keystore) -> None:
    client = sign_in("liaison")
    assert "<b>gd → hk</b>: Nothing has been sent yet." in text(client.get(PAGE))
    queue(2)
    assert "2 messages are not confirmed" in text(client.get(PAGE))
    sealer.seal_channel(channel, keystore)
    Receipt.objects.create(channel=channel, ours=False, first=1, last=2)
    Channel.objects.update(peer_has=2)
    assert "All delivered, last receipt" in text(client.get(PAGE))
    Channel.objects.update(silent_since=clock.now() - timedelta(hours=1))
    assert "has not answered since" in text(client.get(PAGE))
    Channel.objects.update(last_contact_at=clock.now())
    page = text(client.get(PAGE))
    assert "has been silent since" in page
    assert "silent since" in page.partition("<svg class=")[2]
    Channel.objects.update(halted_reason="head.fork")
    assert "Halted; nothing is read" in text(client.get(PAGE))


def test_the_last_day_is_drawn_and_stands_as_a_table(
    sign_in: SignIn, peer: Peer, channel: Channel, keystore: Keystore, notes: NoteHandler
) -> None:
    for number in range(3):
        peer.send("note", {"text": str(number)})
    receiving.receive(channel.pk, read_segment(peer.segment()), keystore)
    page = text(sign_in("auditor").get(PAGE))
    assert "3 entries in 24 hours" in page


def test_the_journal_is_narrowed_and_saved_without_content(
    sign_in: SignIn, peer: Peer, channel: Channel, keystore: Keystore, notes: NoteHandler
) -> None:
    peer.send("note", {"text": "canary"})
    peer.send("note", {"text": "refuse"})
    receiving.receive(channel.pk, read_segment(peer.segment()), keystore)
    client = sign_in("auditor")
    assert "note.refused" in text(client.get(f"{PAGE}journal/"))
    assert "note.refused" not in text(client.get(f"{PAGE}journal/?state=applied"))
    assert "No entry fits" in text(client.get(f"{PAGE}journal/?kind=lead&since=2026-01-01&until=2026-01-02"))
    saved = client.get(f"{PAGE}journal.csv?state=rejected").content.decode()
    assert len(saved.splitlines()) == 2
    assert "canary" not in saved


def test_the_journal_of_our_log_knows_what_the_other_side_said(
    sign_in: SignIn, channel: Channel, keystore: Keystore
) -> None:
    queue(3)
    sealer.seal_channel(channel, keystore)
    refused = [{"seq": 1, "rule": "lead.unknown"}, {"seq": 2, "rule": "lead.unknown"}]
    Receipt.objects.create(channel=channel, ours=False, first=1, last=3, rejected=refused)
    Receipt.objects.create(channel=channel, ours=False, first=2, last=2)
    Channel.objects.update(peer_has=3)
    client = sign_in("liaison")
    saved = {state: client.get(f"{PAGE}journal.csv?way=out&state={state}").content.decode() for state in STATES}
    assert [saved[state].count("\n") - 1 for state in STATES] == [3, 2, 1, 0]
    assert "entry.rejected,lead.unknown" in saved["rejected"]


STATES = ("", "applied", "rejected", "waiting")


def test_a_contradiction_shows_both_versions_whom_to_call_and_gives_the_evidence(
    sign_in: SignIn, channel: Channel
) -> None:
    found = Conflict.objects.create(
        channel=channel, rule="head.fork", seq=3, ours=b'{"size":3}', theirs=b"\xff", evidence={"signature": "ab"}
    )
    Channel.objects.update(halted_reason="head.fork")
    client = sign_in("liaison")
    assert "do not write through this channel" in text(client.get(PAGE))
    page = text(client.get(f"{PAGE}contradictions/{found.pk}/"))
    assert "{&quot;size&quot;:3}" in page
    assert "two different logs" in page
    evidence = client.get(f"{PAGE}contradictions/{found.pk}/evidence/").json()
    assert (evidence["theirs"], evidence["rule"]) == ("ff", "head.fork")
    assert client.get(f"{PAGE}contradictions/{found.pk + 1}/").status_code == 404


@pytest.mark.parametrize("path", ["journal/", "journal.csv", "contradictions/1/", "contradictions/1/evidence/"])
def test_these_pages_are_for_readers_of_the_channel(sign_in: SignIn, channel: Channel, path: str) -> None:
    assert sign_in("officer").get(PAGE + path).status_code == 404
    assert sign_in("liaison").get(f"/channel/mo-customs/{path}").status_code == 404
