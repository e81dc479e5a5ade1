"""Number the symbols of names (characters, spellings, other words) and score one symbol against all of a list."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from yuegang.engine.lexicon.folding import is_han
from yuegang.engine.lexicon.romanisation import CANTONESE, PRIOR, Cells, Romanisation, multiply

MISS = -4.0  # nats of a pair of symbols that cannot stand for one another
WORST = MISS + 0.5  # nats below which a spelling counts as a miss
UNKNOWN = -1.5  # nats of a word no system spells against anything but itself
SAME_FORM = 0.05  # nats for the very same form of a character, so that it stands before its variants
SAME_WORD = 9.0  # nats for an unknown word equal to itself
TYPICAL = 0.25  # share of the typicality in Hong Kong names that counts when the query is Cantonese
PAD = ""

Float32 = NDArray[np.float32]
Ints = NDArray[np.int64]


class Symbols:
    """The numbers of symbols in one list: characters first, then spellings, then whatever else was met."""

    def __init__(self, romanisation: Romanisation) -> None:
        self.romanisation = romanisation
        self.other: dict[str, int] = {}
        self._characters = len(romanisation.characters)
        self._start = self._characters + len(romanisation.words)
        self._names = [*romanisation.characters, *romanisation.words]

    def number(self, symbol: str) -> int:
        """Return the number of a symbol, a new one for an unknown word."""
        known = self.known(symbol)
        return self.other.setdefault(symbol, self._start + len(self.other)) if known is None else known

    def known(self, symbol: str) -> int | None:
        """Return the number of a symbol or None."""
        character = self.romanisation.characters.get(symbol)
        if character is not None:
            return character
        spelling = self.romanisation.spellings.get(symbol)
        return self.other.get(symbol) if spelling is None else self._characters + spelling

    def symbol(self, number: int) -> str:
        """Return the symbol of a number."""
        return self._names[number] if number < self._start else list(self.other)[number - self._start]


class Rows:
    """Rows of nats: one symbol of a query against every symbol that occurs in a list; kept once made."""

    def __init__(self, symbols: Symbols, used: Ints, keep: int = 4096) -> None:
        self.symbols = symbols
        self.used = used
        self._size = len(symbols.romanisation.characters)
        self._place = np.full(max(int(used[-1]) + 1 if len(used) else 1, symbols._start), -1, np.int64)
        self._place[used] = np.arange(len(used))
        self._latin = bool(np.any((used >= self._size) & (used < symbols._start)))
        self._rows: dict[tuple[int, str], Float32] = {}
        self._keep = keep

    def row(self, family: int, symbol: str) -> Float32:
        """Return the nats of a symbol, read in a family of systems, against the symbols of the list."""
        if len(self._rows) > self._keep:
            self._rows.clear()
        made = self._rows.get((family, symbol))
        if made is None:
            made = self._rows[(family, symbol)] = self._make(family, symbol)
        return made

    def stack(self, family: int, symbols: Sequence[str]) -> Float32:
        """Return the rows of a hypothesis, `(length, n_symbols)`."""
        return np.stack([self.row(family, symbol) for symbol in symbols])

    def _set(self, row: Float32, numbers: Ints, values: NDArray[np.float64]) -> None:
        places = self._place[numbers]
        here = (places >= 0) & (values > WORST)
        row[places[here]] = np.maximum(row[places[here]], values[here])

    def _make(self, family: int, symbol: str) -> Float32:
        known = self.symbols.known(symbol)
        blank = 0.0 if symbol == PAD else MISS
        if known is None or known >= self.symbols._start:
            row = np.full(len(self.used), blank if symbol == PAD or is_han(symbol[0]) else UNKNOWN, np.float32)
            if known is not None and known < len(self._place) and self._place[known] >= 0:
                row[self._place[known]] = 0.0 if symbol == PAD else SAME_WORD
            return row
        row = np.full(len(self.used), MISS, np.float32)
        if known < self._size:
            self._from_character(row, family, known)
        else:
            self._from_spelling(row, family, known - self._size)
        return row

    def _from_character(self, row: Float32, family: int, number: int) -> None:
        r = self.symbols.romanisation
        same = np.nonzero(r.folds == r.folds[number])[0]
        rarity = float(np.log(1.0 / r.frequency[number]))
        self._set(row, same, np.where(same == number, rarity + SAME_FORM, rarity))
        columns, values = r.families[family].by_character.row(number)
        self._set(row, columns + self._size, np.log(values / r.background[columns]))

    def _from_spelling(self, row: Float32, family: int, number: int) -> None:
        r = self.symbols.romanisation
        characters, values = r.families[family].by_spelling.row(number)
        nats = np.log(values / r.background[number])
        if family == CANTONESE:
            nats = nats + TYPICAL * r.typical[characters]
        self._set(row, characters, nats)
        if self._latin:
            self._across(row, characters, values * r.frequency[characters])
            self._set(row, np.array([number + self._size]), np.log(1.0 / r.background[[number]]))

    def _across(self, row: Float32, characters: Ints, weights: NDArray[np.float64]) -> None:
        """Score other spellings by the characters both may stand for."""
        if not len(characters):
            return
        r = self.symbols.romanisation
        one = Cells(np.array([0, len(characters)]), characters, weights / weights.sum())
        for share, family in zip(PRIOR, r.families, strict=True):
            met = multiply(one, family.by_character, len(r.words))
            nats = np.log(share * met.value / r.background[met.column])
            self._set(row, met.column + self._size, nats)
