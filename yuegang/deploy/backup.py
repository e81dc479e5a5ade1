"""Back up one node into one file and its keystore into another; restore both."""

import gzip
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from yuegang.base.embedded import Server
from yuegang.deploy import roles
from yuegang.deploy.node import Home, Node, NodeError, served, take_option
from yuegang.exchange import marks

DUMP = "database.dump"
ABOUT = "about.json"
FORM = "yuegang-backup-1"
PARTS = ("files", "roster", "node.json")  # what a node holds outside its database and is no key
MEBIBYTE = 2**20  # bytes
KEYS = ("keystore", "listener", "secrets/second_factor")


def run_backup(words: Sequence[str]) -> int:
    """./run backup FILE [--node CODE] [--keystore FILE]: the node may go on working meanwhile."""
    rest, code = take_option(words, "--node")
    rest, keystore = take_option(rest, "--keystore")
    if len(rest) != 1:
        raise NodeError("name the one file to write: ./run backup node.tar.gz --keystore keys.tar.gz")
    home = Home.from_environment()
    node = home.node(code)
    for target in [*rest, *filter(None, [keystore])]:
        require_writable(Path(target))  # before the dump, which may take long
    with served(home) as server:
        back_up(node, server, Path(rest[0]))
    print(f"{node.code}: database and files in {rest[0]}")
    if keystore:
        back_up_keys(node, Path(keystore))
        print(f"{node.code}: keys in {keystore}; keep this file apart, it opens everything")
    else:
        print(f"{node.code}: the keys are NOT in it; use --keystore FILE for them")
    return 0


def run_restore(words: Sequence[str]) -> int:
    """./run restore FILE [--keystore FILE] [--replace]: the node must not be running."""
    rest, keystore = take_option(words, "--keystore")
    replace = "--replace" in rest
    files = [word for word in rest if word != "--replace"]
    if len(files) != 1:
        raise NodeError("name the one file to restore: ./run restore node.tar.gz --keystore keys.tar.gz")
    home = Home.from_environment()
    if home.server.answers():
        raise NodeError(f"the nodes of {home.folder} are running: stop them first")
    if keystore:
        check_keys(Path(keystore))  # a wrong file must be found while the old database still stands
    with served(home) as server:
        node = restore(home, server, Path(files[0]), replace=replace)
    if keystore:
        restore_keys(node, Path(keystore))
    print(f"{node.code}: restored into {node.folder}; ./run serve brings it up to this version")
    return 0


def require_writable(target: Path) -> None:
    """Raise NodeError unless a backup can be written there; an earlier backup is never written over."""
    if target.exists():
        raise NodeError(f"{target} is there already: name another file, or move it away")
    if not target.parent.is_dir() or not os.access(target.parent, os.W_OK):
        raise NodeError(f"{target} cannot be written: {target.parent} is no folder one may write into")


def back_up(node: Node, server: Server, target: Path) -> None:
    """Write database and files; the dump sees one moment, and a file of that moment never changes later."""
    if node.has_own_server:
        raise NodeError(f"{node.code} uses a database server of yours: back that up with its own means")
    with tempfile.TemporaryDirectory(prefix="yuegang-") as folder:
        dump = Path(folder) / DUMP
        _run(
            server,
            "pg_dump",
            ["--format=custom", f"--file={dump}", f"--dbname={server.url(node.names.database, password='')}"],
        )
        about = {"form": FORM, "node": node.code, "at": datetime.now(UTC).isoformat(timespec="seconds")}
        (Path(folder) / ABOUT).write_text(json.dumps(about), encoding="utf-8")
        with _new_archive(target) as archive:
            archive.add(Path(folder) / ABOUT, ABOUT)
            archive.add(dump, DUMP)
            _add(archive, node, PARTS)


def back_up_keys(node: Node, target: Path) -> None:
    """Write the private keys into a file of their own, readable by nobody else."""
    with _new_archive(target) as archive:
        _add(archive, node, KEYS)


def restore(home: Home, server: Server, source: Path, *, replace: bool) -> Node:
    """Make the node again: folders, roles with new passwords, database, files.

    Raises NodeError if the file is no backup, or the node is there and may not be replaced.
    """
    with tempfile.TemporaryDirectory(prefix="yuegang-") as folder:
        _extract(source, Path(folder))
        about = _about(Path(folder), source)
        place = home.place(about["node"])
        if place.exists() and not replace:
            raise NodeError(f"{about['node']} is there already: --replace puts the backup in its place")
        node = Node.load(Path(folder), place)
        if place.exists():
            marks.forget(node.keystore)  # before the old database goes: the logs may have grown since the backup
        _restore_database(node, server, Path(folder) / DUMP)
        for part in PARTS:
            _move(Path(folder) / part, place / part)
        node.make_folders()
        marks.forget(node.keystore)
        passwords = roles.new_passwords()
        with psycopg.connect(server.url(), autocommit=True) as connection:
            roles.create_roles(connection, node.names, passwords)
        node.write_database_urls(server, passwords)
    return node


