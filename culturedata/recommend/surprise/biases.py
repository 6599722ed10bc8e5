"""The baseline of the Netflix Prize: some people rate high, some works are liked by all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
import numpy as np

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Summand
from culturedata.recommend._base import Config, Items, Scores
from culturedata.recommend._space import Span
from culturedata.recommend.surprise._base import Appeal, Learnt, SurpriseRecommender, of_biases

NonNegative = Annotated[float, msgspec.Meta(ge=0)]


@dataclass(frozen=True, slots=True)
class Biases(Appeal):
    """With `user_bias` (n_users,), 0 for who never rated."""

    user_bias: Scores

    def of_user(self, user: int | None) -> float:
        """The bias of a user, 0 for somebody unknown."""
        return 0.0 if user is None else float(self.user_bias[user])

    def add(self, users: Items, items: Items) -> Scores:
        """μ + b_u + b_i for pairs, (n,); −1 is unknown and adds nothing."""
        of_users = np.where(users >= 0, self.user_bias[users], 0.0)
        of_items = np.where(items >= 0, self.item_bias[items], 0.0)
        sums: Scores = self.mean + of_users + of_items
        return sums


class BiasOptions(Config, frozen=True, kw_only=True):
    """How biases are learnt: `method` «als» or «sgd», with `epochs` (10 by als and 20 by sgd if none are said).

    `regularization_items` and `regularization_users` are those of als, `regularization` and `learning_rate` of sgd.
    """

    method: Literal["als", "sgd"] = "als"
    epochs: Annotated[int, msgspec.Meta(ge=0)] | None = None
    regularization_items: NonNegative = 10.0
    regularization_users: NonNegative = 15.0
    regularization: float = 0.02
    learning_rate: float = 0.005

    def of_surprise(self) -> dict[str, Any]:
        """The same as Surprise's `bsl_options`."""
        epochs = {} if self.epochs is None else {"n_epochs": self.epochs}
        if self.method == "als":
            return {"method": "als", "reg_i": self.regularization_items, "reg_u": self.regularization_users, **epochs}
        return {"method": "sgd", "reg": self.regularization, "learning_rate": self.learning_rate, **epochs}


class Baseline(SurpriseRecommender):
    """μ + b_u + b_i, as Surprise's BaselineOnly: the same order of works for everybody, by how well they are liked.

    Source: Koren (2010). Cost: O(epochs · n). Use: as what every other one has to beat.
    """

    name = "baseline"
    summary = "How high this person rates plus how well this work is liked (Surprise BaselineOnly)"
    Options = BiasOptions
    searched = (Span("regularization_items", 0.5, 50.0, log=True), Span("regularization_users", 0.5, 50.0, log=True))
    State = Biases
    knows_strangers = True
    config: BiasOptions

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> Biases:
        from surprise import BaselineOnly

        made = Learnt(BaselineOnly(bsl_options=self.config.of_surprise(), verbose=False), dataset, seed)
        return Biases(made.mean, made.of_items(made.algorithm.bi), made.of_users(made.algorithm.bu))

    def _arithmetic(self, query: Query, item: int) -> tuple[Summand, ...]:
        return of_biases(self.state, query.user, item)

    def predict(self, users: Items, items: Items) -> Scores:
        state: Biases = self.state
        return state.add(users, items)

    def _score(self, query: Query) -> Scores:
        scores: Scores = self.state.mean + self.state.of_user(query.user) + self.state.item_bias
        return scores
