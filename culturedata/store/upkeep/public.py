"""The copy of a catalogue that may be given away."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing, suppress
from operator import itemgetter
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple

from culturedata.errors import UsageError
from culturedata.store.library import copying
from culturedata.store.upkeep.removal import take_out
from culturedata.store.writing.loose import drop_loose, of_agents
from culturedata.store.writing.writer import Writer

_CLOSED = """
SELECT record_id, works.source FROM rights JOIN works USING (work_id)
WHERE covers IN ('metadata', 'text') AND licence LIKE '%://rightsstatements.org/vocab/InC%'
UNION SELECT record_id, works.source FROM texts JOIN works USING (work_id)
WHERE licence LIKE '%://rightsstatements.org/vocab/InC%'
UNION SELECT record_id, source FROM agent_texts JOIN agents USING (agent_id)
WHERE licence LIKE '%://rightsstatements.org/vocab/InC%'"""
_WORKS = "SELECT source, count(*) FROM works GROUP BY source ORDER BY source"
_WORK_OF = "SELECT count(*) FROM works WHERE record_id = ?"
_ANOTHER_RECORD = """
UPDATE agents SET record_id = coalesce(
  (SELECT works.record_id FROM credits JOIN works USING (work_id) WHERE credits.agent_id = agents.agent_id LIMIT 1),
  (SELECT works.record_id FROM holdings JOIN works USING (work_id) WHERE holder_id = agents.agent_id LIMIT 1),
  record_id)
WHERE record_id = :record"""
_OF_AGENTS = (
    "INSERT OR IGNORE INTO loose SELECT term_id FROM agent_terms JOIN agents USING (agent_id) WHERE record_id = ?",
    *of_agents("IN (SELECT agent_id FROM agents WHERE record_id = ?)"),
    """UPDATE agents SET sort_name = NULL, life_text = NULL, gender = NULL, country = NULL, born_place = NULL,
       died_place = NULL, url = NULL WHERE record_id = ?""",
)
_OF_RECORD = (
    "DELETE FROM issues WHERE record_id = ?",
    "DELETE FROM record_history WHERE record_id = ?",
    "DELETE FROM identifiers WHERE owner_id IN (SELECT agent_id FROM agents WHERE record_id = ?)",
    "DELETE FROM agents WHERE record_id = ?",
    "DELETE FROM records WHERE record_id = ?",
)
_LEFT = (
    "DELETE FROM similar WHERE similar_id NOT IN (SELECT work_id FROM works)",
    """DELETE FROM matches WHERE left_id NOT IN (SELECT work_id FROM works UNION ALL SELECT agent_id FROM agents)
       OR right_id NOT IN (SELECT work_id FROM works UNION ALL SELECT agent_id FROM agents)""",
)


class GivenAway(NamedTuple):
    """How many works a copy holds, by source, and how many of open sources stayed at home, for they are in copyright.

    In copyright is the record itself or a text in it, what is said of a work, and not the work.
    """

    works: dict[str, int]
    in_copyright: dict[str, int]


def write_public(connection: sqlite3.Connection, out: Path, local: Iterable[str] = ()) -> GivenAway:
    """Write to `out` the works of open sources, and nothing that came from a local one; say how many.

    Works of open sources whose own record, or a text in it, is in copyright stay at home too.

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
                in_copyright = _strip(copy, local)
                kept = dict(copy.execute(_WORKS).fetchall())
            partial.rename(out)
        except BaseException:
            with suppress(OSError):
                partial.unlink()
            raise
    return GivenAway(kept, in_copyright)


def _strip(copy: sqlite3.Connection, more: Iterable[str]) -> dict[str, int]:
    """Delete every row that came from a local source, and what tells of this machine; free the pages.

    Return how many works of other sources went with records that are in copyright.
    """
    local = {row[0] for row in copy.execute("SELECT source FROM sources WHERE publish = 'local'")} | set(more)
    copy.execute("PRAGMA secure_delete = ON")
    copy.execute("BEGIN")
    take_out(copy, local)
    in_copyright = take_out_closed(copy, closed(copy))
    copy.execute("DELETE FROM met")
    copy.execute("DELETE FROM loose")
    copy.execute("DELETE FROM match_questions")
    hide_places(copy)
    copy.execute("COMMIT")
    copy.execute("INSERT INTO works_fts(works_fts) VALUES ('rebuild')")
    copy.execute("VACUUM")
    return in_copyright


def hide_places(copy: sqlite3.Connection) -> None:
    """Of the paths from which was imported keep the last name only: the rest tells of this machine."""
    inputs = copy.execute("SELECT DISTINCT input FROM imports WHERE input NOT LIKE '%://%'")
    names = [(_name(path), path) for (path,) in inputs]
    copy.executemany("UPDATE imports SET input = ? WHERE input = ?", names)


def _name(input: str) -> str:
    """The name at the end of a whole path, of this system or of another; anything else as it is."""
    for path in (PurePosixPath(input), PureWindowsPath(input)):
        if path.is_absolute():
            return path.name
    return input


def closed(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """The records of works that are in copyright, or hold a text that is, each with its source."""
    return connection.execute(_CLOSED).fetchall()


def take_out_closed(copy: sqlite3.Connection, closed: list[tuple[str, str]]) -> dict[str, int]:
    """Delete the records `closed` with what only they name, whatever is said of their source.

    An agent that other works name stays by its name, and leads to the record of one of them; what else a closed record
    said of it goes. Return the works, by source.
    """
    if not closed:
        return {}
    works: Counter[str] = Counter()
    for record, source in sorted(closed, key=itemgetter(1)):
        works[source] += copy.execute(_WORK_OF, [record]).fetchone()[0]
    for record, _ in closed:
        for statement in _OF_AGENTS:
            copy.execute(statement, [record])
    for source in {source for _, source in closed}:
        Writer(copy, source).remove(record for record, by in closed if by == source)
        drop_loose(copy, source)
    for record, _ in closed:
        copy.execute(_ANOTHER_RECORD, {"record": record})
        for statement in _OF_RECORD:
            copy.execute(statement, [record])
    for statement in _LEFT:
        copy.execute(statement)
    return dict(works)
