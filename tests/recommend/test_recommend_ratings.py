"""Baseline, svd and knn-baseline: the biases by hand, taste without words, and what their reasons say."""

from __future__ import annotations

import numpy as np
import pytest

from culturedata.data.slates import Query
from culturedata.recommend.surprise._base import well_liked
from culturedata.recommend.surprise.biases import Baseline, Biases
from culturedata.recommend.surprise.factors import Svd
from culturedata.recommend.surprise.neighbours import KnnBaseline
from tests.recommend import made
from tests.recommend.made import dataset


def test_baseline_by_hand() -> None:
    """One sweep of ALS from zero: b_i = Σ(r − μ) / (10 + n_i), then b_u = Σ(r − μ − b_i) / (15 + n_u)."""
    data = dataset([(0, 0, 5.0), (0, 1, 3.0), (1, 0, 4.0), (2, 1, 1.0)], users=4, items=3)
    mean = 13 / 4
    items = [(5 - mean + 4 - mean) / 12, (3 - mean + 1 - mean) / 12, 0.0]
    users = [
        (5 - mean - items[0] + 3 - mean - items[1]) / 17, (4 - mean - items[0]) / 16, (1 - mean - items[1]) / 16, 0.0
    ]  # fmt: skip
    state = Baseline(epochs=1).fit(data).state
    assert state.mean == mean
    np.testing.assert_allclose(state.item_bias, items, rtol=0, atol=1e-12)
    np.testing.assert_allclose(state.user_bias, users, rtol=0, atol=1e-12)


def test_knn_by_hand() -> None:
    """Two neighbours of u0 rated i2: u1 agrees with u0 (msd 0, similarity 1), u2 is 2 off (msd 4, similarity 1/5)."""
    data = dataset(
        [(0, 0, 4.0), (0, 1, 3.0), (1, 0, 4.0), (1, 1, 3.0), (1, 2, 5.0), (2, 0, 2.0), (2, 1, 5.0), (2, 2, 1.0)]
    )
    knn, biases = KnnBaseline().fit(data), Baseline(epochs=10).fit(data).state
    np.testing.assert_allclose(knn.state.similarity[0], [1, 1, 1 / 5], rtol=0, atol=1e-12)
    level = [biases.mean + biases.user_bias[u] + biases.item_bias[2] for u in range(3)]
    expected = level[0] + (1 * (5 - level[1]) + 1 / 5 * (1 - level[2])) / (1 + 1 / 5)
    assert knn.score(knn.query(0))[2] == pytest.approx(expected, abs=1e-12)
    nearest = KnnBaseline(neighbours=1).fit(data)
    assert nearest.score(nearest.query(0))[2] == pytest.approx(level[0] + 5 - level[1], abs=1e-12)
    lonely = KnnBaseline(least_neighbours=3).fit(data)
    assert lonely.score(lonely.query(0))[2] == pytest.approx(level[0], abs=1e-12)
    assert [r.kind for r in lonely.reasons(lonely.query(0), 2)] == ["well-liked"]


@pytest.mark.parametrize("recommender", [Svd, KnnBaseline])
def test_taste_is_learnt_from_ratings_alone(recommender: type[Svd] | type[KnnBaseline]) -> None:
    """On the checkerboard, without any description."""
    data, _ = made.checkerboard(seed=9)
    fitted = recommender().fit(data)
    for user in range(len(data.user_ids)):
        scores = fitted.score(fitted.query(user))
        own = np.arange(40) % 2 == user % 2
        assert scores[own].min() > scores[~own].max()


def test_svd_finds_factors_that_are_there() -> None:
    """r = 3 + a·b of rank one, with a little noise: held-out ratings are predicted far better than by biases."""
    rng = np.random.default_rng(0)
    people, works = rng.choice([-1.2, 1.2], 80), rng.choice([-1.2, 1.2], 60)
    pairs = np.argwhere(rng.random((80, 60)) < 0.5)
    rng.shuffle(pairs)
    data = dataset([(int(u), int(i), float(3 + people[u] * works[i] + rng.normal(0, 0.1))) for u, i in pairs])
    train, test = data.subset(np.arange(len(data)) % 5 > 0), data.subset(np.arange(len(data)) % 5 == 0)

    def rmse(recommender: Svd | Baseline) -> float:
        predicted = recommender.fit(train).predict(test.users, test.items)
        return float(np.sqrt(np.mean((predicted - test.values) ** 2)))

    assert rmse(Svd(epochs=60)) < 0.35
    assert rmse(Baseline()) > 1.3


