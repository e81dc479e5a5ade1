"""What an auditor gets is verified by code that shares nothing with this program."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tools.ipx_verify import Audit
from yuegang.audit.models import AuditEntry
from yuegang.engine.protocol.segment import read_segment
from yuegang.exchange import receiving, sealer
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel
from yuegang.exchange.tests.peer import Peer
from yuegang.exchange.tests.test_sealer import queue

pytestmark = pytest.mark.django_db
NOW = "2026-12-01T00:00:00.000Z"


@pytest.fixture
def worked(peer: Peer, channel: Channel, keystore: Keystore, notes: object) -> Channel:
    """Return a channel with entries and receipts both ways."""
    for number in range(3):
        peer.send("note", {"text": str(number)})
    receiving.receive(channel.pk, read_segment(peer.segment()), keystore)
    queue(2)
    sealer.seal_channel(channel, keystore)
    return channel


@pytest.mark.parametrize("bodies", [False, True])
def test_the_independent_verifier_finds_it_good(worked: Channel, tmp_path: Path, bodies: bool) -> None:
    out = io.StringIO()
    words = ["--bodies"] if bodies else []
    call_command("export_audit", worked.peer, str(tmp_path / "a"), *words, stdout=out)
    audit = Audit(tmp_path / "a", NOW)
    assert (audit.run(), audit.broken) == (0, [])
    assert {name: log.seq for name, log in audit.logs.items()} == {
        ("gd-customs", "hk-customs"): 3,
        ("hk-customs", "gd-customs"): 3,
    }
    assert AuditEntry.objects.filter(verb="dossier.export").count() == 1
    closed = b"".join(path.read_bytes() for path in (tmp_path / "a").glob("hk-customs..*.ipx"))
    assert (b'"b":null' in closed) is not bodies


def test_a_dossier_of_no_channel_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no channel"):
        call_command("export_audit", "mo-customs", str(tmp_path))
