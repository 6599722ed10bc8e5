"""Intra-list diversity."""

from __future__ import annotations

import numpy as np

from culturedata.data.features import unit
from culturedata.evaluate.metrics._base import Figures, SlateMetric
from culturedata.evaluate.shown import Shown, ratio


class Diversity(SlateMetric):
    """ILD = 2/(n(n − 1)) Σ (1 − cosine) over the pairs of the n described works of a slate; nan if there are not two.

    The cosine is that of the works' features; works of which nothing is said are left out of the pairs. Source: Ziegler
    et al. (2005), Vargas and Castells (2011). Cost: O(n k f) for f features a work. Use: beside the NDCG.
    """

    name = "diversity"
    summary = "How unlike the works of a slate are: mean of 1 − cosine over pairs"

    def of(self, shown: Shown) -> Figures:
        features = shown.setting.features
        sums = shown.matrix @ unit(features)
        # |Σ x|² of unit rows is their number and twice all cosines
        squares = np.asarray(sums.multiply(sums).sum(axis=1), dtype=np.float64).ravel()
        works = shown.matrix @ (np.asarray(features.sum(axis=1)).ravel() > 0).astype(np.float64)
        return np.clip(1 - ratio(squares - works, works * (works - 1)), *self.bounds)
