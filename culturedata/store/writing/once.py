"""Ids that an import has met: however many there are, memory stays flat."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

RECENT = 50_000  # ids kept in memory; the others are looked up


class Once:
    """Says of each id whether it comes for the first time. All lie in a temporary table, the recent ones in memory.

    One at a time a connection.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._recent: set[str] = set()
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS once (id TEXT PRIMARY KEY) WITHOUT ROWID")
        connection.execute("DELETE FROM temp.once")

    def first(self, id_: str) -> bool:
        """Whether `id_` was not met before; it is now."""
        if id_ in self._recent:
            return False
        if len(self._recent) >= RECENT:
            self._recent.clear()
        self._recent.add(id_)
        return self._connection.execute("INSERT OR IGNORE INTO temp.once VALUES (?)", [id_]).rowcount == 1

    def forget(self, ids: Iterable[str]) -> None:
        """These were not met after all."""
        for id_ in ids:
            self._recent.discard(id_)
            self._connection.execute("DELETE FROM temp.once WHERE id = ?", [id_])

    def recall(self, rows: Iterable[tuple[str]]) -> None:
        """These, each a row of its own, were met."""
        self._connection.executemany("INSERT OR IGNORE INTO temp.once VALUES (?)", rows)
