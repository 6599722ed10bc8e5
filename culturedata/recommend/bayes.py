"""Matrix factorisation by Bayes: not the best factors, but the mean over many that the ratings allow."""

from __future__ import annotations

from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO
from typing import Annotated, Any, ClassVar

import msgspec
import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason
from culturedata.data.vocabulary import in_order_met
from culturedata.errors import UsageError
from culturedata.recommend._base import UNRATED, Config, Fitted, Items, Recommender, Scores
from culturedata.recommend._space import Span
from culturedata.recommend.surprise._base import well_liked

Count = Annotated[int, msgspec.Meta(ge=1)]
BURN_IN = 10  # the first draws, which still remember where they began
CHUNK = 4096  # pairs multiplied at one time


class BayesOptions(Config, frozen=True, kw_only=True):
    """`draws` of Gibbs sampling, of which all but the first ten are kept; each with so many `factors`."""

    factors: Count = 10
    draws: Annotated[int, msgspec.Meta(gt=BURN_IN)] = 300


@dataclass(frozen=True, slots=True)
class BayesState(Fitted):
    """Means over the draws, and all draws' factors side by side, scaled so that their product is a mean.

    `mean` () with `user_bias` (n_users,) and `item_bias` (n_items,); `user_factors` (n_users, draws · f) float32 and
    `item_factors` (n_items, draws · f) float32. Zeros for who or what has no ratings.
    """

    mean: npt.NDArray[np.float64]
    item_bias: Scores
    user_bias: Scores
    user_factors: npt.NDArray[np.float32]
    item_factors: npt.NDArray[np.float32]


class Bayes(Recommender):
    """1/S Σ_s (μ_s + b_u,s + b_i,s + q_i,s·p_u,s) over S draws from the posterior; nothing needs to be tuned.

    By myFM, which is the extra «bayes». It keeps all draws: some 12 kilobytes a user and a work.

    Source: Salakhutdinov and Mnih (2008); Rendle, Zhang and Koren (2019). Cost: O(draws · n · f). Use: where the last
    hundredth of RMSE counts, and nobody wants to tune.
    """

    name = "bayes"
    summary = "Matrix factorisation as the mean over many that the ratings allow (myFM, extra «bayes»)"
    Options = BayesOptions
    searched = (Span("factors", 2, 40, log=True), Span("draws", 50, 500, log=True))
    State: ClassVar[type[Fitted]] = BayesState
    predicts_ratings = True
    config: BayesOptions

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> BayesState:
        from culturedata.recommend.surprise._trainset import spread

        there, people = in_order_met(dataset.users, len(dataset.user_ids))
        met, works = in_order_met(dataset.items, len(dataset.item_ids))
        model = _regressor()(rank=self.config.factors, random_seed=seed)
        with redirect_stderr(StringIO()):  # its own progress bar
            model.fit(
                _pairs(there[dataset.users], met[dataset.items], len(people), len(works)),
                dataset.values.astype(np.float64), n_iter=self.config.draws,
                n_kept_samples=self.config.draws - BURN_IN, group_shapes=[len(people), len(works)],
            )  # fmt: skip
        draws = model.predictor_.samples
        linear = np.mean([draw.w for draw in draws], axis=0)
        factors = np.concatenate([draw.V for draw in draws], axis=1) / np.sqrt(len(draws))
        return BayesState(
            np.asarray(np.mean([draw.w0 for draw in draws])),
            spread(linear[len(people) :], works, len(dataset.item_ids)),
            spread(linear[: len(people)], people, len(dataset.user_ids)),
            spread(factors[: len(people)], people, len(dataset.user_ids)).astype(np.float32),
            spread(factors[len(people) :], works, len(dataset.item_ids)).astype(np.float32),
        )

    def _score_users(self, users: Items) -> npt.NDArray[np.float64]:
        state: BayesState = self.state
        scores = state.user_factors[users].astype(np.float64) @ state.item_factors.astype(np.float64).T
        scores += state.item_bias
        scores += (state.mean + state.user_bias[users])[:, None]
        return scores

    def _score(self, query: Query) -> Scores:
        if query.user is None:
            stranger: Scores = self.state.mean + self.state.item_bias
            return stranger
        scores: Scores = self._score_users(np.array([query.user], dtype=np.int32))[0]
        return scores

    def predict(self, users: Items, items: Items) -> Scores:
        state: BayesState = self.state
        of_users = np.where(users >= 0, state.user_bias[users], 0.0)
        of_items = np.where(items >= 0, state.item_bias[items], 0.0)
        out: Scores = state.mean + of_users + of_items
        out[(users < 0) & (items < 0)] = self.dataset.values.mean(dtype=np.float64)
        for start in range(0, len(users), CHUNK):
            part = slice(start, start + CHUNK)
            tastes, factors = state.user_factors[users[part]], state.item_factors[items[part]]
            both = np.einsum("nf,nf->n", tastes.astype(np.float64), factors.astype(np.float64))
            out[part] += np.where((users[part] >= 0) & (items[part] >= 0), both, 0.0)
        return out

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        """Of the works that this person rated at or above their own mean, the one nearest in all draws together."""
        if not self._rated[item]:
            return (UNRATED,)
        if query.user is None or query.liked is None or not len(query.history):
            return (well_liked(self.state, item),)
        liked = query.liked >= query.liked.mean()
        history, values = query.history[liked], query.liked[liked]
        factors = self.state.item_factors
        closeness = factors[history] @ factors[item]
        closeness = closeness / np.maximum(np.linalg.norm(factors[history], axis=1), np.float32(1e-12))
        nearest = int(np.lexsort((history, -closeness))[0])
        if closeness[nearest] <= 0:
            return (well_liked(self.state, item),)
        return (self.rated(int(history[nearest]), float(values[nearest])),)


def _pairs(users: Items, items: Items, people: int, works: int) -> Any:
    """One row a rating, with a 1 for its user and a 1 for its item."""
    import scipy.sparse as sp

    columns = np.stack([users, people + items], axis=1).ravel()
    rows = np.repeat(np.arange(len(users)), 2)
    return sp.csr_matrix((np.ones(2 * len(users)), (rows, columns)), shape=(len(users), people + works))


def _regressor() -> Any:
    """myFM's regressor. Raises UsageError where it isn't installed, or can't be used as it is."""
    try:
        from myfm import MyFMGibbsRegressor
    except ImportError as error:
        missing = "setuptools older than 81" if "pkg_resources" in str(error) else "the package myfm"
        raise UsageError(f"bayes needs {missing}.", "Install it: pip install 'culturedata[bayes]'.") from error
    return MyFMGibbsRegressor
