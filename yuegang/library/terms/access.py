"""The door to terms: every officer reads them, the library's people keep them."""

from collections.abc import Sequence

from django.db.models import Count, Max, Q, QuerySet, Value
from django.db.models.functions import Concat

from yuegang.accounts.roles import Role
from yuegang.engine.law.folding import fold
from yuegang.library.law.models import Note
from yuegang.library.terms.models import Term

KEEPING = (Role.LIBRARY_EDITOR, Role.TRANSLATOR)


def terms(words: str = "", *, only_machine: bool = False) -> list[Term]:
    """Return the terms that hold the words in either script or in English."""
    found = Term.objects.filter(hant_is_machine=True) if only_machine else Term.objects.all()
    folded = fold(words)
    return [term for term in found if not folded or folded in fold(f"{term.zh_hans} {term.zh_hant} {term.en}")]


def term(pk: int) -> Term | None:
    """Return a term with its wordings, or None."""
    return Term.objects.prefetch_related("wordings").filter(pk=pk).first()


def state() -> str:
    """Return a text that changes when a term does."""
    return f"terms {Term.objects.aggregate(count=Count('pk'), last=Max('pk'), edition=Max('wordings__pk'))}"


def groups() -> list[dict[str, Sequence[str]]]:
    """Return the confirmed terms as groups of words for search."""
    confirmed = Term.objects.filter(hant_is_machine=False)
    return [
        {"zh-Hans": [each.zh_hans], "zh-Hant": [each.zh_hant], "en": [each.en] if each.en else []} for each in confirmed
    ]


def waiting_notes() -> QuerySet[Note]:
    """Return our notes whose Traditional words are a machine's, or whose source changed since: the desk's queue."""
    source = Concat("heading_zh_hans", Value("\n"), "summary_zh_hans")
    stale = Q(hant_is_machine=True) | (~Q(hant_of="") & ~Q(hant_of=source))
    return Note.objects.select_related("work").filter(stale).order_by("work__ref", "pk")


def note(pk: int) -> Note | None:
    """Return a note with its work, or None."""
    return Note.objects.select_related("work").filter(pk=pk).first()
