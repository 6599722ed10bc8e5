"""Classics that the visitor has not met yet."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from culturedata.recommend.rows._base import DOMAINS_IN_WORDS, Row, RowKind
from culturedata.recommend.rows._visitor import Visitor

OLD, KNOWN = 25, 0.9


class Classics(RowKind):
    """The unseen works made at least 25 years before the newest of their domain that are among the best known tenth.

    The tenth is of those that somebody met; what is liked less than the middle of them is left out where works are
    rated. One row a domain; none where nothing is counted or no year is known.

    Source: a rule of the house. Cost: O(N log N).
    Use: for who begins, and for the gaps of who knows much.
    """

    name = "classics"
    summary = "Well known for a long time, and not met yet"

    def rows(self, visitor: Visitor) -> Iterator[Row]:
        stock = visitor.stock
        for domain, among in stock.domains.items():
            met, years = np.nan_to_num(stock.people[among]), stock.works.years[among]
            if not (met > 0).any() or not np.isfinite(years[met > 0]).any():
                continue
            old = years <= np.nanmax(years[met > 0]) - OLD
            known = (met > 0) & (met >= np.quantile(met[met > 0], KNOWN))
            liked = stock.liked[among]
            good = (
                ~(liked < np.nanmedian(liked[known])) if np.isfinite(liked[known]).any() else np.ones(len(among), bool)
            )
            fr, en = DOMAINS_IN_WORDS[domain]
            text = f"{fr}\u00a0: des classiques à découvrir", f"{en}: classics not met yet"
            yield from self.row(visitor, among[old & known & good], text, key=domain)
