"""Hidden gems."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from culturedata.data.slates import Reason
from culturedata.recommend._base import Config, people
from culturedata.recommend.rerank._base import Pick, Pool, Reranker, Weight, best


class HiddenGemsOptions(Config, frozen=True, kw_only=True):
    """`weight` is what being little known counts, against relevance."""

    weight: Weight = 0.5


class HiddenGems(Reranker):
    """By (1 − weight) · rel + weight · novelty: what is relevant and little known comes first.

    rel goes from 0 to 1 over the candidates, novelty is −log2 p over log2 (people + 1), p = (people who met the work
    + 1) / (people + 1): 1 for a work that nobody met, 0 for one that everybody did. A work's score is this sum.

    Source: novelty by Vargas and Castells (2011); the row «hidden gems» of Netflix in Amatriain and Basilico (2012).
    Cost: O(k · m) for m candidates. Use: where everybody is shown what everybody knows.
    """

    name = "hidden-gems"
    summary = "Discovery: what is relevant and little known comes first"
    Options = HiddenGemsOptions
    config: HiddenGemsOptions

    def _picks(self, pool: Pool) -> Iterator[Pick]:
        works, weight = pool.works, self.config.weight
        shares = (works.known_by[pool.candidates.items] + 1) / (works.people + 1)
        novelty = -np.log2(shares) / max(np.log2(works.people + 1), 1.0)
        values, free = (1 - weight) * pool.relevance + weight * novelty, np.ones(len(pool), dtype=bool)
        while free.any():
            place, instead = best(free, values)
            yield Pick(place, float(values[place]), instead)
            free[place] = False

    def _reason(self, pool: Pool, pick: Pick) -> tuple[Reason, ...]:
        assert pick.instead is not None
        works, instead = pool.works, pool.item(pick.instead)
        fewer, more = (int(works.known_by[item]) for item in (pool.item(pick.place), instead))
        (fr, en), (fewer_fr, fewer_en) = works.title(instead), people(fewer)
        return (
            Reason(
                kind="less-known",
                items=(works.id(instead),),
                value=float(fewer),
                text_fr=f"moins connu\u00a0: de {fewer_fr}, et «\u00a0{fr}\u00a0» de {more}",
                text_en=f"less known: to {fewer_en}, and “{en}” to {more}",
            ),
        )
