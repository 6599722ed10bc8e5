"""Whether the importer's time grows as the number of records does, and its memory not at all."""

from __future__ import annotations

import math
import shutil

from culturedata.benchmarks._base import Benchmark
from culturedata.benchmarks.importing.made_up import met as _met
from culturedata.benchmarks.importing.made_up import table as _table
from culturedata.importing.run import import_source
from culturedata.store.library import Library

MOST = 2_000_000  # records if nobody says how many
PARTS = {"reference": 20, "small": 6, "half": 2, "ours": 1}  # each side has so manieth part of them


class ImportScale(Benchmark):
    """The peak memory of importing 2,000,000 made-up records of the Met's against 100,000; two sizes lie between.

    What it says beside is the time of a record at each size, and the slope of the logarithm of time over that of the
    number of records: 1 is linear. Needs about 10 GB in the folder for temporary files, and an hour or so;
    `--input NUMBER` for fewer.
    """

    name = "import-scale"
    summary = "peak memory of import met with 2,000,000 records against 100,000, and how time grows"
    against = "the peak memory of importing a twentieth of the records"
    limit = 1.1
    measured = "peak_mb"
    most_mb = 300
    also = ("small", "half")
    runs = 1

    def data(self) -> str:
        return f"{', '.join(f'{self.size(side):,}' for side in PARTS)} rows made up in the shape of the Met's file"

    def size(self, side: str) -> int:
        """How many records a side has."""
        return (MOST if self.input is None else int(self.input)) // PARTS[side]

    def prepare(self) -> None:
        for side in PARTS:
            _table.write(self.scratch / f"{side}.csv", _met.COLUMNS, _met.cells, self.size(side))

    def ours(self) -> None:
        self._import("ours")

    def reference(self) -> None:
        self._import("reference")

    def small(self) -> None:
        """A sixth."""
        self._import("small")

    def half(self) -> None:
        """The half."""
        self._import("half")

    def _import(self, side: str) -> None:
        folder = self.scratch / side
        with Library.open(folder, create=True) as library:
            import_source(library, "met", str(self.scratch / f"{side}.csv"))
        shutil.rmtree(folder)

    def beside(self, seconds: dict[str, float]) -> str:
        each = ", ".join(f"{self.size(side):,}: {1e6 * seconds[side] / self.size(side):.0f}" for side in PARTS)
        grows = slope([(self.size(side), seconds[side]) for side in PARTS])
        return f"slope of log time over log records {grows:.3f}; microseconds a record: {each}"


def slope(points: list[tuple[int, float]]) -> float:
    """The slope of the line through the logarithms of (number, time), by least squares: 1 where time is linear."""
    x, y = ([math.log(value) for value in values] for values in zip(*points, strict=True))
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    over = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return over / sum((a - mean_x) ** 2 for a in x)
