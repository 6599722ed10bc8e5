"""How long the importer's writing takes, against the insert of sqlite-utils, which many use to fill a database."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

from culturedata.benchmarks.importing._base import ImportBenchmark, Rows, prepare_load, rows
from culturedata.benchmarks.importing.made_up import met as _met
from culturedata.benchmarks.importing.made_up import table as _table
from culturedata.importing import run
from culturedata.importing.descriptor import descriptor
from culturedata.importing.inputs.files import rows as rows_of
from culturedata.importing.source import Context
from culturedata.store.library import Library, transaction
from culturedata.store.tables import schema
from culturedata.store.writing.writer import WRITTEN, Writer

Dicts = dict[str, list[dict[str, Any]]]


class ImportSqliteUtils(ImportBenchmark):
    """The importer's writing of rows that lie ready, batch by batch, against `insert_all` of the same rows as dicts.

    Both write the rows of works, agents, terms and all that hangs on them into the same tables with the same keys;
    neither reads nor parses, and neither makes indexes. The batches of each are its own, and so are pragmas and
    journal: sqlite-utils leaves those that SQLite begins with. Three further tasks say where the difference lies:
    `tuned` is the reference with our pragmas and journal; `whole` is a whole import, indexes and search included;
    `flat` is `insert_all` of the file's own rows, as they stand, into one table without a key.
    """

    name = "import-sqlite-utils"
    summary = "the importer's writing against sqlite-utils' own insert of the very same rows"
    against = "sqlite-utils' insert_all of the same rows, ready as dicts, into the same tables of a new database"
    source = "met"
    limit = 3.0
    at_most = False
    most_mb = None
    also = ("tuned", "whole", "flat")
    runs = 3

    def data(self) -> str:
        return _table.about(self.input, "the Metropolitan Museum's file")

    def given(self) -> str:
        return _table.file(self.input) or str(self.scratch / "MetObjects.csv")

    def make(self) -> None:
        if _table.file(self.input) is None:
            _table.write(self.scratch / "MetObjects.csv", _met.COLUMNS, _met.cells, _table.asked(self.input))

    def before(self, side: str) -> None:
        shutil.rmtree(self.scratch / side, ignore_errors=True)
        (self.scratch / f"{side}.db").unlink(missing_ok=True)
        if side == "flat":
            context = Context(descriptor(self.source))
            self.cells = [row.cells for row in rows_of(Path(self.given()), context, needed=set())]
        elif side in ("ours", "reference", "tuned"):
            ready = {table: found for table, found in rows(self.scratch / "prepared").items() if table in WRITTEN}
            self.ready, self.dicts = (ready, {}) if side == "ours" else ({}, as_dicts(ready))

    def ours(self) -> None:
        write(self.scratch / "ours", self.ready)

    def reference(self) -> None:
        insert(self.scratch / "reference.db", self.dicts)

    def tuned(self) -> None:
        """The reference, with our pragmas and journal."""
        insert_tuned(self.scratch / "tuned", self.dicts)

    def whole(self) -> None:
        """A whole import."""
        self.bring("whole")

    def flat(self) -> None:
        """The file's own rows in one table."""
        from sqlite_utils import Database

        Database(self.scratch / "flat.db").table("objects").insert_all(self.cells)

    def beside(self, seconds: dict[str, float]) -> str:
        tuned, whole = seconds["tuned"] / seconds["ours"], seconds["whole"] / seconds["reference"]
        flat = seconds["whole"] / seconds["flat"]
        return (
            f"with our pragmas and journal the reference takes {tuned:.2f} times as long as ours; "
            f"a whole import takes {whole:.2f} times as long as the reference, {flat:.1f} times as long as «flat»"
        )


def as_dicts(rows: Rows) -> Dicts:
    """The rows of tables of the catalogue as sqlite-utils takes them."""
    columns = {table.name: [column.name for column in table.columns] for table in schema.tables("culture")}
    return {
        table: [dict(zip(columns[table], row, strict=True)) for row in found] for table, found in rows.items() if found
    }


def write(folder: Path, rows: Rows) -> None:
    """Write `rows` into a new library as an import writes them: of each table as many a batch as one has on average.

    A term and its broader terms are written in one batch, as an import has them.
    """
    batches = max(1, len(rows["works"]) // run.BATCH)
    broader = defaultdict(list)
    for row in rows["term_parents"]:
        broader[row[0]].append(row)
    with Library.open(folder, create=True) as library:
        prepare_load(library.culture)
        writer = Writer(library.culture, "met")
        for batch in range(batches):
            for table, found in rows.items():
                if table == "term_parents":
                    continue
                first, last = (len(found) * number // batches for number in (batch, batch + 1))
                writer.gather(table, found[first:last])
                if table == "terms":
                    writer.gather("term_parents", [pair for row in found[first:last] for pair in broader[row[0]]])
            with transaction(library.culture):
                writer.write()


def insert(path: Path, dicts: Dicts) -> None:
    """Write the rows of `dicts` into the tables of a new database with sqlite-utils, as it comes."""
    from sqlite_utils import Database

    database = Database(path)
    schema.run(database.conn, schema.sql("culture"))
    _insert_all(database, dicts)
    database.close()


def insert_tuned(folder: Path, dicts: Dicts) -> None:
    """The same into a new library, with its pragmas and its journal."""
    from sqlite_utils import Database

    with Library.open(folder, create=True) as library:
        prepare_load(library.culture)
        _insert_all(Database(library.culture), dicts)


def _insert_all(database: Any, dicts: Dicts) -> None:
    for table, found in dicts.items():
        database.table(table).insert_all(found)
