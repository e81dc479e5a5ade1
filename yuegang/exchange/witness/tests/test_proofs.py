"""Both signatures and the path between them prove, without this program, that the other side had an entry."""

import json
from base64 import b64decode
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from yuegang.engine.protocol.canonical import parse_canonical
from yuegang.engine.protocol.receipt import parse_receipt
from yuegang.engine.protocol.segment import read_segment
from yuegang.engine.protocol.suites import verify
from yuegang.engine.protocol.tree import leaf_hash, verify_inclusion
from yuegang.exchange import receiving, sealer, segments
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel
from yuegang.exchange.tests.peer import Peer
from yuegang.exchange.tests.test_receipts import acknowledge
from yuegang.exchange.tests.test_sealer import queue

pytestmark = pytest.mark.django_db


@pytest.fixture
def received(peer: Peer, channel: Channel, keystore: Keystore) -> Peer:
    """Return the peer after it receipted five entries of ours."""
    queue(5)
    sealer.seal_channel(channel, keystore)
    read = peer.read(segments.segment_for(channel, after=0, limit=9))
    assert read.head is not None
    acknowledge(peer, read.cursor.last, 5, read.head.root)
    receiving.receive(channel.pk, read_segment(peer.segment()), keystore)
    return peer


def test_an_entry_and_the_peer_s_receipt_prove_together_that_it_arrived(
    received: Peer, channel: Channel, tmp_path: Path
) -> None:
    call_command("prove_entry", channel.peer, "3", tmp_path / "proof.json")
    proof = json.loads((tmp_path / "proof.json").read_bytes())
    header, signature, body = (b64decode(proof["receipt"][name]) for name in "hsb")
    assert verify("X1", received.keys[0].public, signature, header)
    receipt, path = parse_receipt(body), [bytes.fromhex(step) for step in proof["path"]]
    entry, root = b64decode(proof["entry"]["h"]), bytes.fromhex(receipt.head_root.removeprefix("sha256:"))
    assert verify_inclusion(leaf_hash(entry), 2, receipt.head_size, root, path)
    assert not verify_inclusion(leaf_hash(entry), 3, receipt.head_size, root, path)
    said = parse_canonical(entry)
    assert isinstance(said, dict) and said["seq"] == 3


def test_without_a_receipt_nothing_is_proven(peer: Peer, channel: Channel, keystore: Keystore, tmp_path: Path) -> None:
    queue(1)
    sealer.seal_channel(channel, keystore)
    for peer_code, seq in ((channel.peer, "1"), ("mo-customs", "1")):
        with pytest.raises(CommandError):
            call_command("prove_entry", peer_code, seq, tmp_path / "proof.json")
