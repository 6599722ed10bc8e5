"""The tables beside the main one of a relational dump, by the key that joins them, on disk: memory stays flat."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Self

import msgspec

from culturedata.errors import InputError, InputFormat

_CACHE = 32_000  # kilobytes of the file that SQLite keeps in memory


class SideTables:
    """Rows of side files, grouped by a column. Used with `with`: they lie in a temporary file until its end.

    The file is SQLite's own (in the folder SQLITE_TMPDIR or TMPDIR): it has no name, so that nothing of it is left
    even if the program is killed.
    """

    def __init__(self) -> None:
        self._rows = sqlite3.connect("", isolation_level=None)
        self._tables: dict[str, int] = {}
        self._indexed: set[str] = set()
        self._encoder = msgspec.json.Encoder()
        self._decoder = msgspec.json.Decoder(dict[str, str])
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE}"):
            self._rows.execute(f"PRAGMA {setting}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._rows.close()

    def add(self, name: str, rows: Iterable[Mapping[str, str]], key: str) -> int:
        """Take all rows of the table `name`, grouped by their column `key`; how many they are.

        Rows that are the same are all kept; a second call adds to the table. Raises InputFormat if a row lacks the
        column, InputError if the disk is full, and whatever `rows` raises: what came before is there all the same.
        """
        table = self._tables.setdefault(name, len(self._tables))
        self._rows.execute(f"CREATE TABLE IF NOT EXISTS t{table} (key TEXT NOT NULL, row BLOB NOT NULL)")
        self._rows.execute("BEGIN")
        try:
            added = self._rows.executemany(f"INSERT INTO t{table} VALUES (?, ?)", self._encoded(name, rows, key))
            return added.rowcount
        except sqlite3.OperationalError as error:
            raise _full(name, error) from error
        finally:
            if self._rows.in_transaction:
                self._rows.execute("COMMIT")

    def _encoded(self, name: str, rows: Iterable[Mapping[str, str]], key: str) -> Iterator[tuple[str, bytes]]:
        encode = self._encoder.encode
        for number, row in enumerate(rows, 1):
            if key not in row:
                raise InputFormat(f"row {number:,} of {name} has no column {key}.", "Is it the right file?")
            yield row[key], encode(row if type(row) is dict else dict(row))

    def of(self, name: str, key: str) -> list[dict[str, str]]:
        """The rows of the table `name` whose key is `key`, in the order of the file; [] if there are none.

        Raises KeyError if no such table was added.
        """
        table = self._tables[name]
        if name not in self._indexed:
            try:
                self._rows.execute(f"CREATE INDEX i{table} ON t{table} (key)")
            except sqlite3.OperationalError as error:
                raise _full(name, error) from error
            self._indexed.add(name)
        found = self._rows.execute(f"SELECT row FROM t{table} WHERE key = ? ORDER BY rowid", [key])
        return [self._decoder.decode(row) for (row,) in found]


def _full(name: str, error: sqlite3.OperationalError) -> InputError:
    return InputError(
        f"the temporary file for {name} can't be written: {error}.",
        "Free some space, or name a folder with more of it in SQLITE_TMPDIR.",
    )
