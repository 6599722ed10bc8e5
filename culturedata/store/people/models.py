"""Trained models, runs and slates, kept in audience.db; similar works, kept in culture.db."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec

from culturedata import __version__
from culturedata.data.slates import Reason, Slate
from culturedata.store.catalogue.works import rows
from culturedata.store.library import transaction

Row = dict[str, Any]


def save_model(
    connection: sqlite3.Connection,
    *,
    recommender: str,
    domain: str,
    config: Row,
    seed: int,
    fingerprint: str,
    provenance: str,
    state: bytes,
) -> int:
    """Keep a trained recommender in place of that domain's earlier ones (and their runs); return its number."""
    said = json.dumps(config, sort_keys=True)
    with transaction(connection):
        cursor = connection.execute(
            """INSERT INTO models
               (recommender, domain, config, seed, fingerprint, provenance, version, trained_at, state)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [recommender, domain, said, seed, fingerprint, provenance, __version__, now(), state],
        )
        older = """SELECT model_id FROM models WHERE recommender = ? AND domain = ? AND model_id < ?"""
        asked = [recommender, domain, cursor.lastrowid]
        connection.execute(
            f"DELETE FROM slates WHERE run_id IN (SELECT run_id FROM runs WHERE model_id IN ({older}))", asked
        )
        connection.execute(f"DELETE FROM runs WHERE model_id IN ({older})", asked)
        connection.execute(f"DELETE FROM models WHERE model_id IN ({older})", asked)
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def newest_model(connection: sqlite3.Connection, recommender: str, domain: str) -> Row | None:
    """The newest model of a recommender for a domain, or None."""
    found = rows(
        connection,
        "SELECT * FROM models WHERE recommender = ? AND domain = ? ORDER BY model_id DESC LIMIT 1",
        [recommender, domain],
    )
    return found[0] if found else None


def trained_for(connection: sqlite3.Connection, domain: str) -> list[str]:
    """The names of the recommenders that were trained for a domain, newest first."""
    found = connection.execute(
        "SELECT recommender FROM models WHERE domain = ? GROUP BY recommender ORDER BY max(model_id) DESC", [domain]
    )
    return [name for (name,) in found]


def save_run(
    connection: sqlite3.Connection, model_id: int, k: int, seed: int, slates: Iterable[tuple[str, Slate, list[str]]]
) -> int:
    """Keep slates as one run: each is a user's id, the slate, and its items' ids. Return the run's number."""
    users: dict[str, int] = dict(connection.execute("SELECT user_id, user FROM users").fetchall())
    with transaction(connection):
        cursor = connection.execute(
            "INSERT INTO runs (model_id, k, users, seed, made_at) VALUES (?, ?, 0, ?, ?)", [model_id, k, seed, now()]
        )
        run_id, count = cursor.lastrowid, 0
        assert run_id is not None
        for user_id, slate, item_ids in slates:
            items = item_numbers(connection, item_ids)
            connection.executemany(
                "INSERT INTO slates VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (run_id, users[user_id], place, items[item_id], float(score), encode(reasons))
                    for place, (item_id, score, reasons) in enumerate(
                        zip(item_ids, slate.scores, slate.reasons or [()] * len(slate), strict=True), 1
                    )
                ],
            )
            count += 1
        connection.execute("UPDATE runs SET users = ? WHERE run_id = ?", [count, run_id])
    return run_id


def item_numbers(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, int]:
    """The numbers of items by their ids, inside the transaction that is open; those never rated or played get one."""
    numbers = {}
    for id_ in ids:
        found = connection.execute("SELECT item FROM items WHERE item_id = ?", [id_]).fetchone()
        if found is None:
            added = connection.execute("INSERT INTO items (item_id, source) VALUES (?, 'unrated')", [id_])
            found = (added.lastrowid,)
        numbers[id_] = int(found[0])
    return numbers


def save_similar(
    connection: sqlite3.Connection,
    domain: str,
    found: Iterable[tuple[str, list[tuple[str, float, tuple[Reason, ...]]]]],
) -> int:
    """Keep the similar works of a domain in place of earlier ones; return how many works have some."""
    count = 0
    with transaction(connection):
        connection.execute(
            "DELETE FROM similar WHERE work_id IN (SELECT work_id FROM works WHERE domain = ?)", [domain]
        )
        for work_id, near in found:
            connection.executemany(
                "INSERT INTO similar VALUES (?, ?, ?, ?, ?)",
                [(work_id, n, other, score, encode(reasons)) for n, (other, score, reasons) in enumerate(near, 1)],
            )
            count += 1
    return count


def encode(reasons: Iterable[Reason]) -> str:
    """Reasons as JSON text."""
    return msgspec.json.encode(list(reasons)).decode()


def now() -> str:
    """The time now, UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")
