"""What a room hands to the one search box: documents, and a state that changes when they do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise

from yuegang.engine.law.provision import Provision


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found.

    provision: its words for the index; names: its title by language column; detail: what the hit's page needs again.
    url_name is reversed with url_words in the zone that shows the hit.
    """

    kind: str
    provision: Provision
    names: tuple[str, str, str]
    url_name: str
    url_words: dict[str, str]
    topics: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    detail: dict[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Hit:
    """One document that answers; kind: the key of its source in settings.SEARCH_SOURCES."""

    key: str
    score: float
    kind: str
    names: tuple[str, str, str]
    url_name: str
    url_words: dict[str, str]
    place: str
    detail: dict[str, Any]  # as the source gave it


@dataclass(frozen=True)
class Words:
    """What a hit is shown by: its label, heading and text, the tag of the text's language."""

    label: str
    heading: str
    text: str
    tag: str


def no_groups() -> list[dict[str, Sequence[str]]]:
    """Return no words: what a source without terms has."""
    return []


def no_names() -> dict[str, str]:
    """Return no names: what a source without citations has."""
    return {}


@dataclass(frozen=True)
class Source:
    """What settings.SEARCH_SOURCES names: where documents come from, who may find them, what shows them.

    state changes when a document would; words gives what hits are shown by, under their keys; group_url the address
    of what a hit belongs to; names what citations call it, folded; groups words of one idea for everybody's questions.
    """

    label: str | Promise
    is_public: bool
    documents: Callable[[], Iterable[Document]]
    state: Callable[[], str]
    words: Callable[[Sequence[Hit]], Mapping[str, Words]]
    group_url: Callable[[Hit], str]
    names: Callable[[], dict[str, str]] = no_names
    groups: Callable[[], list[dict[str, Sequence[str]]]] = no_groups
