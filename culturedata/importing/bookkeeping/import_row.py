"""The row of `imports` that an import writes: begun or taken up again, kept up to date, ended."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

from culturedata import __version__
from culturedata.errors import UsageError
from culturedata.importing.bookkeeping.result import Counts
from culturedata.importing.protocols.since import moment
from culturedata.importing.source import Context
from culturedata.importing.web.scrub import HIDDEN, scrub
from culturedata.store.library import transaction

LAST = "last"  # --since last: since the last import
SLACK = timedelta(days=1)  # clocks differ, and some sources date by the day
_COUNTED = [field.name for field in fields(Counts)]


class ImportRow:
    """The row of one import, its counters and the notes that it leaves; `context` is told where to go on.

    Raises UsageError if the import that is to be taken up again reads another input.
    """

    def __init__(self, culture: sqlite3.Connection, context: Context, *, resume: bool) -> None:
        self.counts = Counts()
        self.notes: list[str] = []
        self.resumed = False
        self._culture = culture
        self._context = context
        self._source = context.descriptor.name
        self._default = context.descriptor.input
        with transaction(culture):
            found = self._taken_up() if resume else None
            if resume and found is None:
                self.notes.append("There was nothing to resume: everything was read from the beginning.")
            self.resumed = found is not None
            self.id = self._begun() if found is None else found

    def begin_anew(self, *notes: str) -> None:
        """Leave this import unfinished and begin another: the input, or how it is read, is not what it began with."""
        with transaction(self._culture):
            self.end("interrupted")
            self.notes.extend(notes)
            self._context.cursor = None
            self.counts, self.resumed, self._context.partial = Counts(), False, False
            self.id = self._begun()

    @property
    def input(self) -> str:
        """What is read, as `imports` says it."""
        return said_of(self._context.input) or self._default

    def write(self) -> None:
        """The counters (issues count themselves), the cursor, whether something is left out; in an open transaction."""
        said = asdict(self.counts) | {"cursor": self._context.cursor}
        del said["issues"]
        setters = ", ".join(f"{column} = ?" for column in said)
        self._culture.execute(
            f"UPDATE imports SET {setters}, limited = max(limited, ?), identity = ? WHERE import_id = ?",
            [*said.values(), self._context.partial, self._context.identity, self.id],
        )

    def end(self, status: str) -> None:
        """How it ended, inside the transaction that is open."""
        self._culture.execute(
            "UPDATE imports SET status = ?, finished_at = ? WHERE import_id = ?", [status, now(), self.id]
        )

    def _begun(self) -> int:
        unfinished = self._culture.execute(
            "UPDATE imports SET status = 'interrupted' WHERE source = ? AND status = 'running'", [self._source]
        ).rowcount
        if unfinished:
            self.notes.append("An earlier import did not end: --resume would have gone on with it.")
        if self._context.since == LAST:
            self._context.since = self._last()
        cursor = self._culture.execute(
            """INSERT INTO imports (source, input, status, since, limited, started_at, version)
               VALUES (?, ?, 'running', ?, ?, ?, ?)""",
            [self._source, self.input, self._context.since, self._context.limit is not None, now(), __version__],
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def _last(self) -> str | None:
        """Until when nothing is missing of this input, less the slack of clocks; None: there was no import to the end.

        One that asked for changes since a day which comes after what was read until then leaves a gap.
        """
        whole = self._culture.execute(
            """SELECT started_at, since FROM imports
               WHERE source = ? AND input = ? AND status = 'done' AND NOT limited ORDER BY started_at, import_id""",
            [self._source, self.input],
        )
        until: datetime | None = None
        for began, since in whole:
            if until is None or since is None or moment(since) <= until:
                until = moment(began)
        if until is None:
            self.notes.append("There is no earlier import that ended: everything was read.")
            return None
        return (until - SLACK).isoformat(timespec="seconds")

    def _taken_up(self) -> int | None:
        """The last import of this source if it did not end, with its counters, cursor and `since`; else None."""
        row = self._culture.execute(
            f"""SELECT import_id, status, input, cursor, since, limited, identity, {", ".join(_COUNTED)} FROM imports
                WHERE source = ? ORDER BY import_id DESC LIMIT 1""",
            [self._source],
        ).fetchone()
        if row is None:
            return None
        if row[1] == "done":
            self._read_what(row[2])
            return None
        import_id, _, began_with, self._context.cursor, since, limited, self._context.identity, *counts = row
        self._context.partial = bool(limited)
        self._go_on_with(began_with)
        self._context.since = since if self._context.since in (None, LAST) else self._context.since
        self.counts = Counts(*counts)
        self._culture.execute(
            "UPDATE imports SET status = 'running', finished_at = NULL, limited = max(limited, ?) WHERE import_id = ?",
            [self._context.limit is not None, import_id],
        )
        return int(import_id)

    def _go_on_with(self, began_with: str) -> None:
        """Read what the unfinished import read. Raises UsageError if another input was asked for."""
        asked = said_of(self._context.input)
        if asked is None:
            self._read_what(began_with)
        elif asked != began_with:
            raise UsageError(
                f"the unfinished import of {self._source} reads {began_with}, not {asked}.",
                "Go on with --resume and no input, or begin anew without --resume.",
            )

    def _read_what(self, earlier: str) -> None:
        """Read an earlier import's input where none is given. Raises UsageError if it had a key, which is not kept."""
        if self._context.input is None and earlier != self._default:
            if HIDDEN in earlier and earlier.startswith(("http://", "https://")):
                raise UsageError(
                    f"{earlier} was read with a key, and keys are not kept.",
                    "Give the address again, after the source.",
                )
            self._context.input = earlier


def said_of(input: str | None) -> str | None:
    """The input as a library keeps it: a path in full, an address without the keys that may stand in it."""
    if input is None or input.startswith(("http://", "https://")):
        return input and scrub(input)
    path = Path(input)
    return str(path.resolve()) if path.exists() else input


def now() -> str:
    """UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
