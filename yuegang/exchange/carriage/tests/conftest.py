"""The two sides of the exchange's tests, and the peer's volumes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from yuegang.exchange.carriage.volumes import Writer
from yuegang.exchange.tests.conftest import channel, keystore, notes, peer
from yuegang.exchange.tests.peer import OURS, Peer
from yuegang.exchange.tests.test_channel_page import sign_in

__all__ = ["channel", "keystore", "notes", "peer", "sign_in"]

Pack = Callable[..., Path]


@pytest.fixture
def pack(peer: Peer, tmp_path: Path) -> Pack:
    """Return a way to make a volume of the peer's log: entries after one place up to another."""

    def made(after: int = 0, until: int | None = None, files: dict[str, Path] | None = None) -> Path:
        writer = Writer(tmp_path / "medium", f"{peer.node}..{OURS}")
        for digest, path in (files or {}).items():
            writer.add_blob(digest, path)
        whole = peer.segment(after).splitlines(keepends=True)
        last = len(peer.log) if until is None else until
        writer.add_segment(after + 1, b"".join([*whole[: last - after], whole[-1]]))
        return writer.path.with_name(writer.close(after + 1, last).name)

    return made
