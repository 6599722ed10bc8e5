"""Ratings where there are many, content where there are few."""

from __future__ import annotations

from typing import Any

import numpy as np

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason
from culturedata.recommend._base import Config, Fitted, Recommender, Scores
from culturedata.recommend.content import Content
from culturedata.recommend.svd import Svd
from culturedata.signals.popularity import counts


class HybridOptions(Config, frozen=True, kw_only=True):
    """A work with n ratings is scored n / (n + `thin`) by ratings and the rest by content."""

    thin: float = 10.0
    factors: int = 100
    epochs: int = 20


class Hybrid(Recommender):
    """w·svd + (1 − w)·content with w = n / (n + thin), content put on the scale of the person's svd scores."""

    name = "hybrid"
    summary = "Ratings where there are many, content where there are few"
    Options = HybridOptions
    config: HybridOptions

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._svd = Svd(factors=self.config.factors, epochs=self.config.epochs)
        self._content = Content()

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> Fitted:
        self._content.fit(dataset, documents, seed)
        self._svd.fit(dataset, documents, seed)
        return Fitted()

    def to_bytes(self) -> bytes:
        self.dataset  # noqa: B018  raises if untrained
        parts = [self._svd.to_bytes(), self._content.to_bytes()]
        return len(parts[0]).to_bytes(8, "big") + b"".join(parts)

    def load(self, state: bytes, dataset: Dataset, documents: Documents | None = None, seed: int = 0) -> Hybrid:
        size = int.from_bytes(state[:8], "big")
        self._svd.load(state[8 : 8 + size], dataset, documents, seed)
        self._content.load(state[8 + size :], dataset, documents, seed)
        self._attach(dataset, documents, seed)
        self._state = Fitted()
        return self

    def _weights(self) -> Scores:
        rated = counts(self.dataset)
        weights: Scores = rated / (rated + self.config.thin)
        return weights

    def _score(self, query: Query) -> Scores:
        by_ratings, by_content = self._svd.score(query), self._content.score(query)
        spread = by_content.std()
        if not spread:
            return by_ratings
        known = counts(self.dataset) > 0
        mean, deviation = by_ratings[known].mean(), by_ratings[known].std()
        scaled = mean + deviation * (by_content - by_content.mean()) / spread
        weights = self._weights()
        scores: Scores = weights * by_ratings + (1 - weights) * scaled
        return scores

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        """The reason of the part that weighs more for this item; the other's if it has none."""
        first, second = self._svd, self._content
        if self._weights()[item] < 0.5:
            first, second = second, first  # type: ignore[assignment]
        return first._reason(query, item) or second._reason(query, item)
