"""Because you liked one work."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from culturedata.recommend.rows._base import Row, RowKind, largest
from culturedata.recommend.rows._visitor import Visitor

LIKED, NEAREST = 20, 60


class BecauseYouLiked(RowKind):
    """The 60 unseen works nearest to a liked one, for each of the 20 liked most; the most relevant of them first.

    Near to a trained recommender that is told of that one work alone; where there is none, by the cosine of what is
    said of the works. Of plays the works played most stand for the liked ones, and are said to be played. None for who
    liked nothing.

    Source: «because you watched» of Gomez-Uribe and Hunt (2015). Cost: O(N) for each liked work.
    Use: the row that explains itself best.
    """

    name = "because-you-liked"
    summary = "Near to a work that the visitor liked"
    needs_history = True

    def rows(self, visitor: Visitor) -> Iterator[Row]:
        for work in visitor.liked[:LIKED]:
            likeness = visitor.likeness(work)
            near = np.flatnonzero(visitor.unseen & (likeness > 0))
            nearest = near[largest(likeness[near], NEAREST)]
            (fr, en), id_ = visitor.stock.works.title(work), visitor.stock.works.ids.ids[work]
            did_fr, (did_en, often) = visitor.did(work)
            text = f"Parce que vous avez {did_fr} «\u00a0{fr}\u00a0»", f"Because you {did_en} “{en}”{often}"
            yield from self.row(visitor, nearest, text, key=id_, items=(work,))
