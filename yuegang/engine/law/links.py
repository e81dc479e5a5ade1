"""Find the citations inside a text of law, by the same parser as search."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .citation import NUMERAL, Citation, parse_citation
from .folding import fold

CHINESE = re.compile(rf"(?:《[^》]{{2,60}}》|本(?:法|条例|规定|办法|细则|解释))?第(?:{NUMERAL})条(?:之(?:{NUMERAL}))?")
ENGLISH = re.compile(
    r"(?:sections?|articles?) \d{1,4}[a-z]{0,2}\b(?: of the [a-z \-()]{4,80}? ?\(cap\. ?\d{1,4}[a-z]?\))?"
)
OWN = re.compile(r"^本(?:法|条例|规定|办法|细则|解释)")


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of a text that cites a provision."""

    start: int
    end: int
    cited: Citation


def links(text: str, statute: str, names: Mapping[str, str]) -> Iterator[Link]:
    """Yield the citations of a text in order.

    statute: key of the statute the text stands in, meant by 本法第八条 and by a bare 第八条.
    names: as for `parse_citation`.
    """
    folded = fold(text)
    for pattern in (CHINESE, ENGLISH):
        for match in pattern.finditer(folded):
            cited = _cited(match[0], statute, names)
            if cited is not None and cited.number is not None:
                yield Link(match.start(), match.end(), cited)


def _cited(words: str, statute: str, names: Mapping[str, str]) -> Citation | None:
    own = OWN.sub("", words)
    if own.startswith("《") or "(cap" in own:
        return parse_citation(own, names)
    return parse_citation(f"# {own}", {"#": statute})
