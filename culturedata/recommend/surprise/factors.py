"""Matrix factorisation: the models that the Netflix Prize made famous, and one without negative factors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import msgspec
import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason, Summand
from culturedata.recommend._base import UNRATED, Config, Fitted, Items, Scores
from culturedata.recommend._space import Choice, Span
from culturedata.recommend.surprise._base import Learnt, SurpriseRecommender, appeal, of_biases, well_liked
from culturedata.recommend.surprise.biases import Biases

Figures = npt.NDArray[np.float64]
NonNegative = Annotated[float, msgspec.Meta(ge=0)]
Whole = Annotated[int, msgspec.Meta(ge=0)]


@dataclass(frozen=True, slots=True)
class FactorState(Biases):
    """With `user_factors` (n_users, f) and `item_factors` (n_items, f); zeros for what was never rated."""

    user_factors: Figures
    item_factors: Figures


class Factors(SurpriseRecommender):
    """Base: μ + b_u + b_i + q_i·p_u, or q_i·p_u alone where the model has no biases.

    A model without biases keeps the appeal of works in `item_bias` for those whom it never met.
    """

    State: ClassVar[type[Fitted]] = FactorState
    left_over = ("les facteurs de cette personne, fois ceux de cette œuvre", "this person's factors times the work's")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.knows_strangers = bool(getattr(self.config, "biased", True))

    def _tastes(self, users: Items) -> Figures:
        """p_u of each user, (len(users), f)."""
        tastes: Figures = self.state.user_factors[users]
        return tastes

    def _unmet(self, users: Items, items: Items) -> Scores:
        state: FactorState = self.state
        return state.add(users, items) if self.knows_strangers else super()._unmet(users, items)

    def _score_users(self, users: Items) -> Figures:
        state: FactorState = self.state
        scores: Figures = self._tastes(users) @ state.item_factors.T
        if self.knows_strangers:
            scores += state.item_bias
            scores += state.mean + state.user_bias[users][:, None]
            return scores
        scores[:, self._rated == 0] = state.mean
        scores[~self._active[users]] = state.mean + state.item_bias
        return scores

    def _score(self, query: Query) -> Scores:
        if query.user is None:
            return self._of_stranger(query)
        scores: Scores = self._score_users(np.array([query.user], dtype=np.int32))[0]
        return scores

    def _of_stranger(self, query: Query) -> Scores:
        scores: Scores = self.state.mean + self.state.item_bias
        return scores

    def predict(self, users: Items, items: Items) -> Scores:
        out = self._unmet(users, items)
        met = self._met(users, items)
        people, place = np.unique(users[met], return_inverse=True)
        taste, factors = self._tastes(people)[place], self.state.item_factors[items[met]]
        both = np.einsum("nf,nf->n", taste, factors)
        out[met] = out[met] + both if self.knows_strangers else both
        return out

    def _taste_of(self, query: Query) -> Figures | None:
        """Where the one who asks stands among the factors, (f,); None if the model knows nothing of them."""
        return None if query.user is None else self._tastes(np.array([query.user], dtype=np.int32))[0]

    def _arithmetic(self, query: Query, item: int) -> tuple[Summand, ...]:
        return of_biases(self.state, query.user, item) if self.knows_strangers else ()

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        """Of the works that this person rated at or above their own mean, the one nearest in the factors' space.

        How well everybody likes the work is the reason where none of them points its way, and for somebody whom it
        never met: they have no factors, whatever their history.
        """
        if not self._rated[item]:
            return (UNRATED,)
        if query.liked is None or not len(query.history) or self._taste_of(query) is None:
            return (well_liked(self.state, item),)
        liked = query.liked >= query.liked.mean(dtype=np.float64)
        history, values = query.history[liked], query.liked[liked]
        factors = self.state.item_factors
        lengths = np.linalg.norm(factors[history], axis=1) * np.linalg.norm(factors[item])
        closeness = np.divide(factors[history] @ factors[item], lengths, out=np.zeros(len(history)), where=lengths > 0)
        nearest = int(np.lexsort((history, -closeness))[0])
        if closeness[nearest] <= 0:
            return (well_liked(self.state, item),)
        return (self.rated(int(history[nearest]), float(values[nearest])),)


class SgdOptions(Config, frozen=True, kw_only=True):
    """Stochastic gradient descent. What is said of one kind of parameter goes before what is said of all.

    `user_bias`, `item_bias`, `users` and `items` (their factors) after `learning_rate_` and `regularization_`.
    """

    factors: Whole = 100
    epochs: Whole = 20
    learning_rate: float = 0.005
    regularization: float = 0.02
    learning_rate_user_bias: float | None = None
    learning_rate_item_bias: float | None = None
    learning_rate_users: float | None = None
    learning_rate_items: float | None = None
    regularization_user_bias: float | None = None
    regularization_item_bias: float | None = None
    regularization_users: float | None = None
    regularization_items: float | None = None
    initial_mean: float = 0.0
    initial_deviation: NonNegative = 0.1

    def of_surprise(self) -> dict[str, Any]:
        """The same under Surprise's names."""
        return {
            "n_factors": self.factors, "n_epochs": self.epochs, "lr_all": self.learning_rate,
            "reg_all": self.regularization, "init_mean": self.initial_mean, "init_std_dev": self.initial_deviation,
            "lr_bu": self.learning_rate_user_bias, "lr_bi": self.learning_rate_item_bias,
            "lr_pu": self.learning_rate_users, "lr_qi": self.learning_rate_items,
            "reg_bu": self.regularization_user_bias, "reg_bi": self.regularization_item_bias,
            "reg_pu": self.regularization_users, "reg_qi": self.regularization_items,
        }  # fmt: skip


