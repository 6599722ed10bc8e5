"""What goes together: how much each work that somebody chose speaks for each other one, all weights found at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import msgspec
import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.recommend._base import Config, Fitted, Items, Scores
from culturedata.recommend._space import Choice, Span
from culturedata.recommend.choices._base import Choices, Mask, OfChoices, chosen


class EaseOptions(Config, frozen=True, kw_only=True):
    """`regularization` λ > 0 pulls the weights to 0; works that fewer than `least` people chose have none.

    `choices`: «liked», what somebody rated at least as high as they rate on the whole, or «rated», whatever was.
    """

    regularization: Annotated[float, msgspec.Meta(gt=0)] = 200.0
    least: Annotated[int, msgspec.Meta(ge=1)] = 5
    choices: Choices = "liked"


@dataclass(frozen=True, slots=True)
class EaseState(Fitted):
    """`works` (m,) item numbers that have weights, and `weights` (m, m): how much row j speaks for column i."""

    works: Items
    weights: npt.NDArray[np.float64]


class Ease(OfChoices):
    """B = I − P · diag(1 / P_ii) with P = (XᵀX + λI)⁻¹; the score of work i is Σ_j x_j B_ji over what was chosen.

    X (people, works) is 1 where somebody chose a work (`choices` says what that is). B minimises |X − XB|² + λ|B|²
    with 0 on the diagonal: nothing speaks for itself. Somebody who chose nothing with weights gets what most people
    rated or played: the share of people who did.

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
        matrix = chosen(dataset, self.config.choices)
        works = np.flatnonzero(matrix.getnnz(axis=0) >= self.config.least).astype(np.int32)
        matrix = matrix[:, works]
        together = (matrix.T @ matrix).toarray()
        together[np.diag_indices_from(together)] += self.config.regularization
        weights = np.linalg.inv(together)
        weights /= -np.diag(weights)
        np.fill_diagonal(weights, 0.0)
        return EaseState(works, weights)

    @property
    def _what(self) -> Choices:
        return self.config.choices

    def _known(self, items: Items) -> Mask:
        return np.isin(items, self.state.works)

    def _score_choices(self, items: Items, strengths: Scores) -> Scores:
        scores = np.zeros(len(self.dataset.item_ids))
        scores[self.state.works] = self.state.weights[self._rows(items)].sum(axis=0)
        return scores

    def _speaks(self, items: Items, strengths: Scores, item: int) -> Scores:
        speaks: Scores = self.state.weights[self._rows(items), np.searchsorted(self.state.works, item)]
        return speaks

    def _rows(self, items: Items) -> npt.NDArray[np.int64]:
        """Where the weights of these works stand."""
        return np.searchsorted(self.state.works, items)
