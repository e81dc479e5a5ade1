"""Rebuild the bilingual lexicon of firms: `python -m tools.learn_companies FOLDER`.

Expected counts of (word, character) by the first translation model of Brown et al., Comput. Linguist. 19 (1993).
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.learn_characters import fold_table
from tools.learn_names import OUT, read_source
from yuegang.engine.lexicon.firms import features, parse_firm

ROUNDS = 5
LEAST = 0.4  # expected counts below this are dropped
PAIRS = 2  # a word met in fewer names is dropped: it would teach nothing and tell a name
Row = tuple[str, str, float]


def learn_lexicon(pairs: Sequence[tuple[str, str]], folds: dict[int, str]) -> list[Row]:
    """Return (word or opening, character, expected count) of pairs of a Chinese and a Latin name."""
    return [*_align(pairs, folds, 0), *_align(pairs, folds, 1)]


def _align(pairs: Sequence[tuple[str, str]], folds: dict[int, str], kind: int) -> list[Row]:
    words: dict[str, int] = {}
    characters: dict[str, int] = {}
    cells: list[tuple[int, int, int, int]] = []  # slot of the character, word, character, pair
    slot = 0
    for pair, (zh, en) in enumerate(pairs):
        firm = parse_firm(zh, folds)
        given = [words.setdefault(features(w)[kind], len(words)) for w in parse_firm(en, folds).words]
        for character in firm.characters:
            number = characters.setdefault(character, len(characters))
            cells += [(slot, w, number, pair) for w in given]
            slot += 1
    slots, left, right, owner = np.array(cells, np.int64).T
    keys, inverse = np.unique(left * len(characters) + right, return_inverse=True)
    of_word = keys // len(characters)
    value: NDArray[np.float64] = np.ones(len(keys))
    for _ in range(ROUNDS):
        share = value / np.bincount(of_word, weights=value)[of_word]
        each = share[inverse]
        each = each / np.bincount(slots, weights=each)[slots]
        value = np.bincount(inverse, weights=each).astype(np.float64)
    names, signs = list(words), list(characters)
    seen = np.bincount(np.unique(np.stack([left, owner]), axis=1)[0], minlength=len(names))
    keep = np.flatnonzero((value >= LEAST) & (seen[of_word] >= PAIRS))
    return [(names[of_word[k]], signs[keys[k] % len(signs)], float(value[k])) for k in keep.tolist()]


def write(rows: Sequence[Row]) -> None:
    """Write the lexicon where the engine ships it."""
    lines = [f"{w}\t{c}\t{n:.3g}" for w, c, n in sorted(rows)]
    (OUT / "firms.tsv").write_text("\n".join(["word\tcharacter\tcount", *lines]) + "\n")


if __name__ == "__main__":
    write(learn_lexicon(read_source(Path(sys.argv[1])).companies, fold_table()))
