"""Concentration of exposure."""

from __future__ import annotations

from math import nan

import numpy as np

from culturedata.evaluate.metrics._base import Figures, RunMetric


class Gini(RunMetric):
    """Gini coefficient of how often each of the N works is shown: 0 if all alike, (N − 1)/N if only one is.

    G = Σ_j (2j − N − 1) x_(j) / (N Σ x) with x in rising order = 1 − ECS/N; nan if nothing is shown. Source: Gini
    (1912); Fleder and Hosanagar (2009) for recommenders. Cost: O(n k + N log N). Use: whether a few works take all.
    """

    name = "gini"
    summary = "How unequally works are shown: 0 all alike, near 1 only a few"
    higher_is_better = False

    def of(self, exposures: Figures) -> float:
        shown, works = np.sort(exposures), len(exposures)
        total = shown.sum()
        if not total:
            return nan
        places = np.arange(1, works + 1)
        return float(np.sum((2 * places - works - 1) * shown) / (works * total))
