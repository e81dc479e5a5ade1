"""The verifier names the rule, the log and the place of every damage done to exported files."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tools.ipx_verify import Audit
from yuegang.engine.protocol import receipt as receipts
from yuegang.engine.protocol.canonical import canonical, digest
from yuegang.engine.protocol.entry import Entry, sign_entry
from yuegang.engine.protocol.head import sign_head
from yuegang.engine.protocol.roster import Key, key_object
from yuegang.engine.protocol.segment import write_segment
from yuegang.engine.protocol.suites import signer_from
from yuegang.engine.protocol.tests import builders as build

BACK = signer_from("X1", "hk-customs.sign.1", bytes(range(3, 35)))
LEADS = build.log_of(5, obligation=None)
NOW = "2026-11-25T02:00:00.000Z"
GD, HK = ("gd-customs", "hk-customs")


def roster(node: str, *keys: Key) -> bytes:
    listed = [key_object(key) for key in keys]
    return canonical({"certificate": "", "form": "ipx-roster-1", "keys": listed, "node": node, "url": ""})


def answers(until: int = 5, last: str = "", root: str = "") -> bytes:
    """Return Hong Kong's log: one receipt for what Guangdong sent."""
    receipt = receipts.Receipt(
        log=(GD, HK), first=1, until=until, last=last or digest(LEADS[until - 1].header_bytes), head_size=5,
        head_root=root or build.frontier_of(LEADS).root_text(), rejected=(),
    )  # fmt: skip
    body = receipts.build_receipt(receipt)
    changes = {"sender": HK, "receiver": GD, "kind": "receipt", "from_unit": "", "to_unit": "", "enc": "none"}
    named = {**changes, "enc_key": "", "key": BACK.key_id, "body_digest": digest(body), "body_size": len(body)}
    entry = sign_entry(build.header(**named), BACK, body)
    head = replace(build.head_of([entry]), sender=HK, receiver=GD, key=BACK.key_id)
    return write_segment([entry], sign_head(head, BACK))


def segment(entries: list[Entry], of: list[Entry] = LEADS, **changes: object) -> bytes:
    return write_segment(entries, build.signed_head(of, **changes))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Return what an auditor gets: two rosters, both logs, the calendars."""
    back = replace(build.signing_key(), node=HK, key_id=BACK.key_id, public=build.public_of(bytes(range(3, 35))))
    files = {
        f"{GD}.roster.json": roster(GD, build.signing_key()),
        f"{HK}.roster.json": roster(HK, back, build.sealing_key()),
        f"{GD}..{HK}.1.ipx": segment(LEADS[:3]),
        f"{GD}..{HK}.4.ipx": segment(LEADS[3:]),
        f"{HK}..{GD}.1.ipx": answers(),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def verdict(folder: Path) -> tuple[int, list[str]]:
    audit = Audit(folder, NOW)
    return audit.run(), [line.split()[1] for line in audit.broken]


def test_what_is_whole_is_good(export: Path) -> None:
    assert verdict(export) == (0, [])


def test_an_empty_folder_is_nothing_to_verify(tmp_path: Path) -> None:
    assert verdict(tmp_path)[0] == 2


def test_what_is_owed_is_computed_from_headers(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    owed = {"target": "t", "acknowledge_days": 1, "feedback_days": 10, "calendar": "HK"}
    header = json.loads(LEADS[0].header_bytes) | {"obligation": owed}
    raw = canonical(header)
    entry = Entry(raw, build.SIGNER.sign(raw), None)
    for path in export.glob("gd-customs..*"):
        path.unlink()
    for path in export.glob("hk-customs..*"):
        path.unlink()
    (export / "a.ipx").write_bytes(segment([entry], [entry]))
    table = Path(__file__).parents[2] / "yuegang/facts/calendars.csv"
    (export / "calendars.csv").write_bytes(table.read_bytes())
    assert verdict(export) == (0, [])
    assert "'acknowledge_by': '2026-11-25'" in capsys.readouterr().out


FIRST, SECOND, BACKLOG = f"{GD}..{HK}.1.ipx", f"{GD}..{HK}.4.ipx", f"{HK}..{GD}.1.ipx"
FORKED = build.log_of(5, marking="GREEN")
REVOKED = build.signing_key(revoked_at=datetime(2026, 2, 1, tzinfo=UTC), reason="lost")
Change = Callable[[bytes], bytes | None]
DAMAGES: list[tuple[str, str, Change, str]] = [
    ("a run is missing", FIRST, lambda _old: None, "batch.gap"),
    ("the end is missing", SECOND, lambda _old: None, "batch.gap"),
    ("a line is gone", FIRST, lambda old: b"".join(old.splitlines(keepends=True)[1:]), "batch.gap"),
    ("two lines are exchanged", FIRST, lambda old: b"".join(old.splitlines(True)[n] for n in (1, 0, 3)), "batch.gap"),
    ("the file is cut", SECOND, lambda old: old[:-20], "segment.truncated"),
    ("the head is gone", FIRST, lambda old: b"".join(old.splitlines(True)[:-1]), "segment.truncated"),
    ("white space", FIRST, lambda old: old.replace(b":", b": ", 1), "segment.line"),
    ("a signature is another's", FIRST, lambda old: old.replace(old[-90:-10], b"A" * 80), "head.signature"),
    ("a body is another", FIRST, lambda _old: segment([replace(LEADS[0], body=b"{}"), *LEADS[1:3]]), "entry.body_size"),
    ("an entry is forged", FIRST, lambda _old: segment([*FORKED[:1], *LEADS[1:3]]), "batch.prev"),
    ("the log is forked", SECOND, lambda _old: segment(FORKED[3:], FORKED), "batch.prev"),
    ("two heads of one size", SECOND, lambda _old: segment(LEADS[3:], root=digest(b"")), "head.root"),
    ("the log shrank", SECOND, lambda _old: segment([], LEADS[:2]), "head.shrunk"),
    ("a receipt for another entry", BACKLOG, lambda _old: answers(last=digest(b"x")), "receipt.last"),
    ("a receipt for another head", BACKLOG, lambda _old: answers(root=digest(b"x")), "receipt.head"),
    ("a key was revoked before", f"{GD}.roster.json", lambda _old: roster(GD, REVOKED), "roster.revoked"),
    ("a roster is missing", f"{GD}.roster.json", lambda _old: None, "roster.unknown"),
    ("a roster was reformatted", f"{GD}.roster.json", lambda old: old + b"\n", "roster.form"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change", "rule"), [pytest.param(*each[1:], id=each[0]) for each in DAMAGES])
def test_a_damage_is_found_and_named(export: Path, name: str, change: Change, rule: str) -> None:
    path = export / name
    content = change(path.read_bytes())
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    code, rules = verdict(export)
    assert code == 1
    assert rule in rules
