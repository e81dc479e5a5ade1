"""Learn how pinyin letters stand for Latin letters from marks that have both names; write the table of bits.

Pairs that do not sound alike (苹果 apple) would blur the table: after the first round only pairs that gain bits teach.
    python -m tools.learn_brand_sounds FOLDER/brands_dev.tsv [--check]
The output is yuegang/engine/matching/brands/tables/sound_bits.tsv.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from yuegang.engine.matching.brands.bridge import GAP, LETTERS, Bridge, Costs, letters
from yuegang.engine.matching.brands.folding import key

ROUNDS = 6
SMOOTHING = 0.3  # counts added to each cell
_ALIKE = ("bpfv", "dt", "gkqxcjh", "szcSZCxjq", "lr", "mn", "wuo", "vwu", "yi", "aeiou")


def first_table() -> NDArray[np.float32]:
    """Return the bits before anything was learnt: the same letter, then letters of one kind of sound."""
    pair = np.full((GAP + 1, GAP + 1), -2.0, np.float32)
    for group in _ALIKE:
        for one in group:
            pair[LETTERS.index(one), [LETTERS.index(other) for other in group]] = 1.0
    pair[range(GAP), range(GAP)] = 3.0
    pair[GAP], pair[:, GAP], pair[GAP, GAP] = -1.0, -1.0, 0.0
    return pair


def steps(one: Sequence[int], other: Sequence[int], pair: NDArray[np.float32]) -> tuple[float, list[tuple[int, int]]]:
    """Return the bits of the best alignment of two whole rows and its steps."""
    best = np.full((len(one) + 1, len(other) + 1), -np.inf)
    best[0, 0] = 0.0
    came: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            for a, b in ((1, 1), (1, 0), (0, 1)):
                if i < a or j < b:
                    continue
                value = best[i - a, j - b] + pair[one[i - 1] if a else GAP, other[j - 1] if b else GAP]
                if value > best[i, j]:
                    best[i, j], came[i, j] = value, (a, b)
    path, i, j = [], len(one), len(other)
    while (i, j) in came:
        a, b = came[i, j]
        path.append((one[i - 1] if a else GAP, other[j - 1] if b else GAP))
        i, j = i - a, j - b
    return float(best[-1, -1]), path


def learn(pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
    """Return the table of bits learnt from (pinyin, Latin) pairs."""
    coded = [([LETTERS.index(x) for x in one], [LETTERS.index(x) for x in other]) for one, other in pairs]
    pair = first_table()
    for turn in range(ROUNDS):
        counts = np.full((GAP + 1, GAP + 1), SMOOTHING)
        for one, other in coded:
            gained, path = steps(one, other, pair)
            if turn == 0 or gained > 0.3 * len(one):
                for step in path:
                    counts[step] += 1
        counts[GAP, GAP] = 0
        joint = counts / counts.sum()
        rows, columns = counts[:GAP].sum(axis=1), counts[:, :GAP].sum(axis=0)
        chance = np.outer(np.append(rows / rows.sum(), 1.0), np.append(columns / columns.sum(), 1.0))
        pair = np.clip(np.log2(np.maximum(joint, 1e-9) / chance), -4.0, 5.0).astype(np.float32)
        pair[GAP, GAP] = 0.0
    return pair


def pairs_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a list with columns Chinese, Latin whose names are all letters."""
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        one, other = (letters(key(cell)) for cell in line.split("\t")[:2])
        if one and other and key(line.split("\t")[0]) != one and other.islower():
            yield one, other


def check(pairs: Sequence[tuple[str, str]]) -> None:
    """Print the rank of the true Latin name of held-out Chinese names, five-fold."""
    names = [other for _, other in pairs]
    bridge = Bridge(names, chinese=False)
    ranks = []
    for fold in range(5):
        costs = Costs(learn([each for n, each in enumerate(pairs) if n % 5 != fold]))
        for number in range(fold, len(pairs), 5):
            found = [names[n] for n, _, _ in bridge.search(pairs[number][0], costs, -99.0, 10)]
            ranks.append(found.index(names[number]) if names[number] in found else 99)
    print(f"pairs {len(ranks)} top-1 {np.mean(np.array(ranks) == 0):.3f} recall@10 {np.mean(np.array(ranks) < 10):.3f}")


def main() -> None:
    """Write the table to standard output, or check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    pairs = list(pairs_of(options.path))
    if options.check:
        check(pairs)
        return
    print("# bits: rows a-z zh ch sh gap of pinyin, columns the same of Latin")
    for row in learn(pairs):
        print("\t".join(f"{bits:.1f}" for bits in row))


if __name__ == "__main__":
    main()
