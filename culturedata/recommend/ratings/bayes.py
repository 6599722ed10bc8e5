"""Matrix factorisation by Bayes: not the best factors, but the mean over many that the ratings allow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass, replace
from io import StringIO
from statistics import NormalDist
from typing import Annotated, Any, ClassVar

import msgspec
import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.options import LARGEST
from culturedata.data.slates import Query, Reason, Summand
from culturedata.data.vocabulary import in_order_met
from culturedata.errors import UsageError
from culturedata.recommend._base import UNRATED, Config, Fitted, Items, Recommender, Scores, Times
from culturedata.recommend._space import Span
from culturedata.recommend.ratings._moods import moods, weights
from culturedata.recommend.ratings._sides import PARTS, Side, Told, alone, from_the_mean, side, told
from culturedata.recommend.surprise._base import of_biases, well_liked

Count = Annotated[int, msgspec.Meta(ge=1)]
BURN_IN = 10  # the first draws, which still remember where they began
CHUNK = 4096  # pairs multiplied at one time
Rows = tuple[Items, int]  # the numbers of those that are met, and how many numbers there are
Draw = tuple[Any, float]  # myFM's factorisation, and the variance of the noise
LEAST = 10_000  # ratings: of fewer, sets and terms teach chance


class BayesOptions(Config, frozen=True, kw_only=True):
    """`chains` of Gibbs sampling, begun anew, of so many `draws` each, of which all but the first ten are kept.

    Each draw has so many `factors`. More chains predict better than longer ones, for each stays where it began.
    What is learnt from besides who rated what: `sets`, what else a person rated and who else rated a work; `terms` of
    the works, their makers and decades; `moods`, what a person gave about the same time. Sets and terms take
    ten thousand ratings. Without all three it is matrix factorisation, and learns several times as fast.
    """

    factors: Count = 10
    chains: Count = 3
    draws: Annotated[int, msgspec.Meta(gt=BURN_IN)] = 50
    sets: bool = True
    terms: bool = True
    moods: bool = True


@dataclass(frozen=True, slots=True)
class BayesState(Fitted):
    """All draws side by side, told from the mean person and the mean work: zeros for who or what has no ratings.

    `mean` () with `user_bias` (n_users,) and `item_bias` (n_items,) are means over the draws; `user_draws` (n_users,
    draws) and `item_draws` (n_items, draws), float32, how far each draw's bias is from them, that of the mean among
    those of people; `user_factors` (n_users, draws · f) and `item_factors` (n_items, draws · f), float32, scaled so
    that their product is a mean. `noise` () is the variance of a rating about what is expected; `moods` (ratings,) see
    there, none without them.
    """

    mean: npt.NDArray[np.float64]
    noise: npt.NDArray[np.float64]
    item_bias: Scores
    user_bias: Scores
    item_draws: npt.NDArray[np.float32]
    user_draws: npt.NDArray[np.float32]
    user_factors: npt.NDArray[np.float32]
    item_factors: npt.NDArray[np.float32]
    moods: Scores


class Bayes(Recommender):
    """1/S Σ_s (μ_s + b_u,s + b_i,s + q_i,s·p_u,s) over S draws from the posterior; nothing needs to be tuned.

    A person's p_u = v_u + |N(u)|^(−1/2) Σ_j y_j has a part of each work that they rated; a work's q_i = w_i +
    |N(i)|^(−1/2) Σ_v z_v + k^(−1/2) Σ_t g_t one of each person who rated it, and of its k terms. At a time that is said
    the person's mood is added: what they gave more than expected about then. By myFM, which is the extra «bayes». It
    keeps all draws: some 5 kilobytes a person and a work.

    Source: Salakhutdinov and Mnih (2008); Rendle, Zhang and Koren (2019). Cost: O(chains · draws · n · f), six
    times the n with `sets`. Use: where the last hundredth of RMSE counts, and nobody wants to tune.
    """

    name = "bayes"
    summary = "Matrix factorisation as the mean over many that the ratings allow (myFM, extra «bayes»)"
    Options = BayesOptions
    searched = (Span("factors", 2, 40, log=True), Span("draws", 20, 200, log=True))
    State: ClassVar[type[Fitted]] = BayesState
    predicts_ratings = True
    config: BayesOptions

    def _attach(self, dataset: Dataset, documents: Documents | None, seed: int) -> None:
        super()._attach(dataset, documents, seed)
        self._people = np.bincount(dataset.users, minlength=len(dataset.user_ids)) > 0

    @property
    def knows_time(self) -> bool:  # type: ignore[override]
        """Whether it learns moods."""
        return self.config.moods

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> BayesState:
        there, people = in_order_met(dataset.users, len(dataset.user_ids))
        met, works = in_order_met(dataset.items, len(dataset.item_ids))
        users, items = there[dataset.users], met[dataset.items]
        enough = len(dataset) >= LEAST
        parts = PARTS if self.config.sets and enough else 0
        about = None
        if self.config.terms and enough and documents is not None:
            about = told([documents.tokens[work] for work in works])
        mean = dataset.values.mean(dtype=np.float64)
        sampled = []
        for start in np.random.RandomState(seed).randint(LARGEST, size=self.config.chains).tolist():
            part = np.random.RandomState(start).permutation(len(dataset)).astype(np.int32) % PARTS
            sides = (side(users, items, part, parts), side(items, users, part, parts, about))
            sampled += self._sampled(sides, dataset.values - mean, start)
        made = _state(sampled, mean, sides, ((people, len(dataset.user_ids)), (works, len(dataset.item_ids))))
        if not self.config.moods:
            return made
        beyond = dataset.values - _expected(made, dataset.users, dataset.items)
        return replace(made, moods=weights(dataset, beyond))

    def _sampled(self, sides: tuple[Side, Side], values: Scores, seed: int) -> list[Draw]:
        """The draws of one chain that are kept, each with the variance of the noise."""
        regressor, block = _myfm()
        model = regressor(rank=self.config.factors, random_seed=seed)
        kept = self.config.draws - BURN_IN
        with redirect_stderr(StringIO()):  # its own progress bar
            model.fit(
                None, values, X_rel=[block(one.at, one.rows) for one in sides], n_iter=self.config.draws,
                n_kept_samples=kept, group_shapes=[size for one in sides for size in one.groups],
            )  # fmt: skip
        noises = (1 / hyper.alpha for hyper in model.history_.hypers[-kept:])
        return list(zip(model.predictor_.samples, noises, strict=True))

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
        out = _expected(self.state, users, items)
        out[(users < 0) & (items < 0)] = self.dataset.values.mean(dtype=np.float64)
        return out

    def predict_at(self, users: Items, items: Items, times: Times) -> Scores:
        out = self.predict(users, items)
        return out + moods(self.dataset, self.state.moods, users, times) if len(self.state.moods) else out

    def interval(self, users: Items, items: Items, level: float = 0.95) -> tuple[Scores, Scores]:
        """Low and high (n,) each, unclipped: so much of what these people will give lies between.

        `predict` ± z · √(variance among the draws + noise), at no time that is said. For who or what has no ratings it
        is as wide as all ratings lie. Raises UsageError unless 0 < level < 1.
        """
        if not 0 < level < 1:
            raise UsageError(f"{level:g} is no share of ratings.", "Say one between 0 and 1, such as 0.95.")
        state: BayesState = self.state
        predicted, variance = self.predict(users, items), np.empty(len(users))
        draws = state.user_draws.shape[1]
        for part in _chunks(len(users)):
            tastes, factors = (
                rows[numbers[part]].astype(np.float64).reshape(-1, draws, self.config.factors)
                for rows, numbers in ((state.user_factors, users), (state.item_factors, items))
            )
            each = draws * np.einsum("nsf,nsf->ns", tastes, factors)
            each += state.user_draws[users[part]] + state.item_draws[items[part]]
            variance[part] = each.var(axis=1)
        strange = (users < 0) | ~self._people[users] | (items < 0) | (self._rated[items] == 0)
        variance = np.where(strange, self.dataset.values.var(dtype=np.float64), variance + state.noise)
        half = NormalDist().inv_cdf((1 + level) / 2) * np.sqrt(variance)
        return predicted - half, predicted + half

    def _arithmetic(self, query: Query, item: int) -> tuple[Summand, ...]:
        return of_biases(self.state, query.user, item)

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        """Of the works that this person rated at or above their own mean, the one nearest in all draws together."""
        if not self._rated[item]:
            return (UNRATED,)
        if query.user is None or query.liked is None or not len(query.history):
            return (well_liked(self.state, item),)
        liked = query.liked >= query.liked.mean(dtype=np.float64)
        history, values = query.history[liked], query.liked[liked]
        factors = self.state.item_factors
        closeness = factors[history] @ factors[item]
        closeness = closeness / np.maximum(np.linalg.norm(factors[history], axis=1), np.float32(1e-12))
        nearest = int(np.lexsort((history, -closeness))[0])
        if closeness[nearest] <= 0:
            return (well_liked(self.state, item),)
        return (self.rated(int(history[nearest]), float(values[nearest])),)


def _expected(state: BayesState, users: Items, items: Items) -> Scores:
    """What is expected at no time that is said, (n,); −1 is the mean of all."""
    of_users = np.where(users >= 0, state.user_bias[users], 0.0)
    of_items = np.where(items >= 0, state.item_bias[items], 0.0)
    out: Scores = state.mean + of_users + of_items
    for part in _chunks(len(users)):
        tastes, factors = state.user_factors[users[part]], state.item_factors[items[part]]
        both = np.einsum("nf,nf->n", tastes.astype(np.float64), factors.astype(np.float64))
        out[part] += np.where((users[part] >= 0) & (items[part] >= 0), both, 0.0)
    return out


def _chunks(n: int) -> Iterator[slice]:
    return (slice(start, start + CHUNK) for start in range(0, n, CHUNK))


def _state(sampled: list[Draw], centre: float, sides: tuple[Side, Side], rows: tuple[Rows, Rows]) -> BayesState:
    """What was sampled, each person and each work in the row where the dataset has them."""
    between = sum(sides[0].groups)
    means: list[float] = []
    people: list[Told] = []
    works: list[Told] = []
    for draw, _ in sampled:
        of_people = alone(sides[0].whole, draw.w[:between], draw.V[:between])
        of_works = alone(sides[1].whole, draw.w[between:], draw.V[between:])
        mean, one, other = from_the_mean(of_people, of_works)
        means.append(centre + draw.w0 + mean)
        people.append(one)
        works.append(other)
    noise = np.mean([noise for _, noise in sampled])
    user_bias, user_draws, user_factors = _beside(people, rows[0])
    item_bias, item_draws, item_factors = _beside(works, rows[1])
    at = np.array(means)
    user_draws += (at - at.mean()).astype(np.float32)
    return BayesState(
        np.asarray(at.mean()), np.asarray(noise), item_bias, user_bias, item_draws, user_draws, user_factors,
        item_factors, np.zeros(0),
    )  # fmt: skip


def _beside(each: list[Told], rows: Rows) -> tuple[Scores, npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Of one side the mean bias, how far that of each draw is from it, and the factors of all draws."""
    from culturedata.recommend.surprise._trainset import spread

    biases = spread(np.stack([bias for bias, _ in each], axis=1), *rows)
    factors = spread(np.concatenate([factors for _, factors in each], axis=1), *rows)
    bias = biases.mean(axis=1)
    beyond = (biases - bias[:, None]).astype(np.float32)
    return bias, beyond, (factors / np.sqrt(len(each))).astype(np.float32)


def _myfm() -> Any:
    """myFM's regressor and its blocks. Raises UsageError where it isn't installed, or can't be used as it is."""
    try:
        from myfm import MyFMGibbsRegressor, RelationBlock
    except ImportError as error:
        missing = "setuptools older than 81" if "pkg_resources" in str(error) else "the package myfm"
        raise UsageError(f"bayes needs {missing}.", "Install it: pip install 'culturedata[bayes]'.") from error
    return MyFMGibbsRegressor, RelationBlock
