"""The embedded database: durable, restartable, and clear about what is wrong."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from yuegang.base import embedded_place
from yuegang.base.embedded import EmbeddedError, Place, Server, throw_away

ROOT = Path(__file__).resolve().parents[2]
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes accounts")


@pytest.fixture
def home() -> Iterator[Path]:
    """A short folder that the service account may pass through (pytest's own is 0700)."""
    folder = Path(tempfile.mkdtemp(prefix="yg-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    found = throw_away(home / "pg")
    yield found
    found.stop()


def answer(server: Server, query: str) -> object:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row and row[0]


def as_ordinary_user(scenario: str, home: Path) -> str:
    command = [sys.executable, "-m", "tests.deploy.ordinary", scenario, str(home)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def refusal(server: Server) -> str:
    with pytest.raises(EmbeddedError) as caught:
        server.start()
    assert "\n" not in str(caught.value)
    return caught.value.rule


def test_it_is_durable_by_default(home: Path) -> None:
    with Server(Place.choose(home / "pg")) as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
            assert answer(server, f"show {setting}") == "on"


def test_it_asks_every_client_for_a_password(server: Server) -> None:
    server.start()
    for password in ("", "wrong"):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(server.url(password=password))


def test_only_its_account_enters_data_and_sockets(server: Server) -> None:
    server.start()
    assert answer(server, "show listen_addresses") == ""
    for folder in (server.place.data, server.place.sockets):
        assert folder.stat().st_mode & 0o777 == 0o700
    assert server.place.superuser_file.stat().st_mode & 0o777 == 0o600


def test_a_killed_server_starts_again_with_every_committed_row(home: Path) -> None:
    server = Server(Place.choose(home / "pg"))
    server.start()
    assert server.process is not None
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create table kept as select 7 as value")
    server.process.kill()
    server.process.wait()
    with server:
        assert answer(server, "select value from kept") == 7


@pytest.mark.parametrize("content", ["", "{pid}\n", "not a number\n"])
def test_a_lock_that_is_not_a_server_s_is_removed(server: Server, content: str) -> None:
    server.start()
    server.stop()
    (server.place.data / "postmaster.pid").write_text(content.format(pid=os.getpid()))
    server.start()
    assert answer(server, "select 1") == 1


def test_a_second_server_on_the_same_folder_is_refused(server: Server) -> None:
    server.start()
    assert refusal(throw_away(server.place.home)) == "running"
    assert answer(server, "select 1") == 1


def test_half_a_data_folder_never_becomes_a_database(server: Server) -> None:
    half = server.place.home / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    server.start()
    assert answer(server, "select 1") == 1
    assert not half.exists()


def test_a_folder_of_another_version_is_refused(server: Server) -> None:
    server.place.data.mkdir(parents=True)
    (server.place.data / "PG_VERSION").write_text("16\n")
    assert refusal(server) == "other_version"


def test_a_folder_that_is_no_database_is_refused(server: Server) -> None:
    server.place.data.mkdir(parents=True)
    assert refusal(server) == "no_database"


def test_a_lost_password_file_is_named(server: Server) -> None:
    server.start()
    server.stop()
    server.place.superuser_file.write_text("another\n")
    assert refusal(server) == "password"


def test_a_broken_setting_is_told_in_one_line(home: Path) -> None:
    assert refusal(Server(Place.choose(home / "pg"), {"shared_buffers": "many"})) == "start"


def test_a_long_path_gets_a_short_socket_folder(home: Path) -> None:
    server = throw_away(home / ("long" * 20) / ("path" * 20))
    with server:
        assert len(str(server.place.sockets)) < 60
        assert answer(server, "select 1") == 1
    server.place.sockets.rmdir()


@only_root
def test_a_socket_folder_of_another_account_is_refused(server: Server) -> None:
    server.place.sockets.mkdir(parents=True)
    os.chown(server.place.sockets, 12345, 12345)
    assert refusal(server) == "sockets"


def test_it_runs_as_an_ordinary_user_and_survives_a_kill(home: Path) -> None:
    assert as_ordinary_user("start_twice", home) == "kept 7"


def test_an_ordinary_user_s_files_are_his_own(home: Path) -> None:
    assert as_ordinary_user("start", home) == "True"


def test_a_folder_that_cannot_be_written_is_named(home: Path) -> None:
    assert as_ordinary_user("read_only", home).startswith("read_only: ")


@only_root
def test_unreachable_programs_are_copied_with_their_libraries(home: Path) -> None:
    found = Place.choose(home / "pg")
    site = home / "closed" / "site"
    for name in (found.install.parent.name, f"{found.install.parent.name}.libs"):
        shutil.copytree(found.install.parents[1] / name, site / name, symlinks=True)
    site.chmod(0o700)
    hidden = Place(found.home, found.sockets, site / found.install.relative_to(found.install.parents[1]), found.account)
    with Server(hidden) as server:
        assert answer(server, "select 1") == 1
        assert str(home / "pg") in str(hidden.program("postgres"))


@only_root
def test_an_unreachable_folder_moves_to_the_system_s(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(embedded_place, "SYSTEM_HOME", home / "system")
    with throw_away(closed / "pg") as server:
        assert server.place.home.parent == home / "system"
        assert answer(server, "select 1") == 1


@only_root
@pytest.mark.parametrize("name", ["no-such-account", "root"])
def test_root_without_a_service_account_is_told(home: Path, name: str) -> None:
    with pytest.raises(EmbeddedError, match="SERVICE_ACCOUNT"):
        Place.choose(home, name)
