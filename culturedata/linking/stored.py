"""The links of a library: those that stand and those that were undone, what waits for a person, and the runs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from culturedata.errors import UnknownName
from culturedata.linking.described import Link
from culturedata.store.library import Library, transaction

Row = dict[str, Any]
KINDS = {"works": "same-work", "agents": "same-agent"}
PERSON = "person"
# Of an id: the label to show, and whether it is gone, wholly or at its source.
_LABEL = """coalesce((SELECT title FROM works WHERE work_id = {id}), (SELECT name FROM agents WHERE agent_id = {id}))"""
_GONE = """NOT EXISTS (SELECT 1 FROM works JOIN records USING (record_id) WHERE work_id = {id} AND gone_at IS NULL)
AND NOT EXISTS (SELECT 1 FROM agents JOIN records USING (record_id) WHERE agent_id = {id} AND gone_at IS NULL)"""
_ENDS = ", ".join(
    f"{what.format(id=f'{end}_id')} AS {end}_{name}"
    for end in ("left", "right")
    for name, what in (("label", _LABEL), ("gone", _GONE))
)


def matches(
    connection: sqlite3.Connection,
    *,
    item: str | None = None,
    undone: bool = False,
    kind: str | None = None,
    gone: bool = False,
    limit: int = -1,
    offset: int = 0,
) -> list[Row]:
    """The links in force (or those undone), lowest score first, each with `left_gone` and `right_gone`.

    Only those of `item`, of a `kind`, or with an end that is `gone`, if asked. A link whose end vanished stands: it
    holds again when the id comes back.
    """
    return _rows(
        connection,
        f"""SELECT * FROM (
              SELECT kind, left_id, right_id, score, method, evidence, decided_by, decided_at, undone_at, run_id,
                     {_ENDS}
              FROM matches WHERE (undone_at IS NULL) = :standing
              AND (:item IS NULL OR :item IN (left_id, right_id)) AND (:kind IS NULL OR kind = :kind))
            WHERE NOT :gone OR left_gone OR right_gone ORDER BY score, left_id, right_id
            LIMIT :limit OFFSET :offset""",
        {"standing": not undone, "item": item, "kind": kind, "gone": gone, "limit": limit, "offset": offset},
    )


def questions(
    connection: sqlite3.Connection,
    *,
    left: str | None = None,
    right: str | None = None,
    kind: str | None = None,
    limit: int = -1,
    offset: int = 0,
) -> list[Row]:
    """What waits for a person, likeliest first, with the `total`; only of two sources or a `kind`, if asked.

    Left out is what leads to nothing any more.
    """
    return _rows(
        connection,
        f"""SELECT *, count(*) OVER () AS total FROM (
              SELECT q.kind, left_id, right_id, score, method, evidence, {_ENDS}
              FROM match_questions AS q JOIN link_runs AS r USING (run_id)
              WHERE (:kind IS NULL OR q.kind = :kind) AND (:left IS NULL OR left_source = :left)
              AND (:right IS NULL OR right_source = :right))
            WHERE left_label IS NOT NULL AND right_label IS NOT NULL
            ORDER BY score DESC, left_id, right_id LIMIT :limit OFFSET :offset""",
        {"kind": kind, "left": left, "right": right, "limit": limit, "offset": offset},
    )


def runs(connection: sqlite3.Connection) -> list[Row]:
    """The runs, newest first, with the links that each made and that stand."""
    return _rows(
        connection,
        """SELECT run_id, left_source, right_source, second_opinion, made_at, undone_at, version,
                  (SELECT count(*) FROM matches AS m WHERE m.run_id = r.run_id AND undone_at IS NULL) AS links,
                  (SELECT count(*) FROM match_questions AS q WHERE q.run_id = r.run_id) AS questions
           FROM link_runs AS r ORDER BY run_id DESC""",
        {},
    )


def undo(library: Library, left: str, right: str) -> None:
    """Undo the link from `left` to `right`: it stays in `matches` with the time, and no rule makes it again.

    Raises UnknownName if there is no such link in force.
    """
    with transaction(library.culture):
        changed = library.culture.execute(
            """UPDATE matches SET undone_at = ?, run_id = NULL
               WHERE left_id = ? AND right_id = ? AND undone_at IS NULL""",
            [now(), left, right],
        ).rowcount
    if not changed:
        raise UnknownName(f"no link from {left} to {right} is in force.", "See them: culturedata link list")


def undo_run(library: Library, run_id: int) -> int:
    """Undo all links that a run made and that stand, and drop its questions; return how many links they were.

    They stay on record too, but another run may make them again: nobody said that any of them is wrong.
    Raises UnknownName if there is no such run, or if it was undone before.
    """
    with transaction(library.culture):
        said = "UPDATE link_runs SET undone_at = ? WHERE run_id = ? AND undone_at IS NULL"
        if not library.culture.execute(said, [now(), run_id]).rowcount:
            raise UnknownName(f"there is no run {run_id} of link to undo.", "See them: culturedata link runs")
        library.culture.execute("DELETE FROM match_questions WHERE run_id = ?", [run_id])
        said = "UPDATE matches SET undone_at = ? WHERE run_id = ? AND undone_at IS NULL"
        return library.culture.execute(said, [now(), run_id]).rowcount


def answer(library: Library, left: str, right: str, *, same: bool) -> None:
    """Keep what a person says of two ids: that they are the same, or that they are two; no rule changes it.

    It may be said of any two works or agents, asked or not, and said otherwise later. Raises UnknownName if one of the
    two is neither a work nor an agent here, or if they are not of a kind.
    """
    culture = library.culture
    kind = _kind(culture, left, right)
    asked = culture.execute(
        "SELECT score, evidence FROM match_questions WHERE (left_id, right_id, kind) = (?, ?, ?)", [left, right, kind]
    ).fetchone()
    score, evidence = asked or (1.0 if same else 0.0, "{}")
    with transaction(culture):
        culture.execute(
            """INSERT INTO matches (left_id, right_id, kind, score, method, evidence, decided_by, decided_at, undone_at)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
               ON CONFLICT DO UPDATE SET decided_by = excluded.decided_by, decided_at = excluded.decided_at,
               undone_at = excluded.undone_at, method = excluded.method, run_id = NULL""",
            [left, right, kind, score, PERSON, evidence, PERSON, now(), None if same else now()],
        )
        culture.execute("DELETE FROM match_questions WHERE (left_id, right_id, kind) = (?, ?, ?)", [left, right, kind])


def keep(connection: sqlite3.Connection, run_id: int, kind: str, found: Iterable[Link], asked: Iterable[Link]) -> int:
    """Store a run's links of a kind, and its questions in place of older ones of the same pairs; count the links."""
    made = [(*_columns(link), kind, now(), run_id) for link in found]
    connection.executemany(
        """INSERT INTO matches (left_id, right_id, score, method, evidence, decided_by, kind, decided_at, run_id)
           VALUES (?, ?, ?, ?, ?, 'rule', ?, ?, ?)
           ON CONFLICT DO UPDATE SET score = excluded.score, method = excluded.method, evidence = excluded.evidence,
           decided_by = 'rule', decided_at = excluded.decided_at, undone_at = NULL, run_id = excluded.run_id""",
        made,
    )
    connection.executemany(
        """INSERT OR REPLACE INTO match_questions (left_id, right_id, score, method, evidence, kind, run_id)
           VALUES (?, ?, ?, ?, ?, ?, ?)""",
        [(*_columns(link), kind, run_id) for link in asked],
    )
    return len(made)


