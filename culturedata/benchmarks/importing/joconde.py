"""How long the importer takes for a CSV file with much text, against writing the rows that it makes and no more."""

from __future__ import annotations

from culturedata.benchmarks.importing._base import ImportBenchmark
from culturedata.benchmarks.importing.made_up import joconde as _joconde
from culturedata.benchmarks.importing.made_up import table as _table


class ImportJoconde(ImportBenchmark):
    """With the ministry's file, or with rows in its shape."""

    name = "import-joconde"
    summary = "import joconde, from a CSV file, against a bare sqlite3 executemany of the very same rows"
    source = "joconde"
    runs = 3

    def data(self) -> str:
        return _table.about(self.input, "the ministry's file")

    def given(self) -> str:
        return _table.file(self.input) or str(self.scratch / "joconde.csv")

    def make(self) -> None:
        if _table.file(self.input) is None:
            path, rows = self.scratch / "joconde.csv", _table.asked(self.input)
            _table.write(path, _joconde.COLUMNS, _joconde.cells, rows, delimiter="|")
