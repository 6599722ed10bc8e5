"""How often works are met, for how long they have been there."""

from __future__ import annotations

from typing import Annotated

import msgspec
import numpy as np

from culturedata.data.options import Options
from culturedata.signals.popularity._base import Measure
from culturedata.signals.popularity._known import Known
from culturedata.signals.popularity._sums import Figures, counts


class AgeAdjustedOptions(Options, frozen=True, kw_only=True):
    """Works are parted by age into so many `classes` of about as many works each."""

    classes: Annotated[int, msgspec.Meta(ge=1)] = 10


class AgeAdjusted(Measure):
    """n_i / E_i: the interactions of the work over the mean of the works of its age; nan if none of it has a time.

    The age is the time since its first interaction in the data; works are parted by age into `classes` of about as many
    each, those of one age together. 1 is as expected, 2 is twice that. In a class of one work it is 1 and says nothing.

    Source: the ratio of observed to expected of indirect standardisation (Breslow and Day 1987). Cost: O(n + N log N).
    Use: so that what is new can be compared with what had twenty years to be met.
    """

    name = "age-adjusted"
    summary = "Interactions over those that works of its age have on average"
    Options = AgeAdjustedOptions
    config: AgeAdjustedOptions

    def of(self, known: Known) -> Figures:
        ages = np.full(known.works, -np.inf)
        np.maximum.at(ages, known.timed.items, known.ages)
        there = np.isfinite(ages)
        if not there.any():
            return known.undefined()
        observed, ages = counts(known.timed)[there], ages[there]
        edges = np.quantile(ages, np.arange(1, self.config.classes) / self.config.classes)
        class_of = np.searchsorted(edges, ages)
        works = np.bincount(class_of)
        expected = np.bincount(class_of, weights=observed) / np.maximum(1, works)
        found = known.undefined()
        found[there] = observed / expected[class_of]
        return found
