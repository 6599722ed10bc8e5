"""How often works are played."""

from __future__ import annotations

from culturedata.signals.popularity._base import Measure
from culturedata.signals.popularity._known import Known
from culturedata.signals.popularity._sums import Figures, sums


class Plays(Measure):
    """Σ of the play counts of the work; 0 for one that nobody played; nan if the values are ratings or hours.

    Source: the play counts of music services, as Last.fm shows them. Cost: O(n + N). Use: for what is played again and
    again; one devoted listener weighs as much as hundreds who tried it once.
    """

    name = "plays"
    summary = "How often it was played, repeats counted"

    def of(self, known: Known) -> Figures:
        return sums(known.interactions) if known.unit == "plays" else known.undefined()
