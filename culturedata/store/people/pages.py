"""Home pages that were composed, kept in audience.db."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from culturedata.errors import UsageError
from culturedata.store.catalogue.works import rows
from culturedata.store.library import transaction
from culturedata.store.people.models import now

Row = dict[str, Any]
PACKED = ("weights", "made_of", "pool")  # what of a page is kept as JSON
Laid = tuple[str, str | None, str, str, int, float, Sequence[str]]
"""Of a row its kind, domain, evidence in French and English, pool, what it adds, and the ids of its works."""
Parts = tuple[float | None, float | None, float | None]
"""Of a row what would be found in it alone at the top, and what it adds to what is found and to the spread."""
_UNTOLD: Parts = (None, None, None)


def save(
    connection: sqlite3.Connection, user_id: str | None, said: Row, laid: Sequence[Laid], parts: Sequence[Parts] = ()
) -> int:
    """Keep a page in place of that person's earlier one for the device and strategy; return the person's number, or 0.

    `said` has device, strategy, weights, made_of, candidates, compared, value and seed; its `pool` says of each kind of
    row how many there might have been and how many of them were compared. Without `user_id` the page is a stranger's.
    Raises UsageError for somebody whom the library does not know.
    """
    with transaction(connection):
        user = None if user_id is None else _number(connection, user_id)
        packed = {name: json.dumps(said.get(name)) for name in PACKED}
        given = {**said, **packed, "user": user}
        before = "SELECT page_id FROM pages WHERE user IS :user AND device = :device AND strategy = :strategy"
        for (page_id,) in connection.execute(before, given).fetchall():
            connection.execute("DELETE FROM page_cells WHERE page_id = ?", [page_id])
            connection.execute("DELETE FROM page_rows WHERE page_id = ?", [page_id])
            connection.execute("DELETE FROM pages WHERE page_id = ?", [page_id])
        page_id = connection.execute(
            """INSERT INTO pages
               (user, device, strategy, weights, made_of, candidates, compared, pool, value, seed, made_at) VALUES
               (:user, :device, :strategy, :weights, :made_of, :candidates, :compared, :pool, :value, :seed, :made_at)
            """,
            {**given, "made_at": now()},
        ).lastrowid
        worths = parts or [_UNTOLD] * len(laid)
        for place, ((*told, works), worth) in enumerate(zip(laid, worths, strict=True), 1):
            connection.execute(
                """INSERT INTO page_rows
                   (page_id, row, kind, domain, text_fr, text_en, pool, added, alone, found, spread)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                [page_id, place, *told, *worth],
            )
            cells = [(page_id, place, position, work) for position, work in enumerate(works, 1)]
            connection.executemany("INSERT INTO page_cells VALUES (?, ?, ?, ?)", cells)
    return user or 0


def _number(connection: sqlite3.Connection, user_id: str) -> int:
    found = connection.execute("SELECT user FROM users WHERE user_id = ?", [user_id]).fetchone()
    if found is None:
        raise UsageError(f"there is no person {user_id!r}.", "Train the recommender again, then keep the page.")
    return int(found[0])


def kept(connection: sqlite3.Connection, user: int | None) -> list[Row]:
    """The pages kept for a person (None: strangers), newest first, each with its rows and the ids of their works.

    Of a page that an older version kept the `pool` is None.
    """
    found = rows(connection, "SELECT * FROM pages WHERE user IS ? ORDER BY made_at DESC, page_id DESC", [user])
    for page in found:
        page |= {name: json.loads(page.get(name) or "null") for name in PACKED}
        page["rows"] = rows(connection, "SELECT * FROM page_rows WHERE page_id = ? ORDER BY row", [page["page_id"]])
        cells = "SELECT row, work_id FROM page_cells WHERE page_id = ? ORDER BY row, position"
        works: dict[int, list[str]] = {}
        for row, work_id in connection.execute(cells, [page["page_id"]]):
            works.setdefault(row, []).append(work_id)
        for row in page["rows"]:
            row["works"] = works.get(row["row"], [])
    return found


def people(connection: sqlite3.Connection, most: int) -> list[int]:
    """The numbers of people for whom pages are kept, rising; at most so many."""
    found = connection.execute("SELECT DISTINCT user FROM pages WHERE user IS NOT NULL ORDER BY user LIMIT ?", [most])
    return [row[0] for row in found]


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether pages can be kept there: a file of an older version has no table for them until a library opens it."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'page_cells'").fetchone() is not None
