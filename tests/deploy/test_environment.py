"""Deployment values: typed, from the environment or a file, refused when wrong."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from yuegang.base import environment


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("s3cret\n")
    monkeypatch.setenv("PROBE_FILE", str(path))
    assert environment.text("PROBE") == "s3cret"
    monkeypatch.setenv("PROBE", "other")
    with pytest.raises(ImproperlyConfigured, match="both PROBE and PROBE_FILE"):
        environment.text("PROBE")


def test_a_missing_value_without_a_default_refuses_to_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="PROBE is not set"):
        environment.text("PROBE")
    monkeypatch.setenv("PROBE_FILE", str(tmp_path / "absent"))
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        environment.text("PROBE")


@pytest.mark.parametrize("value", ["many", "0", "101", "1.5"])
def test_a_number_outside_its_range_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PROBE", value)
    with pytest.raises(ImproperlyConfigured, match="PROBE must"):
        environment.number("PROBE", 5, low=1, high=100)


def test_words_flags_choices_and_tables_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROBE", "a=1, b=2")
    assert environment.words("PROBE", "") == ["a=1", "b=2"]
    assert environment.table("PROBE") == {"a": "1", "b": "2"}
    monkeypatch.setenv("PROBE", "yes")
    assert environment.flag("PROBE", False)
    assert environment.choice("PROBE", "no", ["yes", "no"]) == "yes"
    assert environment.number("ABSENT", 5) == 5
    assert environment.folder("ABSENT", Path("/x")) == Path("/x")


@pytest.mark.parametrize("read", [environment.table, lambda name: environment.flag(name, True)])
def test_a_wrong_word_is_refused(monkeypatch: pytest.MonkeyPatch, read: object) -> None:
    monkeypatch.setenv("PROBE", "perhaps")
    assert callable(read)
    with pytest.raises(ImproperlyConfigured, match="PROBE must"):
        read("PROBE")
    with pytest.raises(ImproperlyConfigured, match="one of"):
        environment.choice("PROBE", "no", ["yes", "no"])


def test_a_database_address_with_a_socket_folder_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROBE", "postgresql://x_office:p%40ss@/x?host=%2Frun%2Fpg&sslmode=require")
    found = environment.database("PROBE")
    assert (found["USER"], found["PASSWORD"], found["NAME"], found["HOST"]) == ("x_office", "p@ss", "x", "/run/pg")
    assert found["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize("url", ["sqlite:///x", "postgresql://host", "x"])
def test_another_database_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("PROBE", url)
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        environment.database("PROBE")
