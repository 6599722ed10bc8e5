"""How long the importer takes, against writing the rows that it makes and nothing else."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

from culturedata.benchmarks import _tate
from culturedata.benchmarks._base import Benchmark
from culturedata.importing.run import import_source
from culturedata.store import schema, search_index
from culturedata.store.library import Library, transaction

Rows = dict[str, list[tuple[Any, ...]]]


class ImportTate(Benchmark):
    """Reading, checking, parsing and writing Tate's records against writing the same rows, which lie ready in memory.

    The reference has the same tables, indexes, search index, pragmas and journal; its rows come in key order and go
    in as one transaction, which is the fastest way.
    """

    name = "import-tate"
    summary = "import tate against a bare sqlite3 executemany of the very same rows"
    against = "executemany of the same rows of all tables, ready in memory; indexes and full text built the same way"
    limit = 2.5
    most_mb = 300

    def data(self) -> str:
        return _tate.about(self.input)

    def prepare(self) -> None:
        if self.input is None:
            _tate.write(self.scratch / "tate", _tate.ARTWORKS, None)
        self._import(self.scratch / "prepared")

    def before(self, side: str) -> None:
        shutil.rmtree(self.scratch / side, ignore_errors=True)
        if side == "reference":
            self._rows = rows(self.scratch / "prepared")

    def ours(self) -> None:
        self._import(self.scratch / "ours")

    def reference(self) -> None:
        bare(self.scratch / "reference", self._rows)

    def _import(self, folder: Path) -> None:
        with Library.open(folder, create=True) as library:
            import_source(library, "tate", self.input or str(self.scratch / "tate"))


def rows(folder: Path) -> Rows:
    """All rows of all tables of a library's catalogue but those that building the search index makes."""
    with Library.open(folder) as library:
        names = [table.name for table in schema.tables("culture") if table.name != "search_texts"]
        return {name: library.culture.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def bare(folder: Path, rows: Rows) -> None:
    """Make a library of `rows` by one executemany a table; then its indexes, then its search index."""
    with Library.open(folder, create=True) as library:
        culture = library.culture
        _drop_indexes(culture)
        with transaction(culture):
            for table, ready in rows.items():
                if ready:
                    culture.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(ready[0]))})", ready)
        schema.run(culture, schema.sql("culture_indexes"))
        search_index.update(culture)


def _drop_indexes(connection: sqlite3.Connection) -> None:
    """Drop the indexes of the empty catalogue, as the importer does before a first load."""
    for statement in schema.statements(schema.sql("culture_indexes")):
        name = statement.split(" IF NOT EXISTS ")[1].split()[0]
        connection.execute(f"DROP INDEX {name}")
