"""Which works rise."""

from __future__ import annotations

import numpy as np

from culturedata.signals.popularity._base import Measure
from culturedata.signals.popularity._known import Known
from culturedata.signals.popularity._sums import Figures
from culturedata.signals.popularity._window import lately


class Trend(Measure):
    """log((n7 + 1) / (n28 / 4 + 1)), n7 and n28 the interactions of the last 7 and 28 days; nan if none has a time.

    0 for what is as usual, above 0 for what rises, below log 4 always. The ones keep a single interaction from being a
    wave.

    Source: the smoothed log ratio of two windows; «trending now» of Amatriain and Basilico (2012). Cost: O(n + N). Use:
    for a row «on the rise», beside a measure of how many there are.
    """

    name = "trend"
    summary = "Whether it rises: the last week against the mean week of the last four"

    def of(self, known: Known) -> Figures:
        found: Figures = np.log((lately(known, 7) + 1) / (lately(known, 28) / 4 + 1))
        return found
