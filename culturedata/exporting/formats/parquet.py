"""Parquet: a folder with a file for each table, for DuckDB, pandas, polars, R …"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from culturedata.exporting import tables
from culturedata.exporting._base import README, Format
from culturedata.exporting.credit import page
from culturedata.exporting.tables import Table

_GROUP = 5000  # rows that are held in memory at a time
_ABOUT = "Tables in Parquet; sources and licences stand in the metadata of each file too. Tables en Parquet."


class Parquet(Format):
    """One file a table; descriptions of tables and columns, sources and licences are in its metadata."""

    name = "parquet"
    summary = "A folder of Parquet, one file a table"
    folder = True
    tabular = True
    needs = ("pyarrow",)

    def write(self, out: Path) -> dict[str, int]:
        out.mkdir()
        (out / README).write_text(page(self.credits, local=self.chosen.local, about=_ABOUT), encoding="utf-8")
        culture = self.chosen.culture
        found = tables.of_catalogue(culture) if self.query is None else [tables.of_query(culture, self.query)]
        return {table.name: self._table(table, out / f"{table.name}.parquet") for table in found}

    def _table(self, table: Table, path: Path) -> int:
        import pyarrow as pa
        import pyarrow.parquet as pq

        kinds = {"integer": pa.int64(), "number": pa.float64(), "text": pa.string(), "bytes": pa.binary()}
        schema = pa.schema(
            [
                pa.field(one.name, kinds[one.kind], not one.required, {"description": one.about})
                for one in table.columns
            ],
            metadata={"description": table.about, "sources": msgspec.json.encode(self._credit())},
        )
        number, rows = 0, table.rows()
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            while group := list(islice(rows, _GROUP)):
                columns = [
                    pa.array(column, field.type) for column, field in zip(zip(*group, strict=True), schema, strict=True)
                ]
                writer.write_batch(pa.record_batch(columns, schema=schema))
                number += len(group)
                self.progress(table.name, number)
        return number

    def _credit(self) -> list[dict[str, Any]]:
        return [one._asdict() for one in self.credits]
