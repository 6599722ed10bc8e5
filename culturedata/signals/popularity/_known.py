"""What a measure of popularity is made of: the interactions strictly before a time, and facts of the works."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.facts import Facts
from culturedata.signals.popularity._sums import Figures, counts

UNITS = ("stars", "plays", "hours")  # of the value of an interaction
DAY = 86_400  # seconds


@dataclass(frozen=True, eq=False)
class Known:
    """The `interactions` that were known at `at`, and `facts` of the N works.

    `at` is in UTC seconds, None where no time is known. The value of an interaction is in `unit`: a rating in
    «stars», so many «plays», or «hours».
    """

    interactions: Dataset
    unit: str
    facts: Facts
    at: int | None

    @classmethod
    def of(cls, dataset: Dataset, unit: str, facts: Facts | None = None, at: int | None = None) -> Known:
        """What was known strictly before `at`; by default everything, as of just after the last interaction.

        Of an interaction without a time (0) nobody can say that it came before `at`, nor of a figure without a date:
        both are left out where `at` is given. Raises ValueError for another unit, or facts of other works.
        """
        if unit not in UNITS:
            raise ValueError(f"{unit!r} is none of {', '.join(UNITS)}")
        facts = Facts.none(len(dataset.item_ids)) if facts is None else facts
        if len(facts) != len(dataset.item_ids):
            raise ValueError("the facts are not those of the dataset's items")
        if at is None:
            told = dataset.times[dataset.times != 0]
            return cls(dataset, unit, facts, int(told.max()) + 1 if len(told) else None)
        before = (dataset.times != 0) & (dataset.times < at)
        return cls(dataset.subset(before), unit, facts.before(at), at)

    @property
    def works(self) -> int:
        """N, how many works there are, met or not."""
        return len(self.interactions.item_ids)

    @cached_property
    def met(self) -> npt.NDArray[np.bool_]:
        """Which works have an interaction, (N,)."""
        found: npt.NDArray[np.bool_] = counts(self.interactions) > 0
        return found

    @cached_property
    def timed(self) -> Dataset:
        """The interactions whose time is known."""
        return self.interactions.subset(self.interactions.times != 0)

    @cached_property
    def ages(self) -> Figures:
        """How many days each interaction of `timed` lies back, (n,), above 0."""
        ages: Figures = ((self.at or 0) - self.timed.times) / DAY
        return ages

    def undefined(self) -> Figures:
        """Figures of N works none of which is defined: all nan."""
        return np.full(self.works, np.nan)
