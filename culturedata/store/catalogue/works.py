"""Reading whole works back from culture.db, as plain dictionaries that pages and `show --json` share."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable
from typing import Any

from culturedata.errors import UsageError
from culturedata.vocabularies import LANGUAGES

Row = dict[str, Any]
# Of a link, that it stands; of a work w, that no other one, which describes it, is shown in its place.
LINKED = """kind = 'same-work' AND undone_at IS NULL
    AND EXISTS (SELECT 1 FROM works AS other WHERE other.work_id = right_id)"""  # a link to nothing hides nothing
SHOWN = f"NOT EXISTS (SELECT 1 FROM matches WHERE left_id = w.work_id AND {LINKED})"


def rows(connection: sqlite3.Connection, sql: str, values: list[object] | dict[str, object] | None = None) -> list[Row]:
    """All rows of a query as dictionaries, in its order."""
    cursor = connection.execute(sql, values or [])
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def exists(connection: sqlite3.Connection, work_id: str) -> bool:
    """Whether the catalogue has that work."""
    return connection.execute("SELECT 1 FROM works WHERE work_id = ?", [work_id]).fetchone() is not None


def described(connection: sqlite3.Connection, item_id: str) -> str:
    """The id of the work that describes `item_id`: its match if it has one, else itself."""
    row = connection.execute(
        f"""SELECT right_id FROM matches WHERE left_id = ? AND {LINKED}
           ORDER BY score DESC, right_id""",
        [item_id],
    ).fetchone()
    return row[0] if row else item_id


def titles_in(connection: sqlite3.Connection, ids: Iterable[str], lang: str | None) -> dict[str, str]:
    """The titles of the works `ids`, by id: in `lang` where there is one, else the one to show."""
    wanted = list(ids)
    marks = ", ".join("?" * len(wanted))
    found = dict(connection.execute(f"SELECT work_id, title FROM works WHERE work_id IN ({marks})", wanted).fetchall())
    translated = f"""SELECT work_id, text FROM titles WHERE work_id IN ({marks}) AND lang = ? AND kind != 'group'
                     ORDER BY position DESC"""
    return found | dict(connection.execute(translated, [*wanted, lang]).fetchall())


def work(connection: sqlite3.Connection, work_id: str) -> Row:
    """Everything the catalogue says about a work. Raises UsageError if there is no such work."""
    found = rows(connection, "SELECT * FROM works WHERE work_id = ?", [work_id])
    if not found:
        raise UsageError(f"there is no work {work_id!r}.", "Find one: culturedata search TEXT.")
    whole = found[0]
    said = "SELECT gone_at FROM records WHERE record_id = ?"
    whole["gone_at"] = connection.execute(said, [whole["record_id"]]).fetchone()[0]
    for table in ("titles", "dates", "texts", "images", "rights", "dimensions", "relations"):
        whole[table] = _of(connection, table, work_id)
    whole["holdings"] = holdings(connection, work_id)
    whole["credits"] = credits(connection, work_id)
    whole["terms"] = terms(connection, work_id)
    whole["measures"] = rows(connection, "SELECT kind, value, unit, at FROM measures WHERE work_id = ?", [work_id])
    whole["identifiers"] = rows(
        connection, "SELECT scheme, value FROM identifiers WHERE owner_id = ? ORDER BY scheme, value", [work_id]
    )
    whole["also_known_as"] = same(connection, work_id)
    whole["similar"] = similar(connection, work_id)
    whole["source_described"] = rows(connection, "SELECT * FROM sources WHERE source = ?", [whole["source"]])[0]
    return whole


def _of(connection: sqlite3.Connection, table: str, work_id: str) -> list[Row]:
    found = rows(connection, f"SELECT * FROM {table} WHERE work_id = ? ORDER BY position", [work_id])
    for row in found:
        del row["work_id"], row["position"]
    return found


def _in_both(agent: str) -> str:
    """Columns `name_fr` and `name_en` of the agent in the outer column `agent`; null without such a name."""
    name = "SELECT n.name FROM agent_names AS n"
    return ", ".join(
        f"({name} WHERE n.agent_id = {agent} AND n.lang = '{lang}' ORDER BY n.name) AS name_{lang}"
        for lang in LANGUAGES
    )


def credits(connection: sqlite3.Connection, work_id: str) -> list[Row]:
    """Who did what, in the source's order, with life dates."""
    return rows(
        connection,
        f"""SELECT agent_id, name, {_in_both("agents.agent_id")}, role, attribution, note, born, died, life_text,
                   gender, country
           FROM credits JOIN agents USING (agent_id) WHERE work_id = ? ORDER BY position""",
        [work_id],
    )


