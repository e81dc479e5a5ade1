"""Sum what a line and an entry say of one another: identifiers, names, address, brand, route, each with its bits.

Source: Fellegi and Sunter, J. Am. Stat. Assoc. 64 (1969). The score is the sum of the weights in the evidence.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from yuegang.engine.lexicon.firms import Firm, parse_firm
from yuegang.engine.matching import addresses, identifiers
from yuegang.engine.matching.addresses import Address
from yuegang.engine.matching.brands.scanner import Mention
from yuegang.engine.matching.firms import FirmWeigher
from yuegang.engine.matching.identifiers import Kind, PersonalNumberError, Reading

from .names import NAT, Line, NameWeigher
from .schema import IDENTIFIER_COLUMNS, PARTIES, EntryKind
from .weights import Weights

MARK = {"literal": 22.0, "folded": 24.0, "separated": 26.0}  # bits; a hidden form is meant, a literal one may not be
SHORT_MARK = 10.0  # bits of a name or nickname that is a common word as well


@dataclass(frozen=True)
class Entry:
    """One entry under watch as it is compared."""

    kind: str
    names: tuple[str, ...] = ()
    address: str = ""
    brands: tuple[str, ...] = ()
    numbers: tuple[Reading, ...] = ()
    route: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)  # of names learnt from a record


@dataclass(frozen=True)
class Verdict:
    """The sum of bits, its parts, and the fields that speak for the match."""

    score: float
    evidence: tuple[Line, ...]

    @property
    def speaking(self) -> frozenset[str]:
        """Return the groups of fields with weight above zero."""
        return frozenset(str(line["group"]) for line in self.evidence if float(line["weight"]) > 0)


def plain_route(text: str) -> str:
    """Return the key of a route: places in order, without case, spaces and arrows."""
    return "".join(c for c in text.casefold() if c.isalnum())


class Comparer:
    """Compare lines with entries under one table of weights."""

    def __init__(self, weights: Weights, names: NameWeigher, firms: FirmWeigher, folds: Mapping[int, str]) -> None:
        self._weights, self._names, self._firms, self._folds = weights, names, firms, folds
        self._firm = lru_cache(maxsize=1 << 14)(self._parse)
        self._address = lru_cache(maxsize=1 << 14)(addresses.parse)

    def _parse(self, name: str) -> Firm:
        return parse_firm(name, self._folds)

    def compare(self, line: Mapping[str, str | None], entry: Entry, mentions: Sequence[Mention]) -> Verdict:
        """Return what speaks for and against the line meaning the entry.

        mentions: the marks of the entry found in the goods of the line.
        """
        found = [*self._parties(line, entry), *self._numbers(line, entry)]
        found += [*self._brand(line, entry, mentions), *self._route(line.get("route"), entry.route)]
        return Verdict(round(_bits(found), 2), tuple(found))

    def _parties(self, line: Mapping[str, str | None], entry: Entry) -> list[Line]:
        """Return the evidence of the party of the line that agrees best."""
        if entry.kind not in (EntryKind.PERSON, EntryKind.COMPANY):
            return []
        sides = [side for party in PARTIES if (side := self._party(party, line, entry))]
        return max(sides, key=_bits, default=[])

    def _party(self, party: str, line: Mapping[str, str | None], entry: Entry) -> list[Line]:
        found: list[Line] = []
        asked, address = line.get(party), line.get(f"{party}_address")
        if asked and entry.names:
            named = [self._name(asked, name, entry) for name in entry.names]
            found = max(named, key=_bits)
            if _bits(found) <= self._weights.of("name", "differs"):
                found = [{"query": asked, "entry": entry.names[0], **self._level("name", "differs")}]
        if address and entry.address:
            found += self._place(self._address(address), self._address(entry.address))
        return [{"field": party, **part} for part in found]

    def _level(self, group: str, level: str) -> Line:
        return {"group": group, "level": level, "weight": round(self._weights.of(group, level), 2)}

    def _name(self, asked: str, name: str, entry: Entry) -> list[Line]:
        """Return the lines of two names; one below all reach where they cannot be compared."""
        if entry.kind == EntryKind.PERSON:
            weighed = self._names.weigh(asked, name)
            lines: list[Line] = list(weighed.lines) if weighed else [{"weight": -99.0}]
        else:
            lines = self._firm_lines(asked, name)
        source = entry.sources.get(name)
        learnt: list[Line] = [{"alias": name, "source": source, "weight": 0.0}] if source else []
        return [{"group": "name", **line} for line in (*lines, *learnt)]

    def _firm_lines(self, asked: str, name: str) -> list[Line]:
        firm = self._firms.weigh(self._firm(asked), self._firm(name))
        lines: list[Line] = [{"query": a, "entry": b, "weight": round(w * NAT, 2)} for a, b, w in firm.agreeing]
        rest = round(firm.nats * NAT - _bits(lines), 2)
        return [*lines, {"query": asked, "entry": name, "system": "rest of the name", "weight": rest}]

    def _place(self, one: Address, other: Address) -> list[Line]:
        bits, parts = addresses.compare(one, other)
        if not parts:
            return []
        level = _level_of({part.field for part in parts if part.bits > 0}, bits)
        same = [part.one for part in parts if part.bits > 0]
        return [{"query": " ".join(same), "entry": " ".join(same), **self._level("address", level)}]

    def _numbers(self, line: Mapping[str, str | None], entry: Entry) -> Iterable[Line]:
        for column in IDENTIFIER_COLUMNS if entry.numbers else ():
            text = line.get(column)
            if text:
                yield from self._number(column, read_column(column, text), entry.numbers)

    def _number(self, column: str, readings: Sequence[Reading], numbers: Sequence[Reading]) -> Iterable[Line]:
        pairs = [(one, other) for one in readings for other in numbers if one.kind is other.kind]
        if not pairs:
            return
        best: Line = {"query": pairs[0][0].normal, "entry": pairs[0][1].normal, **self._level("identifier", "differs")}
        for one, other in pairs:
            near = identifiers.compare(one, other)
            if near is not None and (near.score == 1.0 or near.score > 0.5):
                level = self._level("identifier", "equal" if near.score == 1.0 else "near")
                if float(level["weight"]) > float(best["weight"]):
                    best = {"query": one.normal, "entry": other.normal, "reason": near.reason, **level}
        yield {"field": column, **best}

    def _brand(self, line: Mapping[str, str | None], entry: Entry, mentions: Sequence[Mention]) -> list[Line]:
        if entry.kind == EntryKind.RIGHT:
            return [max(map(_mark, mentions), key=lambda part: float(part["weight"]))] if mentions else []
        if not entry.brands or not line.get("goods"):
            return []
        named = [mention.text for mention in mentions]
        level = self._level("brand", "mentioned" if named else "absent")
        return [{"field": "goods", "query": " ".join(named), "entry": " ".join(entry.brands), **level}]

    def _route(self, asked: str | None, route: str) -> list[Line]:
        if not asked or not route:
            return []
        level = self._level("route", "same" if plain_route(asked) == plain_route(route) else "differs")
        return [{"field": "route", "query": asked, "entry": route, **level}]


def _bits(lines: Sequence[Line]) -> float:
    return sum(float(line["weight"]) for line in lines)


def _mark(mention: Mention) -> Line:
    """Return the line of a mark found in goods text, with its place in the original."""
    bits = SHORT_MARK if mention.needs_second else MARK[mention.form]
    place: Line = {"start": mention.start, "end": mention.end, "form": mention.form, "entry": mention.role}
    return {"field": "goods", "group": "brand", "query": mention.text, **place, "weight": bits}


def _level_of(agreeing: set[str], bits: float) -> str:
    """Return how far two addresses agree, from the fields that do."""
    if bits <= 0 or not agreeing:
        return "differs"
    if {"street", "building"} & agreeing and {"number", "building"} & agreeing:
        return "unit" if {"floor", "unit"} <= agreeing else "number"
    return "street" if "street" in agreeing else "area"


@lru_cache(maxsize=1 << 14)
def read_column(column: str, text: str) -> tuple[Reading, ...]:
    """Return what the text of a column of identifiers may be; nothing for a natural person's number."""
    try:
        found = (identifiers.read(kind, text) for kind in IDENTIFIER_COLUMNS[column])
        return tuple(reading for reading in found if reading is not None)
    except PersonalNumberError:
        return ()


def read_number(kind: str, text: str) -> Reading | None:
    """Return the number of an entry. Raises ValueError for an unknown kind, PersonalNumberError for a person's."""
    return identifiers.read(Kind(kind), text)
