"""What the catalogue says of a word, of an institution and of a source."""

from __future__ import annotations

import sqlite3

from culturedata.store.catalogue.works import Row, named, rows

_BROADER = """SELECT t.term_id, t.label, t.label_fr, t.label_en FROM term_parents AS p
    JOIN terms AS t ON t.term_id = p.parent_id WHERE p.term_id = ? ORDER BY t.label LIMIT 40"""
_NARROWER = """SELECT t.term_id, t.label, t.label_fr, t.label_en FROM term_parents AS p
    JOIN terms AS t ON t.term_id = p.term_id WHERE p.parent_id = ? ORDER BY t.label LIMIT 40"""
_LACKING = """SELECT count(*) AS works, coalesce(sum(w.year IS NULL), 0) AS date,
    coalesce(sum(w.maker IS NULL), 0) AS maker, coalesce(sum(w.open_image = 0), 0) AS picture,
    coalesce(sum(NOT EXISTS (SELECT 1 FROM holdings WHERE work_id = w.work_id)), 0) AS keeper,
    coalesce(sum(NOT EXISTS (SELECT 1 FROM rights WHERE work_id = w.work_id AND covers = 'work')), 0) AS rights,
    coalesce(sum(NOT EXISTS (SELECT 1 FROM work_terms WHERE work_id = w.work_id)), 0) AS words
    FROM works AS w WHERE w.source = ?"""


def term(connection: sqlite3.Connection, term_id: str) -> Row | None:
    """A word with `facets` (in which respects it describes works), `broader` and `narrower` words; or None."""
    found = rows(connection, "SELECT * FROM terms WHERE term_id = ?", [term_id])
    if not found:
        return None
    facets = connection.execute("SELECT DISTINCT facet FROM work_terms WHERE term_id = ? ORDER BY facet", [term_id])
    return {
        **found[0],
        "facets": [row[0] for row in facets] or [found[0]["facet"]],
        "broader": rows(connection, _BROADER, [term_id]),
        "narrower": rows(connection, _NARROWER, [term_id]),
    }


def institution(connection: sqlite3.Connection, agent_id: str) -> Row | None:
    """Who owns or keeps works: its names, `url`, `source` and `towns`; None for anybody else."""
    towns = rows(
        connection,
        """SELECT city, city_fr, country, count(*) AS works FROM holdings WHERE holder_id = ?
           GROUP BY city, country ORDER BY works DESC, city""",
        [agent_id],
    )
    names = named(connection, "agents", "agent_id", agent_id) if towns else None
    if names is None:
        return None
    said = rows(connection, "SELECT url, source FROM agents WHERE agent_id = ?", [agent_id])[0]
    return {**names, **said, "towns": [one for one in towns if one["city"]]}


def source(connection: sqlite3.Connection, name: str) -> Row | None:
    """A source with its counts, its last `import_` (None without one), and of how many `works` what is `lacking`."""
    found = rows(connection, "SELECT * FROM sources WHERE source = ?", [name])
    if not found:
        return None
    lacking = rows(connection, _LACKING, [name])[0]
    imports = rows(connection, "SELECT * FROM imports WHERE source = ? ORDER BY import_id DESC LIMIT 1", [name])
    counts = """SELECT (SELECT count(*) FROM records WHERE source = :name) AS records,
        (SELECT count(*) FROM records WHERE source = :name AND gone_at IS NOT NULL) AS gone,
        (SELECT count(*) FROM agents WHERE source = :name) AS agents,
        (SELECT count(*) FROM terms WHERE source = :name) AS vocabulary"""
    return {
        **found[0],
        **rows(connection, counts, {"name": name})[0],
        "import_": imports[0] if imports else None,
        "works": lacking.pop("works"),
        "lacking": lacking,
    }
