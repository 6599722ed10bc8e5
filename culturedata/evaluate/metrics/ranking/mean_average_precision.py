"""Mean average precision at k."""

from __future__ import annotations

import numpy as np

from culturedata.evaluate.metrics._base import Figures, SlateMetric
from culturedata.evaluate.shown import Shown, ratio


class MeanAveragePrecision(SlateMetric):
    """Σ over the relevant works in the slate of the precision down to their place / all relevant works; nan if none is.

    The denominator is all that is relevant, as in trec_eval, not the smaller of that and k: whoever likes more than k
    works can't reach 1. Source: AP@k of trec_eval (Buckley and Voorhees 2000). Cost: O(n k). Use: when each relevant
    work counts, those near the top more.
    """

    name = "map"
    summary = "Mean average precision: precision down to each relevant work (of all relevant works)"

    def of(self, shown: Shown) -> Figures:
        precisions = np.cumsum(shown.hits, axis=1) / np.arange(1, shown.k + 1)
        return ratio((precisions * shown.hits).sum(axis=1), shown.relevant)
