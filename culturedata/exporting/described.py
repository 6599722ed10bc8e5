"""Works with all that is said of them, many at a time: plain dictionaries, in the shape of `show --json`."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence

from culturedata.store.catalogue.works import Row, rows

_BATCH = 400
_TABLES = {
    table: f"SELECT * FROM {table} WHERE work_id IN ({{}}) ORDER BY work_id, position"
    for table in ("titles", "dates", "texts", "images", "rights", "dimensions", "relations")
} | {
    "credits": """SELECT c.work_id, c.agent_id, a.name, a.kind, a.born, a.died, a.born_place, a.died_place, a.gender,
        a.country, a.life_text, a.url, c.role, c.attribution, c.note
        FROM credits AS c JOIN agents AS a USING (agent_id) WHERE c.work_id IN ({}) ORDER BY c.work_id, c.position""",
    "holdings": """SELECT h.*, coalesce(h.name, a.name) AS holder, a.kind AS holder_kind, a.url AS holder_url
        FROM holdings AS h LEFT JOIN agents AS a ON a.agent_id = h.holder_id
        WHERE h.work_id IN ({}) ORDER BY h.work_id, h.position""",
    "terms": """SELECT wt.work_id, wt.facet, t.term_id, t.label, t.label_fr, t.label_en, t.url FROM work_terms AS wt
        JOIN terms AS t USING (term_id) WHERE wt.work_id IN ({}) ORDER BY wt.work_id, wt.facet, t.label, t.term_id""",
    "measures": "SELECT * FROM measures WHERE work_id IN ({}) ORDER BY work_id, kind",
    "identifiers": """SELECT owner_id AS work_id, scheme, value FROM identifiers
        WHERE owner_id IN ({}) ORDER BY owner_id, scheme, value""",
}  # fmt: skip
_OF_AGENTS = "SELECT owner_id, scheme, value FROM identifiers WHERE owner_id IN ({}) ORDER BY owner_id, scheme, value"


def works(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Row]:
    """The works `ids` in their order, those that are not there left out. Of an agent the identifiers come too."""
    found = {row["work_id"]: row for row in _rows(connection, "SELECT * FROM works WHERE work_id IN ({})", ids)}
    for table, sql in _TABLES.items():
        of_work: dict[str, list[Row]] = defaultdict(list)
        for row in _rows(connection, sql, ids):
            of_work[row["work_id"]].append(row)
        for id_, work in found.items():
            work[table] = of_work[id_]
    agents = sorted({credit["agent_id"] for work in found.values() for credit in work["credits"]})
    of_agent: dict[str, list[Row]] = defaultdict(list)
    for start in range(0, len(agents), _BATCH):
        for row in _rows(connection, _OF_AGENTS, agents[start : start + _BATCH]):
            of_agent[row["owner_id"]].append(row)
    for work in found.values():
        for credit in work["credits"]:
            credit["identifiers"] = of_agent[credit["agent_id"]]
    return [found[id_] for id_ in ids if id_ in found]


def every(connection: sqlite3.Connection) -> Iterator[Row]:
    """Every work of a catalogue, in the order in which they came."""
    ids = connection.execute("SELECT work_id FROM works ORDER BY rowid")
    while batch := [row[0] for row in ids.fetchmany(_BATCH)]:
        yield from works(connection, batch)


def _rows(connection: sqlite3.Connection, sql: str, ids: Sequence[str]) -> list[Row]:
    return rows(connection, sql.format(", ".join("?" * len(ids))), list(ids))
