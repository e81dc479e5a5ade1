"""Keys are revoked and renewed from the command line."""

import io

import pytest
from django.core.management import CommandError, call_command

from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import RosterKey
from yuegang.exchange.tests.parties import make_parties
from yuegang.exchange.tests.peer import OUR_UNIT, Peer

pytestmark = pytest.mark.django_db


def test_a_key_is_revoked_with_its_reason(peer: Peer) -> None:
    call_command("revoke_key", peer.signer.key_id, "lost", stdout=io.StringIO())
    assert RosterKey.objects.get(key_id=peer.signer.key_id).reason == "lost"


@pytest.mark.parametrize(("key", "reason"), [("nobody", "lost"), ("hk-customs:sign:1", " ")])
def test_a_revocation_names_a_key_and_a_reason(peer: Peer, key: str, reason: str) -> None:
    with pytest.raises(CommandError):
        call_command("revoke_key", key, reason, stdout=io.StringIO())


def test_new_keys_are_used_and_old_ones_still_known(peer: Peer, keystore: Keystore) -> None:
    make_parties()
    out = io.StringIO()
    call_command("rotate_keys", stdout=out, stderr=io.StringIO())
    made = out.getvalue().split()
    assert [key.partition(":")[2].split(":")[0] for key in made] == ["sign", "http", "seal"]
    assert RosterKey.objects.filter(unit=OUR_UNIT).count() == 2
    assert Keystore(keystore.folder).load().opener(made[2]).key_id == made[2]
