"""Precision at k."""

from __future__ import annotations

from math import nan

from culturedata.evaluate.metrics._base import Items, SlateMetric


class Precision(SlateMetric):
    """Relevant items in the slate / k, also where the slate is shorter; nan if nothing is relevant for the person."""

    name = "precision"
    summary = "Share of the slate that is relevant"

    def of(self, slate: Items, gains: dict[int, float], k: int) -> float:
        return sum(int(item) in gains for item in slate[:k]) / k if gains else nan
