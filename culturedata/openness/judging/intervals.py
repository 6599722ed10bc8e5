"""How far chance may lie: 95 % intervals of shares."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, floor

LEVEL = 0.95
Interval = tuple[float | None, float | None]
NONE: Interval = (None, None)
_ROUNDING = 1e-9  # twelve twelfths are one


@lru_cache(maxsize=100_000)
def wilson(count: int, n: int) -> Interval:
    """Wilson's score interval (1927) of `count` of `n`, by scipy.stats.binomtest; (None, None) for n = 0."""
    if n == 0:
        return NONE
    from scipy.stats import binomtest

    found = binomtest(count, n).proportion_ci(LEVEL, method="wilson")
    return float(found.low), float(found.high)


def of_mean(total: float, n: int) -> Interval:
    """An interval of the mean of n values between 0 and 1 whose sum is `total`; (None, None) for n = 0.

    Such values vary at most as much as n yes-or-no answers of the same mean, so Wilson's interval is on the safe side.
    Where `total` is not a whole number, the low end is that of the whole number below, the high end of the one above.
    """
    return wilson(floor(total + _ROUNDING), n)[0], wilson(ceil(total - _ROUNDING), n)[1]
