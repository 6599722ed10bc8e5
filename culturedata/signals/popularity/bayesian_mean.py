"""How much works are liked, where few opinions weigh little."""

from __future__ import annotations

from typing import Annotated

import msgspec
import numpy as np

from culturedata.data.dataset import Dataset
from culturedata.data.options import Options
from culturedata.signals.popularity._base import Measure
from culturedata.signals.popularity._known import Known
from culturedata.signals.popularity._sums import Figures, counts, sums


def bayesian_mean(dataset: Dataset, weight: float = 25.0) -> Figures:
    """(C·m + Σr) / (C + n) for each item, (n_items,), with m the mean of all values and C = `weight`.

    An item without values gets m, even if C is 0. Source: the IMDb-style weighted mean; Amatriain and Basilico (2012)
    name the signal.
    """
    mean = float(np.mean(dataset.values, dtype=np.float64))
    known = weight + counts(dataset)
    shown: Figures = np.full(len(known), mean)
    return np.divide(weight * mean + sums(dataset), known, out=shown, where=known > 0)


class BayesianMeanOptions(Options, frozen=True, kw_only=True):
    """`weight` is C, in ratings."""

    weight: Annotated[float, msgspec.Meta(ge=0)] = 25.0


class BayesianMean(Measure):
    """(C·m + Σ r) / (C + n), with m the mean of all values and C = `weight`; nan if the values are no ratings.

    A work that nobody rated gets m: nothing is said against it.

    Source: the weighted mean of IMDb's top list; Amatriain and Basilico (2012) name the signal. Cost: O(n + N). Use:
    what is liked, not what is met: two fives do not beat four hundred fours and fives.
    """

    name = "bayesian-mean"
    summary = "How much it is liked: the mean rating, drawn to the mean of all where ratings are few"
    Options = BayesianMeanOptions
    config: BayesianMeanOptions

    def of(self, known: Known) -> Figures:
        if known.unit != "stars" or not len(known.interactions):
            return known.undefined()
        return bayesian_mean(known.interactions, self.config.weight)
