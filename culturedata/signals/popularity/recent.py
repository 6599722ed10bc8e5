"""How often works were met lately."""

from __future__ import annotations

from culturedata.signals.popularity._base import Measure
from culturedata.signals.popularity._known import Known
from culturedata.signals.popularity._sums import Figures
from culturedata.signals.popularity._window import lately


class LastWeek(Measure):
    """How many interactions the work has in the seven days before t; nan if no interaction has a time.

    Source: Netflix's weekly Top 10. Cost: O(n + N). Use: for a row «now», where a week has enough interactions to rank
    by.
    """

    name = "last-7-days"
    summary = "How many interactions in the last seven days"

    def of(self, known: Known) -> Figures:
        return lately(known, 7)


class LastMonth(Measure):
    """How many interactions the work has in the 28 days before t; nan if no interaction has a time.

    Four whole weeks, so that each has as many Sundays.

    Source: Netflix's letters to shareholders (a title's first four weeks). Cost: O(n + N). Use: as the last seven days,
    where a week has too little.
    """

    name = "last-28-days"
    summary = "How many interactions in the last 28 days"

    def of(self, known: Known) -> Figures:
        return lately(known, 28)
