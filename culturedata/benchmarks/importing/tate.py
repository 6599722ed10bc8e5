"""How long the importer takes, against writing the rows that it makes and nothing else."""

from __future__ import annotations

from culturedata.benchmarks.importing._base import ImportBenchmark
from culturedata.benchmarks.importing.made_up import tate as _tate


class ImportTate(ImportBenchmark):
    """With Tate's own records, or with as many in their shape."""

    name = "import-tate"
    summary = "import tate against a bare sqlite3 executemany of the very same rows"
    source = "tate"

    def data(self) -> str:
        return _tate.about(self.input)

    def given(self) -> str:
        return self.input or str(self.scratch / "tate")

    def make(self) -> None:
        if self.input is None:
            _tate.write(self.scratch / "tate", _tate.ARTWORKS, None)
