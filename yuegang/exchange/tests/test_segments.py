"""A page of the log ends where it would grow too large, and always holds at least one entry."""

import pytest

from yuegang.engine.protocol.segment import read_segment
from yuegang.exchange import segments
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel
from yuegang.exchange.sealer import seal_channel
from yuegang.exchange.tests.test_sealer import queue

pytestmark = pytest.mark.django_db


def seqs(channel: Channel, after: int, limit: int) -> int:
    """Return how many entries a page holds."""
    return len(read_segment(segments.segment_for(channel, after=after, limit=limit))[0])


def test_a_page_ends_after_the_entry_that_passes_the_limit(
    channel: Channel, keystore: Keystore, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(4)
    seal_channel(channel, keystore)
    assert [seqs(channel, after, 10) for after in (0, 3, 4)] == [4, 1, 0]
    monkeypatch.setattr(segments, "PAGE_BYTES", 0)
    assert seqs(channel, 0, 10) == 1