SEARCHED = (
    Span("factors", 5, 200, log=True),
    Span("epochs", 5, 60, log=True),
    Span("learning_rate", 0.001, 0.02, log=True),
    Span("regularization", 0.005, 0.2, log=True),
)


class SvdOptions(SgdOptions, frozen=True, kw_only=True):
    """Surprise's SVD with its defaults under our names; `biased` false leaves out μ, b_u and b_i."""

    biased: bool = True


class Svd(Factors):
    """μ + b_u + b_i + q_i·p_u, learnt by Surprise's stochastic gradient descent.

    Source: Funk (2006); Koren, Bell and Volinsky (2009). Cost: O(epochs · n · f). Use: as the first model with tastes;
    it scales to many millions of ratings.
    """

    name = "svd"
    summary = "Matrix factorisation, the model of the Netflix Prize (Surprise SVD)"
    Options = SvdOptions
    searched = SEARCHED
    config: SvdOptions

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> FactorState:
        from surprise import SVD

        biased = self.config.biased
        made = Learnt(SVD(**self.config.of_surprise(), biased=biased, random_state=seed), dataset, seed)
        return _state(made, dataset, biased)


def _state(made: Learnt, dataset: Dataset, biased: bool) -> FactorState:
    algorithm = made.algorithm
    item_bias = made.of_items(algorithm.bi) if biased else appeal(dataset)[1]
    users = (made.of_users(algorithm.bu), made.of_users(algorithm.pu))
    return FactorState(made.mean, item_bias, *users, made.of_items(algorithm.qi))


class SvdPlusPlusOptions(SgdOptions, frozen=True, kw_only=True):
    """Surprise's SVDpp with its defaults; `implicit` after `learning_rate_` and `regularization_` is for the y_j.

    `cache_ratings` is faster, needs more memory and learns the same.
    """

    factors: Whole = 20
    learning_rate: float = 0.007
    learning_rate_implicit: float | None = None
    regularization_implicit: float | None = None
    cache_ratings: bool = True


@dataclass(frozen=True, slots=True)
class SvdPlusPlusState(FactorState):
    """With `implicit_factors` (n_items, f), y_j: what having rated a work says, whatever the rating.

    `user_factors` hold the whole taste, p_u + |I_u|^(−1/2) Σ y_j.
    """

    implicit_factors: Figures


