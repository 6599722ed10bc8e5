"""What most people meet now."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from culturedata.recommend.rows._base import DOMAINS_IN_WORDS, Row, RowKind
from culturedata.recommend.rows._visitor import Visitor

MOST = 100


class PopularNow(RowKind):
    """The 100 unseen works of a domain that most people met, the past fading; the most relevant of them first.

    An interaction a year before the last one of the data counts half; where no time is known, all count alike. None for
    a domain that nobody is known to have met works of.

    Source: Amatriain and Basilico (2012): popularity is the baseline. Cost: O(N log N).
    Use: first for who comes for the first time.
    """

    name = "popular-now"
    summary = "What most people meet now"

    def rows(self, visitor: Visitor) -> Iterator[Row]:
        stock = visitor.stock
        for domain, among in stock.domains.items():
            counted = np.where(np.isfinite(stock.lately[among]), stock.lately[among], stock.people[among])
            met = np.flatnonzero((np.nan_to_num(counted) > 0) & visitor.unseen[among])
            top = among[met[np.argsort(-counted[met], kind="stable")][:MOST]]
            fr, en = DOMAINS_IN_WORDS[domain]
            text = f"{fr}\u00a0: ce qui plaît en ce moment", f"{en}: popular now"
            yield from self.row(visitor, top, text, key=domain)
