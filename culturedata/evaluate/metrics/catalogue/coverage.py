"""Catalogue coverage."""

from __future__ import annotations

from math import nan

import numpy as np

from culturedata.evaluate.metrics._base import Figures, RunMetric


class Coverage(RunMetric):
    """Works shown to at least one person / works of the catalogue; nan if that has none.

    It grows with the number of people: compare it for the same people only. Source: Ge, Delgado-Battenfeld and Jannach
    (2010). Cost: O(n k + N). Use: how much of a collection is ever seen.
    """

    name = "coverage"
    summary = "Share of the catalogue that anybody is shown"

    def of(self, exposures: Figures) -> float:
        return float(np.count_nonzero(exposures) / len(exposures)) if len(exposures) else nan
