"""A node's backup: taken while it works, keys apart, restored beside the old database."""

import tarfile
from pathlib import Path

import psycopg
import pytest

from tests.nodes import TwoNodes
from yuegang.base.embedded import Server, throw_away
from yuegang.deploy.backup import back_up, back_up_keys, require_writable, restore, restore_keys, run_restore
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


def test_wrong_keys_are_found_before_the_old_database_goes(
    nodes: TwoNodes, saved: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUEGANG_HOME", str(nodes.home.folder))
    monkeypatch.setattr(Server, "answers", lambda _server: False)
    before = counts(nodes.server, nodes.gd.node)
    for wrong in (saved[0], saved[0].parent / "absent"):
        with pytest.raises(NodeError, match="is no backup"):
            run_restore([str(saved[0]), "--replace", "--keystore", str(wrong)])
    assert counts(nodes.server, nodes.gd.node) == before


def test_keys_come_back_all_or_none(nodes: TwoNodes, saved: tuple[Path, Path], tmp_path: Path) -> None:
    part, before = tmp_path / "part.tar.gz", sorted(nodes.gd.node.keystore.glob("*.key"))
    with tarfile.open(saved[1]) as whole, tarfile.open(part, "w:gz") as archive:
        for member in whole:
            if member.name.startswith("keystore"):
                archive.addfile(member, whole.extractfile(member) if member.isfile() else None)
    with pytest.raises(NodeError, match="listener, secrets/second_factor is missing"):
        restore_keys(nodes.gd.node, part)
    assert sorted(nodes.gd.node.keystore.glob("*.key")) == before


@pytest.mark.parametrize("about", ["[]", "{}", "{", '{"node": 5}', '{"node": "gd-customs", "form": "other"}'])
def test_an_odd_description_is_no_backup(nodes: TwoNodes, tmp_path: Path, about: str) -> None:
    odd, text = tmp_path / "odd.tar.gz", tmp_path / "about.json"
    text.write_text(about)
    with tarfile.open(odd, "w:gz") as archive:
        archive.add(text, "about.json")
    with pytest.raises(NodeError, match=r"odd\.tar\.gz"):
        restore(nodes.home, nodes.server, odd, replace=True)


def test_bytes_damaged_inside_a_file_are_named(nodes: TwoNodes, saved: tuple[Path, Path], tmp_path: Path) -> None:
    content = bytearray(saved[0].read_bytes())
    for place in range(len(content) // 3, len(content) // 3 + 4000):
        content[place] ^= 0xFF
    wrong = tmp_path / "damaged.tar.gz"
    wrong.write_bytes(content)
    with pytest.raises(NodeError, match="is no backup"):
        restore(nodes.home, nodes.server, wrong, replace=True)


def test_an_earlier_backup_is_not_written_over(tmp_path: Path) -> None:
    kept = tmp_path / "kept.tar.gz"
    kept.write_bytes(b"earlier")
    for target, words in ((kept, "is there already"), (kept / "inside", "cannot be written")):
        with pytest.raises(NodeError, match=words):
            require_writable(target)
    assert kept.read_bytes() == b"earlier"


def test_a_place_that_cannot_be_written_is_named(nodes: TwoNodes, tmp_path: Path) -> None:
    with pytest.raises(NodeError, match="cannot be written"):
        back_up(nodes.gd.node, nodes.server, tmp_path / "absent" / "node.tar.gz")


def test_a_second_upgrade_changes_nothing(nodes: TwoNodes) -> None:
    own = (nodes.gd.node.roster / "own.json").read_bytes()
    before = counts(nodes.server, nodes.gd.node)
    assert "fingerprint sha256:" in nodes.gd.manage("upgrade")
    assert (nodes.gd.node.roster / "own.json").read_bytes() == own
    assert counts(nodes.server, nodes.gd.node) == before
