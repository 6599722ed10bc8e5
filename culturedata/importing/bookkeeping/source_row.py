"""The row of `sources`: what a descriptor says, and the scale on which the source's ratings came."""

from __future__ import annotations

import json
import sqlite3

from culturedata.importing.descriptor import Descriptor

_SAID = (
    "title", "title_fr", "description", "description_fr", "publish", "licence", "licence_fr", "licence_url",
    "attribution", "homepage", "terms", "terms_fr", "notes", "notes_fr", "provenance",
)  # fmt: skip


def write(connection: sqlite3.Connection, described: Descriptor) -> None:
    """Write what the descriptor says, in place of what it said before; the scale stays that of the ratings.

    The options of a source that is new here are those with which all is read that comes; else see `write_options`.
    """
    low, high = described.rating_scale or (None, None)
    row: dict[str, object] = {
        "source": described.name,
        "domain": ", ".join(described.domain),
        "rating_low": low,
        "rating_high": high,
        "options": _options(described),
    }
    for name in _SAID:
        row[name] = getattr(described, name) or None
    again = ", ".join(f"{name} = excluded.{name}" for name in ("domain", *_SAID))
    connection.execute(
        f"""INSERT INTO sources ({", ".join(row)}) VALUES ({", ".join("?" * len(row))})
            ON CONFLICT (source) DO UPDATE SET {again}""",
        list(row.values()),
    )


def is_read_otherwise(connection: sqlite3.Connection, described: Descriptor) -> bool:
    """Whether the descriptor's options, a mapping say, are others than at the last import of the source that ended."""
    said = "SELECT options FROM sources WHERE source = ?"
    row = connection.execute(said, [described.name]).fetchone()
    return row is not None and row[0] is not None and row[0] != _options(described)


def forget_options(connection: sqlite3.Connection, described: Descriptor) -> None:
    """From now on no record counts as read with these options, inside the transaction that is open: `--reread`.

    So it stays until an import ends that read all of them anew, if this one is stopped.
    """
    connection.execute("UPDATE sources SET options = '' WHERE source = ?", [described.name])


def write_options(connection: sqlite3.Connection, described: Descriptor) -> None:
    """Keep the options with which all records of the source were read, inside the transaction that is open."""
    connection.execute("UPDATE sources SET options = ? WHERE source = ?", [_options(described), described.name])


def _options(described: Descriptor) -> str:
    return json.dumps(described.options, ensure_ascii=False, sort_keys=True, default=str)


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
