"""How sure a figure is: 95 % intervals."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any

import numpy as np
import numpy.typing as npt

LEVEL = 0.95
RESAMPLES = 2000
GROUPS = 100  # a jackknife leaves out at most this many groups of people, one after another

Figures = npt.NDArray[np.float64]
Interval = tuple[float | None, float | None]
Bounds = tuple[float, float]
NONE: Interval = (None, None)


def of_mean(values: Figures, bounds: Bounds = (0.0, 1.0), seed: int = 0) -> Interval:
    """BCa bootstrap interval of the mean of one value per user, (n,); (None, None) for fewer than two users.

    Source: Efron (1987), as implemented by scipy.stats.bootstrap. Where everybody has the same value, resampling sees
    no spread at all; then as many people may differ as Wilson's interval of 0 of n (1927) allows, up to the `bounds` of
    a value: a mean of 0 over 100 people still allows 0.037.
    """
    if len(values) < 2:
        return NONE
    if not _alike(values):
        return _bootstrap((values,), lambda x, axis: np.mean(x, axis=axis), seed)
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
    each = np.vectorize(figure, otypes=[np.float64])
    return _bootstrap((sums, counts), lambda s, n, axis: each(np.sum(s, axis=axis), np.sum(n, axis=axis)), seed)


def _alike(values: Figures) -> bool:
    return bool(np.ptp(values) <= 1e-9 * np.max(np.abs(values)))


def _bootstrap(data: tuple[Figures, ...], statistic: Callable[..., Any], seed: int) -> Interval:
    from scipy.stats import bootstrap

    found = bootstrap(
        data, statistic, paired=True, vectorized=True, n_resamples=RESAMPLES, confidence_level=LEVEL, method="BCa",
        rng=np.random.default_rng(seed), batch=100,
    ).confidence_interval  # fmt: skip
    return float(found.low), float(found.high)


def jackknife(
    slates: list[npt.NDArray[np.int32]],
    statistic: Callable[[list[npt.NDArray[np.int32]]], float],
    bounds: Bounds = (0.0, 1.0),
) -> Interval:
    """Normal interval from the delete-a-group jackknife over users, for figures that resampling users biases.

    Drawing people with replacement repeats some and loses others, which by itself lowers coverage and raises Gini.
    variance = (g − 1)/g · Σ (θ_(j) − mean θ)² over the g groups. Source: Efron and Tibshirani (1993), chapter 11.
    Cut at the `bounds` of the figure; (None, None) for fewer than two users, or where a figure is undefined.
    """
    from scipy.stats import norm

    groups = min(len(slates), GROUPS)
    if groups < 2:
        return NONE
    parts = [list(range(start, len(slates), groups)) for start in range(groups)]
    left_out = []
    for part in parts:
        gone = set(part)
        left_out.append(statistic([slate for n, slate in enumerate(slates) if n not in gone]))
    figures = np.array([statistic(slates), *left_out])
    if np.isnan(figures).any():
        return NONE
    whole, figures = figures[0], figures[1:]
    deviation = np.sqrt((groups - 1) / groups * np.sum((figures - figures.mean()) ** 2))
    width = norm.ppf(0.5 + LEVEL / 2) * deviation
    low, high = np.clip([whole - width, whole + width], *bounds)
    return float(low), float(high)
