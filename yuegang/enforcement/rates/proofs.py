"""The signed entries a number stands on: where in which log each lead and its last answer are."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from yuegang.enforcement.models import Feedback, Lead
from yuegang.exchange.models import InboxEntry, OutboxEntry


@dataclass(frozen=True)
class Entry:
    """One entry: its number in the log it stands in, the beginning of its digest, and who wrote it."""

    seq: int
    digest: str
    ours: bool


@dataclass(frozen=True)
class Proof:
    """The entry a lead crossed with, and the one of its last answer; None where there is none yet."""

    lead: Entry | None
    answer: Entry | None


def proofs_of(leads: Sequence[Lead]) -> list[Proof]:
    """Return the proofs of leads in their order; three queries for all."""
    answers: dict[UUID, UUID] = {}
    sent = Feedback.objects.filter(lead__in=leads, status=Feedback.Status.SENT).order_by("released_at")
    for lead_id, answer_id in sent.values_list("lead_id", "pk"):
        answers[lead_id] = answer_id
    items = [*(lead.pk for lead in leads), *answers.values()]
    entries = _entries(items)
    return [
        Proof(entries.get(lead.pk), entries.get(answers[lead.pk]) if lead.pk in answers else None) for lead in leads
    ]


def _entries(items: Sequence[UUID]) -> dict[UUID, Entry]:
    """Return the entry of the newest version of each item that has one in a log."""
    found: dict[UUID, Entry] = {}
    wanted = {"item_id__in": items, "kind__in": ["lead", "feedback"]}
    columns = ("item_id", "seq", "digest")
    sealed = OutboxEntry.objects.filter(seq__isnull=False, **wanted).order_by("item_ver").values_list(*columns)
    came = InboxEntry.objects.filter(**wanted).order_by("item_ver").values_list(*columns)
    for rows, ours in ((sealed, True), (came, False)):
        for item, seq, digest in rows:
            if item is not None and seq is not None:
                found[item] = Entry(seq, digest or "", ours)
    return found
