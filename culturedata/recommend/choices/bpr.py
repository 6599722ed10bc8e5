"""What is chosen before what is not: traits learnt from pairs of a work that somebody chose and one they did not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import msgspec
import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Summand
from culturedata.recommend._base import Config, Fitted, Items, Scores
from culturedata.recommend._space import Choice, Span
from culturedata.recommend.choices._base import Choices, Mask, OfChoices, chosen, implicit, in_order

STEPS = 30  # of Newton's method: a few are enough
NEAR = 1e-12


class BprOptions(Config, frozen=True, kw_only=True):
    """`factors` traits, `epochs` rounds over as many drawn pairs as there are choices, each a step of `learning_rate`.

    `regularization` λ pulls all factors to 0. `choices`: «liked», what somebody rated at least as high as they rate on
    the whole, or «rated», whatever was.
    """

    factors: Annotated[int, msgspec.Meta(ge=1)] = 64
    epochs: Annotated[int, msgspec.Meta(ge=1)] = 300
    learning_rate: Annotated[float, msgspec.Meta(gt=0)] = 0.05
    regularization: Annotated[float, msgspec.Meta(gt=0)] = 0.01
    choices: Choices = "liked"


@dataclass(frozen=True, slots=True)
class BprState(Fitted):
    """`item_factors` (n_items, factors) and `item_bias` (n_items,), how readily each work is chosen by anybody.

    Zeros for works that nobody chose. `centre` (factors,) and `mean` () are their means over the others.
    """

    item_factors: npt.NDArray[np.float64]
    item_bias: Scores
    centre: Scores
    mean: npt.NDArray[np.float64]


class Bpr(OfChoices):
    """Maximises Σ ln σ(s_ui − s_uj) − λ/2 · (all factors)² over drawn i that u chose and j that u did not choose.

    With s_ui = b_i + x_u·y_i, by implicit, which is the extra «implicit». Whoever asks is then folded in, whether it
    learnt from them or not: x maximises the mean over the chosen i of ln σ(b_i − b̄ + x·(y_i − ȳ)) − λ/2·|x|², with ȳ
    and b̄ the means over all works that anybody chose, in place of the drawn ones. At that x the choices add up to the
    score exactly: x = Σ_i (1 − σ_i) (y_i − ȳ) / (λh) for h choices. Somebody who chose nothing gets what most people
    rated or played.

    Source: Rendle, Freudenthaler, Gantner and Schmidt-Thieme, BPR: Bayesian Personalized Ranking from Implicit Feedback
    (2009); the fold-in is ours. Cost: O(f · n) an epoch; O(f² · h + f³ + f · N) a person who chose h of N works. Use:
    for the order of works, where nothing is known of how strongly they were chosen.
    """

    name = "bpr"
    summary = "What is chosen before what is not: traits learnt from pairs (implicit BPR, extra «implicit»)"
    Options = BprOptions
    searched = (
        Span("factors", 8, 256, log=True),
        Span("epochs", 50, 500, log=True),
        Span("learning_rate", 0.005, 0.2, log=True),
        Span("regularization", 0.001, 0.1, log=True),
        Choice("choices", ("liked", "rated")),
    )
    State = BprState
    config: BprOptions

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> BprState:
        matrix = chosen(dataset, self.config.choices)
        ordered, met = in_order(matrix, dataset)
        made = implicit("bpr", "bpr", "BayesianPersonalizedRanking")(
            factors=self.config.factors, iterations=self.config.epochs, learning_rate=self.config.learning_rate,
            regularization=self.config.regularization, random_state=seed, num_threads=1,
        )  # fmt: skip
        made.fit(ordered, show_progress=False)
        factors, bias = np.zeros((len(dataset.item_ids), self.config.factors)), np.zeros(len(dataset.item_ids))
        factors[met], bias[met] = made.item_factors[:, :-1], made.item_factors[:, -1]
        known = matrix.getnnz(axis=0) > 0
        factors[~known], bias[~known] = 0, 0
        count = max(1, int(known.sum()))
        return BprState(factors, bias, factors.sum(axis=0) / count, np.asarray(bias.sum() / count))

    @property
    def _what(self) -> Choices:
        return self.config.choices

    def _known(self, items: Items) -> Mask:
        known: Mask = self.state.item_factors[items].any(axis=1)
        return known

    def _score_choices(self, items: Items, strengths: Scores) -> Scores:
        state: BprState = self.state
        scores: Scores = state.item_factors @ self._taste(items)[0] + state.item_bias
        scores[~self._met] = min(0.0, float(scores.min())) - 1  # below all that anybody chose
        return scores

    def _speaks(self, items: Items, strengths: Scores, item: int) -> Scores:
        state: BprState = self.state
        _, pulls = self._taste(items)
        speaks: Scores = pulls * ((state.item_factors[items] - state.centre) @ state.item_factors[item])
        return speaks

    def _arithmetic(self, query: Query, item: int) -> tuple[Summand, ...]:
        told = super()._arithmetic(query, item)
        bias = float(self.state.item_bias[item])
        everybody = Summand(value=bias, text_fr="ce que tout le monde choisit", text_en="what everybody chooses")
        return (everybody, *told) if told else ()

    @property
    def _met(self) -> Mask:
        """Which works were chosen by anybody, (n_items,)."""
        met: Mask = self.state.item_factors.any(axis=1)
        return met

    def _taste(self, items: Items) -> tuple[Scores, Scores]:
        """x (factors,) of somebody who chose these, and by how much each of them pulls it, (h,): by Newton's method."""
        state: BprState = self.state
        beyond, lead = state.item_factors[items] - state.centre, state.item_bias[items] - state.mean
        keep = self.config.regularization * np.eye(beyond.shape[1])
        taste = np.zeros(beyond.shape[1])
        for _ in range(STEPS):
            doubt = 1 / (1 + np.exp(beyond @ taste + lead))
            bent = (beyond.T * (doubt * (1 - doubt) / len(items))) @ beyond + keep
            step = np.linalg.solve(bent, beyond.T @ doubt / len(items) - keep @ taste)
            taste = taste + step
            if np.abs(step).max() < NEAR:
                break
        doubt = 1 / (1 + np.exp(beyond @ taste + lead))
        return taste, doubt / (len(items) * self.config.regularization)
