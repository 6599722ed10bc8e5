"""How many interactions fall into the last days."""

from __future__ import annotations

import numpy as np

from culturedata.signals.popularity._known import Known
from culturedata.signals.popularity._sums import Figures


def lately(known: Known, days: float) -> Figures:
    """How many interactions each work has in the `days` before `known.at`, (N,); nan if none has a time."""
    if not len(known.timed):
        return known.undefined()
    inside = known.timed.items[known.ages <= days]
    found: Figures = np.bincount(inside, minlength=known.works).astype(np.float64)
    return found
