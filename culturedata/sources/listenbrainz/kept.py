"""What was read of who heard what, until it is asked for: in a temporary file, so that memory stays flat."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from culturedata.errors import InputError

_REMEMBERED = 20_000  # names whose numbers are kept in memory; the others are looked up
_TOGETHER = 10_000  # rows that are written at once
_CACHE = 8_000  # kB


class Kept:
    """Numbers of names (things and people) in the order in which they come, and rows of who heard what."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("", isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE}"):
            self._rows.execute(f"PRAGMA {setting}")
        self._rows.execute("CREATE TABLE names (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)")
        self._rows.execute("CREATE TABLE heard (who INTEGER, what INTEGER, kind TEXT, value REAL, at INTEGER)")
        self._rows.execute("BEGIN")
        self._known: dict[str, int] = {}
        self._waiting: list[tuple[int, int, str, float, int]] = []
        self._last = 0

    def number(self, name: str) -> tuple[int, bool]:
        """The number of a name, and whether it is new. Raises InputError if the disk is full."""
        number = self._known.get(name)
        if number is not None:
            return number, False
        try:
            new = self._rows.execute("INSERT OR IGNORE INTO names VALUES (?, ?)", (self._last + 1, name)).rowcount == 1
        except sqlite3.OperationalError as error:
            raise _full(error) from error
        if new:
            self._last = number = self._last + 1
        else:
            [number] = self._rows.execute("SELECT number FROM names WHERE name = ?", (name,)).fetchone()
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[name] = number
        return number, new

    def add(self, who: int, what: int, kind: str, value: float, at: int) -> None:
        """Take a row: people and things by their numbers. Raises InputError if the disk is full."""
        self._waiting.append((who, what, kind, value, at))
        if len(self._waiting) >= _TOGETHER:
            self._write()

    def _write(self) -> None:
        try:
            self._rows.executemany("INSERT INTO heard VALUES (?, ?, ?, ?, ?)", self._waiting)
        except sqlite3.OperationalError as error:
            raise _full(error) from error
        self._waiting.clear()

    def all(self) -> Iterator[tuple[str, str, str, float, int]]:
        """The rows in their order, with the names."""
        self._write()
        yield from self._rows.execute(
            """SELECT w.name, t.name, kind, value, at FROM heard CROSS JOIN names AS w ON w.number = who
               CROSS JOIN names AS t ON t.number = what ORDER BY heard.rowid"""
        )

    def close(self) -> None:
        """Give the file back."""
        self._rows.close()


def _full(error: sqlite3.OperationalError) -> InputError:
    return InputError(
        f"the temporary file for listens can't be written: {error}.",
        "Free some space, or name a folder with more of it in SQLITE_TMPDIR.",
    )
