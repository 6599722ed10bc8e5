"""How popular works are among their like."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from culturedata.signals.popularity._base import Measure
from culturedata.signals.popularity._known import Known
from culturedata.signals.popularity._ranks import within
from culturedata.signals.popularity._sums import Figures
from culturedata.signals.popularity.people import people


class _Within(Measure):
    """The place of the work by number of people among the works of the same `kind` that anybody met."""

    asks_facts = True
    kind: ClassVar[str]

    def of(self, known: Known) -> Figures:
        return within(np.where(known.met, people(known), np.nan), known.facts.labelled(self.kind))


class WithinGenre(_Within):
    """(rank − 1/2) / n among the n works of its genre; nan if nobody met it, or it has no genre with another work.

    By number of people, among the works that anybody met, those of a tie in the middle (mid-ranks); of several genres,
    the mean. From 0, the least met of many, to 1, the most met of many.

    Source: the ranker within a genre row (PVR) of Gomez-Uribe and Hunt (2015), for everybody alike. Cost: O(n log n +
    N log N). Use: to head a genre's row, and so that documentaries need not compete with blockbusters.
    """

    name = "within-genre"
    summary = "Where it stands among the works of its genres, from 0 to 1"
    kind = "genre"


class WithinMaker(_Within):
    """(rank − 1/2) / n among the n works of its maker; nan if nobody met it, or its makers made no other work.

    By number of people, among the works that anybody met, as within a genre; of several makers, the mean. The best
    known of n works has 1 − 1/(2n): more for a maker of many works.

    Source: the same ranker as within a genre, with makers for genres. Cost: O(n log n + N log N). Use: for «the best
    known of …», whoever it is.
    """

    name = "within-maker"
    summary = "Where it stands among the works of who made it, from 0 to 1"
    kind = "maker"


class WithinPlace(_Within):
    """(rank − 1/2) / n among the n works of its museum, else of its country; nan if nobody met it, or no other of it.

    By number of people, among the works that anybody met, as within a genre; of several places, the mean.

    Source: the regional popularity of Netflix's country lists, where the region is that of the work. Cost: O(n log n +
    N log N). Use: to show what is known of a small museum or country, which no list of all would name.
    """

    name = "within-place"
    summary = "Where it stands among the works of its museum, or else of its country, from 0 to 1"
    kind = "place"
