"""Read deployment values from the environment: typed, with a safe default or a refusal to start.

Every value may also come from a file: NAME_FILE names it. Secrets should.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


def text(name: str, default: str | None = None) -> str:
    """Return NAME, or the content of the file named by NAME_FILE, or the default.

    Raises ImproperlyConfigured if there is none, both are given, or the file cannot be read.
    """
    value, path = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if value is not None and path is not None:
        raise ImproperlyConfigured(f"both {name} and {name}_FILE are set: keep one")
    if path is not None:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {path} cannot be read: {error.strerror}") from error
    if value is not None:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set (or {name}_FILE)")
    return default


def number(name: str, default: int, *, low: int | None = None, high: int | None = None) -> int:
    """Return NAME as a whole number within its range."""
    value = text(name, str(default))
    try:
        found = int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}") from error
    if (low is not None and found < low) or (high is not None and found > high):
        raise ImproperlyConfigured(f"{name} must lie between {low} and {high}, not {found}")
    return found


def flag(name: str, default: bool) -> bool:
    """Return NAME as yes or no."""
    value = text(name, "1" if default else "0").lower()
    if value not in TRUE + FALSE:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}")
    return value in TRUE


def choice(name: str, default: str, allowed: Sequence[str]) -> str:
    """Return NAME if it is one of the allowed words."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {value!r}")
    return value


def words(name: str, default: str) -> list[str]:
    """Return NAME as a list, written with commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def table(name: str, default: str = "") -> dict[str, str]:
    """Return NAME as a table, written `key=value,key=value`."""
    rows: dict[str, str] = {}
    for row in words(name, default):
        key, equals, value = row.partition("=")
        if not equals or not key or not value:
            raise ImproperlyConfigured(f"{name} must be written key=value,key=value, not {row!r}")
        rows[key] = value
    return rows


def folder(name: str, default: Path) -> Path:
    """Return NAME as an absolute path."""
    return Path(text(name, str(default))).absolute()


def database(name: str, default: str | None = None) -> dict[str, object]:
    """Return Django's connection settings from a postgresql:// URL; the socket folder stands in ?host=."""
    url = text(name, default)
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} must be a postgresql:// address with a database name")
    query = parse_qs(parts.query)
    host, port = query.pop("host", [parts.hostname or ""])[0], query.pop("port", [str(parts.port or "")])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": port,
        "CONN_MAX_AGE": 0,
        "OPTIONS": {key: values[0] for key, values in query.items()},
    }
