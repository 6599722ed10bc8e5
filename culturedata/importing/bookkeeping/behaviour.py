"""Writing what people did into audience.db, in the order in which it came; memory stays flat, however much it is."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from culturedata.data.dataset import KINDS
from culturedata.data.records import Follow, Interaction
from culturedata.importing.descriptor import Descriptor
from culturedata.importing.source import Issue, Source
from culturedata.store.library import transaction
from culturedata.store.people import behaviour, packs

BATCH = 20_000
REMEMBERED = 20_000  # people or items whose numbers are kept in memory; the others are looked up again
# A page that many batches change is kept for them, and folded back once: three indexes are as many places to write in.
_KEPT = ("wal_autocheckpoint = 16000", "cache_size = -16000")  # pages (64 MB), kB
_RATING = """INSERT INTO ratings (user, item, value, at, source, provenance) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (user, item, source) DO UPDATE SET value = excluded.value, at = excluded.at
    WHERE value IS NOT excluded.value OR at IS NOT excluded.at"""
_EVENT = "INSERT INTO events (user, item, kind, value, unit, at, source, provenance) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_OPEN_EVENT = f"""{_EVENT} ON CONFLICT (user, at, item, kind) WHERE provenance = 'open'
    DO UPDATE SET value = excluded.value, unit = excluded.unit
    WHERE value IS NOT excluded.value OR unit IS NOT excluded.unit"""


def possible(source: Source, report: Callable[[Issue], None]) -> Iterator[Interaction]:
    """What people did, as `source` yields it, but for ratings that are no number on its scale, and other values that
    are no finite number: each of those is an issue, which says where it stood and nothing of the person."""
    lowest, highest = -sys.float_info.max, sys.float_info.max
    low, high, said = lowest, highest, "no finite number"
    for number, one in enumerate(source.interactions(), 1):
        if number == 1 and source.rating_scale is not None:  # which is known now
            low, high = source.rating_scale
            said = f"no rating from {low:g} to {high:g}"
        if one.kind == "rating" and (one.value is None or not low <= one.value <= high):
            report(Issue("bad-rating", f"{said}: left out", located=_at(number)))
        elif one.value is not None and not lowest <= one.value <= highest:
            report(Issue("bad-value", "no finite number: left out", located=_at(number)))
        else:
            yield one


def _at(number: int) -> str:
    return f"interaction {number:,}"


def write_interactions(
    connection: sqlite3.Connection, described: Descriptor, interactions: Iterator[Interaction]
) -> Iterator[int]:
    """Write all `interactions` in batches, one transaction each; yield the number so far after every batch.

    Users and items are numbered in order of first appearance. A rating that is there already is left as it is, or gets
    its new value in place; so does any other event of an open source, which is told from others by who, what, which
    kind and when: whether they come in one file or in many, they add up. Events of other tiers are replaced as a whole.
    """
    for setting in _KEPT:
        connection.execute(f"PRAGMA {setting}").fetchone()
    users, items = _Numbers(connection, "user", described), _Numbers(connection, "item", described)
    count, cleared = 0, described.provenance == "open"
    while batch := list(islice(interactions, BATCH)):
        with transaction(connection):
            if not count:
                packs.drop(connection)
            if not cleared and any(one.kind != "rating" for one in batch):
                connection.execute("DELETE FROM events WHERE source = ?", [described.name])
                cleared = True
            _insert(connection, described, users, items, batch)
        count += len(batch)
        yield count
    if count:
        for kind in KINDS:
            behaviour.pack(connection, described.name, kind)


def write_follows(connection: sqlite3.Connection, described: Descriptor, follows: Iterator[Follow]) -> None:
    """Write who follows whom in place of what the source said before, if it says anything; people may be new."""
    users = _Numbers(connection, "user", described)
    first = True
    while batch := list(islice(follows, BATCH)):
        with transaction(connection):
            if first:
                connection.execute("DELETE FROM follows WHERE source = ?", [described.name])
                first = False
            user = users.of(name for one in batch for name in (one.user, one.followed))
            connection.executemany(
                "INSERT OR IGNORE INTO follows VALUES (?, ?, ?, ?)",
                ((user[one.user], user[one.followed], described.name, described.provenance) for one in batch),
            )


class _Numbers:
    """The numbers of ids in the table of users or items; an id that is new gets the next one."""

    def __init__(self, connection: sqlite3.Connection, what: str, described: Descriptor) -> None:
        said = [described.name, described.provenance] if what == "user" else [described.name]
        columns = ("source", "provenance")[: len(said)]
        self._connection = connection
        self._said = said
        self._add = f"""INSERT INTO {what}s ({what}_id, {", ".join(columns)}) VALUES (?{", ?" * len(said)})
            ON CONFLICT ({what}_id) DO NOTHING"""
        self._find = f"SELECT {what} FROM {what}s WHERE {what}_id = ?"
        self._known: dict[str, int] = {}

    def of(self, ids: Iterable[str]) -> dict[str, int]:
        """The numbers of `ids`, and of others, inside the transaction that is open."""
        known, execute = self._known, self._connection.execute
        if len(known) > REMEMBERED:
            known.clear()
        new = [id_ for id_ in dict.fromkeys(ids) if id_ not in known]
        self._connection.executemany(self._add, ((id_, *self._said) for id_ in new))
        for id_ in new:
            [known[id_]] = execute(self._find, (id_,)).fetchone()
        return known


def _insert(
    connection: sqlite3.Connection, described: Descriptor, users: _Numbers, items: _Numbers, batch: list[Interaction]
) -> None:
    user, item = users.of(one.user for one in batch), items.of(one.item for one in batch)
    tail = (described.name, described.provenance)
    connection.executemany(
        _RATING, ((user[i.user], item[i.item], i.value, i.at, *tail) for i in batch if i.kind == "rating")
    )
    connection.executemany(
        _OPEN_EVENT if described.provenance == "open" else _EVENT,
        ((user[i.user], item[i.item], i.kind, i.value, i.unit, i.at or 0, *tail) for i in batch if i.kind != "rating"),
    )
