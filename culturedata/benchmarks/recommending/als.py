"""What learning from choices costs beside the library that learns, and folding somebody in beside learning anew."""

from __future__ import annotations

import time
from shutil import copytree
from typing import ClassVar

import numpy as np
import scipy.sparse as sp

from culturedata.benchmarks._base import Benchmark
from culturedata.benchmarks.recommending import _rated
from culturedata.data.slates import Query
from culturedata.recommend.choices._base import strengths
from culturedata.recommend.choices.als import Als
from culturedata.store.library import Library, transaction
from culturedata.store.people import packs
from culturedata.store.people.behaviour import ratings

MILLION = 1_000_000
SEED = _rated.SEED


class TrainAls(Benchmark):
    """Ratings are read from SQLite, what counts as a choice is told, and implicit's ALS runs with our defaults.

    The import left the ratings packed beside their rows. `of_rows` is the same without packs, as after a change. The
    reference is implicit alone, with the same settings, on the matrix that ours makes, which lies ready in a file.
    """

    name = "train-als"
    summary = "als learnt from the ratings in SQLite against implicit alone on the same matrix"
    against = "implicit's AlternatingLeastSquares.fit on the same matrix, ready in a file"
    limit = 1.2
    also: ClassVar[tuple[str, ...]] = ("of_rows",)
    runs = 5

    @property
    def size(self) -> int:
        """How many ratings: `--input`, or a million."""
        return MILLION if self.input is None else int(self.input)

    def data(self) -> str:
        return f"{self.size:,} made-up ratings"

    def prepare(self) -> None:
        _rated.make(self.scratch / "library", self.size)
        copytree(self.scratch / "library", self.scratch / "without-packs")
        with Library.open(self.scratch / "without-packs", write=True) as library, transaction(library.audience):
            packs.drop(library.audience)
        with Library.open(self.scratch / "library") as library:
            dataset = ratings(library)
        matrix = strengths(dataset, Als().config.choices)[:, : int(dataset.items.max()) + 1]
        matrix.data = 1 + Als().config.weight * matrix.data
        sp.save_npz(self.scratch / "matrix.npz", matrix.astype(np.float32), compressed=False)

    def before(self, side: str) -> None:
        if side != "prepare":
            import implicit.cpu.als  # noqa: F401

    def ours(self) -> None:
        self._learn("ours", "library")

    def of_rows(self) -> None:
        """The same from a library that has no packs."""
        self._learn("of_rows", "without-packs")

    def _learn(self, side: str, folder: str) -> None:
        with Library.open(self.scratch / folder) as library:
            dataset = ratings(library)
        np.save(self.scratch / f"{side}.npy", Als().fit(dataset, seed=SEED).state.item_factors)

    def reference(self) -> None:
        from implicit.cpu.als import AlternatingLeastSquares
        from threadpoolctl import threadpool_limits

        matrix, config = sp.load_npz(self.scratch / "matrix.npz"), Als().config
        with threadpool_limits(1, "blas"):
            made = AlternatingLeastSquares(
                factors=config.factors, iterations=config.epochs, regularization=config.regularization,
                random_state=SEED,
            )  # fmt: skip
            made.fit(matrix, show_progress=False)
        np.save(self.scratch / "reference.npy", made.item_factors)

    def beside(self, seconds: dict[str, float]) -> str:
        sides = ("ours", "of_rows", "reference")
        ours, of_rows, reference = (np.load(self.scratch / f"{side}.npy") for side in sides)
        chosen = ours.any(axis=1)[: len(reference)]  # of what nobody chose ours keeps nothing
        same = np.array_equal(ours, of_rows) and np.array_equal(ours[: len(reference)][chosen], reference[chosen])
        said = "the same factors, bit by bit" if same else "the factors DIFFER"
        return f"{said}; without packs {seconds['of_rows'] / seconds['reference']:.2f}"


class FoldIn(TrainAls):
    """Somebody whom als never met chose 50 works: ten works for them by folding in, against learning all anew.

    `beside` says how many of the ten are those that als gives after it has learnt from that person too, and how long it
    takes to fold in a work that a hundred people chose.
    """

    name = "fold-in"
    summary = "ten works for somebody who is new, by folding them in, against learning als anew with them"
    against = "Als.fit on the ratings in memory with those of that person, and the ten works that follow from it"
    limit = 100.0
    at_most = False
    also: ClassVar[tuple[str, ...]] = ()

    def prepare(self) -> None:
        _rated.make(self.scratch / "library", self.size)

    def before(self, side: str) -> None:
        if side == "prepare":
            return
        with Library.open(self.scratch / "library") as library:
            self._whole = ratings(library)
        counts = np.bincount(self._whole.users)
        self._person = int(np.argmin(np.abs(counts - 50)))
        self._query = Query(None, self._whole.history(self._person))
        if side == "ours":
            self._known = Als().fit(self._whole.subset(self._whole.users != self._person), seed=SEED)
            self._known.recommend(Query(None, self._query.history[:1]), 1, reasons=False)
            self._time_a_work()

    def ours(self) -> None:
        slate = self._known.recommend(self._query, 10, reasons=False)
        np.save(self.scratch / "ours.npy", slate.items)

    def reference(self) -> None:
        slate = Als().fit(self._whole, seed=SEED).recommend(self._query, 10, reasons=False)
        np.save(self.scratch / "reference.npy", slate.items)

    def beside(self, seconds: dict[str, float]) -> str:
        ours, reference = (np.load(self.scratch / f"{side}.npy") for side in ("ours", "reference"))
        same, work = len(np.intersect1d(ours, reference)), float((self.scratch / "work.txt").read_text())
        said = f"{same} of {len(ours)} works are the same; a person is folded in in {1000 * seconds['ours']:.1f} ms"
        return f"{said}, a work in {1000 * work:.1f} ms"

    def _time_a_work(self) -> None:
        known = self._known
        people = np.unique(known.dataset.users)[:100].tolist()
        tastes = np.stack([known.taste(known.query(user)) for user in people])
        known.new_work(tastes[:1], np.ones(1))  # the sum over all people, which is made once
        began = time.perf_counter()
        known.new_work(tastes, np.ones(len(tastes)))
        (self.scratch / "work.txt").write_text(str(time.perf_counter() - began))
