"""Concentration of exposure."""

from __future__ import annotations

from math import nan

import numpy as np

from culturedata.evaluate.metrics._base import Items, RunMetric, exposures


class Gini(RunMetric):
    """Gini coefficient of how often each of the N items is shown: 0 if all alike, (N − 1)/N if only one is.

    G = Σ_j (2j − N − 1) x_(j) / (N Σ x) with x in rising order. The effective catalogue size ECS, twice the mean rank
    by falling exposure less one, gives G = 1 − ECS/N (Gomez-Uribe and Hunt 2015). nan if nothing is shown.
    """

    name = "gini"
    summary = "How unequally works are shown: 0 all alike, near 1 only a few"
    higher_is_better = False

    def of(self, slates: list[Items], catalogue: int) -> float:
        shown = np.sort(exposures(slates, catalogue))
        total = shown.sum()
        if not total:
            return nan
        places = np.arange(1, catalogue + 1)
        return float(np.sum((2 * places - catalogue - 1) * shown) / (catalogue * total))
