"""Mean reciprocal rank at k."""

from __future__ import annotations

import numpy as np

from culturedata.evaluate.metrics._base import Figures, SlateMetric
from culturedata.evaluate.shown import Shown


class ReciprocalRank(SlateMetric):
    """1 / place of the first relevant work, from 1; 0 if the slate has none; nan if nothing is relevant.

    Source: RR@k of trec_eval (Voorhees 1999). Cost: O(n k). Use: where people take one work and leave.
    """

    name = "mrr"
    summary = "How early the first relevant work comes (mean reciprocal rank)"

    def of(self, shown: Shown) -> Figures:
        return np.where(shown.relevant, (shown.hits / np.arange(1, shown.k + 1)).max(axis=1, initial=0), np.nan)
