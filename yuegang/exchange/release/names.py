"""The node's list of known persons, with each name in the forms of both scripts."""

from functools import cache

from opencc import OpenCC

from yuegang.exchange.release.models import KnownPerson

_CONVERSIONS = ("t2s", "s2t", "s2hk", "s2tw")


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


def forms_of(name: str) -> list[str]:
    """Return a name as written and as the other script writes it, without doubles."""
    return list(dict.fromkeys([name, *(str(_converter(each).convert(name)) for each in _CONVERSIONS)]))


def known_names() -> tuple[str, ...]:
    """Return every form of every name on the list."""
    return tuple(form for forms in KnownPerson.objects.values_list("forms", flat=True) for form in forms)
