"""What Surprise's algorithms have in common: estimates for pairs that they met, one rule for the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason, Summand
from culturedata.recommend._base import UNRATED, Fitted, Items, Recommender, Scores, figure
from culturedata.recommend.surprise._trainset import ArrayTrainset, spread, train

WEIGHT = 10.0  # in ratings, of the mean: that of Surprise's baseline
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Appeal(Fitted):
    """`mean` () of all ratings, and `item_bias` (n_items,): how far above it a work is rated, 0 if it never was."""

    mean: npt.NDArray[np.float64]
    item_bias: Scores


class SurpriseRecommender(Recommender):
    """Base of them all. A subclass learns, and estimates what a known person gives to works that were rated.

    `predict` is Surprise's, to the last pair: for whom or what it never met most algorithms say the mean. Slates for
    somebody whom it never met would then have no order; they are ranked by how well the works are liked. The two differ
    where `knows_strangers` is False.
    """

    predicts_ratings = True
    State: ClassVar[type[Fitted]] = Appeal
    knows_strangers: bool = False

    def _attach(self, dataset: Dataset, documents: Documents | None, seed: int) -> None:
        super()._attach(dataset, documents, seed)
        self._active = np.bincount(dataset.users, minlength=len(dataset.user_ids)) > 0

    def _met(self, users: Items, items: Items) -> Booleans:
        """Which pairs are of a person and a work that both have ratings, (n,)."""
        known = (users >= 0) & (items >= 0)
        met: Booleans = known & self._active[users] & (self._rated[items] > 0)
        return met

    def _estimate(self, user: int, items: npt.NDArray[np.integer]) -> Scores:
        """What a person who was met gives to rated `items`, (len(items),)."""
        raise NotImplementedError

    def _unmet(self, users: Items, items: Items) -> Scores:
        """What Surprise says of pairs of which one was never met, (n,); −1 is unknown."""
        return np.full(len(users), float(self.state.mean))

    def predict(self, users: Items, items: Items) -> Scores:
        out = self._unmet(users, items)
        where = np.flatnonzero(self._met(users, items))
        where = where[np.argsort(users[where], kind="stable")]
        for part in np.split(where, np.flatnonzero(np.diff(users[where])) + 1):
            if len(part):
                out[part] = self._estimate(int(users[part[0]]), items[part])
        return out

    def _score(self, query: Query) -> Scores:
        items = np.arange(len(self._rated), dtype=np.int32)
        user = query.user
        if user is None or not self._active[user]:
            return self._liked(user)
        everybody = np.full(len(items), user, dtype=np.int32)
        scores = self._unmet(everybody, items)
        rated = np.flatnonzero(self._rated)
        scores[rated] = self._estimate(user, rated)
        return scores

    def _liked(self, user: int | None) -> Scores:
        """The scores for somebody who was never met: how well the works are liked."""
        scores: Scores = self.state.mean + self.state.item_bias
        return scores

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        return (well_liked(self.state, item) if self._rated[item] else UNRATED,)


def appeal(dataset: Dataset) -> tuple[npt.NDArray[np.float64], Scores]:
    """The mean of all ratings, and how far above it each work is rated: Σ (r − μ) / (10 + n), 0 for no ratings."""
    values = dataset.values.astype(np.float64)
    mean = np.mean(values)
    size = len(dataset.item_ids)
    count = np.bincount(dataset.items, minlength=size)
    bias = np.bincount(dataset.items, weights=values - mean, minlength=size) / (WEIGHT + count)
    return np.asarray(mean), bias


def well_liked(state: Appeal, item: int) -> Reason:
    """The reason that holds for everybody: how far above the mean a work is rated."""
    bias = float(state.item_bias[item])
    if figure(abs(bias), "en") == "0":
        return Reason(kind="well-liked", value=bias, text_fr="noté comme la moyenne", text_en="rated as the mean")
    return Reason(
        kind="well-liked",
        value=bias,
        text_fr=f"noté {figure(abs(bias), 'fr')} {'au-dessus' if bias > 0 else 'au-dessous'} de la moyenne",
        text_en=f"rated {figure(abs(bias), 'en')} {'above' if bias > 0 else 'below'} the mean",
    )


def of_biases(state: Any, user: int | None, item: int) -> tuple[Summand, ...]:
    """The mean, how high this person rates and how high this work is rated, as summands of a score."""
    of_user = 0.0 if user is None else float(state.user_bias[user])
    return biases_told(float(state.mean), of_user, float(state.item_bias[item]))


def biases_told(mean: float, of_user: float, of_item: float) -> tuple[Summand, ...]:
    """These three in words."""
    return (
        Summand(value=mean, text_fr="moyenne de toutes les notes", text_en="mean of all ratings"),
        Summand(value=of_user, text_fr="cette personne note plus ou moins haut", text_en="how high this person rates"),
        Summand(value=of_item, text_fr="cette œuvre est notée plus ou moins haut",
                text_en="how high this work is rated"),
    )  # fmt: skip


class Learnt:
    """A fitted algorithm of Surprise, with what it learnt of users and items in the dataset's numbers."""

    def __init__(self, algorithm: Any, dataset: Dataset, seed: int) -> None:
        self.algorithm = algorithm
        self.trainset: ArrayTrainset = train(algorithm, dataset, seed)
        self._people, self._works = len(dataset.user_ids), len(dataset.item_ids)

    @property
    def mean(self) -> npt.NDArray[np.float64]:
        """The mean of all ratings, ()."""
        return np.asarray(self.trainset.global_mean)

    def of_users(self, learnt: Any) -> npt.NDArray[np.float64]:
        """One row a user, (n_users, …); zeros for who has no ratings."""
        return spread(np.asarray(learnt, dtype=np.float64), self.trainset.users_back, self._people)

    def of_items(self, learnt: Any) -> npt.NDArray[np.float64]:
        """One row an item, (n_items, …); zeros for what has no ratings."""
        return spread(np.asarray(learnt, dtype=np.float64), self.trainset.items_back, self._works)
