"""What goes together: how much each work that somebody chose speaks for each other one, all weights found at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason
from culturedata.recommend._base import Config, Fitted, Items, Recommender, Scores
from culturedata.recommend._space import Choice, Span

TOLD = 2  # how many of their own works a reason names


class EaseOptions(Config, frozen=True, kw_only=True):
    """`regularization` λ > 0 pulls the weights to 0; works that fewer than `least` people chose have none.

    `choices`: «liked», what somebody rated at least as high as they rate on the whole, or «rated», whatever was.
    """

    regularization: Annotated[float, msgspec.Meta(gt=0)] = 200.0
    least: Annotated[int, msgspec.Meta(ge=1)] = 5
    choices: Literal["liked", "rated"] = "liked"


@dataclass(frozen=True, slots=True)
class EaseState(Fitted):
    """`works` (m,) item numbers that have weights, and `weights` (m, m): how much row j speaks for column i."""

    works: Items
    weights: npt.NDArray[np.float64]


class Ease(Recommender):
    """B = I − P · diag(1 / P_ii) with P = (XᵀX + λI)⁻¹; the score of work i is Σ_j x_j B_ji over what was chosen.

    X (people, works) is 1 where somebody chose a work (`choices` says what that is). B minimises |X − XB|² + λ|B|²
    with 0 on the diagonal: nothing speaks for itself. Somebody who chose nothing with weights gets what most people
    chose: the share of people who did.

    Source: Steck, Embarrassingly Shallow Autoencoders for Sparse Data (2019). Cost: O(m³) to learn and 8m² bytes, for
    m works that at least `least` people chose; O(h · m) a person who chose h. Use: for what somebody will choose,
    not for how they will rate it; with up to some ten thousand works.
    """

    name = "ease"
    summary = "What goes together: each chosen work speaks for or against each other one (EASE)"
    Options = EaseOptions
    searched = (
        Span("regularization", 10.0, 2000.0, log=True),
        Span("least", 1, 20),
        Choice("choices", ("liked", "rated")),
    )
    State = EaseState
    config: EaseOptions

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> EaseState:
        chosen = dataset.matrix.astype(np.float64)
        counts = np.diff(chosen.indptr)
        means = np.asarray(chosen.sum(axis=1)).ravel() / np.maximum(counts, 1)
        chosen.data = self._chosen(chosen.data, np.repeat(means, counts)).astype(np.float64)
        chosen.eliminate_zeros()
        works = np.flatnonzero(chosen.getnnz(axis=0) >= self.config.least).astype(np.int32)
        chosen = chosen[:, works]
        together = (chosen.T @ chosen).toarray()
        together[np.diag_indices_from(together)] += self.config.regularization
        weights = np.linalg.inv(together)
        weights /= -np.diag(weights)
        np.fill_diagonal(weights, 0.0)
        return EaseState(works, weights)

    def _chosen(self, values: npt.NDArray[np.floating], means: npt.NDArray[np.floating]) -> npt.NDArray[np.bool_]:
        """Which ratings count as choices, (n,); `means`, (n,), is what the same person gives on the whole."""
        chosen: npt.NDArray[np.bool_] = (
            values >= means if self.config.choices == "liked" else np.ones(len(values), bool)
        )
        return chosen

    def _score(self, query: Query) -> Scores:
        rows = self._rows(query)
        if not len(rows):
            return self._rated / len(self.dataset.user_ids)
        scores = np.zeros(len(self.dataset.item_ids))
        scores[self.state.works] = self.state.weights[rows].sum(axis=0)
        return scores

    def _rows(self, query: Query) -> npt.NDArray[np.int64]:
        """Which rows of the weights the person's choices are."""
        works = self.state.works
        history = query.history
        if query.liked is not None and len(history):
            liked = query.liked.astype(np.float64)
            history = history[self._chosen(liked, np.full(len(liked), liked.mean()))]
        there = np.searchsorted(works, history)
        known = there < len(works)
        known[known] = works[there[known]] == history[known]
        rows: npt.NDArray[np.int64] = there[known]
        return rows

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        rows, works = self._rows(query), self.state.works
        column = int(np.searchsorted(works, item))
        if len(rows) and column < len(works) and works[column] == item:
            speaks = self.state.weights[rows, column]
            most = np.lexsort((rows, -speaks))[:TOLD]
            said = tuple(self._for(int(works[rows[n]]), float(speaks[n])) for n in most if speaks[n] > 0)
            if said:
                return said
        return (self.rated_by(item),)

    def _for(self, chosen: int, weight: float) -> Reason:
        """The reason «“…” speaks for it, by 0.12»."""
        french, english = self.title(chosen)
        figure = f"{weight:.3f}"
        return Reason(
            kind="goes-with",
            items=(self.dataset.item_ids.ids[chosen],),
            value=weight,
            text_fr=f"va avec «\u00a0{french}\u00a0», que vous avez choisi (poids {figure.replace('.', ',')})",
            text_en=f"goes with “{english}”, which you chose (weight {figure})",
        )
