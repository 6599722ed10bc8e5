"""bayes: features and moods by hand, its sums against myFM's own, intervals on ratings of a known spread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from culturedata.data.dataset import Dataset
from culturedata.errors import UsageError
from culturedata.recommend._base import Recommender
from culturedata.recommend.ratings import _moods, bayes
from culturedata.recommend.ratings._sides import alone, from_the_mean, side, told
from culturedata.recommend.ratings.bayes import Bayes
from tests.contract import RecommenderContract
from tests.recommend import made

PLAIN: dict[str, Any] = {"sets": False, "terms": False, "moods": False}


def numbers(*of: int) -> np.ndarray:
    return np.array(of, dtype=np.int32)


def seconds(*of: int) -> np.ndarray:
    return np.array(of, dtype=np.int64)


# -- features --------------------------------------------------------------------------------------------------------


def test_a_rating_is_learnt_with_sets_without_its_own_part() -> None:
    """Person 0 rated works 0, 1 and 2, the first in part 0, the others in part 1; person 1 rated work 2 in part 0."""
    found = side(numbers(0, 0, 0, 1), numbers(0, 1, 2, 2), numbers(0, 1, 1, 0), 2)
    half = 0.5**0.5
    assert found.groups == (2, 3)
    assert found.at.tolist() == [0, 2, 2, 1]
    np.testing.assert_allclose(
        found.rows.toarray(),
        [
            [1, 0, 0, half, half], [0, 1, 0, 0, 0],
            [1, 0, 1, 0, 0], [0, 1, 0, 0, 1],
            [1, 0, *[half * 3**-0.5] * 3], [0, 1, 0, 0, half],
        ],
        rtol=0, atol=1e-12,
    )  # fmt: skip
    assert found.whole.toarray().tolist() == found.rows.toarray()[4:].tolist()


def test_without_parts_there_are_no_sets() -> None:
    found = side(numbers(1, 0, 1), numbers(0, 0, 1), numbers(0, 1, 2), 0)
    assert found.rows.toarray().tolist() == [[1, 0], [0, 1]]
    assert (found.at.tolist(), found.groups) == ([1, 0, 1], (2,))


def test_what_is_said_of_works() -> None:
    """Words are left out, and what is said of one work alone; a token that is said twice counts once."""
    found = told([["drama", "decade:1990", "word:love"], ["drama", "drama", "only"], [], ["decade:1990", "word:love"]])
    half = 0.5**0.5
    np.testing.assert_allclose(found.toarray(), [[half, half], [1, 0], [0, 0], [0, 1]], rtol=0, atol=1e-12)
    assert told([[], []]).shape == (2, 0)


def test_a_side_alone_by_hand() -> None:
    """w·x + (v₀·v₁) x₀x₁ with w = (1, 2), v₀ = (1, 0), v₁ = (3, 1), x = (2, 1): 4 + 3·2 = 10, and factors (5, 1)."""
    import scipy.sparse as sp

    bias, factors = alone(sp.csr_matrix([[2.0, 1]]), np.array([1.0, 2]), np.array([[1.0, 0], [3, 1]]))
    assert (bias.tolist(), factors.tolist()) == ([10.0], [[5.0, 1.0]])


def test_told_from_the_mean_all_sums_are_the_same() -> None:
    rng = np.random.default_rng(0)
    one, other = (rng.normal(size=4), rng.normal(size=(4, 3))), (rng.normal(size=6), rng.normal(size=(6, 3)))
    total, mine, its = from_the_mean(one, other)
    before = one[0][:, None] + other[0] + one[1] @ other[1].T
    np.testing.assert_allclose(total + mine[0][:, None] + its[0] + mine[1] @ its[1].T, before, rtol=0, atol=1e-12)
    for part in (*mine, *its):
        np.testing.assert_allclose(part.mean(axis=0), 0, rtol=0, atol=1e-12)


@pytest.mark.parametrize("options", [PLAIN, {"moods": False}], ids=["plain", "all"])
def test_predictions_are_those_of_the_library(options: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The mean of all ratings, and what myFM itself makes of the same rows."""
    from myfm import MyFMGibbsRegressor, RelationBlock

    kept: list[Any] = []
    models: list[Any] = []

    class Kept(MyFMGibbsRegressor):
        def __init__(self, **given: Any) -> None:
            super().__init__(**given)
            models.append(self)

    def keep(self: Bayes, sides: Any, values: Any, seed: int) -> Any:
        kept[:] = sides
        return sampled(self, sides, values, seed)

    sampled = Bayes._sampled
    monkeypatch.setattr(Bayes, "_sampled", keep)
    monkeypatch.setattr(bayes, "_myfm", lambda: (Kept, RelationBlock))
    monkeypatch.setattr(bayes, "LEAST", 1)
    data, documents = made.drawn(seed=6), made.words(6, 40)
    fitted = Bayes(**options, draws=20).fit(data, documents, seed=2)
    sides = kept
    assert len(models) == 3
    assert len(sides[0].groups) == (1 if options == PLAIN else 2)
    met = [np.unique(column, return_index=True)[1] for column in (data.users, data.items)]
    people, works = (column[np.sort(first)] for column, first in zip((data.users, data.items), met, strict=True))
    rows, columns = np.meshgrid(np.arange(len(people)), np.arange(len(works)), indexing="ij")
    blocks = [
        RelationBlock(place.ravel().astype(np.int64), one.whole)
        for place, one in zip((rows, columns), sides, strict=True)
    ]
    theirs = data.values.mean(dtype=np.float64) + np.mean([model.predict(None, blocks) for model in models], axis=0)
    ours = fitted.predict(people[rows.ravel()], works[columns.ravel()])
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-5)


