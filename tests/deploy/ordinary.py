"""Run one scenario of the embedded server as an ordinary account: python -m tests.deploy.ordinary SCENARIO HOME."""

import codecs
import os
import pwd
import sys
from pathlib import Path

import psycopg

from yuegang.base.embedded import EmbeddedError, Server, throw_away
from yuegang.base.embedded_place import Place


def ask(server: Server) -> str:
    """Return who the server's process belongs to, seen from inside."""
    with psycopg.connect(server.url()) as connection:
        row = connection.execute("select current_setting('data_directory')").fetchone()
    assert row is not None
    return str(Path(row[0]).stat().st_uid == os.geteuid())


def start_twice(home: Path) -> str:
    """Start, kill, start again over the stale lock."""
    server = Server(Place.choose(home))
    server.start()
    assert server.process is not None
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create table kept as select 7 as value")
    server.process.kill()
    server.process.wait()
    with server, psycopg.connect(server.url()) as connection:
        row = connection.execute("select value from kept").fetchone()
    return f"kept {row and row[0]}"


def start(home: Path) -> str:
    """Start once and say whether the files are ours."""
    with throw_away(home) as server:
        return ask(server)


def main(scenario: str, home: Path) -> None:
    """Drop root if there is any, run the scenario, print one line."""
    for encoding in ("ascii", "idna"):
        codecs.lookup(encoding)  # afterwards the interpreter's own folder may be closed to the account
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
    if scenario == "read_only":
        home.chmod(0o500)
    try:
        line = start_twice(home) if scenario == "start_twice" else start(home / "pg")
    except EmbeddedError as error:
        line = f"{error.rule}: {error}"
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
