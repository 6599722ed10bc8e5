"""What rises."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from culturedata.recommend.rows._base import DOMAINS_IN_WORDS, Row, RowKind
from culturedata.recommend.rows._visitor import Visitor

MOST = 100


class Trending(RowKind):
    """The 100 unseen works of a domain whose last week is furthest above their last four weeks' mean.

    The week is the one before the last interaction of the data. Only works that rise; none where nobody says when they
    were met: without times nothing can rise.

    Source: «trending now» of Gomez-Uribe and Hunt (2015), by the measure `trend`. Cost: O(N log N).
    Use: for what happens outside; a single interaction is no wave.
    """

    name = "trending"
    summary = "What rises, where times are known"

    def rows(self, visitor: Visitor) -> Iterator[Row]:
        for domain, among in visitor.stock.domains.items():
            rising = visitor.stock.rising[among]
            up = np.flatnonzero((np.nan_to_num(rising) > 0) & visitor.unseen[among])
            top = among[up[np.argsort(-rising[up], kind="stable")][:MOST]]
            fr, en = DOMAINS_IN_WORDS[domain]
            text = f"{fr}\u00a0: en hausse la dernière semaine connue", f"{en}: rising in the last week known"
            yield from self.row(visitor, top, text, key=domain)
