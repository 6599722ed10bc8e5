"""Precision at k."""

from __future__ import annotations

import numpy as np

from culturedata.evaluate.metrics._base import Figures, SlateMetric
from culturedata.evaluate.shown import Shown


class Precision(SlateMetric):
    """Relevant works in the slate / k, also where the slate is shorter; nan if nothing is relevant for the person.

    Source: P@k of trec_eval. Cost: O(n k). Use: how much of what is shown is liked. Works that nobody rated count as
    not relevant, so the true figure is higher.
    """

    name = "precision"
    summary = "Share of the slate that is relevant"

    def of(self, shown: Shown) -> Figures:
        return np.where(shown.relevant, shown.hits.sum(axis=1) / shown.k, np.nan)
