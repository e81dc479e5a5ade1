"""The evidence of a hit in words a person can check: what was compared, how it is read, with what weight."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from yuegang.screening import columns
from yuegang.screening.models import Hit

GROUPS: dict[str, Promise] = {
    "name": pgettext_lazy("screening", "Name"),
    "address": gettext_lazy("Address"),
    "identifier": pgettext_lazy("screening", "Number"),
    "brand": gettext_lazy("Brand"),
    "route": gettext_lazy("Route"),
}
WORDS: dict[str, Promise] = {  # systems of spelling, levels of agreement, forms of a mark
    "hk": gettext_lazy("Hong Kong government spelling"),
    "jyutping": gettext_lazy("Jyutping"),
    "yale": gettext_lazy("Yale"),
    "pinyin": gettext_lazy("Hanyu Pinyin"),
    "wade-giles": gettext_lazy("Wade–Giles"),
    "macao": gettext_lazy("Macao spelling"),
    "cantonese": gettext_lazy("seen in Cantonese names"),
    "mandarin": gettext_lazy("seen in Mandarin names"),
    "attested": gettext_lazy("seen in real names"),
    "same": gettext_lazy("the same"),
    "variant": gettext_lazy("variant character"),
    "none": gettext_lazy("cannot stand for one another"),
    "order": gettext_lazy("order and length of the name"),
    "rest of the name": gettext_lazy("rest of the name"),
    "equal": gettext_lazy("the same"),
    "near": gettext_lazy("nearly the same"),
    "differs": gettext_lazy("differs"),
    "unit": gettext_lazy("same unit"),
    "number": gettext_lazy("same house"),
    "street": gettext_lazy("same street"),
    "area": gettext_lazy("same area only"),
    "mentioned": gettext_lazy("mentioned"),
    "absent": gettext_lazy("not mentioned"),
    "literal": gettext_lazy("written as it is"),
    "folded": gettext_lazy("written to be missed"),
    "separated": gettext_lazy("pulled apart"),
}


@dataclass(frozen=True)
class Reason:
    """One line of evidence: what stands in the line, what in the entry, why, and its weight in bits."""

    label: str
    group: str
    query: str
    words: str
    weight: float
    entry: str


def reasons(hit: Hit) -> list[Reason]:
    """Return the evidence of a hit, the weights of which sum up to its score."""
    return list(_joined(_reason(part, hit.target) for part in hit.evidence if "others" not in part))


def _joined(found: Iterator[Reason]) -> Iterator[Reason]:
    """Yield the reasons, those of agreeing characters that follow one another as one with their sum."""
    held: Reason | None = None
    for reason in found:
        if held and held.words == reason.words == _("agreeing characters") and held.label == reason.label:
            query, entry = held.query + reason.query, held.entry + reason.entry
            held = replace(held, query=query, entry=entry, weight=held.weight + reason.weight)
            continue
        if held:
            yield held
        held = reason
    if held:
        yield held


def others(hit: Hit) -> int:
    """Return how many other entries have a Chinese name of the same usual sound."""
    return sum(int(part.get("others", 0)) for part in hit.evidence)


def _reason(part: dict[str, object], target: str) -> Reason:
    field, query, entry = (str(part.get(key, "")) for key in ("field", "query", "entry"))
    group = str(GROUPS[str(part["group"])])
    label = columns.title(field, get_language() or "en") if field in columns.TITLES else group
    said = [word(str(part[key])) for key in ("system", "level", "form", "reason") if part.get(key)]
    words = " – ".join(filter(None, [str(part.get("reading", "")), *said]))
    if "alias" in part:
        words = _("name learnt from a confirmed hit")
    elif not words and len(query) == len(entry) == 1:
        words = _("agreeing characters")
    if "form" in part:  # a mark found in the goods: the engine says which part of it
        entry = target
    return Reason(label, group, query, words, float(str(part["weight"])), entry)


def word(code: str) -> str:
    """Return a code of the engine in the reader's language, or the code itself."""
    return str(WORDS.get(code, code))
