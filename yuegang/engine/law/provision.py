"""A provision of law as search sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .folding import fold, searchable, tokens, without_stems


@dataclass(frozen=True, slots=True)
class Statute:
    """One version of a statute; `place` is CN, CN-GD, HK or MO, `level` its rank in the hierarchy of norms."""

    place: str
    level: str
    key: str
    titles: tuple[str, ...]
    number: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Provision:
    """One article or section, all its languages together."""

    statute: Statute
    number: str
    heading: str
    path: str
    body: str

    @property
    def key(self) -> str:
        """The permanent name: `CN:专利法#65`, `HK:528#118`, `MO:97/99/M#2`."""
        return f"{self.statute.key}#{self.number}"


@dataclass(frozen=True, slots=True)
class Page:
    """The folded fields of a provision, ready for comparison; `about` is all that is not its body."""

    key: str
    place: str
    level: str
    title: str
    heading: str
    path: str
    about: str
    body: str
    length: int
    first: bool

    @classmethod
    def of(cls, provision: Provision, title: str) -> "Page":
        """Fold a provision; `title` is its statute's folded title, shared by all its provisions."""
        body = fold(provision.body)
        heading = searchable(fold(provision.heading)) if provision.heading else ""
        path = searchable(fold(provision.path)) if provision.path else ""
        return cls(
            key=provision.key,
            place=provision.statute.place,
            level=provision.statute.level,
            title=title,
            heading=heading,
            path=path,
            about=f"{title}\n{path}\n{heading}",
            body=searchable(body),
            length=len(body),
            first=provision.number == "1",
        )


def title_text(titles: Sequence[str]) -> str:
    """Return the folded, searchable text of a statute's titles."""
    return searchable(fold(" \n".join(titles)))


def index_tokens(page: Page) -> tuple[str, str]:
    """Return the index text of the body (headings counted twice) and of the title with its chapter, tokens apart."""
    heading = tokens(without_stems(page.heading))
    body = tokens(without_stems(page.body))
    return " ".join(heading + heading + body), f"{_joined(page.title)} {_joined(page.path)}".strip()


@lru_cache(maxsize=1024)
def _joined(text: str) -> str:
    """The tokens of a title or chapter: many provisions share one."""
    return " ".join(tokens(without_stems(text)))
