"""The copy of a catalogue that may be given away."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

from culturedata.errors import UsageError
from culturedata.store.library import copying
from culturedata.store.loose import drop_loose
from culturedata.store.removal import take_out
from culturedata.store.writer import Writer

_CLOSED = """
SELECT DISTINCT record_id, works.source FROM rights JOIN works USING (work_id)
WHERE covers = 'metadata' AND licence LIKE '%://rightsstatements.org/vocab/InC%'"""
_ANOTHER_RECORD = """
UPDATE agents SET record_id = coalesce(
  (SELECT works.record_id FROM credits JOIN works USING (work_id) WHERE credits.agent_id = agents.agent_id LIMIT 1),
  (SELECT works.record_id FROM holdings JOIN works USING (work_id) WHERE holder_id = agents.agent_id LIMIT 1),
  record_id)
WHERE record_id = :record"""
_OF_RECORD = (
    "DELETE FROM issues WHERE record_id = ?",
    "DELETE FROM record_history WHERE record_id = ?",
    "DELETE FROM records WHERE record_id = ? AND record_id NOT IN (SELECT record_id FROM agents)",
)
_LEFT = (
    "DELETE FROM similar WHERE similar_id NOT IN (SELECT work_id FROM works)",
    """DELETE FROM matches WHERE left_id NOT IN (SELECT work_id FROM works UNION ALL SELECT agent_id FROM agents)
       OR right_id NOT IN (SELECT work_id FROM works UNION ALL SELECT agent_id FROM agents)""",
)


def write_public(connection: sqlite3.Connection, out: Path, local: Iterable[str] = ()) -> dict[str, int]:
    """Write to `out` the works of open sources, and nothing that came from a local one; return works by source.

    Works of open sources whose own record is in copyright stay at home too.

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
    _take_out_closed(copy)
    copy.execute("DELETE FROM met")
    copy.execute("DELETE FROM loose")
    inputs = copy.execute("SELECT DISTINCT input FROM imports WHERE input LIKE '%/%' AND input NOT LIKE '%://%'")
    names = [(Path(path).name, path) for (path,) in inputs if Path(path).is_absolute()]
    copy.executemany("UPDATE imports SET input = ? WHERE input = ?", names)
    copy.execute("COMMIT")
    copy.execute("INSERT INTO works_fts(works_fts) VALUES ('rebuild')")
    copy.execute("VACUUM")


def _take_out_closed(copy: sqlite3.Connection) -> None:
    """Delete the records that are themselves in copyright, whatever is said of their source, with what only they name.

    An agent that other works name stays, and leads to the record of one of them.
    """
    closed = copy.execute(_CLOSED).fetchall()
    if not closed:
        return
    for source in {source for _, source in closed}:
        Writer(copy, source).remove(record for record, by in closed if by == source)
        drop_loose(copy, source)
    for record, _ in closed:
        copy.execute(_ANOTHER_RECORD, {"record": record})
        for statement in _OF_RECORD:
            copy.execute(statement, [record])
    for statement in _LEFT:
        copy.execute(statement)
