"""Which of several recommenders is better, judged on the same people: paired differences, and the word «tie»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf

import numpy as np
import numpy.typing as npt

from culturedata.evaluate import intervals

Figures = npt.NDArray[np.float64]
LEVEL = 0.05  # what is rarer than this by chance alone, after the correction, is no tie
FLIPS = 9_999  # random flips of signs; all of them are tried where there are no more than that
BLOCK = 256
ROUNDING = 1e-9  # the same sum in another order may miss by so much of what is summed


@dataclass(frozen=True, slots=True)
class Difference:
    """How much `one` has more than `other`, on average over the `users` for whom both have a value.

    `low` and `high` are the 95 % interval of this difference alone; `p` its probability by chance alone, `adjusted`
    that of so large a difference anywhere among all that were compared. `verdict` is what `one` is beside `other`:
    better, worse or tie. For `undefined` people one of the two has no value.
    """

    one: str
    other: str
    difference: float | None
    low: float | None
    high: float | None
    p: float
    adjusted: float
    verdict: str
    users: int
    undefined: int


def compare(values: Mapping[str, Figures], seed: int = 0, *, higher_is_better: bool = True) -> list[Difference]:
    """All pairs of recommenders, in the order given; `values` (n,) are of the same n people, nan where undefined.

    The interval is the BCa bootstrap of the mean of the differences; p that of the paired permutation test (Fisher's
    randomisation: each person's difference might as well have the other sign), two-sided, from 1e-4 upwards; `adjusted`
    by Holm (1979) over all pairs, so that of many recommenders that are alike none seems better in 95 of 100 cases.
    Raises ValueError if the numbers of people differ.
    """
    if len({len(mine) for mine in values.values()}) > 1:
        raise ValueError("the recommenders are not judged on the same people")
    pairs = list(combinations(values, 2))
    if not pairs:
        return []
    differences = np.stack([values[one] - values[other] for one, other in pairs], axis=1)
    chances = flipped(np.nan_to_num(differences), seed)
    out = []
    for (one, other), column, p, adjusted in zip(pairs, differences.T, chances, holm(chances), strict=True):
        known = column[~np.isnan(column)]
        low, high = intervals.of_mean(known, (-inf, inf), seed)
        mean = float(known.mean()) if len(known) else None
        said = "tie" if mean is None or adjusted >= LEVEL else _word((mean > 0) == higher_is_better)
        counted = (len(known), len(column) - len(known))
        out.append(Difference(one, other, mean, low, high, float(p), float(adjusted), said, *counted))
    return out


def _word(better: bool) -> str:
    return "better" if better else "worse"


def flipped(differences: Figures, seed: int = 0) -> Figures:
    """p of the two-sided paired permutation test of each column's mean (n, m): (m,).

    How many of all 2^n ways to give the differences signs, or of 9,999 random ones and the true one, have a sum that is
    as far from 0 as the true one or farther. The signs are drawn once for all columns.
    """
    n, m = differences.shape
    rng, every = np.random.default_rng(seed), 2**n if n < 14 else 0  # 2^13 < FLIPS < 2^14
    least = np.abs(differences.sum(axis=0)) - ROUNDING * np.abs(differences).sum(axis=0)
    reached = np.zeros(m)
    for start in range(0, every or FLIPS, BLOCK):
        numbers = np.arange(start, min(start + BLOCK, every or FLIPS))
        heads = numbers[:, None] >> np.arange(n) & 1 if every else rng.integers(0, 2, (len(numbers), n), dtype=np.int8)
        reached += np.count_nonzero(np.abs((2.0 * heads - 1) @ differences) >= least, axis=0)
    return reached / every if every else (reached + 1) / (FLIPS + 1)


def holm(chances: Figures) -> Figures:
    """Probabilities (m,) adjusted by Holm's step-down: the smallest times m, the next times m − 1 …, never falling."""
    order, m = np.argsort(chances), len(chances)
    out = np.empty(m)
    out[order] = np.minimum(np.maximum.accumulate(chances[order] * np.arange(m, 0, -1)), 1)
    return out


def ties(found: Sequence[Difference], means: Mapping[str, float]) -> list[tuple[str, ...]]:
    """Recommenders in falling order of their means, in groups of which no two differ.

    As the bars of Demšar's (2006) diagram: each group is as long as it can be, and somebody may be in two of them.
    """
    apart = {frozenset((one.one, one.other)) for one in found if one.verdict != "tie"}
    order = sorted(means, key=lambda name: -means[name])
    out: list[tuple[str, ...]] = []
    end = 0
    for start in range(len(order)):
        stop = start + 1
        while stop < len(order) and not any(frozenset((order[stop], kept)) in apart for kept in order[start:stop]):
            stop += 1
        if stop > end:
            out.append(tuple(order[start:stop]))
            end = stop
    return out
