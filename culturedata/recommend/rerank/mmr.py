"""Maximal marginal relevance."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from culturedata.data.slates import Reason
from culturedata.recommend._base import Config
from culturedata.recommend.rerank._base import Pick, Pool, Reranker, Weight, best


class MmrOptions(Config, frozen=True, kw_only=True):
    """`weight` is 1 − λ: what likeness to the works above costs, against relevance."""

    weight: Weight = 0.5


class Mmr(Reranker):
    """Next is argmax_i λ rel(i) − (1 − λ) max_j cos(i, j) over the works j above, λ = 1 − weight.

    rel goes from 0 to 1 over the candidates; the cosine is that of terms, makers and decades, 0 or 1 each. A work of
    which nothing is said counts as like the works above as the described candidates on the mean: it neither gains nor
    loses. Its score is what is maximised.

    Source: Carbonell and Goldstein (1998). Cost: O(m² · f + k · m) for m candidates with f features each. Use: where
    a slate shows ten times the same.
    """

    name = "mmr"
    summary = "Variety: a work that is like those above stands back (maximal marginal relevance)"
    Options = MmrOptions
    config: MmrOptions

    def _picks(self, pool: Pool) -> Iterator[Pick]:
        works, items, weight = pool.works, pool.candidates.items, self.config.weight
        rows, described = works.rows[items], works.described[items]
        cosines = (rows @ rows.T).toarray()
        free, near = np.ones(len(pool), dtype=bool), np.zeros(len(pool))
        nearest = np.full(len(pool), -1)
        while free.any():
            values = (1 - weight) * pool.relevance - weight * near
            place, instead = best(free, values)
            yield Pick(place, float(values[place]), instead, None if instead is None else int(nearest[instead]))
            free[place] = False
            closer = free & (cosines[place] > near)
            near[closer], nearest[closer] = cosines[place, closer], place
            near[~described] = near[described].mean() if described.any() else 0.0

    def _reason(self, pool: Pool, pick: Pick) -> tuple[Reason, ...]:
        assert pick.instead is not None
        works, instead = pool.works, pool.item(pick.instead)
        (fr, en), ids = works.title(instead), [works.id(instead)]
        text_fr, text_en = f"à la place de «\u00a0{fr}\u00a0»", f"in place of “{en}”"
        if pick.because >= 0:
            like = pool.item(pick.because)
            (fr, en), ids = works.title(like), [*ids, works.id(like)]
            text_fr, text_en = f"{text_fr}, proche de «\u00a0{fr}\u00a0»", f"{text_en}, which is like “{en}”"
        return (Reason(kind="variety", items=tuple(ids), text_fr=text_fr, text_en=text_en),)
