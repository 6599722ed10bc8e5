"""als-wr by hand, on factors that are there, against libraries and against Spark, and what its reasons say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from culturedata.data.dataset import Dataset
from culturedata.data.slates import Query
from culturedata.recommend import _spark
from culturedata.recommend._base import Recommender
from culturedata.recommend.ratings.als_wr import AlsWr, AlsWrState, half
from culturedata.recommend.surprise.biases import Baseline
from tests.recommend import made
from tests.recommend.made import dataset
from tests.spark_here import with_spark

SQUARE = dataset([(0, 0, 5.0), (0, 1, 1.0), (1, 0, 1.0), (1, 1, 5.0)])


def by_hand() -> AlsWr:
    """μ = 3, works 1 above it, as high and 1 below, with the factors 1, 2 and 1; one person rated the first two."""
    fitted = AlsWr(factors=1, regularization=0.5, regularization_users=1).fit(dataset([(0, 0, 5.0), (0, 1, 4.0)], 1, 3))
    fitted._state = AlsWrState(np.asarray(3.0), np.array([1.0, 0, -1]), np.array([[1.0], [2], [1]]))
    fitted._rated = np.ones(3, dtype=np.int64)
    return fitted


def low_rank(seed: int, noise: float = 0.2) -> tuple[Dataset, Dataset]:
    """r = 3 + b_i + x·y with two factors and some noise, half of the pairs: four fifths to learn, and the others."""
    draw = np.random.default_rng(seed)
    rated = 3 + draw.normal(0, 0.3, 100) + draw.normal(0, 1, (120, 2)) @ draw.normal(0, 0.8, (2, 100))
    pairs = np.argwhere(draw.random(rated.shape) < 0.5)
    draw.shuffle(pairs)
    data = dataset([(int(u), int(i), rated[u, i] + draw.normal(0, noise)) for u, i in pairs], scale=(-99, 99))
    return data.subset(np.arange(len(data)) % 5 > 0), data.subset(np.arange(len(data)) % 5 == 0)


def rmse(fitted: Recommender, test: Dataset) -> float:
    return float(np.sqrt(np.mean((fitted.predict(test.users, test.items) - test.values) ** 2)))


def test_half_a_step_by_hand() -> None:
    """(1 + 4 + 2/2)⁻¹ (1 + 4), (1 + 1/2)⁻¹ 3, and nothing for who rated nothing."""
    rows = sp.csr_matrix(([1.0, 2, 3], [0, 1, 0], [0, 2, 3, 3]), shape=(3, 2))
    np.testing.assert_allclose(half(rows, np.array([[1.0], [2]]), 0.5), [[5 / 6], [2], [0]], rtol=0, atol=1e-15)


def test_a_person_by_hand() -> None:
    """d = 1 and 1, so b = 2/(1 + 2); of each 1/3 is left: x = (1 + 4 + 2/2)⁻¹ (1/3 + 2/3)."""
    fitted = by_hand()
    scores = [3 + 2 / 3 + 1 + 1 / 6, 3 + 2 / 3 + 2 / 6, 3 + 2 / 3 - 1 + 1 / 6]
    np.testing.assert_allclose(fitted.score(fitted.query(0)), scores, rtol=0, atol=1e-15)
    told = fitted.arithmetic(fitted.query(0), 2)
    assert [one.value for one in told] == pytest.approx([3, 2 / 3, -1, 2 / 18, 1 / 18])
    assert [one.text_en for one in told[3:]] == ["i1", "i0"]
    assert [reason.items for reason in fitted.reasons(fitted.query(0), 2)] == [("i0",)], "the other is below the mean"


def test_two_people_and_two_works_by_hand() -> None:
    """e = ±2 with all biases 0: 4(2 − xy)² + 4λ(x² + y²) is least at xy = 2 − λ."""
    fitted = AlsWr(factors=1, epochs=60, regularization=0.5).fit(SQUARE)
    assert fitted.score(fitted.query(0)).tolist() == pytest.approx([4.5, 1.5])
    assert fitted.score(fitted.query(1)).tolist() == pytest.approx([1.5, 4.5])
    assert np.abs(AlsWr(factors=1, epochs=60, regularization=2.5).fit(SQUARE).state.item_factors).max() < 1e-6


def test_factors_that_are_there_are_found() -> None:
    """Two, and two for what biases took of them: held-out ratings are predicted nearly to the noise of 0.2."""
    train, test = low_rank(seed=4)
    assert rmse(AlsWr(factors=4, regularization=0.01).fit(train), test) < 0.23
    assert rmse(Baseline().fit(train), test) > 1


def test_half_a_step_is_ridge_regression() -> None:
    from sklearn.linear_model import Ridge

    draw = np.random.default_rng(2)
    rows = sp.random(30, 50, 0.2, format="csr", rng=draw)
    other = draw.normal(size=(50, 4))
    found = half(rows, other, 0.3)
    for row in range(30):
        mine = rows[[row]]
        ridge = Ridge(alpha=0.3 * mine.nnz, fit_intercept=False).fit(other[mine.indices], mine.data)
        np.testing.assert_allclose(found[row], ridge.coef_, rtol=0, atol=1e-10)


def test_its_biases_are_those_of_baseline() -> None:
    data = made.drawn(seed=2)
    fitted = AlsWr(regularization_items=4, regularization_users=7).fit(data)
    baseline = Baseline(regularization_items=4, regularization_users=7, epochs=10).fit(data).state
    np.testing.assert_allclose(fitted.state.item_bias, baseline.item_bias, rtol=0, atol=1e-12)
    bias, _ = fitted._beyond(data.matrix)
    np.testing.assert_allclose(bias, baseline.user_bias, rtol=0, atol=1e-12)


def test_no_change_lessens_what_it_minimises() -> None:
    """At the end another round changes nothing."""
    data, _ = low_rank(seed=1)
    fitted = AlsWr(factors=2, epochs=300, regularization=0.05).fit(data)
    works, (_, rest) = fitted.state.item_factors, fitted._beyond(data.matrix)
    again = half(rest.T.tocsr(), half(rest, works, 0.05), 0.05)
    np.testing.assert_allclose(again, works, rtol=0, atol=1e-6)


def test_a_newcomer_is_folded_in_as_who_was_learnt_from() -> None:
    fitted = AlsWr().fit(made.drawn(seed=2), seed=1)
    known = fitted.query(5)
    stranger = Query(None, known.history, known.liked)
    np.testing.assert_array_equal(fitted.score(stranger), fitted.score(known))
    assert fitted.recommend(stranger).reasons == fitted.recommend(known).reasons
    other = Query(None, known.history, np.flip(known.liked))
    assert not np.allclose(fitted.score(other), fitted.score(known))


def test_what_somebody_likes_counts_as_the_highest_rating() -> None:
    data, documents = made.checkerboard()
    fitted = AlsWr().fit(data, documents)
    liked = np.array([2, 8], dtype=np.int32)
    asked = Query(None, liked)
    np.testing.assert_array_equal(
        fitted.score(asked), fitted.score(Query(None, liked, np.array([5, 5], dtype=np.float32)))
    )
    slate = fitted.recommend(asked, 3)
    assert (slate.items % 2).tolist() == [0, 0, 0]
    [first, *_] = slate.reasons[0]
    assert first.kind == "goes-with"
    assert first.text_fr in (
        "va avec «\u00a0Œuvre 2\u00a0», que vous aimez",
        "va avec «\u00a0Œuvre 8\u00a0», que vous aimez",
    )
    assert first.text_en in ("goes with “Work 2”, which you like", "goes with “Work 8”, which you like")


def test_it_names_what_adds_most() -> None:
    fitted = AlsWr().fit(made.drawn(1), seed=3)
    query = fitted.query(2)
    liked = query.liked >= query.liked.mean()
    for item in fitted.recommend(query, 8).items.tolist():
        adds = dict(zip(query.history[liked].tolist(), fitted._speaks(query, item)[liked].tolist(), strict=True))
        first = max(adds, key=lambda other: adds[other])
        [reason, *_] = fitted.reasons(query, item)
        assert (reason.kind, reason.items) == (("rated", (f"i{first}",)) if adds[first] > 0 else ("well-liked", ()))
    assert [r.kind for r in fitted.reasons(query, 39)] == ["unrated"]


def test_more_factors_than_ratings_with_the_least_that_holds_them_back() -> None:
    fitted = AlsWr(factors=50, regularization=1e-6).fit(dataset([(0, 0, 5.0), (0, 1, 1.0), (1, 1, 3.0)], 3, 4))
    assert np.isfinite([fitted.score(fitted.query(user)) for user in range(3)]).all()


def test_many_and_few_are_solved_alike() -> None:
    """Of as many as are solved at one time, each comes to what it comes to alone."""
    rows = sp.csr_matrix(np.random.default_rng(0).normal(size=(3000, 12)))
    other = np.random.default_rng(1).normal(size=(12, 30))
    found = half(rows, other, 0.1)
    for row in (0, 832, 833, 2999):
        np.testing.assert_allclose(found[row], half(rows[[row]], other, 0.1)[0], rtol=0, atol=1e-12)


# -- Spark -------------------------------------------------------------------------------------------------------------


def test_spark_is_asked_for_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left of the ratings without the biases, with the same λ, and nothing counted as a choice."""
    asked: list[tuple[_spark.Job, dict[str, list[float]]]] = []

    def work(job: _spark.Job) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        asked.append((job, parquet.read_table(Path(job.folder, _spark.VALUES)).to_pydict()))
        Path(job.folder, _spark.FACTORS).mkdir()
        table = pa.table(
            {"id": pa.array([0, 1], pa.int32()), "features": pa.array([[3], [-3]], pa.list_(pa.float32()))}
        )
        parquet.write_table(table, Path(job.folder, _spark.FACTORS, "part"))

    monkeypatch.setattr(_spark, "check", lambda _: None)
    monkeypatch.setattr(_spark, "_run", work)
    fitted = AlsWr(factors=1, epochs=7, regularization=0.5, engine="spark", memory_gb=1).fit(SQUARE, seed=3)
    [(job, values)] = asked
    assert (job.rank, job.epochs, job.lambda_, job.alpha, job.seed) == (1, 7, 0.5, None, 3)
    assert values == {"person": [0, 0, 1, 1], "work": [0, 1, 0, 1], "value": [2, -2, -2, 2]}
    assert fitted.state.item_factors.tolist() == [[3], [-3]]


