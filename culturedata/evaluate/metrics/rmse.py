"""Root of the mean squared error."""

from __future__ import annotations

from math import nan, sqrt

from culturedata.evaluate.metrics._base import Figures, RatingMetric


class Rmse(RatingMetric):
    """√(1/|T| Σ (r − r̂)²) over the test ratings T; nan if there are none. The Netflix Prize's metric."""

    name = "rmse"
    summary = "Root of the mean squared error of predicted ratings"

    def losses(self, ratings: Figures, predicted: Figures) -> Figures:
        return (ratings - predicted) ** 2

    def of(self, total: float, count: float) -> float:
        return sqrt(total / count) if count else nan
