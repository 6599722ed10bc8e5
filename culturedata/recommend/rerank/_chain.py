"""Rerankers one after the other, behind a recommender."""

from __future__ import annotations

from dataclasses import dataclass

from culturedata.data.slates import Query, Reason, Slate
from culturedata.recommend._base import Recommender
from culturedata.recommend.rerank._base import Reranker
from culturedata.recommend.rerank._works import Works


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """`rerankers` in their order: each chooses from what the one before leaves. None leave the order as it is."""

    rerankers: tuple[Reranker, ...]
    works: Works

    def depth(self, k: int) -> int:
        """How many candidates a slate of k is chosen from."""
        return _long(self.rerankers[0], len(self.works), k) if self.rerankers else k

    def slate(self, candidates: Slate, query: Query, k: int) -> Slate:
        """The k works to show out of `candidates`, with what the rerankers say of those that they moved."""
        said: dict[int, tuple[Reason, ...]] = {}
        for place, reranker in enumerate(self.rerankers, 1):
            after = self.rerankers[place] if place < len(self.rerankers) else None
            length = k if after is None else _long(after, len(self.works), k)
            candidates = reranker.rerank(candidates, query, self.works, length)
            for item, reasons in zip(candidates.items.tolist(), candidates.reasons, strict=True):
                said[item] = (*said.get(item, ()), *reasons)
        items = candidates.items[:k]
        return Slate(items, candidates.scores[:k], tuple(said.get(item, ()) for item in items.tolist()))

    def recommend(self, recommender: Recommender, query: Query, k: int = 10) -> Slate:
        """The k works to show for the one who asks, each with the recommender's reasons and then the rerankers'."""
        slate = self.slate(recommender.recommend(query, self.depth(k), reasons=False), query, k)
        told = zip(slate.items.tolist(), slate.reasons, strict=True)
        reasons = tuple((*recommender.reasons(query, item), *more) for item, more in told)
        return Slate(slate.items, slate.scores, reasons)


def _long(reranker: Reranker, works: int, k: int) -> int:
    """How many candidates a reranker is given."""
    return works if reranker.pool is None else max(reranker.pool, k)
