"""Chain audit entries: each sealed row holds its number, the digest before it and its own digest."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import rfc8785
from django.db import connection, transaction

from yuegang.audit.models import AuditEntry
from yuegang.base import clock

START = "sha256:" + "0" * 64  # what the first entry names as the one before it
SEALER_LOCK = 0x5947_4155  # "YGAU": one sealer at a time, whatever runs twice by mistake
BATCH = 1000


@dataclass(frozen=True)
class AuditHead:
    """The newest sealed entry: what the peer is told, so that a cut tail shows."""

    seq: int
    digest: str


@dataclass(frozen=True)
class Verdict:
    """What checking the chain found; the first broken row by seq and id, and the rule it breaks."""

    checked: int
    head: AuditHead
    unsealed: int
    broken_seq: int | None = None
    broken_id: int | None = None
    rule: str = ""

    @property
    def sound(self) -> bool:
        """Whether no rule was broken."""
        return not self.rule


def digest_of(entry: AuditEntry, seq: int, prev: str) -> str:
    """Return the digest of an entry at a place in the chain: SHA-256 over RFC 8785 JSON."""
    body = {
        "id": entry.pk,
        "at": entry.at.isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "verb": entry.verb,
        "target": entry.target,
        "case": entry.case,
        "detail": entry.detail,
        "seq": seq,
        "prev": prev,
    }
    return "sha256:" + hashlib.sha256(rfc8785.dumps(body)).hexdigest()


def head() -> AuditHead:
    """Return the newest sealed entry's number and digest (0 and zeros before the first)."""
    newest = AuditEntry.objects.filter(seq__isnull=False).order_by("-seq").first()
    return AuditHead(newest.seq or 0, newest.digest or "") if newest else AuditHead(0, START)


def seal_pending(limit: int = BATCH) -> int:
    """Seal up to limit waiting entries in the order of their ids; returns how many.

    Runs in its own transaction under a lock, so that a second sealer waits and then finds nothing.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])
        last, now = head(), clock.now()
        waiting = list(AuditEntry.objects.filter(seq=None).order_by("id")[:limit])
        for entry in waiting:
            entry.seq, entry.prev, entry.sealed_at = last.seq + 1, last.digest, now
            entry.digest = digest_of(entry, entry.seq, entry.prev)
            last = AuditHead(entry.seq, entry.digest)
        AuditEntry.objects.bulk_update(waiting, ["seq", "prev", "digest", "sealed_at"], batch_size=BATCH)
    return len(waiting)


def verify(*witnesses: AuditHead) -> Verdict:
    """Check every sealed entry from the first; stops at the first broken row.

    witnesses: heads someone else kept; each number must exist with the same digest.
    """
    kept: dict[int, set[str]] = {one.seq: set() for one in witnesses}
    for one in witnesses:
        kept[one.seq].add(one.digest)
    last, checked = AuditHead(0, START), 0
    waiting = AuditEntry.objects.filter(seq=None).count()
    for entry in _sealed():
        rule = _broken_rule(entry, last, kept)
        if rule:
            return Verdict(checked, last, waiting, entry.seq, entry.pk, rule)
        last, checked = AuditHead(entry.seq or 0, entry.digest or ""), checked + 1
    if last.seq < max(kept, default=0):
        return Verdict(checked, last, waiting, last.seq + 1, None, "tail.missing")
    return Verdict(checked, last, waiting)


def _sealed() -> Iterable[AuditEntry]:
    return AuditEntry.objects.filter(seq__isnull=False).order_by("seq").iterator(chunk_size=BATCH)


def _broken_rule(entry: AuditEntry, last: AuditHead, kept: Mapping[int, set[str]]) -> str:
    seq = entry.seq or 0
    if seq != last.seq + 1:
        return "seq.gap"
    if entry.prev != last.digest:
        return "prev.mismatch"
    if entry.digest != digest_of(entry, seq, last.digest):
        return "digest.mismatch"
    if kept.get(seq, {entry.digest}) != {entry.digest}:
        return "witness.mismatch"
    return ""
