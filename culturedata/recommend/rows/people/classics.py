"""Classics that the visitor has not met yet."""

from __future__ import annotations

import numpy as np

from culturedata.data.described import Numbers
from culturedata.recommend.rows._base import OfDomains
from culturedata.recommend.rows._stock import Stock

OLD, KNOWN = 25, 0.9


class Classics(OfDomains):
    """The unseen works made at least 25 years before the newest of their domain that are among the best known tenth.

    The tenth is of those that somebody met; what is liked less than the middle of them is left out where works are
    rated. One row a domain; none where nothing is counted or no year is known.

    Source: a rule of the house. Cost: O(N log N) once, then O(N).
    Use: for who begins, and for the gaps of who knows much.
    """

    name = "classics"
    summary = "Well known for a long time, and not met yet"

    def works(self, stock: Stock, domain: str) -> Numbers:
        among = stock.domains[domain]
        met, years, liked = np.nan_to_num(stock.people[among]), stock.works.years[among], stock.liked[among]
        if not np.isfinite(years[met > 0]).any():
            return among[:0]
        old = years <= np.nanmax(years[met > 0]) - OLD
        known = (met > 0) & (met >= np.quantile(met[met > 0], KNOWN))
        rated = np.isfinite(liked[known]).any()
        return among[old & known & ~(liked < np.nanmedian(liked[known]))] if rated else among[old & known]

    def say(self, domain: tuple[str, str]) -> tuple[str, str]:
        return f"{domain[0]}\u00a0: des classiques à découvrir", f"{domain[1]}: classics not met yet"
