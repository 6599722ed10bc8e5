"""Surprise itself, trained from the same ratings by its own readers, without anything of ours."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import surprise

from culturedata.data.dataset import Dataset


def algorithm(name: str, options: dict[str, Any], seed: int) -> Any:
    """Surprise's algorithm behind one of our names, with our options under Surprise's names."""
    if name == "svd":
        theirs = {"factors": "n_factors", "epochs": "n_epochs", "learning_rate": "lr_all", "regularization": "reg_all",
                  "initial_mean": "init_mean", "initial_deviation": "init_std_dev"}  # fmt: skip
        return surprise.SVD(random_state=seed, **{theirs[key]: value for key, value in options.items()})
    if name == "knn-baseline":
        theirs = {"neighbours": "k", "least_neighbours": "min_k"}
        return surprise.KNNBaseline(verbose=False, **{theirs[key]: value for key, value in options.items()})
    theirs = {"epochs": "n_epochs", "regularization_items": "reg_i", "regularization_users": "reg_u"}
    asked = {"method": "als", **{theirs[key]: value for key, value in options.items()}}
    return surprise.BaselineOnly(bsl_options=asked, verbose=False)


def trained(name: str, data: Dataset, options: dict[str, Any], seed: int) -> Any:
    """That algorithm, fitted on a trainset that Surprise made of the ratings with their ids as text."""
    frame = pd.DataFrame(
        {
            "user": data.user_ids.names(data.users),
            "item": data.item_ids.names(data.items),
            "rating": data.values.astype(np.float64),
        }
    )
    ratings = surprise.Dataset.load_from_df(frame, surprise.Reader(rating_scale=data.scale))
    return algorithm(name, options, seed).fit(ratings.build_full_trainset())


def estimates(model: Any, data: Dataset, user: str) -> np.ndarray:
    """Surprise's unclipped predictions of all items for a user, (n_items,)."""
    return np.array([model.predict(user, item, clip=False).est for item in data.item_ids.ids])
