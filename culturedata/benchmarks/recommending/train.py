"""How long it takes, and how much memory, to learn SVD from the ratings in a library."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

import numpy as np

from culturedata.benchmarks._base import Benchmark
from culturedata.benchmarks.recommending import _rated
from culturedata.recommend.surprise.factors import Svd
from culturedata.store.library import Library
from culturedata.store.people.behaviour import ratings
from culturedata.workflow.train import train

MILLION = 1_000_000
SEED = _rated.SEED


class TrainSvd(Benchmark):
    """Ratings are read from SQLite, a trainset is built, and SVD with Surprise's defaults runs its 20 epochs.

    Both sides use the same unmodified algorithm of Surprise's and end with the same factors, bit by bit; ours is fed
    from arrays, the reference by Surprise's own `load_from_df` and `build_full_trainset`.
    """

    name = "train-svd"
    summary = "SVD learnt from the ratings in SQLite against Surprise's own way"
    against = "Surprise's load_from_df, build_full_trainset and SVD.fit from the same database"
    limit = 2.5
    at_most = False
    runs = 3
    ratings: ClassVar[int] = MILLION

    @property
    def size(self) -> int:
        """How many ratings: `--input`, or as many as the class says."""
        return self.ratings if self.input is None else int(self.input)

    def data(self) -> str:
        return f"{self.size:,} made-up ratings"

    def prepare(self) -> None:
        _rated.make(self.scratch / "library", self.size)

    def before(self, side: str) -> None:
        if side != "prepare":
            import surprise  # noqa: F401

    def ours(self) -> None:
        with Library.open(self.scratch / "library") as library:
            dataset = ratings(library)
        state = Svd().fit(dataset, seed=SEED).state
        self._tell("ours", state.user_factors, state.item_factors[: int(dataset.items.max()) + 1])

    def reference(self) -> None:
        from surprise import SVD

        trainset = _rated.surprise_data(self.scratch / "library").build_full_trainset()
        made = SVD(random_state=SEED).fit(trainset)
        self._tell("reference", made.pu, made.qi)

    def beside(self, seconds: dict[str, float]) -> str:
        ours, reference = ((self.scratch / f"{side}.sha256").read_text() for side in ("ours", "reference"))
        return "the same factors, bit by bit" if ours == reference else "the factors DIFFER"

    def _tell(self, side: str, *factors: Any) -> None:
        digest = hashlib.sha256(b"".join(np.ascontiguousarray(one).tobytes() for one in factors))
        (self.scratch / f"{side}.sha256").write_text(digest.hexdigest())


class TrainSvdMemory(TrainSvd):
    """The same, measured by its peak memory."""

    name = "train-svd-memory"
    summary = "peak memory of learning SVD from 1,000,000 ratings in SQLite against Surprise's own way"
    against = "the peak memory of Surprise's load_from_df, build_full_trainset and SVD.fit from the same database"
    limit = 0.5
    at_most = True
    measured = "peak_mb"
    runs = 1


class TrainSvdMemoryMost(TrainSvdMemory):
    """The same with ten times the ratings. Takes half an hour."""

    name = "train-svd-memory-10m"
    summary = "peak memory of learning SVD from 10,000,000 ratings in SQLite against Surprise's own way"
    limit = 0.2
    ratings = 10 * MILLION


class RecommendMemory(Benchmark):
    """SVD is learnt from 10,000,000 ratings in a library and kept there, and ten films are recommended to everybody.

    The people and films grow with the ratings. Takes some minutes; `--input NUMBER` for fewer.
    """

    name = "recommend-memory"
    summary = "peak memory of learning from 10,000,000 ratings and recommending to everybody, against 1,000,000"
    against = "the peak memory of the same with a tenth of the ratings"
    limit = 10
    measured = "peak_mb"
    most_mb = 3072
    runs = 1

    def data(self) -> str:
        return f"{self.size('ours'):,} and {self.size('reference'):,} made-up ratings"

    def size(self, side: str) -> int:
        """How many ratings a side has."""
        most = 10 * MILLION if self.input is None else int(self.input)
        return most if side == "ours" else most // 10

    def prepare(self) -> None:
        for side in ("ours", "reference"):
            _rated.make(self.scratch / side, self.size(side))

    def ours(self) -> None:
        self._recommend("ours")

    def reference(self) -> None:
        self._recommend("reference")

    def _recommend(self, side: str) -> None:
        with Library.open(self.scratch / side, write=True) as library:
            _, made = train(library, "svd", seed=SEED)
        for _ in made.recommend_all(range(len(made.dataset.user_ids))):
            pass
