"""How sure a figure is: 95 % intervals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

LEVEL = 0.95
RESAMPLES = 2000
GROUPS = 100  # a jackknife leaves out at most this many groups of people, one after another

Figures = npt.NDArray[np.float64]
Interval = tuple[float | None, float | None]


def of_mean(values: Figures, seed: int = 0) -> Interval:
    """BCa bootstrap interval of the mean of one value per user, (n,); (None, None) for fewer than two users.

    Source: Efron (1987), as implemented by scipy.stats.bootstrap.
    """
    return _bootstrap((values,), lambda x, axis: np.mean(x, axis=axis), seed)


def of_rmse(squared_errors: Figures, counts: Figures, seed: int = 0) -> Interval:
    """BCa bootstrap interval over users of √(Σ squared errors / Σ counts); both are sums per user, (n,)."""
    return _bootstrap(
        (squared_errors, counts), lambda s, n, axis: np.sqrt(np.sum(s, axis=axis) / np.sum(n, axis=axis)), seed
    )


def of_ratio(sums: Figures, counts: Figures, seed: int = 0) -> Interval:
    """BCa bootstrap interval over users of Σ sums / Σ counts; both per user, (n,)."""
    return _bootstrap((sums, counts), lambda s, n, axis: np.sum(s, axis=axis) / np.sum(n, axis=axis), seed)


def _bootstrap(data: tuple[Figures, ...], statistic: Callable[..., Any], seed: int) -> Interval:
    from scipy.stats import bootstrap

    first = data[0]
    if len(first) < 2:
        return None, None
    if all(np.ptp(column) == 0 for column in data):
        same = float(statistic(*data, axis=-1))
        return same, same
    found = bootstrap(
        data, statistic, paired=True, vectorized=True, n_resamples=RESAMPLES, confidence_level=LEVEL, method="BCa",
        rng=np.random.default_rng(seed), batch=100,
    ).confidence_interval  # fmt: skip
    return float(found.low), float(found.high)


def jackknife(
    slates: list[npt.NDArray[np.int32]], statistic: Callable[[list[npt.NDArray[np.int32]]], float]
) -> Interval:
    """Normal interval from the delete-a-group jackknife over users, for figures that resampling users biases.

    Drawing people with replacement repeats some and loses others, which by itself lowers coverage and raises Gini.
    variance = (g − 1)/g · Σ (θ_(j) − mean θ)² over the g groups. Source: Efron and Tibshirani (1993), chapter 11.
    """
    from scipy.stats import norm

    groups = min(len(slates), GROUPS)
    if groups < 2:
        return None, None
    parts = [list(range(start, len(slates), groups)) for start in range(groups)]
    left_out = []
    for part in parts:
        gone = set(part)
        left_out.append(statistic([slate for n, slate in enumerate(slates) if n not in gone]))
    figures = np.array(left_out)
    deviation = float(np.sqrt((groups - 1) / groups * np.sum((figures - figures.mean()) ** 2)))
    whole, width = statistic(slates), float(norm.ppf(0.5 + LEVEL / 2)) * deviation
    return max(0.0, whole - width), min(1.0, whole + width)
