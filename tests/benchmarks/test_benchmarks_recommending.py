"""Both sides of each benchmark answer the same question with the same answer."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
import surprise

from culturedata.benchmarks._base import run
from culturedata.benchmarks.importing.made_up import tate
from culturedata.benchmarks.recommending import _rated, cross_validate, metrics
from culturedata.benchmarks.recommending.als import FoldIn, TrainAls
from culturedata.benchmarks.recommending.metrics import JudgeSlates
from culturedata.benchmarks.recommending.page import HomePage
from culturedata.benchmarks.recommending.rerank import Rerank
from culturedata.benchmarks.recommending.similar import SimilarWorks
from culturedata.benchmarks.recommending.spark import AlsSpark
from culturedata.benchmarks.recommending.topn import SEED, K, TopN, TopNNeighbours, of_surprise, predicted, slates
from culturedata.benchmarks.recommending.train import RecommendMemory, TrainSvd, TrainSvdMemory, TrainSvdMemoryMost
from culturedata.data.dataset import Dataset
from culturedata.data.vocabulary import Vocabulary
from culturedata.recommend.choices.als import Als
from culturedata.recommend.choices.ease import Ease
from culturedata.recommend.rerank._seam import RERANKERS
from culturedata.store.library import Library
from culturedata.store.people.behaviour import ratings

USERS, ITEMS, RATED = 15, 40, 37  # the last three films nobody rated: their scores are equal


@pytest.fixture
def dataset() -> Dataset:
    """Synthetic: 240 ratings of distinct pairs; everybody rated something."""
    chance = np.random.default_rng(3)
    pairs = chance.choice(USERS * RATED, size=240, replace=False)
    return Dataset(
        "synthetic", "simulated", (1.0, 5.0),
        Vocabulary(tuple(f"u{n}" for n in range(USERS))), Vocabulary(tuple(f"i{n}" for n in range(ITEMS))),
        (pairs // RATED).astype(np.int32), (pairs % RATED).astype(np.int32),
        chance.integers(1, 6, 240).astype(np.float32), np.zeros(240, dtype=np.int64),
    )  # fmt: skip


@pytest.mark.parametrize("kind", [TopN, TopNNeighbours])
def test_the_same_ten_films_in_the_same_order(dataset: Dataset, kind: type[TopN]) -> None:
    ours = slates(kind.kind().fit(dataset, seed=SEED), dataset)
    reference = predicted(of_surprise(kind.algorithm, dataset), dataset)
    assert ours == reference
    assert sorted(ours) == list(range(USERS))
    for user, items in ours.items():
        assert len(set(items)) == K
        assert not set(items) & set(dataset.history(user).tolist())
    assert len({tuple(items) for items in ours.values()}) > 1


def test_both_sides_learn_the_same_factors(tmp_path: Path) -> None:
    benchmark = TrainSvd(tmp_path, "3000")
    benchmark.prepare()
    benchmark.ours()
    benchmark.reference()
    assert benchmark.beside({}) == "the same factors, bit by bit"
    (tmp_path / "ours.sha256").write_text("other")
    assert "DIFFER" in benchmark.beside({})
    assert benchmark.data() == "3,000 made-up ratings"
    assert [kind(tmp_path).size for kind in (TrainSvd, TrainSvdMemory, TrainSvdMemoryMost)] == [10**6, 10**6, 10**7]


def test_als_learns_the_same_factors_as_implicit_alone(tmp_path: Path) -> None:
    benchmark = TrainAls(tmp_path, "3000")
    benchmark.prepare()
    for side in ("ours", "reference", "of_rows"):
        benchmark.before(side)
        getattr(benchmark, side)()
    seconds = {"of_rows": 3.0, "reference": 2.0}
    assert benchmark.beside(seconds) == "the same factors, bit by bit; without packs 1.50"
    for side in ("ours", "of_rows"):
        factors = np.load(tmp_path / f"{side}.npy")
        np.save(tmp_path / f"{side}.npy", factors * 2)
        assert "DIFFER" in benchmark.beside(seconds)
        np.save(tmp_path / f"{side}.npy", factors)


def test_als_reads_packs_where_there_are_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    benchmark = TrainAls(tmp_path, "3000")
    benchmark.prepare()
    monkeypatch.setattr("culturedata.store.people.behaviour._of_rows", None)
    benchmark.ours()
    with pytest.raises(TypeError):
        benchmark.of_rows()


def test_folding_in_gives_nearly_what_learning_anew_gives(tmp_path: Path) -> None:
    FoldIn(tmp_path, "20000").prepare()
    for side in ("ours", "reference"):
        benchmark = FoldIn(tmp_path, "20000")
        benchmark.before(side)
        getattr(benchmark, side)()
    same = int(benchmark.beside({"ours": 0.001}).split()[0])
    assert same >= 5


def test_ratings_come_as_they_were_given(tmp_path: Path) -> None:
    _rated.make(tmp_path / "library", 3_000)
    with Library.open(tmp_path / "library") as library:
        dataset = ratings(library)
    assert len(dataset) == 3_000
    assert (np.diff(dataset.times) > 0).all()
    assert (np.diff(dataset.users) < 0).mean() > 0.3, "people come in turn, not one after another"


def test_both_sides_judge_alike(dataset: Dataset) -> None:
    same = {"svd": "SVD", "knn-baseline": "KNNBaseline", "slope-one": "SlopeOne"}
    names = {**same, "normal-predictor": "NormalPredictor"}
    ours, reference = cross_validate.ours(dataset, names), cross_validate.reference(dataset, names)
    assert list(ours) == list(reference) == list(names)
    for name in same:
        assert ours[name] == pytest.approx(reference[name], abs=1e-9)
    assert set(cross_validate.ALGORITHMS.values()) <= set(dir(surprise))


def test_both_sizes_learn_and_recommend(tmp_path: Path) -> None:
    benchmark = RecommendMemory(tmp_path, "20000")
    benchmark.prepare()
    benchmark.reference()
    benchmark.ours()
    sizes = []
    for side in ("reference", "ours"):
        with Library.open(tmp_path / side) as library:
            sizes.append(library.audience.execute("SELECT count(*) FROM ratings").fetchone()[0])
            assert library.audience.execute("SELECT recommender FROM models").fetchall() == [("svd",)]
    assert sizes == [2_000, 20_000]


def test_both_sides_measure_the_same(tmp_path: Path) -> None:
    benchmark = JudgeSlates(tmp_path, "200")
    for side in ("ours", "reference"):
        benchmark.before(side)
        getattr(benchmark, side)()
    mine, theirs = (json.loads((tmp_path / f"{side}.json").read_text()) for side in ("ours", "reference"))
    assert list(mine) == list(theirs) == list(metrics.NAMES)
    assert mine == pytest.approx(theirs, abs=1e-9)
    assert 0 < mine["precision"] < mine["hit-rate"] < 1
    assert benchmark.beside({}).startswith("means differ by at most ")


def test_every_reranker_is_measured_on_the_same_people(dataset: Dataset, tmp_path: Path) -> None:
    benchmark = Rerank(tmp_path)
    benchmark._trained = Ease(least=1).fit(dataset)
    sides = ("ours", "reference", *Rerank.also)
    found = {}
    for side in sides:
        getattr(benchmark, side)()
        found[side] = {user: len(slate) for user, slate in benchmark.found.items()}
    assert found.pop("by_openness") == dict.fromkeys(range(USERS), 0)
    assert all(mine == dict.fromkeys(range(USERS), K) for mine in found.values())
    assert {side[3:].replace("_", "-") for side in Rerank.also} | {"calibration"} == set(RERANKERS.members())
    assert benchmark.beside(dict.fromkeys(sides, 2.0)).endswith("mmr 1.0, hidden-gems 1.0, at-most 1.0, openness 1.0")


def test_both_sides_find_the_same_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tate, "ARTWORKS", 700)
    benchmark = SimilarWorks(tmp_path)
    for step in ("prepare", "ours", "reference"):
        benchmark.before(step)
        getattr(benchmark, step)()
    assert benchmark.beside({}).startswith("the same cosines, ")
    mine = np.load(tmp_path / "ours.npy")
    assert 6_900 < len(mine) <= 7_000
    assert 0 < mine.min() < mine.max() <= 1
    np.save(tmp_path / "ours.npy", mine + 0.1)
    assert benchmark.beside({}).startswith("OTHER cosines")


def test_home_pages_and_pages_of_the_table(tmp_path: Path) -> None:
    """Each side in a process of its own: Datasette is without plugins there."""
    said = run(HomePage, 1, "2000")
    assert said.data == "2,000 made-up works of museums, 5,000 made-up ratings of films"
    assert re.sub(r"[\d.]+", "N", said.beside) == (
        "from N to N rows a page; on this machine N, N, N ms a page (least, median, most of the last run), N ms a page"
        " of the table: N ms are N of it"
    )
    few, many, least, median, most, table, *_ = map(float, re.findall(r"[\d.]+", said.beside))
    assert 100 < few <= many
    assert 0 < least <= median <= most
    assert table > 0


def test_both_sides_learn_from_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What each is asked to learn from; that Spark learns it well is tested where Spark is."""
    asked = {}
    for side in ("ours", "reference"):
        benchmark = AlsSpark(tmp_path, "3000")
        if side == "ours":
            benchmark.prepare()
        benchmark.before(side)
        monkeypatch.setattr(Als, "fit", lambda made, data, seed: asked.update({made.config.engine: (data, seed)}))
        getattr(benchmark, side)()
    (mine, seed), (theirs, same) = asked["spark"], asked["implicit"]
    assert len(mine) == 3_000
    assert mine.fingerprint == theirs.fingerprint
    assert seed == same
    assert len(np.unique(mine.users.astype(np.int64) * 10**6 + mine.items)) == 3_000
    assert benchmark.data() == "3,000 made-up ratings"
    assert AlsSpark(tmp_path).size == 10**6
