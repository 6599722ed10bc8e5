"""Answers on disk, so that nobody is asked twice for the same thing."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from culturedata.importing.web.kept.names import Names
from culturedata.importing.web.scrub import scrub

MOST = 2_000_000_000  # bytes
MEASURED = 256  # answers stored between two measurements
_TABLE = """CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, url TEXT NOT NULL, at REAL NOT NULL, etag TEXT, modified TEXT, size INTEGER NOT NULL,
    body BLOB NOT NULL) WITHOUT ROWID"""


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored answer: its bytes, when it was last known to be right (UTC seconds), and how to ask if it still is."""

    body: bytes
    at: float
    etag: str | None
    modified: str | None


def folder() -> Path:
    """Where the cache lies: CULTUREDATA_CACHE, else the user's cache folder."""
    given = os.environ.get("CULTUREDATA_CACHE")
    if given:
        return Path(given)
    from platformdirs import user_cache_path

    return user_cache_path("culturedata")


class Cache:
    """Answers by whole address and accepted type, in one SQLite file of at most `most` bytes; the oldest go first.

    No secret can be read in it (see Names). A cache that can't be written or read is as good as none: nothing fails
    for it.
    """

    def __init__(self, path: Path, now: Callable[[], float], most: int = MOST) -> None:
        self._path = path
        self._names = Names(path.parent)
        self._now = now
        self._most = most
        self._size: float | None = None
        self._puts = 0
        self._open: sqlite3.Connection | None = None

    @property
    def folder(self) -> Path:
        """The folder in which the file lies."""
        return self._path.parent

    def get(self, url: str, accept: str) -> Stored | None:
        """What is stored for `url`, however old, or None."""
        with suppress(sqlite3.Error, zlib.error, OSError):
            row = (
                self._database()
                .execute("SELECT body, at, etag, modified FROM answers WHERE key = ?", [self._key(url, accept)])
                .fetchone()
            )
            if row is not None:
                return Stored(zlib.decompress(row[0]), *row[1:])
        return None

    def put(self, url: str, accept: str, body: bytes, etag: str | None, modified: str | None) -> None:
        """Store an answer, then forget the oldest ones if there are too many."""
        packed = zlib.compress(body, 1)
        if len(packed) > self._most // 4:
            return
        row = [self._key(url, accept), scrub(url), self._now(), etag, modified, len(packed), packed]
        with suppress(sqlite3.Error, OSError), self._database() as database:
            database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            self._shrink(database, len(packed))

    def touch(self, url: str, accept: str) -> None:
        """Note that the stored answer is still right."""
        with suppress(sqlite3.Error, OSError), self._database() as database:
            database.execute("UPDATE answers SET at = ? WHERE key = ?", [self._now(), self._key(url, accept)])

    def forget(self, url: str, accept: str) -> None:
        """Drop the stored answer: there is nothing at `url` any more."""
        with suppress(sqlite3.Error, OSError), self._database() as database:
            database.execute("DELETE FROM answers WHERE key = ?", [self._key(url, accept)])

    def close(self) -> None:
        """Close the file."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _key(self, url: str, accept: str) -> str:
        return self._names.of(f"{accept} {url}")

    def _database(self) -> sqlite3.Connection:
        if self._open is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._open = sqlite3.connect(self._path, timeout=5)
            try:
                self._open.execute(_TABLE)
            except sqlite3.DatabaseError as error:
                self.close()
                if isinstance(error, sqlite3.OperationalError):
                    raise
                self._path.unlink()  # not a database: it is only a cache
                self._open = sqlite3.connect(self._path, timeout=5)
                self._open.execute(_TABLE)
        return self._open

    def _shrink(self, database: sqlite3.Connection, added: int) -> None:
        """Drop the oldest answers if there are too many. The whole is measured now and then: others write here too."""
        self._puts += 1
        self._size = None if self._size is None or self._puts % MEASURED == 0 else self._size + added
        if self._size is not None and self._size <= self._most:
            return
        size = self._size = database.execute("SELECT total(size) FROM answers").fetchone()[0]
        if size <= self._most:
            return
        for key, one in database.execute("SELECT key, size FROM answers ORDER BY at, key").fetchall():
            database.execute("DELETE FROM answers WHERE key = ?", [key])
            size -= one
            self._size = size
            if size <= self._most * 0.9:
                return
