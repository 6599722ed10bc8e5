"""Root of the mean squared error."""

from __future__ import annotations

from math import nan, sqrt

from culturedata.evaluate.metrics._base import Figures, RatingMetric


class Rmse(RatingMetric):
    """√(1/|T| Σ (r − r̂)²) over the test ratings T; nan if there are none.

    Source: the Netflix Prize (2006). Cost: O(|T|). Use: where ratings are shown as figures and a large miss is worse
    than two small ones. It says nothing of works that nobody rated, hence little of a top ten.
    """

    name = "rmse"
    summary = "Root of the mean squared error of predicted ratings"

    def losses(self, ratings: Figures, predicted: Figures) -> Figures:
        return (ratings - predicted) ** 2

    def of(self, total: float, count: float) -> float:
        return sqrt(total / count) if count else nan
