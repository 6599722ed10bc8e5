"""Normalised discounted cumulative gain, a gain of 1."""

from __future__ import annotations

import numpy as np

from culturedata.evaluate.metrics._base import Figures, SlateMetric
from culturedata.evaluate.shown import Shown, ratio


class Ndcg(SlateMetric):
    """DCG@k / IDCG@k with DCG = Σ_i gain_i / log2(i + 1), i from 1; a relevant work's gain is 1; nan if nothing is.

    IDCG is the DCG of the best order. With gains of 0 and 1, linear and exponential gain are the same. Source: Järvelin
    and Kekäläinen (2002); nDCG@k of trec_eval. Cost: O(n k). Use: the first figure to look at of a top ten.
    """

    name = "ndcg"
    summary = "Relevant works near the top of the slate (each has a gain of 1)"

    def of(self, shown: Shown) -> Figures:
        return normalised(shown.hits.astype(float), (shown.best > 0).astype(float))


def normalised(gains: Figures, best: Figures) -> Figures:
    """DCG / IDCG of gains by place (n, k) and those of the best order (n, k); nan where there is nothing to gain."""
    discounts = np.log2(np.arange(2, gains.shape[1] + 2))
    return ratio((gains / discounts).sum(axis=1), (best / discounts).sum(axis=1))
