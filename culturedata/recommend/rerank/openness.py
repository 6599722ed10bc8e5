"""Only works with an open picture."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from culturedata.data.slates import Reason
from culturedata.recommend.rerank._base import Pick, Pool, Reranker


class Openness(Reranker):
    """The order as it was, without the works that have no picture which may be freely reused.

    That is said by the licence of the picture itself; a work of whose pictures nothing is known has none, so that a
    catalogue without open pictures gives an empty slate. Scores stay as they were.

    Source: the Open Definition 2.1, for what is open. Cost: O(m) for m candidates, which are all that there are. Use:
    where what is shown must be free to print, cut and publish.
    """

    name = "openness"
    summary = "Reuse: only works with a picture that may be freely reused"
    pool = None

    def _picks(self, pool: Pool) -> Iterator[Pick]:
        places = np.flatnonzero(pool.works.open_images[pool.candidates.items])
        for above, place in pairwise([-1, *places.tolist()]):
            yield Pick(place, float(pool.candidates.scores[place]), above + 1 if above + 1 < place else None)

    def _reason(self, pool: Pool, pick: Pick) -> tuple[Reason, ...]:
        assert pick.instead is not None
        instead = pool.item(pick.instead)
        fr, en = pool.works.title(instead)
        return (
            Reason(
                kind="open-image",
                items=(pool.works.id(instead),),
                text_fr=f"à la place de «\u00a0{fr}\u00a0», dont aucune image n’est librement réutilisable",
                text_en=f"in place of “{en}”, of which no picture may be freely reused",
            ),
        )
