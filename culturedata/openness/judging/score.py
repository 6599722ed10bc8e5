"""The score: a weighted mean whose weights the reader chooses, and how much the ranks depend on that choice."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
RANGE = (0.05, 0.95)
_ALIKE = 9  # decimals beyond which two scores are the same


def scores(shares: Floats, weights: Floats) -> Floats:
    """Σ w·share / Σ w in percent, for `shares` (groups, indicators) and `weights` (…, indicators): (…, groups).

    An indicator that is not defined for a group (NaN) is left out of both of its sums; NaN where no weight is left.
    """
    defined = ~np.isnan(shares)
    total = weights @ defined.T.astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = 100 * (weights @ np.where(defined, shares, 0.0).T) / total
    return np.where(total > 0, found, np.nan)


def ranks(found: Floats) -> Ints:
    """Places of scores (…, groups), 1 for the highest; equal scores share the better place; 0 where there is none."""
    from scipy.stats import rankdata

    known = ~np.isnan(found)
    filled = np.where(known, np.round(found, _ALIKE), -np.inf)
    places: Ints = np.asarray(rankdata(-filled, method="min", axis=-1), dtype=np.int64)
    return np.where(known, places, 0)


def rank_ranges(shares: Floats, weights: Floats, samples: int, seed: int) -> tuple[Ints, Ints]:
    """Between which places each group lies in nine of ten of `samples` random weightings: (groups,) and (groups,).

    Weightings are drawn from Dirichlet(1, …, 1): every way of sharing out the weight is as likely as every other. What
    `weights` sets to 0 stays at 0. The ends are the 5 % and 95 % quantiles, as places that did occur.
    """
    chosen = np.flatnonzero(weights)
    drawn = np.zeros((samples, len(weights)))
    drawn[:, chosen] = np.random.default_rng(seed).dirichlet(np.ones(len(chosen)), size=samples)
    places = ranks(scores(shares, drawn))
    low, high = np.quantile(places, RANGE, axis=0, method="inverted_cdf")
    return low.astype(np.int64), high.astype(np.int64)
