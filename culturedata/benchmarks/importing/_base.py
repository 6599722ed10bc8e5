"""What the benchmarks of the importer have in common: our import of a source, and bare writing of the rows it makes."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any, ClassVar

from culturedata.benchmarks._base import Benchmark
from culturedata.importing.run import import_source
from culturedata.store.catalogue import search_index
from culturedata.store.library import Library, transaction
from culturedata.store.tables import schema
from culturedata.store.writing.writer import lengthen_log

Rows = dict[str, list[tuple[Any, ...]]]


class ImportBenchmark(Benchmark):
    """Reading, checking, parsing and writing the records of `source` against writing the same rows, which lie ready.

    The reference has the same tables, indexes, search index, pragmas and journal; its rows come table by table, in the
    order of the table, and go in as one transaction. A subclass says where the records are, and makes them.
    """

    source: ClassVar[str]
    against = "executemany of the same rows of all tables, ready in memory; indexes and full text built the same way"
    limit = 2.0
    most_mb: ClassVar[float | None] = 300

    def given(self) -> str:
        """What is imported: a path."""
        raise NotImplementedError

    def make(self) -> None:
        """Make the records up, if the user gave none."""

    def prepare(self) -> None:
        self.make()
        self.bring("prepared")

    def before(self, side: str) -> None:
        shutil.rmtree(self.scratch / side, ignore_errors=True)
        if side == "reference":
            self.rows = rows(self.scratch / "prepared")

    def ours(self) -> None:
        self.bring("ours")

    def reference(self) -> None:
        bare(self.scratch / "reference", self.rows)

    def bring(self, folder: str) -> None:
        """Import the records into a new library in `folder`."""
        with Library.open(self.scratch / folder, create=True) as library:
            import_source(library, self.source, self.given())


def rows(folder: Path) -> Rows:
    """All rows of all tables of a library's catalogue but those that building the search index makes."""
    with Library.open(folder) as library:
        names = [table.name for table in schema.tables("culture") if table.name != "search_texts"]
        return {name: _in_order(library.culture, name) for name in names}


def _in_order(connection: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    """The rows of a table as it holds them: in the order in which they came, or of its key if it has no row numbers."""
    keyed = connection.execute("SELECT wr FROM pragma_table_list WHERE name = ?", [table]).fetchone()[0]
    said = "SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk"
    order = ", ".join(name for (name,) in connection.execute(said, [table])) if keyed else "rowid"
    return connection.execute(f"SELECT * FROM {table} ORDER BY {order}").fetchall()


def bare(folder: Path, rows: Rows) -> None:
    """Make a library of `rows` by one executemany a table; then its indexes, then its search index."""
    with Library.open(folder, create=True) as library:
        culture = library.culture
        prepare_load(culture)
        with transaction(culture):
            for table, ready in rows.items():
                if ready:
                    culture.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(ready[0]))})", ready)
        finish(culture)


def prepare_load(connection: sqlite3.Connection) -> None:
    """Drop the indexes of the empty catalogue and lengthen its log, as the importer does before a first load."""
    lengthen_log(connection)
    for statement in schema.statements(schema.sql("culture_indexes")):
        name = statement.split(" IF NOT EXISTS ")[1].split()[0]
        connection.execute(f"DROP INDEX {name}")


def finish(connection: sqlite3.Connection) -> None:
    """Make the indexes and the search index of a catalogue that has its rows, as the importer does after a load."""
    schema.run(connection, schema.sql("culture_indexes"))
    search_index.update(connection)
