"""Rerankers one after the other, behind a recommender."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from culturedata.data.slates import Query, Reason, Slate
from culturedata.recommend._base import Recommender
from culturedata.recommend.rerank._base import Reranker
from culturedata.recommend.rerank._works import Works


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """`rerankers` in their order: each orders what the one before leaves. None leave the order as it is.

    One that looks at its first candidates only leaves the others behind them, for those that come after it.
    """

    rerankers: tuple[Reranker, ...]
    works: Works

    def depth(self, k: int) -> int:
        """How many candidates a slate of k is chosen from."""
        return max((_long(one, len(self.works), k) for one in self.rerankers), default=k)

    def slate(self, candidates: Slate, query: Query, k: int) -> Slate:
        """The k works to show out of `candidates`, with what the rerankers say of those that they moved."""
        said: dict[int, tuple[Reason, ...]] = {}
        for place, reranker in enumerate(self.rerankers, 1):
            looked_at = _long(reranker, len(self.works), k)
            head = _part(candidates, slice(0, looked_at))
            rest = _part(candidates, slice(looked_at, None))
            length = k if place == len(self.rerankers) else len(head)
            candidates = reranker.rerank(head, query, self.works, length)
            for item, reasons in zip(candidates.items.tolist(), candidates.reasons, strict=True):
                said[item] = (*said.get(item, ()), *reasons)
            if place < len(self.rerankers):
                candidates = _behind(candidates, rest)
        items = candidates.items[:k]
        return Slate(items, candidates.scores[:k], tuple(said.get(item, ()) for item in items.tolist()))

    def recommend(self, recommender: Recommender, query: Query, k: int = 10) -> Slate:
        """The k works to show for the one who asks, each with the recommender's reasons and then the rerankers'."""
        slate = self.slate(recommender.recommend(query, self.depth(k), reasons=False), query, k)
        told = zip(slate.items.tolist(), slate.reasons, strict=True)
        reasons = tuple((*recommender.reasons(query, item), *more) for item, more in told)
        return Slate(slate.items, slate.scores, reasons)


def _part(slate: Slate, where: slice) -> Slate:
    return Slate(slate.items[where], slate.scores[where])


def _behind(first: Slate, rest: Slate) -> Slate:
    """`first`, and `rest` behind it with scores that are never higher."""
    ceiling = first.scores[-1] if len(first) else np.inf
    scores = np.concatenate([first.scores, np.minimum(rest.scores, ceiling)])
    return Slate(np.concatenate([first.items, rest.items]), scores)


def _long(reranker: Reranker, works: int, k: int) -> int:
    """How many candidates a reranker is given."""
    return works if reranker.pool is None else max(reranker.pool, k)
