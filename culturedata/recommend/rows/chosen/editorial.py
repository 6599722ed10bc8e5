"""Lists chosen by hand."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from culturedata.recommend.rows._base import Row, RowKind
from culturedata.recommend.rows._visitor import Visitor


class Editorial(RowKind):
    """The unseen works of a list that somebody chose, in the order of the hand.

    Lists are read from `rows.csv` in the library's folder: one line a work, with the columns `row`, `title_fr`,
    `title_en` and `work` (its id). Works that the library does not have are passed over.

    Source: the facteur humain of the course. Cost: O(works of the lists).
    Use: for what no figure says: an anniversary, a donation, a point of view.
    """

    name = "editorial"
    summary = "A list chosen by hand"

    def rows(self, visitor: Visitor) -> Iterator[Row]:
        for one in visitor.stock.chosen:
            works = np.array([work for work in dict.fromkeys(one.works) if visitor.unseen[work]], dtype=np.int64)
            yield from self.of(visitor, works, (one.title_fr, one.title_en), key=one.name)
