"""Recall at k."""

from __future__ import annotations

from math import nan

from culturedata.evaluate.metrics._base import Items, SlateMetric


class Recall(SlateMetric):
    """Relevant items in the slate / all relevant items; nan if nothing is relevant."""

    name = "recall"
    summary = "Share of the relevant works that the slate shows"

    def of(self, slate: Items, gains: dict[int, float], k: int) -> float:
        return sum(int(item) in gains for item in slate[:k]) / len(gains) if gains else nan
