"""Writing what people did into audience.db, in the order in which it came."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import islice

from culturedata.data.records import Interaction
from culturedata.importing.descriptor import Descriptor
from culturedata.store.library import transaction

BATCH = 20_000
_RATING = """INSERT INTO ratings (user, item, value, at, source, provenance) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (user, item, source) DO UPDATE SET value = excluded.value, at = excluded.at
    WHERE value IS NOT excluded.value OR at IS NOT excluded.at"""
_EVENT = """INSERT INTO events (user, item, kind, value, at, source, provenance) VALUES (?, ?, ?, ?, ?, ?, ?)"""


def write_interactions(
    connection: sqlite3.Connection, described: Descriptor, interactions: Iterator[Interaction]
) -> Iterator[int]:
    """Write all `interactions` in batches, one transaction each; yield the number so far after every batch.

    Users and items are numbered in order of first appearance. A rating that is there already is left as it is, or
    gets its new value in place; other events of the same source are replaced as a whole.
    """
    users: dict[str, int] = dict(connection.execute("SELECT user_id, user FROM users").fetchall())
    items: dict[str, int] = dict(connection.execute("SELECT item_id, item FROM items").fetchall())
    count, cleared = 0, False
    while batch := list(islice(interactions, BATCH)):
        with transaction(connection):
            if not cleared and any(one.kind != "rating" for one in batch):
                connection.execute("DELETE FROM events WHERE source = ?", [described.name])
                cleared = True
            _number(connection, "users", users, [one.user for one in batch], described)
            _number(connection, "items", items, [one.item for one in batch], described)
            _insert(connection, described, users, items, batch)
        count += len(batch)
        yield count


def _number(
    connection: sqlite3.Connection, table: str, numbers: dict[str, int], ids: list[str], described: Descriptor
) -> None:
    new = [id_ for id_ in dict.fromkeys(ids) if id_ not in numbers]
    start = max(numbers.values(), default=0) + 1
    numbers.update({id_: number for number, id_ in enumerate(new, start)})
    tier = (described.provenance,) if table == "users" else ()
    marks = "?, ?, ?" + ", ?" * len(tier)
    connection.executemany(
        f"INSERT INTO {table} VALUES ({marks})", [(numbers[id_], id_, described.name, *tier) for id_ in new]
    )


def _insert(
    connection: sqlite3.Connection,
    described: Descriptor,
    users: dict[str, int],
    items: dict[str, int],
    batch: list[Interaction],
) -> None:
    tail = (described.name, described.provenance)
    connection.executemany(
        _RATING, [(users[i.user], items[i.item], i.value, i.at, *tail) for i in batch if i.kind == "rating"]
    )
    connection.executemany(
        _EVENT,
        [(users[i.user], items[i.item], i.kind, i.value, i.at or 0, *tail) for i in batch if i.kind != "rating"],
    )
