"""The copy of a catalogue that may be given away."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from culturedata.errors import UsageError
from culturedata.store.library import copying

_OF_WORKS = (
    "titles", "texts", "credits", "work_terms", "images", "rights", "dates", "dimensions", "holdings", "measures",
    "relations", "similar", "search_texts",
)  # fmt: skip
_OF_SOURCES = ("works", "agents", "terms", "records", "issues", "imports", "sources")


def write_public(connection: sqlite3.Connection, out: Path) -> dict[str, int]:
    """Write to `out` the works of open sources, and nothing that came from a local one; return works by source.

    Written beside `out` first and moved into place whole. Raises UsageError if `out` exists, LibraryUnwritable.
    """
    partial = out.with_name(f".{out.name}.partial")
    with copying(out):
        if out.exists():
            raise UsageError(f"{out} exists.", "Choose another name, or delete it first.")
        out.parent.resolve(strict=True)
        partial.unlink(missing_ok=True)
        try:
            connection.execute("VACUUM INTO ?", [str(partial)])
            with closing(sqlite3.connect(partial, isolation_level=None)) as copy:
                _strip(copy)
                said = "SELECT source, count(*) FROM works GROUP BY source ORDER BY source"
                kept = dict(copy.execute(said).fetchall())
            partial.rename(out)
        except BaseException:
            with suppress(OSError):
                partial.unlink()
            raise
    return kept


def _strip(copy: sqlite3.Connection) -> None:
    """Delete every row that came from a local source, and free its pages."""
    local = "source IN (SELECT source FROM sources WHERE publish = 'local')"
    works = f"(SELECT work_id FROM works WHERE {local})"
    agents = f"(SELECT agent_id FROM agents WHERE {local})"
    terms = f"(SELECT term_id FROM terms WHERE {local})"
    records = f"(SELECT record_id FROM records WHERE {local})"
    copy.execute("PRAGMA secure_delete = ON")
    copy.execute("BEGIN")
    copy.execute("DELETE FROM met")
    copy.execute(f"DELETE FROM similar WHERE similar_id IN {works}")
    for table in _OF_WORKS:
        copy.execute(f"DELETE FROM {table} WHERE work_id IN {works}")
    copy.execute(f"DELETE FROM matches WHERE left_id IN {works} OR right_id IN {works}")
    copy.execute(f"DELETE FROM matches WHERE left_id IN {agents} OR right_id IN {agents}")
    copy.execute(f"DELETE FROM identifiers WHERE owner_id IN {works} OR owner_id IN {agents}")
    for table in ("agent_names", "agent_terms"):
        copy.execute(f"DELETE FROM {table} WHERE agent_id IN {agents}")
    copy.execute(f"DELETE FROM term_parents WHERE term_id IN {terms} OR parent_id IN {terms}")
    copy.execute(f"DELETE FROM record_history WHERE record_id IN {records}")
    for table in _OF_SOURCES:
        column = "publish = 'local'" if table == "sources" else local
        copy.execute(f"DELETE FROM {table} WHERE {column}")
    copy.execute("COMMIT")
    copy.execute("INSERT INTO works_fts(works_fts) VALUES ('rebuild')")
    copy.execute("VACUUM")
