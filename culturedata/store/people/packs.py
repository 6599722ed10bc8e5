"""The interactions of a source as packed arrays in audience.db, beside the rows that they were read from.

They are never stale: whoever adds, changes or deletes a row, with whatever program, sets off a trigger that drops them.
The triggers are made together with the packs: as long as there are none, writing costs what it did. An import drops
both before it writes, and packs what it wrote at its end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Floats, Ints, Kind, Times

PACKED = np.dtype([("user", "<i4"), ("item", "<i4"), ("value", "<f4"), ("at", "<i8")])
Columns = tuple[Ints, Ints, Floats, Times]
_ROWS: dict[Kind, str] = {"rating": "ratings", "play": "events"}
_CHANGES = ("insert", "update", "delete")


def kept(connection: sqlite3.Connection, source: str, kind: Kind) -> Columns | None:
    """Users, items, values and times of the interactions of `source`, (n,) each, in order of arrival.

    None if nothing is packed, or if its triggers are gone: with a table that somebody made anew.
    """
    if not _guarded(connection, kind):
        return None
    rows = connection.execute("SELECT packed FROM packs WHERE kind = ? AND source = ? ORDER BY part", [kind, source])
    types = {"user": np.int32, "item": np.int32, "value": np.float32, "at": np.int64}
    parts: list[list[npt.NDArray[Any]]] = [[] for _ in types]
    for (packed,) in rows:
        cells = np.frombuffer(packed, dtype=PACKED)
        for part, (name, type_) in zip(parts, types.items(), strict=True):
            part.append(cells[name].astype(type_))
    if not parts[0]:
        return None
    users, items, values, times = (np.concatenate(parts.pop(0)) for _ in types)  # the parts of one after another go
    return users, items, values, times


def keep(connection: sqlite3.Connection, source: str, kind: Kind, parts: Iterable[Columns]) -> None:
    """Pack the interactions of a source, inside the transaction in which they are read from the rows, part by part."""
    if not _guarded(connection, kind):
        _unguard(connection, kind)
        _guard(connection, kind)
    connection.execute("DELETE FROM packs WHERE kind = ? AND source = ?", [kind, source])
    for part, columns in enumerate(parts):
        packed = np.rec.fromarrays(list(columns), dtype=PACKED)
        connection.execute("INSERT INTO packs VALUES (?, ?, ?, ?)", [kind, source, part, packed.tobytes()])


def drop(connection: sqlite3.Connection) -> None:
    """Drop all packs and their triggers, inside the transaction that is open: before much is written."""
    for kind in _ROWS:
        _unguard(connection, kind)


def _guarded(connection: sqlite3.Connection, kind: Kind) -> bool:
    """Whether all triggers are there that drop the packs of this kind."""
    found = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? AND name LIKE 'packs_%'"
    return bool(connection.execute(found, [_ROWS[kind]]).fetchone()[0] == len(_CHANGES))


def _guard(connection: sqlite3.Connection, kind: Kind) -> None:
    """Any change drops the packs of all sources: what a REPLACE deletes, no trigger is told of."""
    for change in _CHANGES:
        connection.execute(
            f"""CREATE TRIGGER packs_{kind}_{change} AFTER {change} ON {_ROWS[kind]}
                BEGIN DELETE FROM packs WHERE kind = '{kind}'; END"""
        )


def _unguard(connection: sqlite3.Connection, kind: Kind) -> None:
    """Without triggers no packs."""
    connection.execute("DELETE FROM packs WHERE kind = ?", [kind])
    for change in _CHANGES:
        connection.execute(f"DROP TRIGGER IF EXISTS packs_{kind}_{change}")
