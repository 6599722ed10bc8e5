"""Where the mean of a country's institutions and its works taken together tell opposite stories.

One institution with many works can carry a whole country: country A may be ahead of country B when all works are
counted together, and behind when each institution counts once (Simpson's paradox, Simpson 1951).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from culturedata.openness.counting.groups import Group
from culturedata.openness.counting.indicators import INDICATORS
from culturedata.openness.judging.figures import Figure, figures

_ALIKE = 1e-9  # shares nearer than this are the same


def mean_of(institutions: list[Group]) -> dict[str, float | None]:
    """The plain mean of the institutions' shares, indicator by indicator; None where no institution has one."""
    found: dict[str, float | None] = {}
    measured = [figures(group.counts, sampled=False) for group in institutions]
    for name in INDICATORS:
        shares = [share for share in (of[name].share for of in measured) if share is not None]
        found[name] = sum(shares) / len(shares) if shares else None
    return found


def reversals(
    pooled: Mapping[str, Mapping[str, Figure]], means: Mapping[str, Mapping[str, float | None]]
) -> list[dict[str, str | float]]:
    """Pairs of countries whose order turns round, clearest first: of `ahead` a higher share of works, of `behind` a
    higher mean of institutions, with both differences. Ties turn nothing round. Empty if there is no such pair.
    """
    found: list[dict[str, str | float]] = []
    for name in INDICATORS:
        for one, other in combinations(pooled, 2):
            together = _difference(pooled[one][name].share, pooled[other][name].share)
            each = _difference(means[one][name], means[other][name])
            if together * each < 0:
                ahead, behind = (one, other) if together > 0 else (other, one)
                turned = {"of_works": abs(together), "of_institutions": -abs(each)}
                found.append({"indicator": name, "ahead": ahead, "behind": behind, **turned})
    return sorted(found, key=lambda one: -min(float(one["of_works"]), -float(one["of_institutions"])))


def _difference(one: float | None, other: float | None) -> float:
    if one is None or other is None or abs(one - other) <= _ALIKE:
        return 0.0
    return one - other