def terms(connection: sqlite3.Connection, work_id: str) -> list[Row]:
    """The words that describe the work, by facet and label, each with its number of works."""
    return rows(
        connection,
        """SELECT wt.facet, t.term_id, t.label, t.label_fr, t.label_en,
                  (SELECT count(*) FROM work_terms WHERE term_id = t.term_id) AS works
           FROM work_terms AS wt JOIN terms AS t USING (term_id) WHERE wt.work_id = ? ORDER BY wt.facet, t.label""",
        [work_id],
    )


def holdings(connection: sqlite3.Connection, work_id: str) -> list[Row]:
    """Who owns or keeps the work."""
    return rows(
        connection,
        f"""SELECT h.kind, h.holder_id, coalesce(h.name, a.name) AS name, {_in_both("h.holder_id")},
                  h.city, h.city_fr, h.country, h.inventory, h.credit_line
           FROM holdings AS h LEFT JOIN agents AS a ON a.agent_id = h.holder_id
           WHERE h.work_id = ? ORDER BY h.position""",
        [work_id],
    )


def same(connection: sqlite3.Connection, work_id: str) -> list[Row]:
    """Ids in other sources that are linked to this work, with how they were linked."""
    return rows(
        connection,
        f"""SELECT left_id AS item, score, method, evidence FROM matches
           WHERE right_id = ? AND {LINKED} ORDER BY left_id""",
        [work_id],
    )


def similar(connection: sqlite3.Connection, work_id: str, limit: int = 10) -> list[Row]:
    """The works nearest in content, nearest first, each with its reasons."""
    found = rows(
        connection,
        """SELECT s.position AS rank, s.similar_id AS item, w.title, w.maker, w.year, w.domain, w.source,
                  s.score, s.reasons
           FROM similar AS s JOIN works AS w ON w.work_id = s.similar_id
           WHERE s.work_id = ? ORDER BY s.position LIMIT ?""",
        [work_id, limit],
    )
    for row in found:
        row["reasons"] = json.loads(row["reasons"])
    return found


def named(connection: sqlite3.Connection, table: str, key: str, id_: str) -> Row | None:
    """The `name`, `name_fr` and `name_en` of a term or an agent, or None. `table` is `terms` or `agents`."""
    columns = (
        "label AS name, label_fr AS name_fr, label_en AS name_en"
        if table == "terms"
        else f"name, {_in_both(f'{table}.{key}')}"
    )
    found = rows(connection, f"SELECT {columns} FROM {table} WHERE {key} = ?", [id_])
    return found[0] if found else None


def record(connection: sqlite3.Connection, record_id: str) -> Row:
    """Where the raw record was read, and its hash; not its bytes."""
    return rows(connection, "SELECT located, sha256 FROM records WHERE record_id = ?", [record_id])[0]


def raw_record(connection: sqlite3.Connection, record_id: str) -> Row | None:
    """The raw record with its bytes unpacked (`body`), or None."""
    found = rows(connection, "SELECT * FROM records WHERE record_id = ?", [record_id])
    if not found:
        return None
    record = found[0]
    record["body"] = zlib.decompress(record.pop("raw"))
    return record
