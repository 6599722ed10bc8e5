"""What one import could not read: gathered, told once each, and written with the batch that it belongs to."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from hashlib import sha256

from culturedata.importing.source import Issue
from culturedata.importing.web.scrub import scrub

LONGEST_RAW = 2000  # characters of a faulty value that are kept; a second record of a key is kept whole
MANY = 1000  # so many are written without waiting for the batch
# Of issues those that tell of a row, a line or an answer that became no record: it is kept there as it stood.
LEFT_OUT = "record_id IS NULL AND raw IS NOT NULL"
_COLUMNS = "code, record_id, field, raw, located, message"


class IssueLog:
    """The issues of one import of `source`, each written once however often it is told."""

    def __init__(self, connection: sqlite3.Connection, source: str) -> None:
        self._connection = connection
        self._source = source
        self._waiting: list[Issue] = []
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS told (issue BLOB PRIMARY KEY) WITHOUT ROWID")
        connection.execute("DELETE FROM temp.told")

    def note(self, issue: Issue) -> bool:
        """Take note of an issue; whether so many wait that they should be written at once, for memory's sake."""
        prefix = f"{self._source}:"
        if issue.record and not issue.record.startswith(prefix):
            issue = replace(issue, record=prefix + issue.record)
        if issue.raw and len(issue.raw) > LONGEST_RAW and issue.code != "duplicate-record":
            issue = replace(issue, raw=issue.raw[:LONGEST_RAW])
        self._waiting.append(issue)
        return len(self._waiting) >= MANY

    def begin(self) -> None:
        """Forget what an import told that another one takes the place of; what waits is the other's."""
        self._connection.execute("DELETE FROM temp.told")

    def recall(self, import_id: int) -> None:
        """Know what an unfinished import told already."""
        told = self._connection.execute(f"SELECT {_COLUMNS} FROM issues WHERE import_id = ?", [import_id])
        self._connection.executemany("INSERT OR IGNORE INTO told VALUES (?)", ((_identity(*issue),) for issue in told))

    def write(self, import_id: int) -> int:
        """Write what waits, inside the transaction that is open, and count it; return how many were new.

        They wait until `written` says that the transaction stands.
        """
        rows = []
        for i in self._waiting:
            told = (_without_keys(i.located), _without_keys(i.message))
            row = tuple(map(_storable, (i.code, i.record, i.field, i.raw, *told)))
            if self._connection.execute("INSERT OR IGNORE INTO told VALUES (?)", [_identity(*row)]).rowcount:
                rows.append((import_id, self._source, *row))
        self._connection.executemany(
            f"INSERT INTO issues (import_id, source, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows
        )
        if rows:
            self._connection.execute(
                "UPDATE imports SET issues = issues + ? WHERE import_id = ?", [len(rows), import_id]
            )
        return len(rows)

    def written(self) -> None:
        """What waited is in the library."""
        self._waiting.clear()


def is_left_out(issue: Issue) -> bool:
    """Whether `issue` tells of something that became no record: what LEFT_OUT asks of a row."""
    return issue.record is None and issue.raw is not None


def left_out(connection: sqlite3.Connection, import_id: int) -> int:
    """How many rows, lines or answers of an import became no record."""
    said = f"SELECT count(*) FROM issues WHERE import_id = ? AND {LEFT_OUT}"
    return int(connection.execute(said, [import_id]).fetchone()[0])


def _identity(code: str | None, record: str | None, field: str | None, *rest: str | None) -> bytes:
    """What makes an issue the same as another: all that it says; of a new field, its name alone."""
    same = (code, field) if code == "new-field" else (code, record, field, *rest)
    return sha256(repr(same).encode()).digest()


def _without_keys(text: str | None) -> str | None:
    """`text` without the keys that may stand in the addresses in it."""
    return scrub(text) if text and "://" in text else text


def _storable(text: str | None) -> str | None:
    """`text` with lone surrogates written out."""
    return text and text.encode("utf-8", "backslashreplace").decode()
