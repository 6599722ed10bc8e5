"""Mean absolute error."""

from __future__ import annotations

from math import nan

from culturedata.evaluate.metrics._base import Figures, RatingMetric


class Mae(RatingMetric):
    """1/|T| Σ |r − r̂| over the test ratings T; nan if there are none.

    Source: Willmott and Matsuura (2005). Cost: O(|T|). Use: beside the RMSE, as the mean miss in stars.
    """

    name = "mae"
    summary = "Mean absolute error of predicted ratings"

    def losses(self, ratings: Figures, predicted: Figures) -> Figures:
        losses: Figures = abs(ratings - predicted)
        return losses

    def of(self, total: float, count: float) -> float:
        return total / count if count else nan
