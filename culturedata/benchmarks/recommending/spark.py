"""How long als takes to learn with Spark on two cores of one machine, against without it."""

from __future__ import annotations

import numpy as np

from culturedata.benchmarks._base import Benchmark
from culturedata.benchmarks.behaviour import made_up
from culturedata.data.dataset import Dataset
from culturedata.data.vocabulary import Vocabulary
from culturedata.recommend.choices.als import Als

MILLION = 1_000_000
SEED = 0


class AlsSpark(Benchmark):
    """64 traits are learnt in 15 epochs from made-up ratings that lie in memory: what is chosen is found out, too.

    Spark, two cores with 4 GB, starts anew each time, reads what was chosen from Parquet, and writes the factors there.
    """

    name = "als-spark"
    summary = "als learnt by Spark on two cores of one machine, from 1,000,000 ratings, against without Spark"
    against = "als by implicit with the same options on the same ratings and cores"
    limit = 60
    runs = 3

    @property
    def size(self) -> int:
        """How many ratings."""
        return MILLION if self.input is None else int(self.input)

    def data(self) -> str:
        return f"{self.size:,} made-up ratings"

    def prepare(self) -> None:
        from pyarrow import csv

        made_up.write_ratings(self.scratch / "ratings", self.size)
        table = csv.read_csv(self.scratch / "ratings" / "ratings.csv")
        for column, kind in (("userId", np.int32), ("movieId", np.int32), ("rating", np.float32)):
            np.save(self.scratch / f"{column}.npy", table[column].to_numpy().astype(kind))

    def before(self, side: str) -> None:
        if side != "prepare":
            self._dataset = self._ratings()

    def ours(self) -> None:
        self._learn("spark")

    def reference(self) -> None:
        self._learn("implicit")

    def _learn(self, engine: str) -> None:
        Als(engine=engine).fit(self._dataset, seed=SEED)

    def _ratings(self) -> Dataset:
        users, items, values = (np.load(self.scratch / f"{column}.npy") for column in ("userId", "movieId", "rating"))
        people, works = (Vocabulary(tuple(map(str, range(int(numbers.max()) + 1)))) for numbers in (users, items))
        times = np.zeros(len(users), dtype=np.int64)
        return Dataset("made up", "simulated", (0.5, 5.0), people, works, users, items, values, times)
