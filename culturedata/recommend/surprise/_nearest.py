"""The k nearest who said something, for many pairs at once: equal to Surprise's loop over each pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Figures = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Ratings sorted by a key (items or users), each key's in storage order.

    Those of key n stand from `bounds[n]` to `bounds[n + 1]`; `others` (m,) are the other ends, `rest` (m,) what is
    said.
    """

    bounds: Numbers
    others: Numbers
    rest: Figures

    @classmethod
    def of(cls, keys: npt.NDArray[np.int32], others: npt.NDArray[np.int32], rest: Figures, size: int) -> Ratings:
        """Sorted, for keys from 0 to `size`."""
        order = np.argsort(keys, kind="stable")
        bounds = np.searchsorted(keys[order], np.arange(size + 1))
        return cls(bounds, others[order].astype(np.int64), rest[order])

    def range(self, key: int) -> Numbers:
        """Where the ratings of a key stand, (m,)."""
        return np.arange(self.bounds[key], self.bounds[key + 1])

    def flat(self, keys: npt.NDArray[np.integer]) -> tuple[Numbers, Numbers]:
        """Where the ratings of all `keys` stand, (m,), with the place in `keys` of each."""
        counts = self.bounds[keys + 1] - self.bounds[keys]
        which = np.repeat(np.arange(len(keys)), counts)
        starts = np.cumsum(counts) - counts
        return which, np.arange(len(which)) - np.repeat(starts - self.bounds[keys], counts)


def weighted(
    which: Numbers, weights: Figures, said: Figures, size: int, k: int, levels: Numbers | None = None
) -> tuple[Figures, Figures, Numbers]:
    """Of each of `size` places: the mean of what its k of highest weight said, the sum of their weights, their number.

    `which` (m,) is the place of each, rising. Of equal weights the earlier count, as in Surprise; weights of 0 and
    below stand among the k and say nothing. Mean 0 where nobody says anything. `levels` (m,) may be given where they
    are known, see `falling`.
    """
    counts = np.bincount(which, minlength=size)
    kept = weights > 0
    crowded = np.flatnonzero(counts[which] > k)
    if len(crowded):
        known = falling(weights[crowded]) if levels is None else levels[crowded]
        kept[crowded] &= _among_the_first(which[crowded], known, k)
    which, weights, said = which[kept], weights[kept], said[kept]
    total: Figures = np.bincount(which, weights=weights, minlength=size).astype(np.float64)
    sums: Figures = np.bincount(which, weights=weights * said, minlength=size).astype(np.float64)
    number: Numbers = np.bincount(which, minlength=size).astype(np.int64)
    return np.divide(sums, total, out=np.zeros(size), where=total > 0), total, number


def falling(weights: Figures) -> Numbers:
    """0 for the highest weight, 1 for the next, (m,): equal weights have the same."""
    levels: Numbers = np.unique(-weights, return_inverse=True)[1]
    return levels


def _among_the_first(which: Numbers, levels: Numbers, k: int) -> npt.NDArray[np.bool_]:
    """Which are among the k of lowest level of their place; of equal levels the earlier come first."""
    starts = np.flatnonzero(np.diff(which, prepend=-1))
    counts = np.diff(starts, append=len(which))
    order = _stable(levels)
    order = order[_stable(np.repeat(np.arange(len(starts)), counts)[order])]
    rank = np.empty(len(which), dtype=np.int64)
    rank[order] = np.arange(len(which)) - np.repeat(starts, counts)
    first: npt.NDArray[np.bool_] = rank < k
    return first


def _stable(numbers: Numbers) -> Numbers:
    """The order of numbers from 0 upwards; of equal ones the earlier come first. Small ones are sorted by digits."""
    small = numbers.max(initial=0) < 1 << 16
    order: Numbers = np.argsort(numbers.astype(np.uint16) if small else numbers, kind="stable")
    return order
