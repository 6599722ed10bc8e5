"""Whether the importer's memory grows with the number of records."""

from __future__ import annotations

import shutil

from culturedata.benchmarks._base import Benchmark
from culturedata.benchmarks.importing.made_up import tate as _tate
from culturedata.importing.run import import_source
from culturedata.store.library import Library

FEW = 10_000


class ImportMemory(Benchmark):
    """The peak memory of importing ten times Tate's artworks, with generated ids, against that of Tate's artworks.

    Needs about 3 GB in the folder for temporary files, and ten minutes or more.
    """

    name = "import-memory"
    summary = "peak memory of import tate with ten times the records against once"
    against = "the peak memory of importing 69,202 artworks; ten times as many, with generated ids"
    limit = 1.1
    measured = "peak_mb"
    most_mb = 300
    also = ("few",)
    runs = 1

    def data(self) -> str:
        return f"{_tate.about(self.input)}; few are {FEW:,} artworks"

    def prepare(self) -> None:
        for side, artworks in (("few", FEW), ("reference", _tate.ARTWORKS), ("ours", 10 * _tate.ARTWORKS)):
            _tate.write(self.scratch / f"{side}-records", artworks, self.input)

    def ours(self) -> None:
        self._import("ours")

    def reference(self) -> None:
        self._import("reference")

    def few(self) -> None:
        """Ten thousand artworks."""
        self._import("few")

    def _import(self, side: str) -> None:
        folder = self.scratch / side
        with Library.open(folder, create=True) as library:
            import_source(library, "tate", str(self.scratch / f"{side}-records"))
        shutil.rmtree(folder)
