"""A node's backup: taken while it works, keys apart, restored beside the old database."""

import tarfile
from pathlib import Path

import psycopg
import pytest

from tests.nodes import TwoNodes
from yuegang.base.embedded import Server, throw_away
from yuegang.deploy.backup import back_up, back_up_keys, restore, restore_keys
from yuegang.deploy.node import Home, Node, NodeError

COUNTS = "select (select count(*) from accounts_officer), (select count(*) from parties_unit)"


def counts(server: Server, node: Node) -> object:
    with psycopg.connect(server.url(node.names.database)) as connection:
        return connection.execute(COUNTS).fetchone()


def names_in(path: Path) -> list[str]:
    with tarfile.open(path) as archive:
        return archive.getnames()


@pytest.fixture
def saved(nodes: TwoNodes, tmp_path: Path) -> tuple[Path, Path]:
    """A backup of Guangdong's node and one of its keys."""
    data, keys = tmp_path / "node.tar.gz", tmp_path / "keys.tar.gz"
    back_up(nodes.gd.node, nodes.server, data)
    back_up_keys(nodes.gd.node, keys)
    return data, keys


def test_no_key_is_in_the_node_s_file(saved: tuple[Path, Path]) -> None:
    data, keys = (names_in(path) for path in saved)
    assert not [name for name in data if name.endswith((".key", "key.pem")) or "secret" in name]
    assert [name for name in keys if name.endswith(".key")]
    assert all(path.stat().st_mode & 0o077 == 0 for path in saved)


def test_a_restored_node_holds_the_same_rows_and_keys(nodes: TwoNodes, saved: tuple[Path, Path]) -> None:
    folder = nodes.home.folder.parent / "restored"
    home = Home(folder)
    with throw_away(folder / "postgresql") as server:
        node = restore(home, server, saved[0], replace=False)
        restore_keys(node, saved[1])
        assert counts(server, node) == counts(nodes.server, nodes.gd.node)
        with psycopg.connect(node.secret("office", "database_url").read_text().strip()) as door:
            assert door.execute("select count(*) > 0 from accounts_officer").fetchone() == (True,)
        with pytest.raises(NodeError, match="there already"):
            restore(home, server, saved[0], replace=False)
    kept = {path.name: path.read_bytes() for path in nodes.gd.node.keystore.glob("*.key")}
    assert {path.name: path.read_bytes() for path in node.keystore.glob("*.key")} == kept
    assert node.keystore.stat().st_mode & 0o077 == 0


def test_a_damaged_file_changes_nothing(nodes: TwoNodes, saved: tuple[Path, Path], tmp_path: Path) -> None:
    before = counts(nodes.server, nodes.gd.node)
    half = tmp_path / "half.tar.gz"
    half.write_bytes(saved[0].read_bytes()[: saved[0].stat().st_size // 2])
    for wrong in (half, saved[1], tmp_path / "absent"):
        with pytest.raises(NodeError):
            restore(nodes.home, nodes.server, wrong, replace=True)
    assert counts(nodes.server, nodes.gd.node) == before


def test_a_place_that_cannot_be_written_is_named(nodes: TwoNodes, tmp_path: Path) -> None:
    with pytest.raises(NodeError, match="cannot be written"):
        back_up(nodes.gd.node, nodes.server, tmp_path / "absent" / "node.tar.gz")


def test_a_second_upgrade_changes_nothing(nodes: TwoNodes) -> None:
    own = (nodes.gd.node.roster / "own.json").read_bytes()
    before = counts(nodes.server, nodes.gd.node)
    assert "fingerprint sha256:" in nodes.gd.manage("upgrade")
    assert (nodes.gd.node.roster / "own.json").read_bytes() == own
    assert counts(nodes.server, nodes.gd.node) == before
