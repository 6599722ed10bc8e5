"""The copy of a catalogue that may be given away."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

from culturedata.errors import UsageError
from culturedata.store.library import copying
from culturedata.store.removal import take_out


def write_public(connection: sqlite3.Connection, out: Path, local: Iterable[str] = ()) -> dict[str, int]:
    """Write to `out` the works of open sources, and nothing that came from a local one; return works by source.

    `local` are sources whose descriptors say today that they are, whatever they said when they were imported.
    Written beside `out` first and moved into place whole. Raises UsageError if `out` exists, LibraryUnwritable.
    """
    with copying(out):
        if out.exists():
            raise UsageError(f"{out} exists.", "Choose another name, or delete it first.")
        partial = out.with_name(f".{out.name}.partial")
        out.parent.resolve(strict=True)
        partial.unlink(missing_ok=True)
        try:
            connection.execute("VACUUM INTO ?", [str(partial)])
            with closing(sqlite3.connect(partial, isolation_level=None)) as copy:
                _strip(copy, local)
                said = "SELECT source, count(*) FROM works GROUP BY source ORDER BY source"
                kept = dict(copy.execute(said).fetchall())
            partial.rename(out)
        except BaseException:
            with suppress(OSError):
                partial.unlink()
            raise
    return kept


def _strip(copy: sqlite3.Connection, more: Iterable[str]) -> None:
    """Delete every row that came from a local source, and what tells of this machine; free the pages."""
    local = {row[0] for row in copy.execute("SELECT source FROM sources WHERE publish = 'local'")} | set(more)
    copy.execute("PRAGMA secure_delete = ON")
    copy.execute("BEGIN")
    take_out(copy, local)
    copy.execute("DELETE FROM met")
    copy.execute("DELETE FROM loose")
    inputs = copy.execute("SELECT DISTINCT input FROM imports WHERE input LIKE '%/%' AND input NOT LIKE '%://%'")
    names = [(Path(path).name, path) for (path,) in inputs if Path(path).is_absolute()]
    copy.executemany("UPDATE imports SET input = ? WHERE input = ?", names)
    copy.execute("COMMIT")
    copy.execute("INSERT INTO works_fts(works_fts) VALUES ('rebuild')")
    copy.execute("VACUUM")
