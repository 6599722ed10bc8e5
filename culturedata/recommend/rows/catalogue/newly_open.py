"""What has just become free to reuse."""

from __future__ import annotations

import numpy as np

from culturedata.data.described import Numbers
from culturedata.recommend.rows._base import OfDomains
from culturedata.recommend.rows._stock import Stock


class NewlyOpen(OfDomains):
    """The unseen works with a picture that may be freely reused, of the latest imports: one row a domain.

    The 200 that were written last, then the most relevant of them; none where no picture is open.

    Source: the Open Definition 2.1, for what is open. Cost: O(N log N) once, then O(N).
    Use: to show that a collection was opened, and what to do with it.
    """

    name = "newly-open"
    summary = "Works whose picture may be freely reused, latest imported"
    most = 200

    def works(self, stock: Stock, domain: str) -> Numbers:
        among = stock.domains[domain]
        open_ = among[stock.works.open_images[among]]
        return open_[np.argsort(-stock.works.imported[open_], kind="stable")]

    def say(self, domain: tuple[str, str]) -> tuple[str, str]:
        fr, en = domain
        return f"{fr} dont l’image est libre, dernières importées", f"{en} free to reuse, latest imported"