@with_spark
@pytest.mark.slow
class TestSpark:
    """With two cores of this machine."""

    def test_two_people_and_two_works_by_hand(self) -> None:
        fitted = AlsWr(factors=1, epochs=60, regularization=0.5, engine="spark", memory_gb=1).fit(SQUARE)
        np.testing.assert_allclose(fitted.score(fitted.query(0)), [4.5, 1.5], rtol=0, atol=1e-4)

    def test_the_same_predictions_as_without_it(self) -> None:
        """With no more factors than there are, both come to the same least, wherever they begin."""
        train, test = low_rank(seed=4)
        options = {"factors": 2, "epochs": 40, "regularization": 0.05, "memory_gb": 1}
        here, there = (AlsWr(engine=engine, **options).fit(train, seed=1) for engine in ("numpy", "spark"))
        one, other = (fitted.predict(test.users, test.items) for fitted in (here, there))
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-3)

    def test_more_factors_than_there_are(self) -> None:
        """They come to others, and predict as well."""
        train, test = low_rank(seed=5, noise=0.5)
        options = {"factors": 8, "epochs": 15, "regularization": 0.05, "memory_gb": 1}
        here, there = (rmse(AlsWr(engine=engine, **options).fit(train), test) for engine in ("numpy", "spark"))
        assert there == pytest.approx(here, abs=0.02)
