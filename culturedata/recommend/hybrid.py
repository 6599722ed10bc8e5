"""Ratings where there are many, content where there are few."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason, Summand
from culturedata.recommend._base import Config, Fitted, Scores, figure
from culturedata.recommend._composed import Composed
from culturedata.recommend._space import Span
from culturedata.recommend.content.recommender import Content
from culturedata.recommend.surprise.factors import Svd
from culturedata.signals.popularity._sums import counts


class HybridOptions(Config, frozen=True, kw_only=True):
    """A work with n ratings is scored n / (n + `thin`) by ratings and the rest by content."""

    thin: Annotated[float, msgspec.Meta(ge=0)] = 10.0
    factors: Annotated[int, msgspec.Meta(ge=0)] = 100
    epochs: Annotated[int, msgspec.Meta(ge=0)] = 20


@dataclass(frozen=True, slots=True)
class HybridState(Fitted):
    """What a cosine is worth in ratings: `worth` () rating points for each unit above `usual` (), the mean cosine."""

    worth: npt.NDArray[np.float64]
    usual: npt.NDArray[np.float64]


class Hybrid(Composed):
    """w·svd + (1 − w)·(μ + b_u + worth·(cosine − usual)) with w = n / (n + thin).

    `worth` is the least-squares slope of r − μ − b_u on the cosine between the rated work and the rest of what the
    same person rated, so content is trusted as far as it told the known ratings, and no further. Somebody of whom
    nothing is known gets what most people rated.

    Source: Burke (2002), weighted and switching hybrids. Cost: that of svd and content. Use: where few works have many
    ratings and many have few.
    """

    name = "hybrid"
    summary = "Ratings where there are many, content where there are few"
    Options = HybridOptions
    searched = (Span("thin", 1.0, 100.0, log=True), Span("factors", 5, 200, log=True), Span("epochs", 5, 60, log=True))
    State = HybridState
    left_over = ("par le contenu", "by content")
    needs_ratings = True
    config: HybridOptions

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._svd = Svd(factors=self.config.factors, epochs=self.config.epochs)
        self._content = Content()
        self._parts = (self._svd, self._content)

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> HybridState:
        self._content.fit(dataset, documents, seed)
        self._svd.fit(dataset, documents, seed)
        cosines = self._content.of_the_rest()
        biases = self._svd.state
        above = dataset.values.astype(np.float64) - biases.mean - biases.user_bias[dataset.users]
        spread = cosines - cosines.mean()
        variance = float(spread @ spread)
        worth = float(spread @ above) / variance if variance else 0.0
        return HybridState(np.asarray(max(0.0, worth)), np.asarray(cosines.mean()))

    def _weights(self) -> Scores:
        rated = counts(self.dataset)
        return np.divide(rated, rated + self.config.thin, out=np.zeros_like(rated), where=rated > 0)

    def _score(self, query: Query) -> Scores:
        if not len(query.history):
            return self._rated / len(self.dataset.user_ids)
        biases, weights = self._svd.state, self._weights()
        by_ratings, cosines = self._svd.score(query), self._content.cosines(query)
        usual = self.state.usual if cosines.any() else 0.0
        by_content = biases.mean + biases.of_user(query.user) + self.state.worth * (cosines - usual)
        scores: Scores = weights * by_ratings + (1 - weights) * by_content
        return scores

    def _arithmetic(self, query: Query, item: int) -> tuple[Summand, ...]:
        if not len(query.history):
            return ()
        weight, by_ratings = float(self._weights()[item]), float(self._svd.score(query)[item])
        french, english = f"{weight:.2f}".replace(".", ","), f"{weight:.2f}"
        said = (f"par les notes, {french} fois {figure(by_ratings, 'fr')}",
                f"by ratings, {english} times {figure(by_ratings, 'en')}")  # fmt: skip
        return (Summand(value=weight * by_ratings, text_fr=said[0], text_en=said[1]),)

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        """The reason of the part that weighs more for this item; the other's if it has none."""
        if not len(query.history):
            return (self.rated_by(item),)
        leaning = self.state.worth > 0 and self._weights()[item] < 0.5
        by_content = self._content.likeness(query, item) if leaning else ()
        return by_content or self._svd._reason(query, item)
