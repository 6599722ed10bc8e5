"""Novelty."""

from __future__ import annotations

import numpy as np

from culturedata.evaluate.metrics._base import Figures, SlateMetric
from culturedata.evaluate.shown import Shown


class Novelty(SlateMetric):
    """Mean over the slate of −log2 p, p = (people who had met the work before + 1) / (people + 1); nan if it is empty.

    Before is in training. The 1 is for works that nobody had met: with 1,023 people they have 10 bits, and a work that
    everybody had met has 0. Source: Vargas and Castells (2011). Cost: O(n k + N). Use: beside the NDCG; what nobody
    knows is easily shown.
    """

    name = "novelty"
    summary = "How little known the shown works are, in bits"
    bounds = (0.0, float("inf"))

    def of(self, shown: Shown) -> Figures:
        return shown.mean_of(-np.log2((shown.setting.known_by + 1) / (shown.setting.people + 1)))
