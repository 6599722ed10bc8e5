"""Normalised discounted cumulative gain, gains graded by the rating, exponential."""

from __future__ import annotations

from culturedata.evaluate.metrics._base import Figures, SlateMetric
from culturedata.evaluate.metrics.ranking.ndcg import normalised
from culturedata.evaluate.shown import Shown


class NdcgExponential(SlateMetric):
    """DCG@k / IDCG@k with DCG = Σ_i (2^gain_i − 1) / log2(i + 1), gain as in `ndcg-linear`; nan if none is relevant.

    Source: Burges et al. (2005). Cost: O(n k). Use: where one work that is loved is worth two that are liked: 15 for
    five of five stars, 7 for four.
    """

    name = "ndcg-exponential"
    summary = "The best liked works near the top of the slate (exponential gain: 7 for four stars, 15 for five)"

    def of(self, shown: Shown) -> Figures:
        return normalised(2**shown.gains - 1, 2**shown.best - 1)
