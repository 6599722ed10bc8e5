"""How long the importer takes for a wide CSV file, against writing the rows that it makes and nothing else."""

from __future__ import annotations

from culturedata.benchmarks.importing._base import ImportBenchmark
from culturedata.benchmarks.importing.made_up import met as _met
from culturedata.benchmarks.importing.made_up import table as _table


class ImportMet(ImportBenchmark):
    """With a file of the Metropolitan Museum's, or with rows in its shape."""

    name = "import-met"
    summary = "import met, from a CSV file, against a bare sqlite3 executemany of the very same rows"
    source = "met"
    runs = 3

    def data(self) -> str:
        return _table.about(self.input, "the Metropolitan Museum's file")

    def given(self) -> str:
        return _table.file(self.input) or str(self.scratch / "MetObjects.csv")

    def make(self) -> None:
        if _table.file(self.input) is None:
            _table.write(self.scratch / "MetObjects.csv", _met.COLUMNS, _met.cells, _table.asked(self.input))