def decided(connection: sqlite3.Connection, kind: str) -> tuple[set[tuple[str, str]], frozenset[tuple[str, str]]]:
    """The pairs of a kind that are linked, and those whose link was undone, but by undoing a whole run."""
    rows = connection.execute(
        """SELECT left_id, right_id, m.undone_at FROM matches AS m LEFT JOIN link_runs AS r USING (run_id)
           WHERE kind = ? AND (m.undone_at IS NULL OR r.undone_at IS NULL)""",
        [kind],
    ).fetchall()
    standing = {(left, right) for left, right, at in rows if at is None}
    return standing, frozenset((left, right) for left, right, at in rows if at is not None)


def now() -> str:
    """This second, UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _kind(connection: sqlite3.Connection, left: str, right: str) -> str:
    counted = connection.execute(
        """SELECT 'same-work', count(*) FROM works WHERE work_id IN (:left, :right)
           UNION ALL SELECT 'same-agent', count(*) FROM agents WHERE agent_id IN (:left, :right)""",
        {"left": left, "right": right},
    )
    for kind, count in counted.fetchall():
        if count == 2:
            return str(kind)
    raise UnknownName(
        f"{left} and {right} are not two works or two agents of this library.", "Find them: culturedata search TEXT"
    )


def _columns(link: Link) -> tuple[str, str, float, str, str]:
    return link.left, link.right, link.score, link.method, json.dumps(link.evidence, ensure_ascii=False)


def _rows(connection: sqlite3.Connection, sql: str, values: dict[str, object]) -> list[Row]:
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description]
    found = [dict(zip(names, row, strict=True)) for row in cursor]
    for row in found:
        for name in ("left_gone", "right_gone"):
            if name in row:
                row[name] = bool(row[name])
        if "evidence" in row:
            row["evidence"] = json.loads(row["evidence"])
    return found
