"""The only door from an officer to recorded rights: they are register data, open to every officer."""

from uuid import UUID

from django.db.models import Q, QuerySet

from yuegang.parties.folding import fold
from yuegang.rights.models import Right


def search(words: str, *, ip_type: str = "", jurisdiction: str = "") -> QuerySet[Right]:
    """Return the rights whose folded text holds every word, whatever the script they are typed in."""
    found = Right.objects.all()
    if ip_type:
        found = found.filter(ip_type=ip_type)
    if jurisdiction:
        found = found.filter(jurisdiction=jurisdiction)
    for word in filter(None, map(fold, words.split())):
        found = found.filter(search_text__contains=word)
    return found.order_by("name", "jurisdiction", "number")


def right(right_id: UUID) -> Right | None:
    """Return one right, or None."""
    return Right.objects.filter(pk=right_id).first()


def by_number(number: str, jurisdiction: str) -> QuerySet[Right]:
    """Return the rights with a registration or recordal number in a place."""
    return Right.objects.filter(Q(number=number) | Q(recordal_number=number), jurisdiction=jurisdiction)
