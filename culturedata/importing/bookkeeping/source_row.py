"""The row of `sources`: what a descriptor says, how records are read, and the scale on which ratings came."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from culturedata.importing.descriptor import Descriptor

_SAID = (
    "title", "title_fr", "description", "description_fr", "publish", "licence", "licence_fr", "licence_url",
    "attribution", "homepage", "terms", "terms_fr", "notes", "notes_fr", "provenance",
)  # fmt: skip


def write(connection: sqlite3.Connection, described: Descriptor) -> None:
    """Write what the descriptor says, in place of what it said before; the scale stays that of the ratings."""
    low, high = described.rating_scale or (None, None)
    row: dict[str, object] = {
        "source": described.name,
        "domain": ", ".join(described.domain),
        "rating_low": low,
        "rating_high": high,
    }
    for name in _SAID:
        row[name] = getattr(described, name) or None
    again = ", ".join(f"{name} = excluded.{name}" for name in ("domain", *_SAID))
    connection.execute(
        f"""INSERT INTO sources ({", ".join(row)}) VALUES ({", ".join("?" * len(row))})
            ON CONFLICT (source) DO UPDATE SET {again}""",
        list(row.values()),
    )


def read_since(connection: sqlite3.Connection, described: Descriptor) -> int | None:
    """From which import on the source's records are read as the descriptor says now; None if none was read so yet.

    0 are all of them: those of a source that is new, and of a library from before this was kept.
    """
    row = connection.execute("SELECT options FROM sources WHERE source = ?", [described.name]).fetchone()
    if row is None or row[0] is None:
        return 0
    kept = json.loads(row[0] or "{}")
    since: int | None = kept.pop("since_import", None)
    return since if kept == _way(described) else None


def write_since(connection: sqlite3.Connection, described: Descriptor, since: int) -> None:
    """Keep that records are read as the descriptor says from the import `since` on, in the transaction that is open."""
    kept = json.dumps({"since_import": since, **_way(described)}, ensure_ascii=False)
    connection.execute("UPDATE sources SET options = ? WHERE source = ?", [kept, described.name])


def _way(described: Descriptor) -> dict[str, Any]:
    """What of the descriptor decides how a record is read, as it comes back from JSON."""
    said = {"reader": described.reader, "domain": described.domain, "options": described.options}
    way: dict[str, Any] = json.loads(json.dumps(said, default=str))
    return way


def write_scale(
    culture: sqlite3.Connection, audience: sqlite3.Connection, source: str, scale: tuple[float, float]
) -> None:
    """Keep the scale of the ratings that came, wider where an earlier import left ratings beyond it."""
    lowest, highest = audience.execute(
        "SELECT min(value), max(value) FROM ratings WHERE source = ?", [source]
    ).fetchone()
    low, high = scale
    if lowest is not None:
        low, high = min(low, lowest), max(high, highest)
    culture.execute("UPDATE sources SET rating_low = ?, rating_high = ? WHERE source = ?", [low, high, source])
