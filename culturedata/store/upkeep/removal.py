"""Taking sources out of a library, whole: every row that came from them, and every link that led to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from culturedata.store.library import Library, transaction
from culturedata.store.writing.loose import of_agents

_OF_WORKS = (
    "titles", "texts", "credits", "work_terms", "images", "rights", "dates", "dimensions", "holdings", "measures",
    "relations", "similar", "search_texts",
)  # fmt: skip
_LOOSE = """
DELETE FROM loose WHERE id IN (
  SELECT agent_id FROM agents JOIN temp.leaving USING (source)
  UNION SELECT term_id FROM terms JOIN temp.leaving USING (source))"""
_OF_SOURCES = ("works", "agents", "terms", "records", "issues", "imports", "sources")
# What hangs on a person or on something that somebody did something with; then these themselves.
_PAGES = (
    """DELETE FROM page_cells WHERE page_id IN
       (SELECT page_id FROM pages JOIN users USING (user) WHERE users.source = ?)""",
    """DELETE FROM page_rows WHERE page_id IN
       (SELECT page_id FROM pages JOIN users USING (user) WHERE users.source = ?)""",
    "DELETE FROM pages WHERE user IN (SELECT user FROM users WHERE source = ?)",
)
_OF_PEOPLE = ("ratings", "events", "slates", "discoveries")
_OF_BEHAVIOUR = ("follows", "ratings", "events", "records", "truth", "users", "items")


def remove_source(library: Library, source: str) -> dict[str, int]:
    """Take `source` out of both files of the library; return how many rows each table lost, but tables of none.

    Recommendations that were made for its people go too. Runs and models stay: they tell what was computed, when.
    """
    culture, audience = library.culture, library.audience
    before = {("culture", *row) for row in _sizes(culture)} | {("audience", *row) for row in _sizes(audience)}
    with transaction(audience):
        _take_out_of_audience(audience, source)
    with transaction(culture):
        take_out(culture, [source])
    sizes = {("culture", name): size for name, size in _sizes(culture)}
    sizes |= {("audience", name): size for name, size in _sizes(audience)}
    lost = {f"{base}.{name}": size - sizes[base, name] for base, name, size in sorted(before)}
    return {name: rows for name, rows in lost.items() if rows}


def take_out(culture: sqlite3.Connection, sources: Iterable[str]) -> None:
    """Delete every row of the catalogue that came from `sources`, inside the transaction that is open.

    Other sources' rows that lead to theirs (neighbours, links) go too. The full text follows search_texts by itself.
    """
    culture.execute("CREATE TEMP TABLE IF NOT EXISTS leaving (source TEXT PRIMARY KEY) WITHOUT ROWID")
    culture.execute("DELETE FROM temp.leaving")
    culture.executemany("INSERT INTO temp.leaving VALUES (?)", ((source,) for source in sources))
    for statement in _statements():
        culture.execute(statement)
    culture.execute("DROP TABLE temp.leaving")


def _statements() -> Iterator[str]:
    """What is deleted from the catalogue, in an order in which nothing is left that leads to nothing."""
    left = "source IN (SELECT source FROM temp.leaving)"
    works = f"(SELECT work_id FROM works WHERE {left})"
    agents = f"(SELECT agent_id FROM agents WHERE {left})"
    terms = f"(SELECT term_id FROM terms WHERE {left})"
    records = f"(SELECT record_id FROM records WHERE {left})"
    yield f"DELETE FROM similar WHERE similar_id IN {works}"
    yield from (f"DELETE FROM {table} WHERE work_id IN {works}" for table in _OF_WORKS)
    for owners in (works, agents):
        for table in ("matches", "match_questions"):
            yield f"DELETE FROM {table} WHERE left_id IN {owners} OR right_id IN {owners}"
        yield f"DELETE FROM identifiers WHERE owner_id IN {owners}"
    yield from of_agents(f"IN {agents}")
    yield f"DELETE FROM term_parents WHERE term_id IN {terms} OR parent_id IN {terms}"
    yield from (f"DELETE FROM {table} WHERE record_id IN {records}" for table in ("record_history", "met"))
    leaving = "(SELECT source FROM temp.leaving)"
    yield f"DELETE FROM link_runs WHERE left_source IN {leaving} OR right_source IN {leaving}"
    yield _LOOSE
    yield from (f"DELETE FROM {table} WHERE {left}" for table in _OF_SOURCES)


def _take_out_of_audience(audience: sqlite3.Connection, source: str) -> None:
    users, items = "(SELECT user FROM users WHERE source = ?)", "(SELECT item FROM items WHERE source = ?)"
    for statement in _PAGES:
        audience.execute(statement, [source])
    for table in _OF_PEOPLE:
        audience.execute(f"DELETE FROM {table} WHERE user IN {users} OR item IN {items}", [source, source])
    for table in _OF_BEHAVIOUR:
        audience.execute(f"DELETE FROM {table} WHERE source = ?", [source])


def _sizes(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    names = connection.execute(
        """SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%fts%'
           AND name NOT LIKE '\\_%' ESCAPE '\\' AND name != 'packs'"""
    ).fetchall()
    return [(name, connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for (name,) in names]
