"""What few people know and who knows it likes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from culturedata.data.described import Numbers
from culturedata.recommend.rows._base import DOMAINS_IN_WORDS, Row, RowKind, largest
from culturedata.recommend.rows._stock import Stock
from culturedata.recommend.rows._visitor import Visitor

BEST = 0.1


class HiddenGems(RowKind):
    """Of the unseen works met by somebody, but by no more people than the median work, the most relevant tenth.

    Relevant to the visitor by a trained recommender; to a stranger, what is liked most. One row a domain; none where
    nothing is counted, or where a stranger comes and nothing is rated.

    Source: high relevance and low popularity, the two axes of Celma and Herrera (2008). Cost: O(N log N).
    Use: for discovery; what few met, few can vouch for.
    """

    name = "hidden-gems"
    summary = "High relevance, low popularity"

    def rows(self, visitor: Visitor) -> Iterator[Row]:
        for domain in visitor.stock.domains:
            little_known = visitor.stock.once((self.name, domain), partial(_little_known, visitor.stock, domain))
            trained = visitor.scores is not None and domain in visitor.scores
            by = visitor.chances if trained else visitor.stock.liked
            few = little_known[visitor.unseen[little_known] & np.isfinite(by[little_known])]
            gems = few[largest(by[few], int(np.ceil(BEST * len(few))))]
            fr, en = DOMAINS_IN_WORDS[domain]
            text = f"{fr}\u00a0: perles cachées", f"{en}: hidden gems"
            yield from self.row(visitor, gems, text, key=domain)


def _little_known(stock: Stock, domain: str) -> Numbers:
    """The works of a domain that somebody met, but no more people than the median work."""
    among = stock.domains[domain]
    met = np.nan_to_num(stock.people[among])
    return among[(met > 0) & (met <= np.median(met[met > 0]))] if met.any() else among[:0]