class SvdPlusPlus(Factors):
    """μ + b_u + b_i + q_i·(p_u + |I_u|^(−1/2) Σ_j∈I_u y_j): what somebody chose to rate counts too (Koren 2008).

    Somebody whom it never met, but who has a history, has a taste by it: |H|^(−1/2) Σ y_j.

    Source: Koren (2008). Cost: O(epochs · f · Σ n_u²). Use: where what somebody chose says as much as the ratings, and
    there is time.
    """

    name = "svdpp"
    summary = "Matrix factorisation that counts what somebody chose to rate, too (Surprise SVD++)"
    Options = SvdPlusPlusOptions
    searched = SEARCHED
    State = SvdPlusPlusState
    config: SvdPlusPlusOptions

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> SvdPlusPlusState:
        from surprise import SVDpp

        said = self.config
        more = {"lr_yj": said.learning_rate_implicit, "reg_yj": said.regularization_implicit}
        algorithm = SVDpp(**said.of_surprise(), **more, cache_ratings=said.cache_ratings, random_state=seed)
        made = Learnt(algorithm, dataset, seed)
        implicit, alone = made.of_items(algorithm.yj), made.of_users(algorithm.pu)
        whole = alone + _by_history(dataset, implicit)
        biases = made.of_items(algorithm.bi), made.of_users(algorithm.bu)
        return SvdPlusPlusState(made.mean, *biases, whole, made.of_items(algorithm.qi), implicit)

    def _taste_of(self, query: Query) -> Figures | None:
        if query.user is not None:
            return super()._taste_of(query)
        history = query.history[self._rated[query.history] > 0]
        if not len(history):
            return None
        taste: Figures = self.state.implicit_factors[history].sum(axis=0) / np.sqrt(len(history))
        return taste

    def _of_stranger(self, query: Query) -> Scores:
        scores, taste = super()._of_stranger(query), self._taste_of(query)
        return scores if taste is None else scores + self.state.item_factors @ taste


def _by_history(dataset: Dataset, implicit: Figures) -> Figures:
    """|I_u|^(−1/2) Σ_j∈I_u y_j of each user, (n_users, f); a work that was rated twice counts twice, as in Surprise."""
    import scipy.sparse as sp

    shape = (len(dataset.user_ids), len(dataset.item_ids))
    count = np.bincount(dataset.users, minlength=shape[0])
    weights = 1 / np.sqrt(count[dataset.users])
    return np.asarray(sp.csr_matrix((weights, (dataset.users, dataset.items)), shape=shape) @ implicit)


class NmfOptions(Config, frozen=True, kw_only=True):
    """Surprise's NMF with its defaults under our names; biases are learnt only if `biased`."""

    factors: Whole = 15
    epochs: Whole = 50
    biased: bool = False
    regularization_users: float = 0.06
    regularization_items: float = 0.06
    regularization_user_bias: float = 0.02
    regularization_item_bias: float = 0.02
    learning_rate_user_bias: float = 0.005
    learning_rate_item_bias: float = 0.005
    initial_low: NonNegative = 0.0
    initial_high: NonNegative = 1.0


class Nmf(Factors):
    """q_i·p_u with factors that are never negative: parts that add up (Surprise NMF).

    Source: Luo et al. (2014). Cost: O(epochs · n · f). Use: where factors shall be read as parts.
    """

    name = "nmf"
    summary = "Matrix factorisation without negative factors: parts that add up (Surprise NMF)"
    Options = NmfOptions
    searched = (
        Span("factors", 5, 60, log=True),
        Span("epochs", 10, 100, log=True),
        Span("regularization_users", 0.01, 0.5, log=True),
        Span("regularization_items", 0.01, 0.5, log=True),
        Choice("biased", (False, True)),
    )
    config: NmfOptions

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> FactorState:
        from surprise import NMF

        said = self.config
        algorithm = NMF(
            n_factors=said.factors, n_epochs=said.epochs, biased=said.biased, reg_pu=said.regularization_users,
            reg_qi=said.regularization_items, reg_bu=said.regularization_user_bias,
            reg_bi=said.regularization_item_bias, lr_bu=said.learning_rate_user_bias,
            lr_bi=said.learning_rate_item_bias, init_low=said.initial_low, init_high=said.initial_high,
            random_state=seed,
        )  # fmt: skip
        return _state(Learnt(algorithm, dataset, seed), dataset, said.biased)
