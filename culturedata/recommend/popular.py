"""What most people like: the ranking that every other one has to beat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
import numpy as np

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason
from culturedata.recommend._base import Config, Fitted, Recommender, Scores, figure, people
from culturedata.recommend._space import Choice, Span
from culturedata.signals.popularity._sums import counts, sums
from culturedata.signals.popularity.bayesian_mean import bayesian_mean


class PopularOptions(Config, frozen=True, kw_only=True):
    """`by`: «bayesian-mean» or «plays» (how many people); `weight` is C of the Bayesian mean, in ratings.

    How often something was played is no rating: of plays the number of people always counts.
    """

    by: Literal["bayesian-mean", "plays"] = "bayesian-mean"
    weight: Annotated[float, msgspec.Meta(ge=0)] = 25.0


@dataclass(frozen=True, slots=True)
class PopularState(Fitted):
    """`score` (n_items,), the plain `mean` (n_items,) and the `count` (n_items,) of ratings."""

    score: Scores
    mean: Scores
    count: Scores


class Popular(Recommender):
    """The same works for everybody, by Bayesian mean (C·m + Σr) / (C + n) or by number of people.

    Source: Bayesian mean with a prior of C ratings at the mean m. Cost: O(n). Use: for somebody of whom nothing is
    known, and as what a ranking has to beat."""

    name = "popular"
    summary = "What most people like: Bayesian mean, or number of people"
    Options = PopularOptions
    searched = (Choice("by", ("bayesian-mean", "plays")), Span("weight", 1.0, 500.0, log=True))
    State = PopularState
    config: PopularOptions

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> PopularState:
        count, total = counts(dataset), sums(dataset)
        mean = np.divide(total, count, out=np.zeros_like(total), where=count > 0)
        rated = self.config.by == "bayesian-mean" and dataset.kind == "rating"
        return PopularState(bayesian_mean(dataset, self.config.weight) if rated else count, mean, count)

    def _score(self, query: Query) -> Scores:
        score: Scores = self.state.score.astype(np.float64)
        return score

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        count, mean = int(self.state.count[item]), float(self.state.mean[item])
        if not count or self.dataset.kind == "play":
            return (self.rated_by(item),)
        french, english = people(count)
        return (
            Reason(
                kind="popular",
                value=mean,
                text_fr=f"noté {figure(mean, 'fr')} en moyenne par {french}",
                text_en=f"rated {figure(mean, 'en')} on average by {english}",
            ),
        )
