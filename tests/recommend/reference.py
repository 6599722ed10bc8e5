"""Surprise itself, trained from the same ratings by its own readers, without anything of ours."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import surprise

from culturedata.data.dataset import Dataset

SGD = {
    "factors": "n_factors", "epochs": "n_epochs", "learning_rate": "lr_all", "regularization": "reg_all",
    "initial_mean": "init_mean", "initial_deviation": "init_std_dev", "biased": "biased",
    "learning_rate_user_bias": "lr_bu", "learning_rate_item_bias": "lr_bi", "learning_rate_users": "lr_pu",
    "learning_rate_items": "lr_qi", "learning_rate_implicit": "lr_yj", "regularization_user_bias": "reg_bu",
    "regularization_item_bias": "reg_bi", "regularization_users": "reg_pu", "regularization_items": "reg_qi",
    "regularization_implicit": "reg_yj", "cache_ratings": "cache_ratings", "initial_low": "init_low",
    "initial_high": "init_high", "user_clusters": "n_cltr_u", "item_clusters": "n_cltr_i",
}  # fmt: skip
BIASES = {
    "method": "method", "epochs": "n_epochs", "regularization_items": "reg_i", "regularization_users": "reg_u",
    "regularization": "reg", "learning_rate": "learning_rate",
}  # fmt: skip
NEAR = {"neighbours": "k", "least_neighbours": "min_k"}
SIMILARITY = {"least_common": "min_support", "shrinkage": "shrinkage"}
SEEDED = {"svd": "SVD", "svdpp": "SVDpp", "nmf": "NMF", "co-clustering": "CoClustering"}
NEIGHBOURS = {
    "knn-basic": "KNNBasic", "knn-with-means": "KNNWithMeans", "knn-with-z-score": "KNNWithZScore",
    "knn-baseline": "KNNBaseline",
}  # fmt: skip


def algorithm(name: str, options: dict[str, Any], seed: int) -> Any:
    """Surprise's algorithm behind one of our names, with our options under Surprise's names."""
    if name in SEEDED:
        kind = getattr(surprise, SEEDED[name])
        return kind(random_state=seed, **{SGD[key]: value for key, value in options.items()})
    biases = {BIASES[key]: value for key, value in options.items() if key in BIASES}
    if name in NEIGHBOURS:
        alike = {SIMILARITY[key]: value for key, value in options.items() if key in SIMILARITY}
        alike["name"] = options.get("similarity", "msd").replace("-", "_")
        alike["user_based"] = options.get("of", "users") == "users"
        near = {NEAR[key]: value for key, value in options.items() if key in NEAR}
        kind = getattr(surprise, NEIGHBOURS[name])
        return kind(verbose=False, sim_options=alike, bsl_options=biases, **near)
    if name == "baseline":
        return surprise.BaselineOnly(bsl_options=biases, verbose=False)
    return {"slope-one": surprise.SlopeOne, "normal-predictor": surprise.NormalPredictor}[name]()


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
