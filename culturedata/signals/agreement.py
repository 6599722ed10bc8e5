"""How far two orders of the same works agree, and which works move most from one to the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

GROUPS = 20  # a jackknife leaves out at most this many groups of works, one after another
LEVEL = 0.95
Figures = npt.NDArray[np.float64]
Interval = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Kendall's τ-b and Spearman's ρ over `works`, each with its 95 % interval; None where they are undefined."""

    works: int
    tau: float | None
    tau_interval: Interval
    rho: float | None
    rho_interval: Interval


@dataclass(frozen=True, slots=True)
class Move:
    """A work's number, and its ranks by two measures: 1 for the highest, those of a tie shared."""

    work: int
    one: float
    other: float

    @property
    def places(self) -> float:
        """How many places it falls from the first to the second; below 0, how many it rises."""
        return self.other - self.one


def common(one: Figures, other: Figures, among: npt.NDArray[np.bool_] | None = None) -> npt.NDArray[np.intp]:
    """Numbers of the works (of those `among` which they are compared) with both figures, rising, (m,)."""
    both = np.isfinite(one) & np.isfinite(other)
    return np.flatnonzero(both if among is None else both & among)


def agreement(one: Figures, other: Figures, seed: int = 0) -> Agreement:
    """How far two figures (m,) of the same works order them alike: 1 the same order, −1 the reverse, 0 neither.

    τ-b = (C − D) / √((C + D + T_1)(C + D + T_2)), C and D the pairs of works in the same and in the other order, T_1
    and T_2 those tied by one figure only; ρ is the correlation of mid-ranks. None if fewer than two works are given,
    or one figure is the same for all. The interval is a delete-a-group jackknife over works, of at most 20 groups drawn
    with `seed`, with Student's t, cut at −1 and 1; none for fewer than three works.

    Source: Kendall (1945); Spearman (1904); Arvesen (1969) for the jackknife of such statistics. Cost: O(m log m).
    Use: to see whether it matters by which measure works are ranked.
    """
    tau, rho = _both(one, other)
    if tau is None or rho is None or len(one) < 3:
        return Agreement(len(one), tau, (None, None), rho, (None, None))
    groups = min(len(one), GROUPS)
    group = np.random.default_rng(seed).permutation(len(one)) % groups
    found = [_both(one[group != left], other[group != left]) for left in range(groups)]
    taus, rhos = ([value for value in column if value is not None] for column in zip(*found, strict=True))
    return Agreement(len(one), tau, _interval(tau, taus, groups), rho, _interval(rho, rhos, groups))


def _both(one: Figures, other: Figures) -> tuple[float | None, float | None]:
    """Kendall's τ-b and Spearman's ρ; None for both where one figure does not vary."""
    from scipy.stats import kendalltau, spearmanr

    if len(one) < 2 or not np.ptp(one) or not np.ptp(other):
        return None, None
    return float(kendalltau(one, other).statistic), float(spearmanr(one, other).statistic)


def _interval(whole: float, left_out: list[float], groups: int) -> Interval:
    """Student's interval from the figures without each group; none if one of these is undefined."""
    from scipy.stats import t

    if len(left_out) < groups:
        return None, None
    figures = np.array(left_out)
    deviation = np.sqrt((groups - 1) / groups * np.sum((figures - figures.mean()) ** 2))
    width = float(t.ppf(0.5 + LEVEL / 2, groups - 1) * deviation)
    return max(-1.0, whole - width), min(1.0, whole + width)


def moves(one: Figures, other: Figures, works: npt.NDArray[np.intp], k: int) -> list[Move]:
    """The k of `works` whose rank by the one figure is farthest from that by the other, farthest first.

    Fewer if fewer move; works as far are in the order of their numbers. `one` and `other` are figures of all, (N,).
    """
    from scipy.stats import rankdata

    first, second = rankdata(-one[works]), rankdata(-other[works])
    far = np.abs(second - first)
    order = np.lexsort((works, -far))[: min(k, int(np.count_nonzero(far)))]
    return [Move(int(works[place]), float(first[place]), float(second[place])) for place in order]
