"""Pytest plugin: one throw-away PostgreSQL server, started at the first test that needs a database.

It is loaded with `-p`, so the environment is set before pytest-django reads the settings. Each xdist worker
has its own server; engine tests start none.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from yuegang.base.embedded import SUPERUSER, Server, throw_away
from yuegang.deploy.guard import DATABASE, Guard

SLOW = {"nodes": "nodes", "chromium_browser": "browser"}


class ThrowAway:
    """The run's server and folders."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.gettempdir()) / f"yg-{secrets.token_hex(6)}"  # made when something needs it
        self.server: Server | None = None
        self.guard: Guard | None = None

    def environment(self) -> dict[str, str]:
        """What the settings read in a test run."""
        place = throw_away(self.folder / "pg").place
        return {
            "ZONE": "manage",
            "NODE_CODE": "gd-customs",
            "NODE_DIR": str(self.folder / "node"),
            "FILES_ROOT": str(self.folder / "node" / "files"),
            "KEYSTORE_DIR": str(self.folder / "node" / "keystore"),
            "STATIC_MANIFEST": "0",
            "SECRET_KEY": "only-for-tests-" + "0" * 50,
            "DATABASE_URL": f"postgresql://{SUPERUSER}@/yuegang?host={place.sockets}",
        }

    def start(self) -> Server:
        """Start the server once."""
        if self.server is None:
            self.folder.mkdir(exist_ok=True)
            self.folder.chmod(0o711)  # root's server runs as another account and passes through
            self.guard = Guard()
            self.guard.remove(self.folder)
            self.server = throw_away(self.folder / "pg")
            self.server.start()
            assert self.server.process is not None  # start() sets it
            self.guard.watch(self.server.process.pid, DATABASE)
        return self.server

    def close(self) -> None:
        """Stop the server and remove everything."""
        if self.server is not None:
            self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.guard is not None:
            self.guard.close()


RUN = ThrowAway()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """Set the environment before pytest-django loads the settings (wrappers run first)."""
    os.environ.update(RUN.environment())
    yield
    settings.PASSWORD_HASHERS = ["yuegang.accounts.testing.QuickHasher"]


@pytest.fixture(scope="session")
def database_server() -> Server:
    """The throw-away server, for tests that look at roles and connections themselves."""
    return RUN.start()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
    """Start the server before pytest-django makes its test database."""
    if fixturedef.argname == "django_db_setup":
        connections["default"].settings_dict["PASSWORD"] = RUN.start().password
    return (yield)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need two nodes or a browser by the fixtures they ask for."""
    for item in items:
        asked = getattr(item, "fixturenames", ())
        for fixture, mark in SLOW.items():
            if fixture in asked:
                item.add_marker(mark)


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    RUN.close()
