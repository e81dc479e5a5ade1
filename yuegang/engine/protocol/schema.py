"""Declare which fields of a kind may cross, with their class, and find them in an item.

A field is named by a JSON pointer (RFC 6901) whose segment "*" stands for every entry of a list:
"/parties/*/name". Only leaves are named, so nothing can ride along inside an object.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from .field_types import TYPES

FieldClass = Literal["A", "B", "C", "D"]
CLEARANCE = "_clearance"  # reserved member of a body: which assessment lets each class C field cross
Step: TypeAlias = str | int


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Allow one field to cross under the conditions of its class.

    cls: A crosses; B after an approver states the legal ground; C under a registered assessment only; D never.
    type: a name in field_types.TYPES. label: msgid of the field's name. free_text: written by a person in
    sentences, so two persons read it. choices: the only values a code may have, if any.
    """

    pointer: str
    cls: FieldClass
    type: str = "text"
    required: bool = False
    label: str = ""
    free_text: bool = False
    choices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.pointer.startswith("/") or self.pointer.startswith("/" + CLEARANCE) or self.type not in TYPES:
            raise ValueError(f"{self.pointer} {self.type}")

    def fits(self, value: object) -> bool:
        """Tell whether a value has this field's type and is one of its choices."""
        if not TYPES[self.type](value):
            return False
        values = value if isinstance(value, list) else [value]
        return not self.choices or all(one in self.choices for one in values)


@dataclass(frozen=True, slots=True)
class KindSchema:
    """List every field of one kind that may ever cross; what is not listed does not leave.

    sealed: opened only by an officer of the unit, never indexed. answerable: an answer may be owed.
    releasable: goes through a release chain (an acknowledgement and protocol kinds do not).
    """

    kind: str
    version: int
    fields: tuple[FieldRule, ...]
    sealed: bool = False
    answerable: bool = False
    releasable: bool = True

    def rule(self, pointer: str) -> FieldRule | None:
        """Return the rule of a concrete pointer such as "/parties/0/name", or None."""
        generic = "/".join("*" if part.isdigit() else part for part in pointer.split("/"))
        return next((rule for rule in self.fields if rule.pointer in (pointer, generic)), None)


def _steps(pointer: str) -> list[str]:
    return pointer[1:].split("/")


def _join(path: Iterable[Step]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)  # RFC 6901, 3


def _walk(value: object, steps: list[str], path: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], object]]:
    """Yield every place the steps lead to; None where an object lacks the member."""
    if not steps:
        yield path, value
    elif steps[0] == "*":
        for index, entry in enumerate(value if isinstance(value, list) else ()):
            yield from _walk(entry, steps[1:], (*path, index))
    else:
        member = value.get(steps[0]) if isinstance(value, Mapping) else None
        if member is not None or "*" not in steps:
            yield from _walk(member, steps[1:], (*path, steps[0]))


@dataclass(frozen=True, slots=True)
class Leaf:
    """Hold one field of one item: its rule, where it stands and its value (None if absent)."""

    rule: FieldRule
    path: tuple[Step, ...]
    value: object

    @property
    def pointer(self) -> str:
        """The concrete JSON pointer."""
        return _join(self.path)

    @property
    def is_absent(self) -> bool:
        """Whether there is nothing to send."""
        return self.value is None or self.value == "" or self.value == []


def leaves(schema: KindSchema, item: object) -> Iterator[Leaf]:
    """Yield every listed field of an item, absent ones too, in the order of the schema."""
    for rule in schema.fields:
        for path, value in _walk(item, _steps(rule.pointer), ()):
            yield Leaf(rule, path, value)


def texts(value: object, path: tuple[Step, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield the pointer and text of every string anywhere in a value, listed or not."""
    if isinstance(value, str):
        yield _join(path), value
    elif isinstance(value, Mapping):
        for name, member in value.items():
            yield from texts(member, (*path, str(name)))
    elif isinstance(value, list | tuple):
        for index, entry in enumerate(value):
            yield from texts(entry, (*path, index))


def strangers(value: object, known: frozenset[str], path: tuple[Step, ...] = ()) -> Iterator[str]:
    """Yield the pointers of whatever is not a known leaf, empty containers included."""
    if _join(path) in known:
        return
    members: list[tuple[Step, object]] = []
    if isinstance(value, Mapping):
        members = list(value.items())
    elif isinstance(value, list):
        members = list(enumerate(value))
    if not members:
        yield _join(path)
    for step, member in members:
        yield from strangers(member, known, (*path, step))


@dataclass(frozen=True, slots=True)
class _Branch:
    """Hold an object or list being built; steps are names or indices."""

    members: dict[Step, "_Branch | _Value"]

    def close(self) -> object:
        """Return the finished object, or the list with its gaps closed."""
        if all(isinstance(step, int) for step in self.members):
            return [self.members[index].close() for index in sorted(self.members, key=int)]
        return {step: member.close() for step, member in self.members.items()}


@dataclass(frozen=True, slots=True)
class _Value:
    """Hold a finished value, which may itself be a list."""

    value: object

    def close(self) -> object:
        """Return the value."""
        return self.value


def build(leaving: Iterable[tuple[tuple[Step, ...], object]]) -> dict[str, object]:
    """Return the object made of these leaves only; entries of a list close up where one is left out."""
    root = _Branch({})
    for path, value in leaving:
        place = root
        for step in path[:-1]:
            inner = place.members.setdefault(step, _Branch({}))
            if not isinstance(inner, _Branch):
                raise ValueError(_join(path))  # a schema that names both an object and a member of it
            place = inner
        place.members[path[-1]] = _Value(value)
    return {str(step): member.close() for step, member in root.members.items()}
