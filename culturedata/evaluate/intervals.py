"""How sure a figure is: 95 % intervals."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

LEVEL = 0.95
RESAMPLES = 2000
BATCH = 100
GROUPS = 100  # a jackknife leaves out at most this many groups of people, one after another

Figures = npt.NDArray[np.float64]
Interval = tuple[float | None, float | None]
Bounds = tuple[float, float]
NONE: Interval = (None, None)


def of_mean(values: Figures, bounds: Bounds = (0.0, 1.0), seed: int = 0) -> Interval:
    """BCa bootstrap interval of the mean of one value per user, (n,); (None, None) for fewer than two users.

    Source: Efron (1987), as scipy.stats.bootstrap has it. Where everybody has the same value, resampling sees
    no spread at all; then as many people may differ as Wilson's interval of 0 of n (1927) allows, up to the `bounds` of
    a value: a mean of 0 over 100 people still allows 0.037.
    """
    if len(values) < 2:
        return NONE
    if not _alike(values):
        return _bootstrap(lambda total, count: total / count, seed, values, np.ones(len(values)))
    from scipy.stats import binomtest

    same, (lowest, highest) = float(values[0]), bounds
    others = float(binomtest(0, len(values)).proportion_ci(LEVEL, method="wilson").high)
    low, high = same - others * (same - lowest), same + others * (highest - same)
    return (low, high) if isfinite(low) and isfinite(high) else NONE


def of_sums(sums: Figures, counts: Figures, figure: Callable[[float, float], float], seed: int = 0) -> Interval:
    """BCa bootstrap interval over users of figure(Σ sums, Σ counts); both are sums per user, (n,), counts above 0.

    (None, None) for fewer than two users, and where everybody has the same mean: that shows no spread.
    """
    if len(sums) < 2 or _alike(sums / counts):
        return NONE
    return _bootstrap(figure, seed, sums, counts)


def of_difference(
    one: Figures, other: Figures, counts: Figures, figure: Callable[[float, float], float], seed: int = 0
) -> Interval:
    """BCa bootstrap interval over users of figure(Σ one, Σ counts) − figure(Σ other, Σ counts), all of them (n,).

    (None, None) for fewer than two users, and where the two differ alike for everybody: that shows no spread.
    """
    if len(one) < 2 or _alike((one - other) / counts):
        return NONE
    return _bootstrap(lambda left, right, count: figure(left, count) - figure(right, count), seed, one, other, counts)


def _alike(values: Figures) -> bool:
    return bool(np.ptp(values) <= 1e-9 * np.max(np.abs(values)))


def _bootstrap(figure: Callable[..., float], seed: int, *columns: Figures) -> Interval:
    """BCa interval of `figure` of the sum of each column (n,), as scipy.stats.bootstrap has it with the same draws.

    That one leaves out each person in turn from copies of all the others, n² figures; from sums it takes n.
    """
    from scipy.special import ndtr, ndtri

    rng, n = np.random.default_rng(seed), len(columns[0])
    each = np.vectorize(figure, otypes=[np.float64])
    drawn = []
    for _ in range(0, RESAMPLES, BATCH):
        places = rng.integers(0, n, (BATCH, n))
        drawn.append(each(*(column[places].sum(axis=1) for column in columns)))
    found = np.concatenate(drawn)
    whole = figure(*(float(column.sum()) for column in columns))
    bias = ndtri((np.mean(found < whole) + np.mean(found <= whole)) / 2)
    without = each(*(column.sum() - column for column in columns))
    skewed = without.mean() - without
    acceleration = np.sum(skewed**3) / (6 * np.sum(skewed**2) ** 1.5)
    ends = bias + ndtri([(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    low, high = np.quantile(found, ndtr(bias + ends / (1 - acceleration * ends)))
    return float(low), float(high)


def jackknife(slates: sp.csr_matrix, statistic: Callable[[Figures], float], bounds: Bounds = (0.0, 1.0)) -> Interval:
    """Normal interval from the delete-a-group jackknife over users, for figures that resampling users biases.

    `slates` (n, N) is 1 where somebody is shown a work; `statistic` makes a figure of how often each work is shown,
    (N,). Drawing people with replacement repeats some and loses others, which by itself lowers coverage and raises
    Gini. variance = (g − 1)/g · Σ (θ_(j) − mean θ)² over the g groups (Efron and Tibshirani 1993, chapter 11), on
    average rather too large than too small (Efron and Stein 1981): in simulations the truth was inside in 93 to 100 of
    100 cases, and the interval up to 1.7 times as wide as need be where all works are shown alike.

    Cut at the `bounds` of the figure; (None, None) for fewer than two users, where a figure is undefined, and where
    nobody makes a difference: that shows no spread.
    """
    from scipy.stats import norm

    n = slates.shape[0]
    groups = min(n, GROUPS)
    if groups < 2:
        return NONE
    member = sp.csr_matrix((np.ones(n), (np.arange(n) % groups, np.arange(n))), shape=(groups, n))
    shown = member @ slates
    total = np.asarray(shown.sum(axis=0), dtype=np.float64).ravel()
    whole = statistic(total)
    figures = np.array([statistic(total - shown[group].toarray().ravel()) for group in range(groups)])
    if np.isnan(whole) or np.isnan(figures).any() or _alike(figures):
        return NONE
    deviation = np.sqrt((groups - 1) / groups * np.sum((figures - figures.mean()) ** 2))
    width = norm.ppf(0.5 + LEVEL / 2) * deviation
    low, high = np.clip([whole - width, whole + width], *bounds)
    return float(low), float(high)
