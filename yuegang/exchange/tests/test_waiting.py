"""Files come before their entry counts as complete; what refers to a waiting entry waits behind it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest

from yuegang.engine.protocol.entry import Blob as EntryBlob
from yuegang.engine.protocol.segment import read_segment
from yuegang.exchange import blobs, fetching, receiving, waiting
from yuegang.exchange.bodies import FileKey
from yuegang.exchange.errors import NotAllowed, PeerFault
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, InboxEntry, Receipt
from yuegang.exchange.tests.notes import NoteHandler, effects
from yuegang.exchange.tests.peer import Peer
from yuegang.exchange.tests.test_sealer import picture

pytestmark = pytest.mark.django_db
KEY = bytes(range(32))


class Shelf:
    """Stands where the peer's listener stands: gives files, and may break off."""

    def __init__(self, *files: bytes) -> None:
        self.files = {blobs.digest_bytes(file): file for file in files}
        self.breaks_after: int | None = None
        self.asked: list[int] = []

    @contextmanager
    def blob(self, digest: str, start: int) -> Iterator[Any]:
        """Give a file from a byte on."""
        self.asked.append(start)
        if digest not in self.files:
            raise PeerFault("peer.blob", "404")
        yield self

    def iter_bytes(self, size: int) -> Iterator[bytes]:
        """Give the bytes in pieces, and break off if told so."""
        file, start = next(iter(self.files.values())), self.asked[-1]
        end = len(file) if self.breaks_after is None else self.breaks_after
        for position in range(start, end, size):
            yield file[position : min(position + size, end)]
        if self.breaks_after is not None:
            self.breaks_after = None
            raise PeerFault("peer.cut")


@pytest.fixture
def sealed(keystore: Keystore) -> bytes:
    """Return the ciphertext of a picture, which only the peer has."""
    return blobs.encrypt(picture(), KEY)


def file_key(sealed: bytes) -> FileKey:
    """Return what the body says of the file."""
    return FileKey(blobs.digest_bytes(sealed), KEY.hex(), "image/png", "box.png", len(sealed))


def receive(channel: Channel, peer: Peer, keystore: Keystore) -> None:
    """Take everything the peer has."""
    channel.refresh_from_db()
    receiving.receive(channel.pk, read_segment(peer.segment(after=channel.cursor)), keystore)
    channel.refresh_from_db()


def states(channel: Channel) -> list[str]:
    """Return the states in order."""
    return list(channel.inbox.order_by("seq").values_list("state", flat=True))


def test_an_entry_waits_for_its_file_and_is_applied_when_it_comes(
    peer: Peer, channel: Channel, keystore: Keystore, notes: NoteHandler, sealed: bytes
) -> None:
    peer.send("note", {"text": "a"}, files=(file_key(sealed),))
    receive(channel, peer, keystore)
    assert (states(channel), effects(), Receipt.objects.count()) == (["waiting"], 0, 0)
    assert waiting.complete(channel, keystore, Shelf(sealed)) == 1  # type: ignore[arg-type]  # stands for a client
    assert (states(channel), effects()) == (["applied"], 1)
    name, media_type, stored = notes.received[0].files[0]
    assert (name, media_type, stored.media_type) == ("box.png", "image/png", "image/png")
    assert Receipt.objects.filter(ours=True, first=1, last=1).count() == 1


def test_what_refers_to_a_waiting_entry_waits_behind_it(
    peer: Peer, channel: Channel, keystore: Keystore, notes: NoteHandler, sealed: bytes
) -> None:
    item = str(uuid4())
    peer.send("note", {"text": "first"}, item_id=item, files=(file_key(sealed),))
    peer.send("note", {"text": "second"}, ref=item)
    peer.send("note", {"text": "other"})
    receive(channel, peer, keystore)
    assert states(channel) == ["waiting", "waiting", "applied"]
    assert [(one.first, one.last) for one in Receipt.objects.all()] == [(3, 3)]
    blobs.keep(sealed)
    assert waiting.complete(channel, keystore, None) == 2
    assert [one.body["text"] for one in notes.received] == ["other", "first", "second"]


def test_a_broken_transfer_sends_at_most_one_step_again(
    keystore: Keystore, sealed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "STEP", 7)
    shelf = Shelf(sealed)
    shelf.breaks_after = 25
    blob = EntryBlob(blobs.digest_bytes(sealed), len(sealed))
    with pytest.raises(PeerFault):
        fetching.fetch(shelf, blob)  # type: ignore[arg-type]  # stands for a client
    fetching.fetch(shelf, blob)  # type: ignore[arg-type]  # stands for a client
    assert shelf.asked == [0, 21]
    assert blobs.path_of(blob.digest).read_bytes() == sealed


def test_a_file_with_other_bytes_is_thrown_away(keystore: Keystore, sealed: bytes) -> None:
    other = bytes(len(sealed))
    shelf = Shelf(other)
    shelf.files = {blobs.digest_bytes(sealed): other}
    blob = EntryBlob(blobs.digest_bytes(sealed), len(sealed))
    with pytest.raises(PeerFault, match=r"blob\.digest"):
        fetching.fetch(shelf, blob)  # type: ignore[arg-type]  # stands for a client
    assert not blobs.path_of(blob.digest).exists()
    assert not blobs.partial_path(blob.digest).exists()


def test_a_file_that_does_not_open_makes_the_entry_poison(
    peer: Peer, channel: Channel, keystore: Keystore, notes: NoteHandler
) -> None:
    garbage = bytes(64)
    blobs.keep(garbage)
    peer.send("note", {"text": "a"}, files=(file_key(garbage),))
    receive(channel, peer, keystore)
    assert list(channel.inbox.values_list("state", "rule")) == [("rejected", "blob.open")]


def test_a_refused_entry_can_be_applied_again_after_a_repair(
    peer: Peer, channel: Channel, keystore: Keystore, notes: NoteHandler
) -> None:
    notes.fails = True
    peer.send("note", {"text": "a"})
    receive(channel, peer, keystore)
    notes.fails = False
    row = InboxEntry.objects.get()
    assert row.rule == "handler.failed"
    assert waiting.apply_again(row, keystore).state == "applied"
    assert [one.rejected for one in Receipt.objects.order_by("id")] == [[{"seq": 1, "rule": "handler.failed"}], []]
    with pytest.raises(NotAllowed):
        waiting.apply_again(row, keystore)
