"""How much time goes to works."""

from __future__ import annotations

from culturedata.signals.popularity._base import Measure
from culturedata.signals.popularity._known import Known
from culturedata.signals.popularity._sums import Figures, counts, sums


def hours(known: Known) -> Figures:
    """The hours that each work took, (N,): those logged, else plays × runtime, else ratings × runtime."""
    if known.unit == "hours":
        return sums(known.interactions)
    plays = sums if known.unit == "plays" else counts
    found: Figures = plays(known.interactions) * known.facts.runtimes
    return found


class Hours(Measure):
    """Σ hours where they were logged, else plays × runtime; nan if the runtime is needed and unknown.

    A rating is taken for one play to the end: from ratings it is an estimate, what the hours would be if whoever rated
    had seen the work once, whole.

    Source: Netflix, What We Watched (engagement reports since 2023: «hours viewed»). Cost: O(n + N). Use: for what
    fills time; the longer of two works seen by as many comes first.
    """

    name = "hours"
    summary = "How many hours went to it, all together"
    asks_facts = True

    def of(self, known: Known) -> Figures:
        return hours(known)