class TestWithSets(RecommenderContract):
    """The contract's few ratings, learnt as many are."""

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def kind(cls) -> Iterator[type[Recommender]]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(bayes, "LEAST", 1_000)
            yield Bayes


# -- moods -----------------------------------------------------------------------------------------------------------


def on(times: np.ndarray, users: np.ndarray) -> Dataset:
    data = made.dataset([(int(user), 0, 3.0) for user in users], 3, 1)
    return replace(data, times=times)


def test_a_mood_by_hand() -> None:
    """After one rating 1.3 above, 0.3 · 1.3/(0.3 + 1) at once, and so much less later as moods are alike."""
    data = on(seconds(100, 0), numbers(0, 1))
    learnt = _moods.weights(data, np.array([1.3, 5.0]))
    np.testing.assert_allclose(learnt, [1.0, 0.0], rtol=0, atol=1e-12)
    found = _moods.moods(data, learnt, numbers(0, 0, 1, 2, -1, 0), seconds(100, 193, 100, 100, 100, 0))
    np.testing.assert_allclose(found, [0.3, 0.3 * 32**-0.2, 0, 0, 0, 0], rtol=0, atol=1e-12)


def test_moods_are_those_of_a_library() -> None:
    """scikit-learn's Gaussian process with the same covariance says the same."""
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import Kernel

    class Alike(Kernel):
        def __init__(self) -> None:
            pass

        def __call__(self, one: Any, other: Any = None, eval_gradient: bool = False) -> Any:
            return 0.3 * (1 + np.abs(one - (one if other is None else other).T) / 3) ** -0.2

        def diag(self, one: Any) -> Any:
            return np.full(len(one), 0.3)

        def is_stationary(self) -> bool:
            return True

    rng = np.random.default_rng(5)
    times, beyond = rng.integers(1, 5000, 50), rng.normal(size=50)
    data = on(times, np.zeros(50, dtype=np.int32))
    asked = rng.integers(1, 9000, 20)
    process = GaussianProcessRegressor(Alike(), alpha=1.0, optimizer=None).fit(times[:, None].astype(float), beyond)
    ours = _moods.moods(data, _moods.weights(data, beyond), np.zeros(20, dtype=np.int32), asked)
    np.testing.assert_allclose(ours, process.predict(asked[:, None].astype(float)), rtol=0, atol=1e-9)


def test_of_somebody_who_rated_much_the_nearest_in_time_speak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_moods, "LONGEST", 2)
    times, users = seconds(50, 10, 20, 40, 30, 7), numbers(0, 0, 0, 0, 0, 1)
    beyond = np.array([5.0, 1, 2, 4, 3, 9])
    data = on(times, users)
    learnt = _moods.weights(data, beyond)
    asked = seconds(5, 29, 30, 49, 50, 99)
    found = _moods.moods(data, learnt, np.zeros(6, dtype=np.int32), asked)
    for run, those in (([1, 2], [0, 1]), ([4, 3], [2, 3]), ([0], [4, 5])):
        part = data.subset(np.array(run))
        mine = _moods.moods(part, _moods.weights(part, beyond[run]), np.zeros(2, dtype=np.int32), asked[those])
        np.testing.assert_allclose(found[those], mine, rtol=0, atol=1e-12)


