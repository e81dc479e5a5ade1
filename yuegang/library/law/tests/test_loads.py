"""Reading law in: what the validation shows, and that one person alone publishes nothing."""

import json
import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction
from django.test import Client

from yuegang.accounts.models import Officer
from yuegang.accounts.testing import make_officer, signed_in
from yuegang.audit.models import AuditEntry
from yuegang.library.law import access, tasks
from yuegang.library.law.models import Load, Text, Version

pytestmark = pytest.mark.django_db
ROW: dict[str, Any] = {  # as a file of ours holds it
    "jurisdiction": "CN",
    "level": "law",
    "title": {"zh-Hans": "中华人民共和国样例法", "short": "样例法"},
    "dates": {"in_force": "2020-01-01"},
    "articles": [{"number": "1", "label": "第一条", "path": [], "text": "为了样例，制定本法。"}],
}


def file(row: object = ROW, name: str = "sample.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, json.dumps(row).encode())


@pytest.fixture
def alice(db: None) -> Officer:
    return make_officer("alice", roles=("library_editor",))


@pytest.fixture
def bob(db: None) -> Officer:
    return make_officer("bob", roles=("library_editor",))


def read_in(officer: Officer, row: object = ROW, name: str = "sample.json") -> Load:
    answer = signed_in(officer).post("/law/loads/new/", {"file": file(row, name)})
    assert answer.status_code == 302, answer.content.decode()
    return Load.objects.latest("pk")


def decide(officer: Officer, load: Load, what: str) -> Client:
    client = signed_in(officer)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(officer.pk)
    session.save()
    client.post(f"/law/loads/{load.pk}/decide/", {what: "1"})
    return client


def test_a_second_person_publishes(alice: Officer, bob: Officer) -> None:
    load = read_in(alice)
    assert not Version.objects.exists()
    decide(bob, load, "publish")
    assert tasks.publish(load.pk, "GD-IPO") == 1 and tasks.publish(load.pk, "GD-IPO") == 0
    assert Text.objects.get().body == "为了样例，制定本法。"
    load.refresh_from_db()
    assert load.state == "published"
    assert {"law.load", "law.approve", "law.publish"} <= set(AuditEntry.objects.values_list("verb", flat=True))


def test_nobody_publishes_an_own_load(alice: Officer) -> None:
    load = read_in(alice)
    decide(alice, load, "publish")
    load.refresh_from_db()
    assert load.state == "waiting" and tasks.publish(load.pk, "GD-IPO") == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Load.objects.update(state="approved", decided_by=str(alice.pk))


def test_a_refused_load_stays_refused(alice: Officer, bob: Officer) -> None:
    load = read_in(alice)
    decide(bob, load, "refuse")
    decide(bob, load, "publish")
    load.refresh_from_db()
    assert load.state == "refused"


def test_what_cannot_be_published_is_shown_and_left_out(alice: Officer, bob: Officer) -> None:
    load = read_in(alice, {**ROW, "dates": {}})
    shown = signed_in(bob).get(f"/law/loads/{load.pk}/").content.decode()
    assert "Cannot be published" in shown and "No day of adoption" in shown
    decide(bob, load, "publish")
    assert tasks.publish(load.pk, "GD-IPO") == 0


def test_the_desk_lists_loads_and_counts_those_that_wait(alice: Officer, bob: Officer) -> None:
    assert "No file has been read in" in signed_in(alice).get("/law/loads/").content.decode()
    read_in(alice)
    assert "sample.json" in signed_in(alice).get("/law/loads/").content.decode()
    assert access.nav_count(bob) == 1 and access.nav_count(alice) == 0


@pytest.mark.parametrize("name", ["sample.exe", "sample.md", "sample.zip", "sample.html"])
def test_a_file_that_is_not_law_is_refused_with_its_rule(alice: Officer, name: str) -> None:
    answer = signed_in(alice).post("/law/loads/new/", {"file": SimpleUploadedFile(name, b"PK nothing")})
    assert "This file cannot be read" in answer.content.decode() and not Load.objects.exists()


def test_other_officers_do_not_see_the_desk() -> None:
    client = signed_in(make_officer("eve"))
    assert [client.get(f"/law/{page}").status_code for page in ("loads/", "loads/new/", "loads/1/")] == [404] * 3


def test_an_absent_load_is_404(alice: Officer) -> None:
    assert signed_in(alice).get("/law/loads/999/").status_code == 404


def test_an_editor_notes_a_review(alice: Officer, bob: Officer) -> None:
    load = read_in(alice)
    decide(bob, load, "publish")
    tasks.publish(load.pk, "GD-IPO")
    client = signed_in(alice)
    assert "Compared with the source today" in client.get("/law/CN/样例法").content.decode()
    client.post("/law/review/CN/样例法/")
    work = access.work("CN", "样例法")
    assert work is not None and work.reviewed_by == alice.agency_code
    assert client.post("/law/review/CN/none/").status_code == 404


def test_the_command_reads_files_and_folders(tmp_path: Any) -> None:  # Any: pytest's path
    (tmp_path / "one.json").write_text(json.dumps(ROW))
    call_command("load_laws", str(tmp_path), str(tmp_path / "one.json"))
    assert Load.objects.filter(loaded_by="command").count() == 2
    (tmp_path / "two.json").write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("load_laws", str(tmp_path / "two.json"))
