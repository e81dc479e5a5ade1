"""Compare two wordings word by word; punctuation that only differs in form is no change."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

WORD = re.compile(r"[a-z0-9]+|\s+|.", re.IGNORECASE | re.DOTALL)
FORMS = str.maketrans("“”‘’「」『』〔〕［］﹔﹕～–—－。、", "\"\"''\"\"''()[];:~---.,")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words: same, added or removed."""

    kind: str
    text: str


def plain(text: str) -> str:
    """Return a text with one form of punctuation and no spaces: what two wordings are compared by."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).translate(FORMS))


def is_same(before: str, after: str) -> bool:
    """Say whether two wordings differ at most in the form of punctuation and in spaces."""
    return plain(before) == plain(after)


def difference(before: str, after: str) -> list[Piece]:
    """Return the pieces of both wordings in reading order, single Chinese characters and Latin words as units."""
    old, new = WORD.findall(before), WORD.findall(after)
    matcher = SequenceMatcher(None, [plain(word) for word in old], [plain(word) for word in new], autojunk=False)
    return list(_joined(_pieces(matcher, old, new)))


def _pieces(matcher: "SequenceMatcher[str]", old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(new[new_from:new_to]))
        else:
            yield from _changed("".join(old[old_from:old_to]), "".join(new[new_from:new_to]))


def _changed(removed: str, added: str) -> Iterator[Piece]:
    if removed.strip() and not is_same(removed, added):
        yield Piece("removed", removed)
    if added:
        yield Piece("same" if is_same(removed, added) else "added", added)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Join neighbours of one kind."""
    last: Piece | None = None
    for piece in pieces:
        if last is not None and piece.kind == last.kind:
            last = Piece(last.kind, last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
