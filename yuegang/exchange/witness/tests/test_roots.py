"""The other node holds the daily end of our audit chain: what is cut off or rewritten later shows."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from yuegang.audit.actions import record
from yuegang.audit.sealing import head, seal_pending
from yuegang.base import clock
from yuegang.engine.protocol.segment import read_segment
from yuegang.exchange import receiving
from yuegang.exchange.bodies import unpack
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, OutboxEntry
from yuegang.exchange.tests.peer import Peer
from yuegang.exchange.witness import roots
from yuegang.exchange.witness.models import AuditRoot
from yuegang.exchange.witness.tasks import tell

pytestmark = pytest.mark.django_db
DIGEST = "sha256:" + "5" * 64


def write(count: int) -> None:
    """Let the audit chain grow."""
    for number in range(count):
        record("sealer", "lead.read", f"enforcement.lead:{number}")
    seal_pending()


def said(peer: Peer) -> dict[str, object]:
    """Return what was told last, as the peer opens it."""
    row = OutboxEntry.objects.filter(kind=roots.KIND).latest("id")
    return dict(unpack(peer.open_row(row)).fields)


def hear(channel: Channel, peer: Peer, keystore: Keystore, body: dict[str, object]) -> str:
    """Take in what the peer tells; return the rule that refused it."""
    peer.send(roots.KIND, body)
    receiving.receive(channel.pk, read_segment(peer.segment()), keystore)
    return channel.inbox.latest("seq").rule


def test_each_peer_is_told_once_a_day_where_the_chain_ends(
    peer: Peer, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tell(0) == 0
    write(2)
    assert [tell(0), tell(0)] == [1, 0]
    assert said(peer) == {"day": clock.today().isoformat(), "seq": head().seq, "digest": head().digest}
    later = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    write(1)
    assert tell(0) == 1
    assert said(peer)["seq"] == head().seq


def test_what_the_peer_told_is_kept_and_signed_back(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    assert hear(channel, peer, keystore, {"day": "2026-11-26", "seq": 7, "digest": DIGEST}) == ""
    write(1)
    tell(0)
    assert (said(peer)["witnessed_seq"], said(peer)["witnessed_digest"]) == (7, DIGEST)


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({"day": "2026-11-27", "seq": 6, "digest": DIGEST}, "audit-root.shrunk"),
        ({"day": "2026-11-27", "seq": 7, "digest": "sha256:" + "6" * 64}, "audit-root.fork"),
        ({"day": "2026-11-26", "seq": 8, "digest": DIGEST}, "audit-root.day"),
        (
            {"day": "2026-11-27", "seq": 8, "digest": DIGEST, "witnessed_seq": 1, "witnessed_digest": DIGEST},
            "audit-root.unknown",
        ),
    ],
)
def test_a_chain_that_shrank_or_changed_is_refused_by_name(
    peer: Peer, channel: Channel, keystore: Keystore, body: dict[str, object], rule: str
) -> None:
    hear(channel, peer, keystore, {"day": "2026-11-26", "seq": 7, "digest": DIGEST})
    assert hear(channel, peer, keystore, body) == rule
    assert AuditRoot.objects.filter(ours=False).count() == 1


def test_verifying_the_audit_holds_the_chain_to_what_was_witnessed(
    peer: Peer, channel: Channel, keystore: Keystore, settings: LazySettings
) -> None:
    write(2)
    tell(0)
    echo = {"witnessed_seq": head().seq, "witnessed_digest": head().digest}
    assert hear(channel, peer, keystore, {"day": "2026-11-26", "seq": 7, "digest": DIGEST, **echo}) == ""
    call_command("audit_verify")
    AuditRoot.objects.create(channel=channel, ours=True, day="2026-12-24", seq=99, digest=DIGEST)
    with pytest.raises(CommandError, match=r"tail\.missing"):
        call_command("audit_verify")


def test_a_kept_root_cannot_be_rewritten(peer: Peer, channel: Channel) -> None:
    write(1)
    tell(0)
    for statement in ("UPDATE witness_auditroot SET seq = 9", "DELETE FROM witness_auditroot"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
