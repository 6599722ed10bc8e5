"""Normalised discounted cumulative gain, gains graded by the rating, linear."""

from __future__ import annotations

from culturedata.evaluate.metrics._base import Figures, SlateMetric
from culturedata.evaluate.metrics.ranking.ndcg import normalised
from culturedata.evaluate.shown import Shown


class NdcgLinear(SlateMetric):
    """DCG@k / IDCG@k with DCG = Σ_i gain_i / log2(i + 1), gain the height of the rating; nan if none is relevant.

    The gain goes from 0 to 4 along the scale (3 for four of five stars, 4 for five); what is not relevant has none.
    Source: Järvelin and Kekäläinen (2002); nDCG@k of trec_eval. Cost: O(n k). Use: where the
    best liked should come first.
    """

    name = "ndcg-linear"
    summary = "The best liked works near the top of the slate (linear gain: 3 for four stars, 4 for five)"

    def of(self, shown: Shown) -> Figures:
        return normalised(shown.gains, shown.best)
