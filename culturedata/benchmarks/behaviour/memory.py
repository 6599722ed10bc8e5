"""Whether memory grows with the number of ratings and of listens that come in."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import ClassVar

from culturedata.benchmarks._base import Benchmark
from culturedata.benchmarks.behaviour import made_up
from culturedata.benchmarks.importing.scale import slope
from culturedata.importing.run import import_source
from culturedata.store.library import Library

MOST = 10_000_000  # ratings or listens if nobody says how many
PARTS = {"reference": 10, "ours": 1}  # each side has so manieth part of them


class _Memory(Benchmark):
    """The peak memory of an import against that of a tenth of it. `source` is imported, `things` are counted."""

    limit = 1.1
    measured = "peak_mb"
    most_mb = 300
    runs = 1
    source: ClassVar[str]
    things: ClassVar[str]

    def data(self) -> str:
        return f"{self.size('reference'):,} and {self.size('ours'):,} {self.things}, made up"

    def size(self, side: str) -> int:
        """How many records a side has."""
        return (MOST if self.input is None else int(self.input)) // PARTS[side]

    def write(self, path: Path, size: int) -> None:
        """Write so many to a file or folder."""
        raise NotImplementedError

    def prepare(self) -> None:
        for side in PARTS:
            self.write(self._path(side), self.size(side))

    def ours(self) -> None:
        self._import("ours")

    def reference(self) -> None:
        self._import("reference")

    def _path(self, side: str) -> Path:
        return self.scratch / f"{side}-records"

    def _import(self, side: str) -> None:
        folder = self.scratch / side
        with Library.open(folder, create=True) as library:
            import_source(library, self.source, str(self._path(side)))
        shutil.rmtree(folder)

    def beside(self, seconds: dict[str, float]) -> str:
        each = ", ".join(f"{self.size(side):,}: {1e6 * seconds[side] / self.size(side):.1f}" for side in PARTS)
        grows = slope([(self.size(side), seconds[side]) for side in PARTS])
        return f"slope of log time over log {self.things} {grows:.3f}; microseconds each: {each}"


class ImportRatingsMemory(_Memory):
    """The peak memory of importing 10,000,000 made-up ratings in MovieLens's CSV against 1,000,000.

    The people and films grow with them. Needs about 3 GB in the folder for temporary files, and some minutes;
    `--input NUMBER` for fewer.
    """

    name = "import-ratings-memory"
    summary = "peak memory of import movielens with 10,000,000 ratings against 1,000,000"
    against = "the peak memory of importing a tenth of the ratings"
    source = "movielens"
    things = "ratings"

    def write(self, path: Path, size: int) -> None:
        made_up.write_ratings(path, size)


class ImportListensMemory(_Memory):
    """The peak memory of importing 10,000,000 made-up listens in a dump of ListenBrainz's against 1,000,000.

    The people, recordings and artists grow with them. Needs about 15 GB in the folder for temporary files, and half an
    hour; `--input NUMBER` for fewer.
    """

    name = "import-listens-memory"
    summary = "peak memory of import listenbrainz with 10,000,000 listens against 1,000,000"
    against = "the peak memory of importing a tenth of the listens"
    source = "listenbrainz"
    things = "listens"

    def before(self, side: str) -> None:
        """The key for pseudonyms of made-up people goes with them."""
        os.environ["CULTUREDATA_CONFIG"] = str(self.scratch / "settings" / "keys.toml")

    def write(self, path: Path, size: int) -> None:
        made_up.write_listens(path, size)