def restore_keys(node: Node, source: Path) -> None:
    """Put the keys back, all or none; every log is in doubt then until its reader confirms it."""
    with _unpacked_keys(source) as folder:
        for part in KEYS:
            _move(folder / part, node.folder / part)
    marks.forget(node.keystore)


def check_keys(source: Path) -> None:
    """Raise NodeError unless a file is a whole backup of keys."""
    with _unpacked_keys(source):
        pass


@contextmanager
def _unpacked_keys(source: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="yuegang-") as folder:
        _extract(source, Path(folder))
        missing = [part for part in KEYS if not (Path(folder) / part).exists()]
        if missing:
            raise NodeError(f"{source} is no backup of keys: {', '.join(missing)} is missing")
        yield Path(folder)


def _restore_database(node: Node, server: Server, dump: Path) -> None:
    """Restore under another name and rename, so that a damaged dump leaves the old database as it was."""
    old, fresh = node.names.database, f"{node.names.database}_restoring"
    with psycopg.connect(server.url(), autocommit=True) as connection:
        _drop(connection, fresh)
        roles.create_roles(connection, node.names, {})
        roles.create_database(connection, node.names, fresh)
        _run(
            server,
            "pg_restore",
            ["--exit-on-error", "--single-transaction", f"--dbname={server.url(fresh, password='')}", str(dump)],
        )
        _drop(connection, old)
        connection.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(fresh), sql.Identifier(old)))


def _drop(connection: "psycopg.Connection[tuple[object, ...]]", database: str) -> None:
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))


def _run(server: Server, program: str, arguments: Sequence[str]) -> None:
    done = subprocess.run(
        [str(server.place.install / "bin" / program), *arguments],
        env={"PATH": os.defpath, "PGPASSWORD": server.password},  # never among the arguments, which all can see
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no message"]
        raise NodeError(f"{program}: {lines[-1]}")


@contextmanager
def _new_archive(target: Path) -> Iterator[tarfile.TarFile]:
    """Write beside the target and rename, so that half a backup never carries its name."""
    new = target.with_name(target.name + ".new")
    try:
        new.unlink(missing_ok=True)
        new.touch(mode=0o600)
        with tarfile.open(new, "w:gz", compresslevel=3) as archive:
            yield archive
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise NodeError(f"{target} cannot be written: {error.strerror}") from error
    new.replace(target)


def _add(archive: tarfile.TarFile, node: Node, parts: Sequence[str]) -> None:
    for part in parts:
        path = node.folder / part
        if path.exists():
            archive.add(path, part)


def _extract(source: Path, folder: Path) -> None:
    """Unpack plain files and folders, private ones whatever modes the archive names."""
    try:
        with gzip.open(source) as whole:
            with tarfile.open(fileobj=whole, mode="r:") as archive:
                for member in archive:
                    _unpack(archive, member, folder)
            # A damaged header reads like the end of the archive: only the sum over every byte proves it whole.
            while whole.read(MEBIBYTE):
                pass
    except (OSError, tarfile.TarError, EOFError, zlib.error) as error:
        raise NodeError(f"{source} is no backup: {error}") from error


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    inside = Path(member.name)
    if inside.is_absolute() or ".." in inside.parts or not (member.isfile() or member.isdir()):
        raise tarfile.TarError(f"{member.name} does not belong into a backup")
    target = folder / inside
    if member.isdir():
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = archive.extractfile(member)
    assert content is not None  # it is a plain file
    with content, target.open("xb") as file:
        target.chmod(0o600)
        shutil.copyfileobj(content, file)


def _about(folder: Path, source: Path) -> dict[str, str]:
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NodeError(f"{source} is no backup of a node") from error
    if not isinstance(about, dict) or not isinstance(about.get("node"), str):
        raise NodeError(f"{source} is no backup of a node: {ABOUT} does not name one")
    if about.get("form") != FORM:
        raise NodeError(f"{source} has the form {about.get('form')}, this program reads {FORM}")
    return about


def _move(source: Path, target: Path) -> None:
    """Put a file or folder in place of what stands there."""
    if not source.exists():
        return
    if target.is_dir():
        shutil.rmtree(target)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.move(source, target)
    target.chmod(0o700 if target.is_dir() else 0o600)
