"""What is sealed is opened only as it was addressed, with exactly the files it names."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from yuegang.engine.protocol.entry import Blob as EntryBlob
from yuegang.engine.protocol.segment import read_segment, write_segment
from yuegang.exchange import blobs, fetching, receiving
from yuegang.exchange.bodies import FileKey
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Blob, Channel
from yuegang.exchange.opening import LARGEST_BLOB
from yuegang.exchange.prepared import verdict_on
from yuegang.exchange.roster import load_roster
from yuegang.exchange.tests.notes import effects
from yuegang.exchange.tests.peer import Peer
from yuegang.exchange.tests.test_waiting import KEY, Shelf, file_key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]


def outcome(channel: Channel, peer: Peer, keystore: Keystore) -> list[tuple[str, str]]:
    """Take what the peer has and return what became of it."""
    receiving.receive(channel.pk, read_segment(peer.segment()), keystore)
    return list(channel.inbox.order_by("seq").values_list("state", "rule"))


def test_an_erased_body_cannot_be_applied(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    peer.send("note", {"text": "a"})
    peer.log[0] = replace(peer.log[0], body=None)
    assert outcome(channel, peer, keystore) == [("rejected", "body.absent")]


def test_a_kind_for_a_unit_never_comes_in_clear(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    sealed = peer.send("note", {"text": "a"})
    header = replace(peer.header(b"{}", kind="target", item_id=str(uuid4())), from_unit=sealed.from_unit)
    peer.append(replace(header, to_unit=sealed.to_unit), b"{}")
    assert outcome(channel, peer, keystore)[1] == ("rejected", "entry.enc")


def test_a_file_too_large_is_refused_and_never_fetched(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    huge = FileKey("sha256:" + "1" * 64, KEY.hex(), "image/png", "box.png", LARGEST_BLOB + 1)
    peer.send("note", {"text": "a"}, files=(huge,))
    shelf: Any = Shelf(b"x")
    entries = verdict_on(channel, read_segment(peer.segment()), load_roster()).entries
    assert fetching.fetch_for(channel, shelf, entries) == 0
    assert (shelf.asked, outcome(channel, peer, keystore)) == ([], [("rejected", "blob.size")])


def test_files_named_outside_and_inside_are_the_same(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    digest = blobs.keep(b"bytes")
    peer.send("note", {"text": "a"}, blobs=(EntryBlob(digest, 5),))
    assert outcome(channel, peer, keystore) == [("rejected", "body.files")]


def test_a_file_of_a_type_that_is_not_taken_is_refused(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    sealed = blobs.encrypt(b"MZ program", KEY)
    blobs.keep(sealed)
    peer.send("note", {"text": "a"}, files=(file_key(sealed),))
    assert outcome(channel, peer, keystore) == [("rejected", "blob.refused")]
    assert effects() == 0


def test_a_header_of_a_later_version_is_kept_and_refused(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    peer.send("note", {"text": "a"})
    peer.append_raw({"v": 2, "more": "fields"})
    assert outcome(channel, peer, keystore) == [("applied", ""), ("rejected", "entry.version")]


def test_what_can_be_fetched_is_fetched_and_noted(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    sealed = blobs.encrypt(b"anything", KEY)
    peer.send("note", {"text": "a"}, files=(file_key(sealed),))
    segment = read_segment(write_segment(peer.log, peer.head()))
    entries = verdict_on(channel, segment, load_roster()).entries
    empty: Any = Shelf()
    full: Any = Shelf(sealed)
    assert fetching.fetch_for(channel, empty, entries) == 0
    assert fetching.fetch_for(channel, full, entries) == 1
    assert fetching.fetch_for(channel, full, entries) == 0
    assert Blob.objects.get(outgoing=False).complete
