"""People who rate alike: neighbours, corrected for how high each of them rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason
from culturedata.recommend._base import UNRATED, Config, Items, Recommender, Scores, figure, people
from culturedata.recommend.baseline import Biases, add, well_liked


class KnnOptions(Config, frozen=True, kw_only=True):
    """Surprise's KNNBaseline, user-based, mean squared difference, with its defaults under our names."""

    neighbours: int = 40
    least_neighbours: int = 1


@dataclass(frozen=True, slots=True)
class KnnState(Biases):
    """The biases and the people's `similarity` (n_users, n_users), 0 for those without ratings."""

    similarity: npt.NDArray[np.float64]


class KnnBaseline(Recommender):
    """b_ui + Σ_v s_uv (r_vi − b_vi) / Σ_v s_uv over the k people most like u who rated i (Surprise KNNBaseline)."""

    name = "knn-baseline"
    summary = "People who rate alike, corrected for how high each rates (Surprise KNNBaseline)"
    Options = KnnOptions
    State = KnnState
    predicts_ratings = True
    config: KnnOptions

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> KnnState:
        from surprise import KNNBaseline

        from culturedata.recommend._surprise import spread, train

        options = self.config
        algorithm = KNNBaseline(k=options.neighbours, min_k=options.least_neighbours, verbose=False)
        trained = train(algorithm, dataset, seed)
        people, works = len(dataset.user_ids), len(dataset.item_ids)
        back = trained.trainset.users_back
        similarity = np.zeros((people, people))
        similarity[np.ix_(back, back)] = algorithm.sim
        return KnnState(
            np.asarray(trained.trainset.global_mean),
            spread(algorithm.bu, back, people),
            spread(algorithm.bi, trained.trainset.items_back, works),
            similarity,
        )

    def _raters(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Scores]:
        """Ratings by item, each item's in storage order: bounds (n_items + 1,), people, and r_vi − b_vi."""
        cached = getattr(self, "_cached", None)
        if cached is None or cached[0] is not self.state:
            data, state = self.dataset, self.state
            order = np.argsort(data.items, kind="stable")
            bounds = np.searchsorted(data.items[order], np.arange(len(data.item_ids) + 1))
            people, works = data.users[order].astype(np.int64), data.items[order]
            rest = data.values[order].astype(np.float64) - (
                state.mean + state.user_bias[people] + state.item_bias[works]
            )
            self._cached = cached = (state, (bounds, people, rest))
        found: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Scores] = cached[1]
        return found

    def _estimate(self, user: int, items: npt.NDArray[np.integer]) -> Scores:
        """What the neighbours of a known user add to the baseline of `items`, (len(items),)."""
        bounds, people, rest = self._raters()
        counts = bounds[items + 1] - bounds[items]
        total = int(counts.sum())
        which = np.repeat(np.arange(len(items)), counts)
        starts = np.cumsum(counts) - counts
        at = np.arange(total) - np.repeat(starts, counts) + np.repeat(bounds[items], counts)
        similarity = self.state.similarity[user, people[at]]
        kept = similarity > 0
        crowded = np.repeat(counts > self.config.neighbours, counts)
        if crowded.any():
            kept &= ~crowded | self._nearest(which, similarity, starts)
        which, weight, rest = which[kept], similarity[kept], rest[at][kept]
        weights = np.bincount(which, weights=weight, minlength=len(items))
        sums = np.bincount(which, weights=weight * rest, minlength=len(items))
        enough = np.bincount(which, minlength=len(items)) >= self.config.least_neighbours
        return np.divide(sums, weights, out=np.zeros(len(items)), where=(weights > 0) & enough)

    def _nearest(
        self, which: npt.NDArray[np.int64], similarity: Scores, starts: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.bool_]:
        """Which ratings are among their item's k of highest similarity; of equals the earlier ones, as in Surprise."""
        order = np.lexsort((np.arange(len(which)), -similarity, which))
        place = np.empty(len(which), dtype=np.int64)
        place[order] = np.arange(len(which)) - starts[which[order]]
        nearest: npt.NDArray[np.bool_] = place < self.config.neighbours
        return nearest

    def _score(self, query: Query) -> Scores:
        state = self.state
        scores: Scores = state.mean + state.of_user(query.user) + state.item_bias
        if query.user is not None:
            scores = scores + self._estimate(query.user, np.arange(len(scores)))
        return scores

    def predict(self, users: Items, items: Items) -> Scores:
        out = add(self.state, users, items)
        order = np.argsort(users, kind="stable")
        known = order[(users[order] >= 0) & (items[order] >= 0)]
        for part in np.split(known, np.flatnonzero(np.diff(users[known])) + 1):
            if len(part):
                out[part] += self._estimate(int(users[part[0]]), items[part].astype(np.int64))
        return out

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        """The neighbours who rated it, and the work that most of them and this person like."""
        if not self._rated[item]:
            return (UNRATED,)
        if query.user is None:
            return (well_liked(self.state, item),)
        bounds, everybody, _ = self._raters()
        raters = everybody[bounds[item] : bounds[item + 1]]
        similarity = self.state.similarity[query.user, raters]
        nearest = np.lexsort((np.arange(len(raters)), -similarity))[: self.config.neighbours]
        near = raters[nearest][similarity[nearest] > 0]
        if not 0 < len(near) >= self.config.least_neighbours:
            return (well_liked(self.state, item),)
        values = np.asarray(self.dataset.matrix[near, item].todense(), dtype=np.float64).ravel()
        mean = float(np.average(values, weights=self.state.similarity[query.user, near]))
        french, english = people(len(near))
        crowd = Reason(
            kind="neighbours",
            value=mean,
            text_fr=f"noté {figure(mean, 'fr')} en moyenne par {french} aux goûts proches des vôtres",
            text_en=f"rated {figure(mean, 'en')} on average by {english} with a taste like yours",
        )
        return (*self._shared(query, near), crowd)

    def _shared(self, query: Query, near: npt.NDArray[np.int64]) -> tuple[Reason, ...]:
        """Of this person's best rated works, the one that most of the neighbours rated as high or higher."""
        if query.liked is None or not len(query.history):
            return ()
        best = query.history[query.liked == query.liked.max()]
        value = float(query.liked.max())
        agreeing = np.asarray((self.dataset.matrix[near][:, best] >= value).sum(axis=0)).ravel()
        if not agreeing.max():
            return ()
        return (self.rated(int(best[np.lexsort((best, -agreeing))[0]]), value),)
