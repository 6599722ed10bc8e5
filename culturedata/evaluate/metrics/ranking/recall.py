"""Recall at k."""

from __future__ import annotations

from culturedata.evaluate.metrics._base import Figures, SlateMetric
from culturedata.evaluate.shown import Shown, ratio


class Recall(SlateMetric):
    """Relevant works in the slate / all relevant works; nan if nothing is relevant.

    Whoever likes more than k works can't reach 1. Source: recall@k of trec_eval. Cost: O(n k). Use: how much of what
    people would like is found.
    """

    name = "recall"
    summary = "Share of the relevant works that the slate shows"

    def of(self, shown: Shown) -> Figures:
        return ratio(shown.hits.sum(axis=1).astype(float), shown.relevant)
