"""CSV: a folder with a file for each table, which can be opened in any spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import ClassVar

from culturedata.exporting import tables
from culturedata.exporting._base import README, Format
from culturedata.exporting.cells import written
from culturedata.exporting.credit import page
from culturedata.exporting.tables import Table

_OFTEN = 1000  # rows between two words of progress
GUARDED = """Tables in CSV. A text that begins with one of = + - @ ' or a tab or line break has an apostrophe before it,
so that no spreadsheet takes it for a formula: to read a cell, take one apostrophe away from its beginning if there is
one. An empty cell says nothing. Bytes are in base64; those of `records` are compressed by zlib. To read all of it back:
`culturedata import culturedata-package FOLDER -L LIBRARY`.

Tables en CSV. Un texte qui commence par = + - @ ' ou par une tabulation ou un saut de ligne est précédé d'une
apostrophe, pour qu'aucun tableur n'y voie une formule : à la lecture, retirez une apostrophe au début, s'il y en a une.
Une cellule vide ne dit rien."""


class CsvFolder(Format):
    """One file a table, and a README with sources and licences. `encoding` has the mark by which Excel knows UTF-8."""

    name = "csv"
    summary = "A folder of CSV, one file a table, safe to open in a spreadsheet"
    folder = True
    tabular = True
    encoding: ClassVar[str] = "utf-8-sig"

    def write(self, out: Path) -> dict[str, int]:
        out.mkdir()
        (out / README).write_text(page(self.credits, local=self.chosen.local, about=GUARDED), encoding="utf-8")
        return {table.name: self._table(table, out / f"{table.name}.csv") for table in self.tables()}

    def tables(self) -> list[Table]:
        """What is written: the tables of the catalogue, or the one that the query gives."""
        culture = self.chosen.culture
        return tables.of_catalogue(culture) if self.query is None else [tables.of_query(culture, self.query)]

    def _table(self, table: Table, path: Path) -> int:
        number = 0
        with path.open("w", encoding=self.encoding, newline="") as file:
            writer = csv.writer(file)
            writer.writerow(column.name for column in table.columns)
            for number, row in enumerate(table.rows(), 1):
                writer.writerow(map(written, row, table.columns))
                if number % _OFTEN == 0:
                    self.progress(table.name, number)
        return number
