"""Effective catalogue size."""

from __future__ import annotations

from math import inf, nan

import numpy as np

from culturedata.evaluate.metrics._base import Figures, RunMetric


class EffectiveSize(RunMetric):
    """ECS = 2 Σ_i i·p_i − 1, p_i the share of all places that work i has, in falling order; nan if nothing is shown.

    From 1 (one work takes all) to N (all alike); Gini = 1 − ECS/N exactly. Source: Gomez-Uribe and Hunt (2015). Cost:
    O(n k + N log N). Use: the Gini coefficient said in works.
    """

    name = "ecs"
    summary = "Effective catalogue size: of how many works, shown alike, it would be the same"
    bounds = (1.0, inf)

    def of(self, exposures: Figures) -> float:
        shown = np.sort(exposures)[::-1]
        total = shown.sum()
        return float(2 * (np.arange(1, len(shown) + 1) @ shown) / total - 1) if total else nan
