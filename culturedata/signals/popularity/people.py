"""How many people works have."""

from __future__ import annotations

import numpy as np

from culturedata.signals.popularity._base import Measure
from culturedata.signals.popularity._known import Known
from culturedata.signals.popularity._sums import Figures


def people(known: Known) -> Figures:
    """How many distinct people met each work, (N,); 0 for one that nobody met."""
    data = known.interactions
    pairs = np.unique(data.items.astype(np.int64) * len(data.user_ids) + data.users)
    found: Figures = np.bincount(pairs // max(1, len(data.user_ids)), minlength=known.works).astype(np.float64)
    return found


class People(Measure):
    """How many distinct people have an interaction with the work; 0 for one that nobody met, never nan.

    Source: the «households» and «accounts» of audience reports; Amatriain and Basilico (2012). Cost: O(n log n + N).
    Use: where somebody who comes back every day must not outvote thirty others.
    """

    name = "people"
    summary = "How many distinct people met it"

    def of(self, known: Known) -> Figures:
        return people(known)