def test_well_liked_in_words() -> None:
    biases = Biases(np.asarray(3.0), np.array([0.75, -1.0, 0.04, -0.04]), np.zeros(1))
    said = [well_liked(biases, item) for item in range(4)]
    assert [r.text_en for r in said] == [
        "rated 0.8 above the mean", "rated 1 below the mean", "rated as the mean", "rated as the mean"
    ]  # fmt: skip
    assert [r.text_fr for r in said[:3]] == [
        "noté 0,8 au-dessus de la moyenne", "noté 1 au-dessous de la moyenne", "noté comme la moyenne"
    ]  # fmt: skip
    assert [r.value for r in said] == [0.75, -1.0, 0.04, -0.04]


@pytest.mark.parametrize("recommender", [Svd, KnnBaseline, Baseline])
def test_a_history_that_was_not_learnt_from_is_no_reason(recommender: type[Svd | KnnBaseline | Baseline]) -> None:
    """These three know people by number only: for a stranger a work is there because it is well liked."""
    fitted = recommender().fit(made.drawn(1))
    stranger = Query(history=np.array([1, 2], dtype=np.int32), liked=np.array([5.0, 4.0], dtype=np.float32))
    assert [[r.kind for r in said] for said in fitted.recommend(stranger, 5).reasons] == [["well-liked"]] * 5
    np.testing.assert_array_equal(fitted.score(stranger), fitted.score(Query()))


def test_svd_names_the_liked_work_with_the_nearest_factors() -> None:
    data = made.drawn(1)
    svd = Svd().fit(data, seed=3)
    query, factors = svd.query(2), svd.state.item_factors
    liked = query.history[query.liked >= query.liked.mean()].tolist()
    directions = factors / np.maximum(np.linalg.norm(factors, axis=1, keepdims=True), 1e-12)
    named = set()
    for item in svd.recommend(query, 8).items:
        nearest = max(liked, key=lambda other: directions[other] @ directions[item])
        [reason] = svd.reasons(query, int(item))
        assert (reason.kind, reason.items) == ("rated", (f"i{nearest}",))
        named.add(nearest)
    assert len(named) > 1
    assert [r.kind for r in svd.reasons(query, 39)] == ["unrated"]


def test_svd_names_no_work_that_points_the_other_way() -> None:
    svd = Svd().fit(made.drawn(1), seed=3)
    factors = svd.state.item_factors
    query = Query(user=2, history=np.array([4], dtype=np.int32), liked=np.array([5.0]))
    kinds = {item: [r.kind for r in svd.reasons(query, item)] for item in range(37) if item != 4}
    assert {item for item, said in kinds.items() if said == ["rated"]} == {
        item for item in kinds if factors[item] @ factors[4] > 0
    }
    assert {item for item, said in kinds.items() if said == ["well-liked"]} == {
        item for item in kinds if factors[item] @ factors[4] <= 0
    }
    assert len({tuple(said) for said in kinds.values()}) == 2


def test_knn_says_how_many_neighbours_and_what_they_gave() -> None:
    data = dataset(
        [(0, 0, 4.0), (0, 1, 3.0), (1, 0, 4.0), (1, 1, 3.0), (1, 2, 5.0), (2, 0, 2.0), (2, 1, 5.0), (2, 2, 1.0),
         (1, 3, 4.5)]
    )  # fmt: skip
    knn = KnnBaseline().fit(data)
    liked, crowd = knn.reasons(knn.query(0), 2)
    assert (liked.kind, liked.items, liked.value) == ("rated", ("i0",), 4.0)
    assert crowd.kind == "neighbours"
    assert crowd.value == pytest.approx((1 * 5 + 1 / 5 * 1) / (1 + 1 / 5), abs=1e-9)
    assert crowd.text_en == "rated 4.3 on average by 2 people with a taste like yours"
    assert crowd.text_fr == "noté 4,3 en moyenne par 2 personnes aux goûts proches des vôtres"
    assert knn.reasons(knn.query(0), 3)[1].text_en == "rated 4.5 on average by 1 person with a taste like yours"
