"""What is written row by row: the tables of the catalogue, or the one that a query gives."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from culturedata.exporting import selection
from culturedata.exporting.snapshot import UNFINISHED
from culturedata.store.tables import schema

Kind = Literal["integer", "number", "text", "bytes"]
Row = tuple[Any, ...]
QUERY = "query"  # the table that a query gives
_KINDS: dict[str, Kind] = {"INTEGER": "integer", "REAL": "number", "TEXT": "text", "BLOB": "bytes"}
_OF_VALUES: dict[type, Kind] = {int: "integer", float: "number", str: "text", bytes: "bytes"}


class Column(NamedTuple):
    """A column; `required` says that no cell of it is NULL."""

    name: str
    kind: Kind
    about: str = ""
    required: bool = False


class Table(NamedTuple):
    """A table; `key` are the columns that name a row, `leads_to` maps a column to the table and column it refers to."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[Row]]
    key: tuple[str, ...] = ()
    leads_to: Mapping[str, tuple[str, str]] = MappingProxyType({})


def of_catalogue(connection: sqlite3.Connection) -> list[Table]:
    """All tables of a catalogue, in an order in which none leads to a later one; rows in their own order."""
    return [_table(connection, table) for table in schema.tables("culture") if table.name not in UNFINISHED]


def _table(connection: sqlite3.Connection, table: schema.Table) -> Table:
    about = {column.name: column.about for column in table.columns}
    said = connection.execute('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', [table.name]).fetchall()
    references = connection.execute('SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)', [table.name])
    by_rowid = connection.execute("SELECT NOT wr FROM pragma_table_list WHERE name = ?", [table.name]).fetchone()[0]
    names = ", ".join(name for name, *_ in said)
    sql = f"SELECT {names} FROM {table.name}{' ORDER BY rowid' if by_rowid else ''}"
    return Table(
        table.name,
        table.about,
        tuple(Column(name, _KINDS[kind], about[name], bool(filled or pk)) for name, kind, filled, pk in said),
        lambda: connection.execute(sql),
        tuple(name for name, *_, pk in sorted(said, key=lambda one: one[3]) if pk),
        {column: (other, key) for column, other, key in references},
    )


def of_query(connection: sqlite3.Connection, query: str) -> Table:
    """The table that a query gives; each column is of the narrowest kind that all its values are of.

    It is read once for that, and once for its rows. Raises UsageError if the query can't be run.
    """
    found = selection.rows(connection, query)
    names = [column[0] for column in found.description]
    kinds: list[set[type]] = [set() for _ in names]
    for row in found:
        for seen, value in zip(kinds, row, strict=True):
            seen.add(type(value))
    columns = tuple(Column(name, _kind(seen)) for name, seen in zip(names, kinds, strict=True))
    return Table(QUERY, query, columns, lambda: map(_as(columns), selection.rows(connection, query)))


def _kind(seen: set[type]) -> Kind:
    kinds = seen - {type(None)}
    if len(kinds) == 1:
        return _OF_VALUES[kinds.pop()]
    return "number" if kinds == {int, float} else "text"


def _as(columns: tuple[Column, ...]) -> Callable[[Row], Row]:
    """What makes the values of a row be of the kinds of their columns: in a column of several kinds they are texts."""

    def of(kind: Kind, value: Any) -> Any:
        if value is None or kind in ("integer", "bytes"):
            return value
        if kind == "number":
            return float(value)
        return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)

    return lambda row: tuple(of(column.kind, value) for column, value in zip(columns, row, strict=True))
