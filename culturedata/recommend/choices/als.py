"""What goes together by few hidden traits: factors of who chooses what, learnt from choices alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query
from culturedata.recommend import _spark
from culturedata.recommend._base import Fitted, Items, Scores
from culturedata.recommend._space import Choice, Span
from culturedata.recommend.choices._base import Choices, Mask, OfChoices, implicit, in_order, strengths

Factors = npt.NDArray[np.float32]


class AlsOptions(_spark.SparkOptions, frozen=True, kw_only=True):
    """`factors` traits, `epochs` rounds over people and works, `regularization` λ of both.

    A choice has the confidence 1 + `weight` · s, what was not chosen 1; s is 1 for a rating, and of plays log(1 + how
    often) over the person's own mean of that. `choices`: «liked», what somebody rated at least as high as they rate on
    the whole, or «rated», whatever was.

    `engine` «spark» learns on the Spark `master`, «local[2]» or a cluster's address, each of whose processes may take
    `memory_gb`; `shared` is a folder that all machines of a cluster see.
    """

    factors: Annotated[int, msgspec.Meta(ge=1)] = 64
    epochs: Annotated[int, msgspec.Meta(ge=1)] = 15
    regularization: Annotated[float, msgspec.Meta(gt=0)] = 10.0
    weight: Annotated[float, msgspec.Meta(gt=0)] = 5.0
    choices: Choices = "liked"
    engine: Literal["implicit", "spark"] = "implicit"


@dataclass(frozen=True, slots=True)
class AlsState(Fitted):
    """`item_factors` (n_items, factors); rows of 0 for works that nobody chose."""

    item_factors: npt.NDArray[np.float32]


class Als(OfChoices):
    """Minimises Σ c_ui (p_ui − x_u·y_i)² + λ(Σ|x_u|² + Σ|y_i|²): p is 1 where somebody chose a work, else 0.

    By implicit, which is the extra «implicit». A person's factors are folded in: x = (YᵀCY + λI)⁻¹ YᵀCp, for whom it
    learnt from and for a newcomer alike, so that a choice made today counts today. What a chosen work j adds to the
    score of i is c_j · y_iᵀ (YᵀCY + λI)⁻¹ y_j. Somebody who chose nothing gets what most people rated or played: the
    share of people who did.

    With the engine «spark», which is the extra of that name, Spark learns the works' factors, and all else is the same.
    It weighs the penalty of each by how many choices they made (ALS-WR): λₛ(Σ n_u|x_u|² + Σ m_i|y_i|²). With what a
    choice meets on average, n̄ = Σn²/Σn and m̄ = Σm²/Σm, λₛ is λ/√(n̄m̄), and (m̄/n̄)^¼ y are the factors that are kept:
    the same model where all n are equal and all m are. It begins with other factors, ends its epochs with the people,
    and comes to other factors on another number of cores.

    Source: Hu, Koren and Volinsky, Collaborative Filtering for Implicit Feedback Datasets (2008); for Spark's penalty
    Zhou et al., Large-scale Parallel Collaborative Filtering for the Netflix Prize (2008). Cost: O(f² · n) to
    learn an epoch, O(f² · h + f³ + f · N) a person who chose h of N works. Use: for what somebody will choose, not for
    how they will rate it; with any number of works.
    """

    name = "als"
    summary = "What goes together by few hidden traits, learnt from choices alone (implicit ALS, extra «implicit»)"
    Options = AlsOptions
    searched = (
        Span("factors", 8, 256, log=True),
        Span("regularization", 0.01, 100.0, log=True),
        Span("weight", 0.5, 100.0, log=True),
        Choice("choices", ("liked", "rated")),
    )
    State = AlsState
    config: AlsOptions

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> AlsState:
        matrix = strengths(dataset, self.config.choices)
        ordered, met = in_order(matrix, dataset)
        factors = np.zeros((len(dataset.item_ids), self.config.factors), dtype=np.float32)
        factors[met] = (self._on_spark if self.config.engine == "spark" else self._by_implicit)(ordered, seed)
        factors[matrix.getnnz(axis=0) == 0] = 0
        return AlsState(factors)

    def _by_implicit(self, choices: sp.csr_matrix, seed: int) -> Factors:
        from threadpoolctl import threadpool_limits

        kind = implicit("als", "als", "AlternatingLeastSquares")
        with threadpool_limits(1, "blas"):  # implicit has threads of its own
            made = kind(
                factors=self.config.factors, iterations=self.config.epochs,
                regularization=self.config.regularization, random_state=seed,
            )  # fmt: skip
            confidences = choices.copy()
            confidences.data = 1 + self.config.weight * confidences.data
            made.fit(confidences.astype(np.float32), show_progress=False)
        learnt: Factors = made.item_factors
        return learnt

    def _on_spark(self, choices: sp.csr_matrix, seed: int) -> Factors:
        asked = self.config
        people, works = (_met(choices.getnnz(axis=axis)) for axis in (1, 0))
        learnt = _spark.learn(
            choices, asked, factors=asked.factors, epochs=asked.epochs,
            penalty=asked.regularization / float(np.sqrt(people * works)), weight=asked.weight, seed=seed,
        )  # fmt: skip
        learnt *= (works / people) ** 0.25
        return learnt

    @property
    def _what(self) -> Choices:
        return self.config.choices

    def _known(self, items: Items) -> Mask:
        known: Mask = self.state.item_factors[items].any(axis=1)
        return known

    def _score_choices(self, items: Items, strengths: Scores) -> Scores:
        scores: Scores = self._factors() @ self._taste(items, strengths)
        return scores

    def taste(self, query: Query) -> Scores:
        """x (factors,) of whoever asks, folded in by what they chose; zeros if nothing of that is known."""
        return self._taste(*self._choices(query))

    def _taste(self, items: Items, strengths: Scores) -> Scores:
        wanted = self._confidences(strengths) @ self._factors()[items]
        return np.linalg.solve(self._around(items, strengths), wanted).astype(np.float64)

    def new_work(self, choosers: npt.NDArray[np.float64], strengths: Scores) -> Scores:
        """y (factors,) of a work that came after the training, folded in by who chose it and how strongly.

        `choosers` (c, factors) are their tastes, `strengths` (c,) are 1 for ratings. y = (XᵀCX + λI)⁻¹ XᵀCp, with X
        the tastes of all people that it learnt from; the score of the work for somebody is their taste times y.
        """
        beyond = self.config.weight * strengths[:, None] * choosers
        around = self._of_people() + choosers.T @ beyond
        return np.linalg.solve(around, self._confidences(strengths) @ choosers).astype(np.float64)

    def _of_people(self) -> npt.NDArray[np.float64]:
        """XᵀX + λI over all people, (factors, factors); the first time it takes a fold-in for each of them."""
        kept = getattr(self, "_people", None)
        if kept is None or kept[0] is not self.state:
            tastes = np.stack([self.taste(self.query(user)) for user in range(len(self.dataset.user_ids))])
            whole = tastes.T @ tastes + self.config.regularization * np.eye(tastes.shape[1])
            self._people = kept = (self.state, whole)
        found: npt.NDArray[np.float64] = kept[1]
        return found

    def _speaks(self, items: Items, strengths: Scores, item: int) -> Scores:
        factors = self._factors()
        around = np.linalg.solve(self._around(items, strengths), factors[item])
        speaks: Scores = self._confidences(strengths) * (factors[items] @ around)
        return speaks

    def _confidences(self, strengths: Scores) -> Scores:
        return 1 + self.config.weight * strengths

    def _around(self, items: Items, strengths: Scores) -> npt.NDArray[np.float64]:
        """YᵀCY + λI for somebody who chose these, (factors, factors)."""
        mine = self._factors()[items]
        beyond = self.config.weight * strengths[:, None] * mine
        around: npt.NDArray[np.float64] = self._whole() + mine.T @ beyond
        return around

    def _factors(self) -> npt.NDArray[np.float64]:
        return self._cached()[0]

    def _whole(self) -> npt.NDArray[np.float64]:
        """YᵀY + λI, the same for everybody."""
        return self._cached()[1]

    def _cached(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        kept = getattr(self, "_kept", None)
        if kept is None or kept[0] is not self.state:
            factors = self.state.item_factors.astype(np.float64)
            whole = factors.T @ factors + self.config.regularization * np.eye(factors.shape[1])
            self._kept = kept = (self.state, (factors, whole))
        found: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]] = kept[1]
        return found


def _met(counts: npt.NDArray[np.integer]) -> float:
    """The mean of `counts` as one of what is counted meets it: Σn²/Σn."""
    return float((counts.astype(np.float64) ** 2).sum() / counts.sum())