def test_known_moods_are_found() -> None:
    """Each person rates in evenings of ten, each in a mood of its own: the time of a rating tells it."""
    rng = np.random.default_rng(4)
    evening = np.tile(np.repeat(np.arange(6), 10), 50)
    users = np.repeat(np.arange(50), 60)
    items = np.concatenate([rng.permutation(60) for _ in range(50)])
    mood = rng.normal(0, 0.8, (50, 6))[users, evening]
    values = 3 + mood + rng.normal(0, 0.5, 3000)
    data = made.dataset(list(zip(users, items, values, strict=True)), 50, 60, scale=(-9, 15))
    data = replace(data, times=1_000_000 + evening * 86_400 + rng.integers(0, 600, 3000))
    test = rng.random(3000) < 0.2
    fitted = Bayes(draws=30).fit(data.subset(~test))
    late = data.subset(test)
    error, without = (
        float(np.sqrt(np.mean((found - late.values) ** 2)))
        for found in (fitted.predict_at(late.users, late.items, late.times), fitted.predict(late.users, late.items))
    )
    assert error < 0.8 < 0.9 < without
    assert not Bayes(moods=False).knows_time
    flat = Bayes(moods=False, draws=30).fit(data.subset(~test))
    np.testing.assert_array_equal(
        flat.predict_at(late.users, late.items, late.times), flat.predict(late.users, late.items)
    )


# -- intervals -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def spread() -> tuple[Bayes, Dataset]:
    """Trained on 10,000 ratings drawn with a noise of 0.6, and 5,000 more."""
    rng = np.random.default_rng(8)
    users, items = np.divmod(rng.permutation(200 * 150)[:15_000], 150)
    means = 3 + rng.normal(0, 0.5, 200)[users] + rng.normal(0, 0.5, 150)[items]
    means += np.einsum("nf,nf->n", rng.normal(0, 0.6, (200, 2))[users], rng.normal(0, 0.6, (150, 2))[items])
    values = means + rng.normal(0, 0.6, 15_000)
    data = made.dataset(list(zip(users, items, values, strict=True)), 201, 151, scale=(-9, 15))
    learnt = np.arange(15_000) < 10_000
    return Bayes(moods=False, draws=40).fit(data.subset(learnt)), data.subset(~learnt)


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95])
def test_so_many_ratings_lie_in_their_interval(spread: tuple[Bayes, Dataset], level: float) -> None:
    """Within 2.5 points of the level, of which chance makes 0.7 at most."""
    fitted, late = spread
    low, high = fitted.interval(late.users, late.items, level)
    assert abs(np.mean((low <= late.values) & (late.values <= high)) - level) < 0.025
    np.testing.assert_allclose((low + high) / 2, fitted.predict(late.users, late.items), rtol=0, atol=1e-9)


def test_of_strangers_the_interval_is_that_of_all_ratings(spread: tuple[Bayes, Dataset]) -> None:
    fitted, _ = spread
    low, high = fitted.interval(numbers(-1, 200, 0, 0, -1), numbers(0, 0, -1, 150, -1), 0.5)
    deviation = fitted.dataset.values.std(dtype=np.float64)
    np.testing.assert_allclose(high - low, 2 * 0.6744897501960817 * deviation, rtol=1e-12)


def test_what_is_no_level() -> None:
    fitted = Bayes(**PLAIN, factors=1, draws=12).fit(made.drawn())
    for level in (0.0, 1.0, -1.0, 95.0, float("nan")):
        with pytest.raises(UsageError, match=r"is no share of ratings\. Say one between 0 and 1"):
            fitted.interval(numbers(0), numbers(0), level)
    low, high = fitted.interval(numbers(), numbers())
    assert low.shape == high.shape == (0,)


def test_of_few_ratings_no_sets_are_learnt() -> None:
    """The very same with and without them."""
    data, documents = made.drawn(users=20, items=20), made.words(1, 20)
    assert len(data) < bayes.LEAST
    with_them, without = (Bayes(draws=20, **options).fit(data, documents) for options in ({}, {**PLAIN, "moods": True}))
    assert with_them.to_bytes() == without.to_bytes()
