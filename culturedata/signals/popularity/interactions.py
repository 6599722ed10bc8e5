"""How often works are met."""

from __future__ import annotations

from culturedata.signals.popularity._base import Measure
from culturedata.signals.popularity._known import Known
from culturedata.signals.popularity._sums import Figures, counts


class Interactions(Measure):
    """n_i, how many interactions the work has; 0 for one that nobody met, never nan.

    Whoever comes back counts again.

    Source: the first signal of Amatriain and Basilico (2012). Cost: O(n + N). Use: to begin with; what every other
    measure is compared with.
    """

    name = "counts"
    summary = "How many interactions there are: ratings, or entries of a log"

    def of(self, known: Known) -> Figures:
        return counts(known.interactions)
