"""What most people meet now."""

from __future__ import annotations

import numpy as np

from culturedata.data.described import Numbers
from culturedata.recommend.rows._base import OfDomains
from culturedata.recommend.rows._stock import Stock


class PopularNow(OfDomains):
    """The 100 unseen works of a domain that most people met, the past fading; the most relevant of them first.

    An interaction a year before the last one of the data counts half; where no time is known, all count alike. None for
    a domain that nobody is known to have met works of.

    Source: Amatriain and Basilico (2012): popularity is the baseline. Cost: O(N log N) once, then O(N).
    Use: first for who comes for the first time.
    """

    name = "popular-now"
    summary = "What most people meet now"
    most = 100

    def works(self, stock: Stock, domain: str) -> Numbers:
        among = stock.domains[domain]
        counted = np.where(np.isfinite(stock.lately[among]), stock.lately[among], stock.people[among])
        met = np.flatnonzero(np.nan_to_num(counted) > 0)
        return among[met[np.argsort(-counted[met], kind="stable")]]

    def say(self, domain: tuple[str, str]) -> tuple[str, str]:
        return f"{domain[0]}\u00a0: ce qui plaît en ce moment", f"{domain[1]}: popular now"
