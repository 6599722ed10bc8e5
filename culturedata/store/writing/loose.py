"""What a changed record let go: agents and terms that nothing leads to any more, or that others describe now."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter

# What hangs on a person or a group and on nothing else.
_SAID = ("agent_terms", "agent_texts", "agent_measures", "agent_relations")


def of_agents(which: str, tables: tuple[str, ...] = ("agent_names", *_SAID)) -> tuple[str, ...]:
    """The statements that delete all that hangs on agents; `which` says on which, in SQL: «= ?»."""
    return tuple(f"DELETE FROM {table} WHERE agent_id {which}" for table in tables)


_TERMS_OF_AGENT = "INSERT OR IGNORE INTO loose SELECT term_id FROM agent_terms WHERE agent_id = ?"
_IDENTIFIERS = "DELETE FROM identifiers WHERE owner_id = ?"
# What goes before an agent is described anew, or by a better record: all that was said of it, but what others call it.
ANEW = (
    _TERMS_OF_AGENT,
    *of_agents("= ?", _SAID),
    "DELETE FROM agent_names WHERE agent_id = ? AND kind <> 'alternative'",
    _IDENTIFIERS,
)
_GONE = (_TERMS_OF_AGENT, *of_agents("= ?"), _IDENTIFIERS, "DELETE FROM agents WHERE agent_id = ?")
_NAMED = """
INSERT OR IGNORE INTO loose
SELECT agent_id FROM credits WHERE work_id = :work
UNION SELECT holder_id FROM holdings WHERE work_id = :work AND holder_id IS NOT NULL
UNION SELECT term_id FROM work_terms WHERE work_id = :work"""
_AGENTS = """
SELECT id FROM loose JOIN agents ON agent_id = id WHERE id GLOB :source || ':*' AND authority = 0
AND id NOT IN (SELECT agent_id FROM credits)
AND id NOT IN (SELECT holder_id FROM holdings WHERE holder_id IS NOT NULL)
AND id NOT IN (SELECT left_id FROM matches UNION ALL SELECT right_id FROM matches)"""
_TERMS = """
SELECT id FROM loose JOIN terms ON term_id = id WHERE id GLOB :source || ':*'
AND id NOT IN (SELECT term_id FROM work_terms)
AND id NOT IN (SELECT term_id FROM agent_terms)
AND id NOT IN (SELECT parent_id FROM term_parents)"""
_OF_TERMS = (
    "INSERT OR IGNORE INTO loose SELECT parent_id FROM term_parents WHERE term_id = ?",
    "DELETE FROM term_parents WHERE term_id = ?",
    "DELETE FROM terms WHERE term_id = ?",
)

_DEMOTE = "UPDATE agents SET authority = 0 WHERE agent_id = ?"
_NOTE = "INSERT OR IGNORE INTO loose VALUES (?)"
_OTHERS = """
WITH bereft AS MATERIALIZED (
  SELECT agent_id, name, record_id AS described FROM loose JOIN agents AS a ON agent_id = id
  WHERE id GLOB :source || ':*' AND authority = 0
  AND NOT EXISTS (SELECT 1 FROM works AS w JOIN credits USING (work_id)
    WHERE w.record_id = a.record_id AND credits.agent_id = a.agent_id)
  AND NOT EXISTS (SELECT 1 FROM works AS w JOIN holdings USING (work_id)
    WHERE w.record_id = a.record_id AND holder_id = a.agent_id))
SELECT b.agent_id, b.name, described, works.record_id
FROM bereft AS b CROSS JOIN credits USING (agent_id) CROSS JOIN works USING (work_id)
UNION SELECT b.agent_id, b.name, described, works.record_id
FROM holdings JOIN bereft AS b ON b.agent_id = holder_id JOIN works USING (work_id)
ORDER BY 1, 4"""


def unsaid(connection: sqlite3.Connection, record_ids: Sequence[str], still: Collection[str]) -> list[str]:
    """The agents that the stored descriptions are of by records which changed, and do not describe them any more: all
    but `still`. They are noted, and have no record of their own now."""
    described = "SELECT agent_id FROM agents WHERE record_id IN (SELECT value FROM json_each(?))"
    found = [row for row in connection.execute(described, [json.dumps(record_ids)]).fetchall() if row[0] not in still]
    for statement in (_NOTE, _DEMOTE):
        connection.executemany(statement, found)
    return [agent for (agent,) in found]


def bereft(connection: sqlite3.Connection, source: str) -> Iterator[tuple[str, str, Iterator[str]]]:
    """Agents of `source` that were noted, are named all the same, and not by the record that describes them: each with
    its name and the records that may describe it, in the order of their ids."""
    rows = connection.execute(_OTHERS, {"source": source})
    for (agent, name, described), found in groupby(rows, itemgetter(0, 1, 2)):
        yield agent, name, merge([described], (row[3] for row in found))


def loosen(connection: sqlite3.Connection, work_id: str) -> None:
    """Note whom and what a work names that is about to be deleted, in the open transaction."""
    connection.execute(_NAMED, {"work": work_id})


def drop_loose(connection: sqlite3.Connection, source: str) -> int:
    """Delete what was noted of `source` and is named no more, in the open transaction; return how many there were.

    Agents with a record of their own stay, and those that were matched with others; terms stay that an agent bears or
    that have narrower ones.
    """
    said = {"source": source}
    dropped = 0
    for select, deletes in ((_AGENTS, _GONE), (_TERMS, _OF_TERMS)):
        while found := connection.execute(select, said).fetchall():
            for statement in deletes:
                connection.executemany(statement, found)
            dropped += len(found)
    connection.execute("DELETE FROM loose WHERE id GLOB :source || ':*'", said)
    return dropped
