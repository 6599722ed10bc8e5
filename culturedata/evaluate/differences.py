"""Which of several recommenders is better, judged on the same people: paired differences, and the word «tie»."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations

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
    """How much larger the figure of `one` is than that of `other`, both over the `users` who have a value of both.

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


def mean(total: float, count: float) -> float:
    """The figure of what each person has one value of."""
    return total / count


def compare(
    sums: Mapping[str, Figures],
    seed: int = 0,
    *,
    higher_is_better: bool = True,
    counts: Figures | None = None,
    figure: Callable[[float, float], float] = mean,
) -> list[Difference]:
    """All pairs of recommenders, in the order given; `sums` (n,) are of the same n people, nan where undefined.

    What is compared is figure(Σ sums, Σ counts), which must rise with its sums; `counts` (n,) are the same for all
    recommenders, and 1 unless said: then it is the mean. The interval is the BCa bootstrap over people of the
    difference; p that of the paired permutation test (Fisher's randomisation: each person's two sums might as well be
    exchanged), two-sided, from 1e-4 upwards. An exchange leaves the two totals together as they are, so the farther
    apart these, the farther apart the figures: the test of the totals is that of the figures. `adjusted` is by Holm
    (1979) over all pairs, so that of many recommenders that are alike none seems better in 95 of 100 cases. Raises
    ValueError if the numbers of people differ.
    """
    if len({len(mine) for mine in sums.values()}) > 1:
        raise ValueError("the recommenders are not judged on the same people")
    pairs = list(combinations(sums, 2))
    if not pairs:
        return []
    differences = np.stack([sums[one] - sums[other] for one, other in pairs], axis=1)
    counts = np.ones(len(differences)) if counts is None else counts
    chances = flipped(np.nan_to_num(differences), seed)
    out = []
    for (one, other), column, p, adjusted in zip(pairs, differences.T, chances, holm(chances), strict=True):
        known = ~np.isnan(column)
        left, right, of = sums[one][known], sums[other][known], counts[known]
        low, high = intervals.of_difference(left, right, of, figure, seed)
        n = float(of.sum())
        apart = figure(float(left.sum()), n) - figure(float(right.sum()), n) if known.any() else None
        said = "tie" if apart is None or adjusted >= LEVEL else _word((apart > 0) == higher_is_better)
        people = int(known.sum()), int((~known).sum())
        out.append(Difference(one, other, apart, low, high, float(p), float(adjusted), said, *people))
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
