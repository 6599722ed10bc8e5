"""Popularity bias."""

from __future__ import annotations

from math import inf, nan

import numpy as np

from culturedata.evaluate.metrics._base import Figures, RatioMetric
from culturedata.evaluate.shown import Shown, ratio


class PopularityBias(RatioMetric):
    """ΔGAP = (GAP of slates − GAP of profiles) / GAP of profiles; nan if no slate or no profile has a work.

    GAP, the group average popularity, is the mean over people of the mean popularity of their works, the number of
    people who had met a work in training. 0: what is shown is as well known as what people had met; 1: twice; below 0:
    less. People without a slate or a profile are undefined. Source: Abdollahpouri et al. (2019). Cost: O(n k + training
    interactions). Use: whether a model pushes people to what everybody knows.
    """

    name = "popularity-bias"
    summary = "How much better known the shown works are than those people had met: 0 as well, 1 twice"
    higher_is_better = False
    bounds = (-1.0, inf)

    def parts(self, shown: Shown) -> tuple[Figures, Figures]:
        known_by = shown.setting.known_by
        met = ratio(shown.profiles @ known_by, np.diff(shown.profiles.indptr).astype(np.float64))
        return shown.mean_of(known_by), met

    def of(self, above: float, below: float) -> float:
        return above / below - 1 if below else nan
