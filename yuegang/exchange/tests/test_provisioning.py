"""Keys are made once, kept privately, and taken from a peer only under the agreed fingerprint."""

import pytest

from yuegang.audit.models import AuditEntry
from yuegang.base import clock
from yuegang.engine.protocol.canonical import canonical, parse_canonical
from yuegang.exchange import provisioning, roster
from yuegang.exchange.errors import KeystoreError, RosterRefused
from yuegang.exchange.keystore import Keystore, PrivateKey
from yuegang.exchange.models import Channel, LogState, RosterKey
from yuegang.exchange.tests.peer import OUR_UNIT, PEER_UNIT, Peer

pytestmark = pytest.mark.django_db


def test_keys_of_node_and_units_are_made_and_kept_apart_from_the_database(keystore: Keystore) -> None:
    keys = provisioning.create_node_keys("gd-customs", [OUR_UNIT], keystore=keystore)
    assert [(key.use, key.unit) for key in keys] == [("sign", ""), ("http", ""), ("seal", OUR_UNIT)]
    kept = Keystore(keystore.folder).load()
    assert kept.signer(keys, "sign", clock.now()).key_id == keys[0].key_id
    assert kept.opener(keys[2].key_id).key_id == keys[2].key_id
    assert AuditEntry.objects.filter(verb="key.create").count() == 3


def test_a_keystore_that_others_can_read_is_refused(keystore: Keystore) -> None:
    keystore.add(PrivateKey("k", "X1", "sign", "", bytes(32)))
    next(keystore.folder.glob("*.key")).chmod(0o644)
    with pytest.raises(KeystoreError, match=r"keystore\.mode"):
        Keystore(keystore.folder).load()


def test_a_damaged_key_file_is_named(keystore: Keystore) -> None:
    keystore.add(PrivateKey("k", "X1", "sign", "", bytes(32)))
    next(keystore.folder.glob("*.key")).write_text("{}")
    with pytest.raises(KeystoreError, match=r"keystore\.damaged"):
        Keystore(keystore.folder).load()


def test_a_key_is_never_overwritten_nor_printed(keystore: Keystore) -> None:
    key = PrivateKey("k", "X1", "sign", "", b"\x07" * 32)
    keystore.add(key)
    with pytest.raises(KeystoreError, match=r"keystore\.exists"):
        keystore.add(key)
    assert "07" not in repr(key)


def test_a_rotated_key_is_used_as_soon_as_it_lies_there(keystore: Keystore) -> None:
    keystore.add(PrivateKey("old", "X1", "seal", "U", bytes(32)))
    reader = Keystore(keystore.folder).load()
    keystore.add(PrivateKey("new", "X1", "seal", "U", bytes(32)))
    reader.refresh()
    assert reader.opener("new").key_id == "new"


def test_a_roster_opens_the_channel(keystore: Keystore, peer: Peer) -> None:
    channel = Channel.objects.get(peer=peer.node)
    assert (channel.url, channel.cursor) == ("https://127.0.0.1:1/", 0)
    assert LogState.objects.filter(channel=channel).exists()
    assert roster.units_of(peer.node) == {PEER_UNIT}


def test_another_fingerprint_is_refused(keystore: Keystore, peer: Peer) -> None:
    with pytest.raises(RosterRefused, match=r"roster\.fingerprint"):
        provisioning.import_roster(peer.roster(), "sha256:" + "0" * 64)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"form": "other"}, "roster.form"),
        ({"node": "gd-customs"}, "roster.own_node"),
        ({"node": "mo-customs"}, "roster.node"),
        ({"more": 1}, "roster.form"),
        ({"keys": [{}]}, "roster.form"),
    ],
)
def test_a_roster_of_another_form_is_refused(peer: Peer, change: dict[str, object], rule: str) -> None:
    value = parse_canonical(peer.roster())
    assert isinstance(value, dict)
    changed = canonical({**value, **change})
    with pytest.raises(RosterRefused) as refused:
        provisioning.import_roster(changed, provisioning.fingerprint(changed))
    assert refused.value.rule == rule


def test_importing_again_brings_revocations_and_never_removes(peer: Peer) -> None:
    revoked = {"revoked_at": "2026-11-24T00:00:00.000Z", "reason": "lost"}
    value = parse_canonical(peer.roster())
    assert isinstance(value, dict)
    changed = canonical({**value, "keys": [{**value["keys"][0], **revoked}]})
    provisioning.import_roster(changed, provisioning.fingerprint(changed))
    assert RosterKey.objects.filter(node=peer.node).count() == 3
    assert RosterKey.objects.get(key_id=peer.signer.key_id).reason == "lost"


def test_a_key_that_changed_under_its_name_is_refused(peer: Peer) -> None:
    value = parse_canonical(peer.roster())
    assert isinstance(value, dict)
    changed = canonical({**value, "keys": [{**value["keys"][0], "public": "00" * 32}]})
    with pytest.raises(RosterRefused, match=r"roster\.changed"):
        provisioning.import_roster(changed, provisioning.fingerprint(changed))


def test_own_roster_goes_to_the_peer_as_canonical_bytes(peer: Peer) -> None:
    exported = provisioning.export_roster("https://127.0.0.1:2/", "PEM")
    value = parse_canonical(exported)
    assert isinstance(value, dict)
    assert (value["node"], value["certificate"], len(value["keys"])) == ("gd-customs", "PEM", 3)


def test_only_a_known_key_is_revoked(peer: Peer) -> None:
    with pytest.raises(RosterRefused, match=r"roster\.unknown"):
        provisioning.revoke_key("nobody", "lost")


def test_keys_of_another_node_are_not_made_here(keystore: Keystore) -> None:
    with pytest.raises(RosterRefused, match=r"roster\.own_node"):
        provisioning.create_node_keys("hk-customs", [], keystore=keystore)
