"""Find natural persons' data and secrecy marks in free text, with their place in the original.

The scan is a help and a stop, not a proof of absence: what it finds must be resolved by a person before
anything leaves; what it cannot know (a name on no list) is why free text is read by two persons.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from yuegang.engine.protocol import personal_numbers
from yuegang.engine.protocol.personal_numbers import Span

SECRET_MARK = "secret_mark"
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_CHINESE_RUN = re.compile(r"[〇零一二三四五六七八九]{8,}")  # a spelled-out number, not a word such as 三八
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z])"
)
_SPACE = r"[ \t　]{0,3}"
# 商业秘密 and "trade secret" are ordinary words of this work, and a brand name ends in "'s Secret".
_SECRET = re.compile(
    rf"(?<!商业)(?<!商業)(?<!不涉及)(?<!不涉及国家)(?<!不涉及國家)秘{_SPACE}密(?!码|碼)"
    rf"|(?<!商业)(?<!商業)(?<![手司飞飛相耳整])机{_SPACE}密(?![码碼封集闭閉钥鑰谋謀切])"
    rf"|(?<!商业)(?<!商業)(?<![手司飞飛相耳整])機{_SPACE}密(?![码碼封集闭閉钥鑰谋謀切])"
    rf"|[绝絕]{_SPACE}密(?!封)"
    r"|\btop[ -]?secret\b|\bconfidential\b|(?<!trade )(?<!['’]s )\bsecret\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold one place that must be looked at: `text` is the original's [start:end]."""

    kind: str
    start: int
    end: int
    text: str


def _fold_character(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    if len(folded) != 1:
        return character
    digit = unicodedata.decimal(folded, None)
    return folded if digit is None else str(digit)


def fold(text: str) -> str:
    """Return the text with full-width, circled and spelled-out digits and full-width letters folded.

    Every character stays one character, so offsets in the result are offsets in the original.
    """
    folded = "".join(map(_fold_character, text))
    return _CHINESE_RUN.sub(lambda run: run[0].translate(_CHINESE_DIGITS), folded)


@lru_cache(maxsize=16)
def _name_pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return one pattern for all names: spaces between Chinese characters do not hide a name."""
    parts = []
    for name in sorted({fold(name).strip() for name in names}, key=lambda name: (-len(name), name)):
        if not name:
            continue
        if name.isascii():
            parts.append(r"(?<![A-Za-z])" + r"[\s,.-]+".join(map(re.escape, name.split())) + r"(?![A-Za-z])")
        else:
            parts.append(r"[\s·]{0,2}".join(re.escape(letter) for letter in name if not letter.isspace()))
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _names(text: str, known: Sequence[str]) -> Iterator[Span]:
    pattern = _name_pattern(tuple(known))
    if pattern is not None:
        for found in pattern.finditer(text):
            yield "name", found.start(), found.end()


def _emails(text: str) -> Iterator[Span]:
    for found in _EMAIL.finditer(text):
        yield "email", found.start(), found.end()


def secret_marks(text: str) -> Iterator[Span]:
    """Yield marks of a secrecy grade in folded text: state secrets of the Mainland, grades of Hong Kong.

    Source: 保守国家秘密法 art. 14 (绝密, 机密, 秘密); Hong Kong Security Regulations (TOP SECRET, SECRET,
    CONFIDENTIAL).
    """
    for found in _SECRET.finditer(text):
        yield SECRET_MARK, found.start(), found.end()


def scan(text: str, known_names: Sequence[str] = ()) -> tuple[Finding, ...]:
    """Return what must be looked at, in the order of the text, without overlaps.

    known_names: the node's known-person list; pass each name's script variants too. Where two findings overlap,
    the surer kind wins: secrecy mark, name, identity number, card, e-mail, telephone.
    """
    folded = fold(text)
    spans = [
        *secret_marks(folded),
        *_names(folded, known_names),
        *personal_numbers.mainland_ids(folded),
        *personal_numbers.hkids(folded),
        *personal_numbers.macao_ids(folded),
        *personal_numbers.bank_cards(folded),
        *_emails(folded),
        *personal_numbers.phones(folded),
    ]
    kept: list[Span] = []
    for span in spans:
        if all(span[2] <= other[1] or other[2] <= span[1] for other in kept):
            kept.append(span)
    return tuple(Finding(kind, start, end, text[start:end]) for kind, start, end in sorted(kept, key=lambda s: s[1]))
