"""How often works would have been seen whole."""

from __future__ import annotations

import numpy as np

from culturedata.signals.popularity._base import Measure
from culturedata.signals.popularity._known import Known
from culturedata.signals.popularity._sums import Figures
from culturedata.signals.popularity.hours import hours


class Views(Measure):
    """Hours / runtime; nan if the runtime is unknown or 0.

    Where hours were logged this differs from their number; from ratings and play counts it only gives these back, for
    works whose runtime is known.

    Source: Netflix, «views» = hours viewed / runtime (since 2023). Cost: O(n + N). Use: to compare the short
    with the long.
    """

    name = "views"
    summary = "Hours divided by the runtime: how often it would have been seen whole"
    asks_facts = True

    def of(self, known: Known) -> Figures:
        runtimes = known.facts.runtimes
        return np.divide(hours(known), runtimes, out=known.undefined(), where=runtimes > 0)
