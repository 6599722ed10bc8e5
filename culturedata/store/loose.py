"""What nothing leads to any more: agents and terms that only records named which changed since."""

from __future__ import annotations

import sqlite3

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
_OF_AGENTS = (
    "INSERT OR IGNORE INTO loose SELECT term_id FROM agent_terms WHERE agent_id = ?",
    "DELETE FROM agent_terms WHERE agent_id = ?",
    "DELETE FROM agent_names WHERE agent_id = ?",
    "DELETE FROM identifiers WHERE owner_id = ?",
    "DELETE FROM agents WHERE agent_id = ?",
)
_OF_TERMS = (
    "INSERT OR IGNORE INTO loose SELECT parent_id FROM term_parents WHERE term_id = ?",
    "DELETE FROM term_parents WHERE term_id = ?",
    "DELETE FROM terms WHERE term_id = ?",
)


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
    for select, deletes in ((_AGENTS, _OF_AGENTS), (_TERMS, _OF_TERMS)):
        while found := connection.execute(select, said).fetchall():
            for statement in deletes:
                connection.executemany(statement, found)
            dropped += len(found)
    connection.execute("DELETE FROM loose WHERE id GLOB :source || ':*'", said)
    return dropped
