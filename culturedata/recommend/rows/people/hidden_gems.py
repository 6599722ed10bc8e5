"""What few people know and who knows it likes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from culturedata.recommend.rows._base import DOMAINS_IN_WORDS, Row, RowKind
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
        stock = visitor.stock
        for domain, among in stock.domains.items():
            met = np.nan_to_num(stock.people[among])
            if not (met > 0).any():
                continue
            trained = visitor.scores is not None and domain in visitor.scores
            by = visitor.chances[among] if trained else stock.liked[among]
            few = np.flatnonzero((met > 0) & (met <= np.median(met[met > 0])) & visitor.unseen[among] & np.isfinite(by))
            gems = among[few[np.argsort(-by[few], kind="stable")][: int(np.ceil(BEST * len(few)))]]
            fr, en = DOMAINS_IN_WORDS[domain]
            text = f"{fr}\u00a0: perles cachées", f"{en}: hidden gems"
            yield from self.row(visitor, gems, text, key=domain)
