"""Every write of terms, each kept as an edition, and the translator's confirmation of a note."""

from collections.abc import Iterable

from django.db import transaction

from yuegang.accounts.models import Officer
from yuegang.audit import actions as audit
from yuegang.library.law.models import Note
from yuegang.library.terms import drafting
from yuegang.library.terms.models import Term, TermWording


def keep_wordings(terms: Iterable[Term], by: str) -> None:
    """Keep what terms say now as their newest edition."""
    TermWording.objects.bulk_create(
        TermWording(
            term=term,
            edition=term.edition,
            zh_hans=term.zh_hans,
            zh_hant=term.zh_hant,
            en=term.en,
            source=term.source,
            hant_is_machine=term.hant_is_machine,
            by=by,
        )
        for term in terms
    )


@transaction.atomic
def keep(term: Term, officer: Officer) -> Term:
    """Keep a new or changed term as its next edition; without Hong Kong's word a draft is made and marked.

    Raises ValidationError with the broken rule.
    """
    is_new = term.pk is None
    term.hant_is_machine = not term.zh_hant
    if term.hant_is_machine and not term.is_name:
        term.zh_hant = drafting.draft(term.zh_hans, Term.objects.filter(hant_is_machine=False).exclude(pk=term.pk))
    term.edition = 1 if is_new else term.edition + 1
    term.full_clean()
    term.save()
    keep_wordings([term], str(officer.pk))
    verb = "term.add" if is_new else "term.change"
    audit.record(officer, verb, f"terms.term:{term.pk}", detail={"edition": term.edition})
    return term


@transaction.atomic
def confirm_note(note: Note, heading: str, summary: str, officer: Officer) -> None:
    """Keep a person's Traditional words of a note, with the words they were made from."""
    note.heading_zh_hant, note.summary_zh_hant = heading, summary
    note.hant_is_machine, note.hant_of = False, note.hant_source
    note.full_clean()
    note.save(update_fields=["heading_zh_hant", "summary_zh_hant", "hant_is_machine", "hant_of"])
    audit.record(officer, "note.confirm", f"law.note:{note.pk}")
