"""The baseline of the Netflix Prize: some people rate high, some works are liked by all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason
from culturedata.recommend._base import UNRATED, Config, Fitted, Items, Recommender, Scores, figure


@dataclass(frozen=True, slots=True)
class Biases(Fitted):
    """`mean` (); `user_bias` (n_users,) and `item_bias` (n_items,), 0 for what was never rated."""

    mean: npt.NDArray[np.float64]
    user_bias: Scores
    item_bias: Scores

    def of_user(self, user: int | None) -> float:
        """The bias of a user, 0 for somebody unknown."""
        return 0.0 if user is None else float(self.user_bias[user])


class BaselineOptions(Config, frozen=True, kw_only=True):
    """Surprise's ALS: `epochs`, and the regularisations of item and user biases."""

    epochs: int = 10
    regularization_items: float = 10.0
    regularization_users: float = 15.0


def fit_biases(dataset: Dataset, options: BaselineOptions, seed: int) -> Biases:
    """Fit Surprise's BaselineOnly and return its biases in the dataset's numbering."""
    from surprise import BaselineOnly

    from culturedata.recommend._surprise import spread, train

    asked = {
        "method": "als",
        "n_epochs": options.epochs,
        "reg_i": options.regularization_items,
        "reg_u": options.regularization_users,
    }
    trained = train(BaselineOnly(bsl_options=asked, verbose=False), dataset, seed)
    trainset, algorithm = trained.trainset, trained.algorithm
    return Biases(
        np.asarray(trainset.global_mean),
        spread(algorithm.bu, trainset.users_back, len(dataset.user_ids)),
        spread(algorithm.bi, trainset.items_back, len(dataset.item_ids)),
    )


def add(biases: Biases, users: Items, items: Items) -> Scores:
    """μ + b_u + b_i for pairs, (n,); −1 is unknown and adds nothing."""
    of_users = np.where(users >= 0, biases.user_bias[users], 0.0)
    of_items = np.where(items >= 0, biases.item_bias[items], 0.0)
    sums: Scores = biases.mean + of_users + of_items
    return sums


def well_liked(biases: Biases, item: int) -> Reason:
    """The reason that holds for everybody: how far above the mean a work is rated."""
    bias = float(biases.item_bias[item])
    if figure(abs(bias), "en") == "0":
        return Reason(kind="well-liked", value=bias, text_fr="noté comme la moyenne", text_en="rated as the mean")
    return Reason(
        kind="well-liked",
        value=bias,
        text_fr=f"noté {figure(abs(bias), 'fr')} {'au-dessus' if bias > 0 else 'au-dessous'} de la moyenne",
        text_en=f"rated {figure(abs(bias), 'en')} {'above' if bias > 0 else 'below'} the mean",
    )


class Baseline(Recommender):
    """μ + b_u + b_i, as Surprise's BaselineOnly: the same order of works for everybody, by how well they are liked."""

    name = "baseline"
    summary = "How high this person rates plus how well this work is liked (Surprise BaselineOnly)"
    Options = BaselineOptions
    State = Biases
    predicts_ratings = True
    config: BaselineOptions

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> Biases:
        return fit_biases(dataset, self.config, seed)

    def _score(self, query: Query) -> Scores:
        scores: Scores = self.state.mean + self.state.of_user(query.user) + self.state.item_bias
        return scores

    def predict(self, users: Items, items: Items) -> Scores:
        return add(self.state, users, items)

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        return (well_liked(self.state, item) if self._rated[item] else UNRATED,)
