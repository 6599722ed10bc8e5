"""Hit rate at k."""

from __future__ import annotations

import numpy as np

from culturedata.evaluate.metrics._base import Figures, SlateMetric
from culturedata.evaluate.shown import Shown


class HitRate(SlateMetric):
    """1 if the slate shows any relevant work, else 0; nan if nothing is relevant.

    Source: Success@k of trec_eval; HR@k where one work a person is held out. Cost: O(n k). Use: leave-last-out, where
    it equals recall.
    """

    name = "hit-rate"
    summary = "Share of people whose slate shows anything relevant"

    def of(self, shown: Shown) -> Figures:
        return np.where(shown.relevant, shown.hits.any(axis=1).astype(float), np.nan)
