"""Matrix factorisation by least squares in turn: the factors of works from those of people, and theirs from these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason, Summand
from culturedata.recommend import _spark
from culturedata.recommend._base import CLOSE, UNRATED, Fitted, Items, Recommender, Scores
from culturedata.recommend._space import Span
from culturedata.recommend.choices._base import SHOWN, TOLD
from culturedata.recommend.ratings._least import Kind, least
from culturedata.recommend.surprise._base import biases_told, well_liked

Count = Annotated[int, msgspec.Meta(ge=1)]
Positive = Annotated[float, msgspec.Meta(gt=0)]
Factors = npt.NDArray[np.float64]
ROUNDS = 10  # over the biases
CELLS = 2**20  # numbers that are solved with at one time


class AlsWrOptions(_spark.SparkOptions, frozen=True, kw_only=True):
    """`factors` traits, `epochs` rounds over people and works, `regularization` λ of the factors, for each rating.

    `regularization_items` and `regularization_users` hold the biases back, in ratings.

    `engine` «spark» learns on the Spark `master`, «local[2]» or a cluster's address, each of whose processes may take
    `memory_gb`; `shared` is a folder that all machines of a cluster see.
    """

    factors: Count = 20
    epochs: Count = 15
    regularization: Annotated[float, msgspec.Meta(ge=1e-6)] = 0.2
    regularization_items: Positive = 3.0
    regularization_users: Positive = 5.0
    engine: Literal["numpy", "spark"] = "numpy"


@dataclass(frozen=True, slots=True)
class AlsWrState(Fitted):
    """`mean` () of all ratings, `item_bias` (n_items,) and `item_factors` (n_items, factors); 0 for unrated works."""

    mean: npt.NDArray[np.float64]
    item_bias: Scores
    item_factors: Factors


class AlsWr(Recommender):
    """μ + b_u + b_i + x_u·y_i. With e = r − μ − b_u − b_i it minimises Σ (e − x_u·y_i)² + λ(Σ n_u|x_u|² + Σ n_i|y_i|²).

    The biases come first, as those of `baseline`. A person is folded in by what they rated, whom it learnt from and a
    newcomer alike: b_u = Σ (r − μ − b_i) / (λ_users + n_u), x = (YᵀY + λn_uI)⁻¹ Yᵀe. A rated work j adds
    e_j · y_iᵀ (YᵀY + λn_uI)⁻¹ y_j to the score of i. Works that somebody chose without a rating count as what they
    like: as high as the highest rating of all.

    With the engine «spark», which is the extra of that name, Spark learns the works' factors from the same e by the
    same formula, and all else is the same. It begins with other factors and computes with 32 bits.

    Source: Zhou et al., Large-scale Parallel Collaborative Filtering for the Netflix Prize (2008). Cost: O(f² · n +
    f³ · (U + N)) an epoch; O(f² · h + f³ + f · N) a person who rated h works. Use: as matrix factorisation in which a
    rating counts as soon as it is given, and which Spark can learn on many machines.
    """

    name = "als-wr"
    summary = "Matrix factorisation by alternating least squares (ALS-WR), here or on Spark"
    Options = AlsWrOptions
    searched = (
        Span("factors", 2, 100, log=True),
        Span("regularization", 0.01, 1.0, log=True),
        Span("regularization_items", 0.5, 50.0, log=True),
        Span("regularization_users", 0.5, 50.0, log=True),
    )
    State = AlsWrState
    predicts_ratings = True
    config: AlsWrOptions

    def _attach(self, dataset: Dataset, documents: Documents | None, seed: int) -> None:
        super()._attach(dataset, documents, seed)
        self._highest = dataset.values.max()

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> AlsWrState:
        rest = dataset.matrix.astype(np.float64)
        mean, ones = dataset.values.mean(dtype=np.float64), np.ones(rest.nnz)
        people, works = np.repeat(np.arange(rest.shape[0]), np.diff(rest.indptr)), rest.indices
        kinds = [
            Kind(works, ones, self.config.regularization_items, rest.shape[1]),
            Kind(people, ones, self.config.regularization_users, rest.shape[0]),
        ]
        item_bias, user_bias = least(kinds, rest.data - mean, ROUNDS)
        rest.data -= mean + item_bias[works] + user_bias[people]
        learn = self._on_spark if self.config.engine == "spark" else self._here
        return AlsWrState(np.asarray(mean), item_bias, learn(rest, seed))

    def _here(self, rest: sp.csr_matrix, seed: int) -> Factors:
        by_work, penalty = rest.T.tocsr(), self.config.regularization
        people = np.random.default_rng(seed).normal(size=(rest.shape[0], self.config.factors))
        people /= np.linalg.norm(people, axis=1, keepdims=True)
        works = half(by_work, people, penalty)
        for _ in range(self.config.epochs - 1):
            works = half(by_work, half(rest, works, penalty), penalty)
        return works

    def _on_spark(self, rest: sp.csr_matrix, seed: int) -> Factors:
        asked = self.config
        learnt = _spark.learn(
            rest, asked, factors=asked.factors, epochs=asked.epochs, penalty=asked.regularization, seed=seed
        )
        return learnt.astype(np.float64)

    # -- people ------------------------------------------------------------------------------------------------------

    def _row(self, query: Query) -> sp.csr_matrix:
        """What somebody rated, (1, n_items)."""
        history = query.history
        values = np.full(len(history), self._highest) if query.liked is None else query.liked
        return sp.csr_matrix((values, history, [0, len(history)]), shape=(1, len(self.dataset.item_ids)))

    def _beyond(self, rows: sp.csr_matrix) -> tuple[Scores, sp.csr_matrix]:
        """The biases (n,) of people with these ratings, (n, n_items), and what is left of those without all biases."""
        counts = np.diff(rows.indptr)
        owner = np.repeat(np.arange(len(counts)), counts)
        beyond = rows.data - self.state.mean - self.state.item_bias[rows.indices]
        bias = np.bincount(owner, beyond, len(counts)) / (self.config.regularization_users + counts)
        return bias, sp.csr_matrix((beyond - bias[owner], rows.indices, rows.indptr), shape=rows.shape)

    def _folded(self, rows: sp.csr_matrix) -> tuple[Scores, Factors]:
        """The biases (n,) and the factors (n, f) of people with these ratings."""
        bias, rest = self._beyond(rows)
        return bias, half(rest, self.state.item_factors, self.config.regularization)

    # -- scoring -----------------------------------------------------------------------------------------------------

    def _scores(self, rows: sp.csr_matrix) -> Factors:
        state: AlsWrState = self.state
        bias, factors = self._folded(rows)
        scores: Factors = state.mean + bias[:, None] + state.item_bias + factors @ state.item_factors.T
        return scores

    def _score(self, query: Query) -> Scores:
        scores: Scores = self._scores(self._row(query))[0]
        return scores

    def _score_users(self, users: Items) -> Factors:
        return self._scores(self.dataset.matrix[users])

    def predict(self, users: Items, items: Items) -> Scores:
        state: AlsWrState = self.state
        people = np.unique(users[users >= 0])
        bias, factors = map(_and_nobody, self._folded(self.dataset.matrix[people]))
        place = np.where(users >= 0, np.searchsorted(people, users), -1)
        out: Scores = state.mean + bias[place] + _and_nobody(state.item_bias)[items]
        out += np.einsum("nf,nf->n", factors[place], _and_nobody(state.item_factors)[items])
        return out

    # -- reasons -----------------------------------------------------------------------------------------------------

    def _speaks(self, query: Query, item: int) -> Scores:
        """What each work of the history adds to the score of `item`, (h,)."""
        _, rest = self._beyond(self._row(query))
        mine = self.state.item_factors[query.history]
        around = mine.T @ mine + self.config.regularization * max(len(mine), 1) * np.eye(mine.shape[1])
        speaks: Scores = rest.data * (mine @ np.linalg.solve(around, self.state.item_factors[item]))
        return speaks

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        """Of the works that this person rated at or above their own mean, or likes, those that add most."""
        if not self._rated[item]:
            return (UNRATED,)
        if not len(query.history):
            return (well_liked(self.state, item),)
        speaks = self._speaks(query, item)
        if query.liked is not None:
            speaks[query.liked < query.liked.mean(dtype=np.float64)] = 0
        most = np.lexsort((query.history, -speaks))[:TOLD].tolist()
        said = tuple(self._because(query, place) for place in most if speaks[place] > CLOSE)
        return said or (well_liked(self.state, item),)

    def _because(self, query: Query, place: int) -> Reason:
        item = int(query.history[place])
        if query.liked is not None:
            return self.rated(item, float(query.liked[place]))
        french, english = self.title(item)
        return Reason(
            kind="goes-with",
            items=(self.dataset.item_ids.ids[item],),
            text_fr=f"va avec «\u00a0{french}\u00a0», que vous aimez",
            text_en=f"goes with “{english}”, which you like",
        )

    def _arithmetic(self, query: Query, item: int) -> tuple[Summand, ...]:
        """The mean, both biases, and what the works of the history add that speak most, whether for or against."""
        bias, _ = self._beyond(self._row(query))
        biases = biases_told(float(self.state.mean), float(bias[0]), float(self.state.item_bias[item]))
        speaks = self._speaks(query, item)
        most = np.lexsort((query.history, -np.abs(speaks)))[:SHOWN]
        titles = [(float(speaks[n]), self.title(int(query.history[n]))) for n in most]
        return (*biases, *(Summand(value=value, text_fr=fr, text_en=en) for value, (fr, en) in titles))


def _and_nobody(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """With zeros as the last, which is the one that −1 stands for."""
    return np.concatenate([rows, np.zeros((1, *rows.shape[1:]))])


def half(rows: sp.csr_matrix, other: Factors, penalty: float) -> Factors:
    """x (n, f) of n rows: (YᵀY + λhI)⁻¹ Yᵀe with the h numbers e that one stores, and their columns' y; 0 for none.

    `other` are the y (m, f) of all columns, `penalty` is λ. Rows that store as many are solved at one time.
    """
    counts, size = np.diff(rows.indptr), other.shape[1]
    out = np.zeros((len(counts), size))
    for count in np.unique(counts[counts > 0]).tolist():
        alike, held = np.flatnonzero(counts == count), penalty * count * np.eye(size)
        together = max(1, CELLS // (size * (count + size)))
        for start in range(0, len(alike), together):
            some = alike[start : start + together]
            at = rows.indptr[some][:, None] + np.arange(count)
            near = other[rows.indices[at]]
            turned = near.transpose(0, 2, 1)
            out[some] = np.linalg.solve(turned @ near + held, turned @ rows.data[at][..., None])[..., 0]
    return out
