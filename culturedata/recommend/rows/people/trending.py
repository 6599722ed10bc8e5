"""What rises."""

from __future__ import annotations

import numpy as np

from culturedata.data.described import Numbers
from culturedata.recommend.rows._base import OfDomains
from culturedata.recommend.rows._stock import Stock


class Trending(OfDomains):
    """The 100 unseen works of a domain whose last week is furthest above their last four weeks' mean.

    The week is the one before the last interaction of the data. Only works that rise; none where nobody says when they
    were met: without times nothing can rise.

    Source: «trending now» of Gomez-Uribe and Hunt (2015), by the measure `trend`. Cost: O(N log N) once, then O(N).
    Use: for what happens outside; a single interaction is no wave.
    """

    name = "trending"
    summary = "What rises, where times are known"
    most = 100

    def works(self, stock: Stock, domain: str) -> Numbers:
        among = stock.domains[domain]
        rising = stock.rising[among]
        up = np.flatnonzero(np.nan_to_num(rising) > 0)
        return among[up[np.argsort(-rising[up], kind="stable")]]

    def say(self, domain: tuple[str, str]) -> tuple[str, str]:
        return f"{domain[0]}\u00a0: en hausse la dernière semaine connue", f"{domain[1]}: rising in the last week known"
