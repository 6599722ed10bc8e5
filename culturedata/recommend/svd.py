"""Matrix factorisation: the model that the Netflix Prize made famous."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason
from culturedata.recommend._base import UNRATED, Config, Items, Recommender, Scores
from culturedata.recommend.baseline import Biases, add, well_liked


class SvdOptions(Config, frozen=True, kw_only=True):
    """Surprise's SVD with its defaults under our names."""

    factors: int = 100
    epochs: int = 20
    learning_rate: float = 0.005
    regularization: float = 0.02
    initial_mean: float = 0.0
    initial_deviation: float = 0.1


@dataclass(frozen=True, slots=True)
class SvdState(Biases):
    """The biases, `user_factors` (n_users, f) and `item_factors` (n_items, f); zeros for what was never rated."""

    user_factors: npt.NDArray[np.float64]
    item_factors: npt.NDArray[np.float64]


class Svd(Recommender):
    """μ + b_u + b_i + q_i·p_u, learnt by Surprise's stochastic gradient descent."""

    name = "svd"
    summary = "Matrix factorisation, the model of the Netflix Prize (Surprise SVD)"
    Options = SvdOptions
    State = SvdState
    predicts_ratings = True
    config: SvdOptions

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> SvdState:
        from surprise import SVD

        from culturedata.recommend._surprise import spread, train

        options = self.config
        algorithm = SVD(
            n_factors=options.factors,
            n_epochs=options.epochs,
            lr_all=options.learning_rate,
            reg_all=options.regularization,
            init_mean=options.initial_mean,
            init_std_dev=options.initial_deviation,
            random_state=seed,
        )
        trained = train(algorithm, dataset, seed)
        users = (trained.trainset.users_back, len(dataset.user_ids))
        items = (trained.trainset.items_back, len(dataset.item_ids))
        return SvdState(
            np.asarray(trained.trainset.global_mean),
            spread(np.asarray(algorithm.bu), *users),
            spread(np.asarray(algorithm.bi), *items),
            spread(np.asarray(algorithm.pu), *users),
            spread(np.asarray(algorithm.qi), *items),
        )

    def _score(self, query: Query) -> Scores:
        state = self.state
        scores: Scores = state.mean + state.of_user(query.user) + state.item_bias
        if query.user is not None:
            scores = scores + state.item_factors @ state.user_factors[query.user]
        return scores

    def _score_users(self, users: Items) -> npt.NDArray[np.float64]:
        state = self.state
        scores: npt.NDArray[np.float64] = state.user_factors[users] @ state.item_factors.T
        scores += state.item_bias
        scores += state.mean + state.user_bias[users][:, None]
        return scores

    def predict(self, users: Items, items: Items) -> Scores:
        state = self.state
        both = np.einsum("nf,nf->n", state.user_factors[users], state.item_factors[items])
        return add(state, users, items) + np.where((users >= 0) & (items >= 0), both, 0.0)

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        """Of the works that this person rated at or above their own mean, the one nearest in the factors' space.

        How well everybody likes the work is the reason where none of them points its way, and for somebody whom it
        never met: they have no factors, whatever their history.
        """
        if not self._rated[item]:
            return (UNRATED,)
        if query.user is None or query.liked is None or not len(query.history):
            return (well_liked(self.state, item),)
        liked = query.liked >= query.liked.mean()
        history, values = query.history[liked], query.liked[liked]
        factors = self.state.item_factors
        lengths = np.linalg.norm(factors[history], axis=1) * np.linalg.norm(factors[item])
        closeness = np.divide(factors[history] @ factors[item], lengths, out=np.zeros(len(history)), where=lengths > 0)
        nearest = int(np.lexsort((history, -closeness))[0])
        if closeness[nearest] <= 0:
            return (well_liked(self.state, item),)
        return (self.rated(int(history[nearest]), float(values[nearest])),)
