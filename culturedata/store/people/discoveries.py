"""Weekly discoveries, kept in audience.db."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from culturedata.data.slates import Slate
from culturedata.store.catalogue.works import rows
from culturedata.store.library import transaction
from culturedata.store.people.models import encode, item_numbers, now

Row = dict[str, Any]


def of_week(connection: sqlite3.Connection, user_id: str, domain: str, week: str) -> list[Row]:
    """What somebody was given in a week, first to last: item_id, score, reasons (JSON text), recommender, seed."""
    return rows(
        connection,
        """SELECT item_id, score, reasons, recommender, config, discoveries.seed FROM discoveries
           JOIN users USING (user) JOIN items USING (item)
           WHERE user_id = ? AND domain = ? AND week = ? ORDER BY position""",
        [user_id, domain, week],
    )


def given(connection: sqlite3.Connection, domain: str, weeks: Sequence[str]) -> dict[str, set[str]]:
    """What everybody was given in some weeks: the ids of the items by the ids of the people."""
    found: dict[str, set[str]] = {}
    for week in weeks:
        for user_id, item_id in connection.execute(
            """SELECT user_id, item_id FROM discoveries JOIN users USING (user) JOIN items USING (item)
               WHERE domain = ? AND week = ?""",
            [domain, week],
        ):
            found.setdefault(user_id, set()).add(item_id)
    return found


def save(
    connection: sqlite3.Connection, lists: Iterable[tuple[str, Slate, list[str]]], made: Row, *, batch: int = 500
) -> int:
    """Keep a week's lists, each a user's id, the slate and its items' ids, in place of those there; return how many.

    `made` says domain, week, recommender, config (text) and seed. A batch of people is whole or not there.
    """
    users: dict[str, int] = dict(connection.execute("SELECT user_id, user FROM users").fetchall())
    count, waiting = 0, []
    for one in lists:
        waiting.append(one)
        count += 1
        if len(waiting) == batch:
            _save(connection, users, waiting, made)
            waiting = []
    _save(connection, users, waiting, made)
    return count


def _save(
    connection: sqlite3.Connection, users: dict[str, int], lists: list[tuple[str, Slate, list[str]]], made: Row
) -> None:
    with transaction(connection):
        numbers = item_numbers(connection, {item for _, _, items in lists for item in items})
        for user_id, slate, items in lists:
            who = {**made, "user": users[user_id], "made_at": now()}
            connection.execute("DELETE FROM discoveries WHERE user = :user AND domain = :domain AND week = :week", who)
            connection.executemany(
                """INSERT INTO discoveries (user, domain, week, position, item, score, reasons, recommender, config,
                   seed, made_at) VALUES (:user, :domain, :week, :position, :item, :score, :reasons, :recommender,
                   :config, :seed, :made_at)""",
                [
                    {**who, "position": n, "item": numbers[item], "score": float(score), "reasons": encode(said)}
                    for n, (item, score, said) in enumerate(zip(items, slate.scores, slate.reasons, strict=True), 1)
                ],
            )
