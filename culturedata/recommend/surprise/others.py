"""Three of Surprise's that are neither factors nor neighbours: slope one, co-clustering, and chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import msgspec
import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason
from culturedata.recommend._base import UNRATED, Config, Items, Scores
from culturedata.recommend._space import Span
from culturedata.recommend.surprise._base import Appeal, Learnt, SurpriseRecommender, appeal

Figures = npt.NDArray[np.float64]
Count = Annotated[int, msgspec.Meta(ge=1)]
Whole = Annotated[int, msgspec.Meta(ge=0)]


@dataclass(frozen=True, slots=True)
class SlopeOneState(Appeal):
    """`user_mean` (n_users,); `deviation` (n_items, n_items): how much higher i is rated than j by who rated both.

    `common` (n_items, n_items) says whether anybody did.
    """

    user_mean: Figures
    deviation: Figures
    common: npt.NDArray[np.bool_]


class SlopeOne(SurpriseRecommender):
    """μ_u + 1/|R| Σ_j∈R dev(i, j) over the works R that u rated and that somebody rated together with i.

    Surprise reads ratings as whole numbers here and cuts half stars off.

    Source: Lemire and Maclachlan (2005). Cost: O(Σ n_u²) to learn, O(N²) memory. Use: to compute by hand; it has
    nothing to tune.
    """

    name = "slope-one"
    summary = "How much higher a work is rated than what this person rated (Surprise SlopeOne)"
    State = SlopeOneState

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> SlopeOneState:
        from surprise import SlopeOne as Algorithm

        made = Learnt(Algorithm(), dataset, seed)
        back, size = made.trainset.items_back, len(dataset.item_ids)
        deviation, common = np.zeros((size, size)), np.zeros((size, size), dtype=np.bool_)
        deviation[np.ix_(back, back)] = made.algorithm.dev
        common[np.ix_(back, back)] = made.algorithm.freq > 0
        means = made.of_users(made.algorithm.user_mean)
        return SlopeOneState(made.mean, appeal(dataset)[1], means, np.where(common, deviation, 0.0), common)

    def _estimate(self, user: int, items: npt.NDArray[np.integer]) -> Scores:
        history = self.dataset.history(user)
        state: SlopeOneState = self.state
        deviation = state.deviation[items][:, history].sum(axis=1)
        count = state.common[items][:, history].sum(axis=1)
        mean: Scores = state.user_mean[user] + np.divide(deviation, count, out=np.zeros(len(items)), where=count > 0)
        return mean


class CoClusteringOptions(Config, frozen=True, kw_only=True):
    """Surprise's CoClustering with its defaults: how many clusters of users and of items, and how many epochs."""

    user_clusters: Count = 3
    item_clusters: Count = 3
    epochs: Whole = 20


@dataclass(frozen=True, slots=True)
class CoClusteringState(Appeal):
    """The clusters of users (n_users,) and items (n_items,), their means, and the means of pairs of clusters."""

    user_mean: Figures
    item_mean: Figures
    user_cluster: npt.NDArray[np.int64]
    item_cluster: npt.NDArray[np.int64]
    user_cluster_mean: Figures
    item_cluster_mean: Figures
    pair_mean: Figures


class CoClustering(SurpriseRecommender):
    """C_ui + (μ_u − C_u) + (μ_i − C_i), C the mean ratings of the clusters of u, of i and of both together.

    Surprise reads ratings as whole numbers here and cuts half stars off.

    Source: George and Merugu (2005). Cost: O(epochs · (n + U · N of the clusters)). Use: to look at groups, more than
    to predict.
    """

    name = "co-clustering"
    summary = "Groups of people and groups of works, and what the one gives to the other (Surprise CoClustering)"
    Options = CoClusteringOptions
    searched = (Span("user_clusters", 1, 12), Span("item_clusters", 1, 12), Span("epochs", 5, 60, log=True))
    State = CoClusteringState
    config: CoClusteringOptions

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> CoClusteringState:
        from surprise import CoClustering as Algorithm

        said = self.config
        made = Learnt(
            Algorithm(
                n_cltr_u=said.user_clusters, n_cltr_i=said.item_clusters, n_epochs=said.epochs, random_state=seed
            ),
            dataset,
            seed,
        )
        found = made.algorithm
        return CoClusteringState(
            made.mean, appeal(dataset)[1], made.of_users(found.user_mean), made.of_items(found.item_mean),
            made.of_users(found.cltr_u).astype(np.int64), made.of_items(found.cltr_i).astype(np.int64),
            np.asarray(found.avg_cltr_u), np.asarray(found.avg_cltr_i), np.asarray(found.avg_cocltr),
        )  # fmt: skip

    def _estimate(self, user: int, items: npt.NDArray[np.integer]) -> Scores:
        state: CoClusteringState = self.state
        mine, theirs = state.user_cluster[user], state.item_cluster[items]
        scores: Scores = (
            state.pair_mean[mine, theirs]
            + state.user_mean[user]
            - state.user_cluster_mean[mine]
            + state.item_mean[items]
            - state.item_cluster_mean[theirs]
        )
        return scores


@dataclass(frozen=True, slots=True)
class NormalState(Appeal):
    """With the standard `deviation` () of all ratings."""

    deviation: npt.NDArray[np.float64]


CHANCE = Reason(kind="chance", text_fr="tiré au hasard", text_en="drawn by chance")


class NormalPredictor(SurpriseRecommender):
    """Chance: a draw from the normal distribution with the mean and the deviation of all ratings.

    `predict` draws in the order of the pairs, as Surprise does with numpy's generator seeded alike, and goes on from
    fold to fold. A slate is drawn by the seed and the person's id, the same each time; what nobody rated comes last.

    Source: Surprise's NormalPredictor. Cost: O(n). Use: to see what a figure means: whoever is no better knows nothing.
    """

    name = "normal-predictor"
    summary = "Ratings drawn by chance, as all ratings lie: what every other one has to beat (Surprise NormalPredictor)"
    State = NormalState
    draws = True

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> NormalState:
        from surprise import NormalPredictor as Algorithm

        made = Learnt(Algorithm(), dataset, seed)
        return NormalState(made.mean, appeal(dataset)[1], np.asarray(made.algorithm.sigma))

    def predict(self, users: Items, items: Items) -> Scores:
        passed = self.predicted_before
        drawn = np.random.RandomState(self.seed).normal(self.state.mean, self.state.deviation, passed + len(users))
        return drawn[passed:]

    def _score(self, query: Query) -> Scores:
        from zlib import crc32

        ids = self.dataset.item_ids.ids
        who = "" if query.user is None else self.dataset.user_ids.ids[query.user]
        drawn = np.random.default_rng([self.seed, crc32(who.encode())]).normal(size=len(ids))
        scores = np.empty(len(ids))
        scores[np.argsort(np.asarray(ids), kind="stable")] = self.state.mean + self.state.deviation * drawn
        unrated = self._rated == 0
        scores[unrated] = scores.min() - 1.0
        return scores

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        return (CHANCE if self._rated[item] else UNRATED,)
