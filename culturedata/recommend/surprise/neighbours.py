"""Neighbours: people who rate alike, or works that are rated alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

import msgspec
import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason
from culturedata.recommend._base import UNRATED, Fitted, Items, Scores, figure, people
from culturedata.recommend._space import Choice, Span
from culturedata.recommend.surprise._base import Appeal, Learnt, SurpriseRecommender, appeal, well_liked
from culturedata.recommend.surprise._nearest import Ratings, falling, weighted
from culturedata.recommend.surprise.biases import Biases, BiasOptions

Figures = npt.NDArray[np.float64]
Count = Annotated[int, msgspec.Meta(ge=1)]


class KnnOptions(BiasOptions, frozen=True, kw_only=True):
    """Surprise's options and defaults under our names.

    `of` says whose neighbours: «users» or «items». `similarity` is told from at least `least_common` ratings in common;
    `shrinkage` is of pearson-baseline alone, and the options of biases are of it and of knn-baseline.
    """

    neighbours: Count = 40
    least_neighbours: Count = 1
    similarity: Literal["msd", "cosine", "pearson", "pearson-baseline"] = "msd"
    of: Literal["users", "items"] = "users"
    least_common: Count = 1
    shrinkage: float = 100.0

    def similarity_of_surprise(self) -> dict[str, Any]:
        """The same as Surprise's `sim_options`."""
        return {
            "name": self.similarity.replace("-", "_"), "user_based": self.of == "users",
            "min_support": self.least_common, "shrinkage": self.shrinkage,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnnState(Appeal):
    """`similarity` (n, n) of the n users (or items), 0 for those without ratings."""

    similarity: Figures


class Neighbours(SurpriseRecommender):
    """Base: level + width · Σ_v s_uv (r_vi − level of v) / (width of v) / Σ_v s_uv over the k most alike who rated i.

    With `of` «items» the neighbours are works that the same person rated. Negative similarities never count. A subclass
    says what the level and the width are. With fewer than `least_neighbours` the level stands alone.
    """

    Options = KnnOptions
    searched = (
        Span("neighbours", 5, 100, log=True),
        Span("least_neighbours", 1, 10),
        Choice("similarity", ("msd", "cosine", "pearson", "pearson-baseline")),
        Choice("of", ("users", "items")),
        Span("least_common", 1, 10),
    )
    State: ClassVar[type[Fitted]] = KnnState
    config: KnnOptions
    algorithm: ClassVar[str]

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> Any:
        import surprise

        said = self.config
        kind = getattr(surprise, self.algorithm)
        made = Learnt(
            kind(
                k=said.neighbours, min_k=said.least_neighbours, sim_options=said.similarity_of_surprise(),
                bsl_options=said.of_surprise(), verbose=False,
            ),
            dataset,
            seed,
        )  # fmt: skip
        back = made.trainset.users_back if self._of_users else made.trainset.items_back
        size = len(dataset.user_ids if self._of_users else dataset.item_ids)
        similarity = np.zeros((size, size))
        similarity[np.ix_(back, back)] = made.algorithm.sim
        return self._keep(made, dataset, similarity)

    def _keep(self, made: Learnt, dataset: Dataset, similarity: Figures) -> KnnState:
        return KnnState(made.mean, appeal(dataset)[1], similarity)

    @property
    def _of_users(self) -> bool:
        return self.config.of == "users"

    # -- what the kinds differ in --------------------------------------------------------------------------------

    def _rest(self, users: Items, items: Items, values: Figures) -> Figures:
        """What a rating says beyond the level of the neighbour who gave (or got) it, (n,)."""
        return values

    def _level(self, user: int, items: npt.NDArray[np.integer]) -> Figures:
        """What is added to the neighbours' mean, (len(items),); the estimate where there are too few of them."""
        return np.full(len(items), float(self.state.mean))

    def _width(self, user: int, items: npt.NDArray[np.integer]) -> Figures | float:
        """What the neighbours' mean is multiplied by."""
        return 1.0

    # -- estimates -----------------------------------------------------------------------------------------------

    def _ratings(self) -> Ratings:
        """All ratings with what each says, by item for neighbours among users, by user for neighbours among items."""
        cached = getattr(self, "_cached", None)
        if cached is None or cached[0] is not self.state:
            data = self.dataset
            rest = self._rest(data.users, data.items, data.values.astype(np.float64))
            columns = (data.items, data.users) if self._of_users else (data.users, data.items)
            keys = len(data.item_ids if self._of_users else data.user_ids)
            self._cached = cached = (self.state, Ratings.of(*columns, rest, keys))
        found: Ratings = cached[1]
        return found

    def _near(self, user: int, items: npt.NDArray[np.integer]) -> tuple[Figures, Figures, npt.NDArray[np.int64]]:
        """The neighbours' weighted mean of what they say, the sum of weights and how many they are; for each item."""
        ratings, similarity = self._ratings(), self.state.similarity
        levels = None
        if self._of_users:
            which, at = ratings.flat(items)
            others = ratings.others[at]
            weights, levels = similarity[user, others], falling(similarity[user])[others]
        else:
            mine = ratings.range(user)
            which = np.repeat(np.arange(len(items)), len(mine))
            at = np.tile(mine, len(items))
            weights = similarity[items][:, ratings.others[mine]].ravel()
        return weighted(which, weights, ratings.rest[at], len(items), self.config.neighbours, levels)

    def _estimate(self, user: int, items: npt.NDArray[np.integer]) -> Scores:
        mean, _, count = self._near(user, items)
        enough = count >= self.config.least_neighbours
        said: Scores = self._level(user, items) + np.where(enough, mean * self._width(user, items), 0.0)
        return said

    # -- reasons -------------------------------------------------------------------------------------------------

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        """The neighbours who rated it, and the work that most of them and this person like; or the work it is like."""
        if not self._rated[item]:
            return (UNRATED,)
        if query.user is None or not self._active[query.user]:
            return (well_liked(self.state, item),)
        said = self._of_people(query, query.user, item) if self._of_users else self._of_works(query, item)
        return said or (well_liked(self.state, item),)

    def _of_people(self, query: Query, user: int, item: int) -> tuple[Reason, ...]:
        ratings = self._ratings()
        raters = ratings.others[ratings.range(item)]
        similarity = self.state.similarity[user, raters]
        nearest = np.lexsort((np.arange(len(raters)), -similarity))[: self.config.neighbours]
        near = raters[nearest][similarity[nearest] > 0]
        if not 0 < len(near) >= self.config.least_neighbours:
            return ()
        values = np.asarray(self.dataset.matrix[near, item].todense(), dtype=np.float64).ravel()
        mean = float(np.average(values, weights=self.state.similarity[user, near]))
        french, english = people(len(near))
        crowd = Reason(
            kind="neighbours",
            value=mean,
            text_fr=f"noté {figure(mean, 'fr')} en moyenne par {french} aux goûts proches des vôtres",
            text_en=f"rated {figure(mean, 'en')} on average by {english} with a taste like yours",
        )
        return (*self._shared(query, near), crowd)

    def _shared(self, query: Query, near: npt.NDArray[np.integer]) -> tuple[Reason, ...]:
        """Of this person's best rated works, the one that most of the neighbours rated as high or higher."""
        if query.liked is None or not len(query.history):
            return ()
        best = query.history[query.liked == query.liked.max()]
        value = float(query.liked.max())
        theirs = self.dataset.matrix[near][:, best].tocoo()
        agreeing = np.bincount(theirs.col[theirs.data >= value], minlength=len(best))
        if not agreeing.max():
            return ()
        return (self.rated(int(best[np.lexsort((best, -agreeing))[0]]), value),)

    def _of_works(self, query: Query, item: int) -> tuple[Reason, ...]:
        """Of the works that this person rated at or above their own mean, the one rated most alike."""
        if query.liked is None or not len(query.history):
            return ()
        liked = query.liked >= query.liked.mean(dtype=np.float64)
        history, values = query.history[liked], query.liked[liked]
        similarity = self.state.similarity[item, history]
        nearest = int(np.lexsort((history, -similarity))[0])
        return (self.rated(int(history[nearest]), float(values[nearest])),) if similarity[nearest] > 0 else ()


class KnnBasic(Neighbours):
    """Σ_v s_uv r_vi / Σ_v s_uv over the k people most like u who rated i; the mean of all ratings where too few did.

    Source: Resnick et al. (1994). Cost: O(Σ n_i²) to learn, O(U²) memory. Use: to show the idea: «people like you».
    """

    name = "knn-basic"
    summary = "What people who rate alike gave, weighted by how alike they are (Surprise KNNBasic)"
    algorithm = "KNNBasic"

    def _estimate(self, user: int, items: npt.NDArray[np.integer]) -> Scores:
        mean, _, count = self._near(user, items)
        return np.where(count >= self.config.least_neighbours, mean, float(self.state.mean))


@dataclass(frozen=True, slots=True)
class MeansState(KnnState):
    """With the `means` (n,) of the users (or items), 0 for those without ratings."""

    means: Figures


class KnnWithMeans(Neighbours):
    """μ_u + Σ_v s_uv (r_vi − μ_v) / Σ_v s_uv: how far above their own mean the neighbours rate.

    Source: Resnick et al. (1994). Cost: that of knn-basic. Use: where some people rate high and others low.
    """

    name = "knn-with-means"
    summary = "People who rate alike, corrected for each one's mean (Surprise KNNWithMeans)"
    State: ClassVar[type[Fitted]] = MeansState
    algorithm = "KNNWithMeans"

    def _keep(self, made: Learnt, dataset: Dataset, similarity: Figures) -> MeansState:
        return MeansState(made.mean, appeal(dataset)[1], similarity, self._each(made, made.algorithm.means))

    def _each(self, made: Learnt, learnt: Figures) -> Figures:
        return made.of_users(learnt) if self._of_users else made.of_items(learnt)

    def _rest(self, users: Items, items: Items, values: Figures) -> Figures:
        rest: Figures = values - self.state.means[users if self._of_users else items]
        return rest

    def _level(self, user: int, items: npt.NDArray[np.integer]) -> Figures:
        means: Figures = self.state.means
        return np.full(len(items), means[user]) if self._of_users else means[items]


@dataclass(frozen=True, slots=True)
class ZScoreState(MeansState):
    """With the `deviations` (n,) of their ratings; that of all ratings for those who always rate the same."""

    deviations: Figures


class KnnWithZScore(KnnWithMeans):
    """μ_u + σ_u · Σ_v s_uv (r_vi − μ_v)/σ_v / Σ_v s_uv: corrected for how widely each of them rates, too.

    Source: Herlocker et al. (1999). Cost: that of knn-basic. Use: where some people use the whole scale and others not.
    """

    name = "knn-with-z-score"
    summary = "People who rate alike, corrected for each one's mean and spread (Surprise KNNWithZScore)"
    State = ZScoreState
    algorithm = "KNNWithZScore"

    def _keep(self, made: Learnt, dataset: Dataset, similarity: Figures) -> ZScoreState:
        means, sigmas = (self._each(made, learnt) for learnt in (made.algorithm.means, made.algorithm.sigmas))
        return ZScoreState(made.mean, appeal(dataset)[1], similarity, means, sigmas)

    def _rest(self, users: Items, items: Items, values: Figures) -> Figures:
        rest: Figures = super()._rest(users, items, values)
        deviations: Figures = self.state.deviations[users if self._of_users else items]
        return np.divide(rest, deviations, out=np.zeros(len(rest)), where=deviations > 0)

    def _width(self, user: int, items: npt.NDArray[np.integer]) -> Figures | float:
        deviations: Figures = self.state.deviations
        return float(deviations[user]) if self._of_users else deviations[items]


@dataclass(frozen=True, slots=True)
class KnnBaselineState(Biases):
    """The biases and the `similarity` (n, n)."""

    similarity: Figures


class KnnBaseline(Neighbours):
    """b_ui + Σ_v s_uv (r_vi − b_vi) / Σ_v s_uv over the k people most like u who rated i (Surprise KNNBaseline).

    Source: Koren (2010). Cost: that of knn-basic. Use: the best of the neighbourhoods; with `of` «items» its reasons
    are works that the person knows.
    """

    name = "knn-baseline"
    summary = "People who rate alike, corrected for how high each rates (Surprise KNNBaseline)"
    State = KnnBaselineState
    algorithm = "KNNBaseline"
    knows_strangers = True

    def _keep(self, made: Learnt, dataset: Dataset, similarity: Figures) -> Any:
        biases = made.of_items(made.algorithm.bi), made.of_users(made.algorithm.bu)
        return KnnBaselineState(made.mean, *biases, similarity)

    def _rest(self, users: Items, items: Items, values: Figures) -> Figures:
        state: KnnBaselineState = self.state
        return values - state.add(users, items)

    def _level(self, user: int, items: npt.NDArray[np.integer]) -> Figures:
        level: Figures = self.state.mean + self.state.user_bias[user] + self.state.item_bias[items]
        return level

    def _unmet(self, users: Items, items: Items) -> Scores:
        state: KnnBaselineState = self.state
        return state.add(users, items)

    def _liked(self, user: int | None) -> Scores:
        scores: Scores = self.state.mean + self.state.of_user(user) + self.state.item_bias
        return scores
