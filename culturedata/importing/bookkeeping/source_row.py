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
        "domain": _domain(described),
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
    """Whether records of the source were read in another way than the descriptor says now: its options, a mapping say,
    or its domain are others, or an import that read all of them so never ended."""
    options, domain = _read_with(connection, described)
    return options is not None and (options, domain) != (_options(described), _domain(described))


def is_mended(connection: sqlite3.Connection, described: Descriptor) -> bool:
    """Whether the descriptor says of the way of reading something else than when the last import began."""
    options, domain = _read_with(connection, described)
    as_before = (None, "", _options(described), _options(described, of_all=False))
    return options not in as_before or domain not in (None, _domain(described))


def write_options(connection: sqlite3.Connection, described: Descriptor, *, of_all: bool) -> None:
    """Keep the options with which the source's records are read, inside the transaction that is open.

    Unless that holds `of_all` of them, each counts as read otherwise until an import ends that read all of them anew.
    """
    said = [_options(described, of_all=of_all), described.name]
    connection.execute("UPDATE sources SET options = ? WHERE source = ?", said)


def _read_with(connection: sqlite3.Connection, described: Descriptor) -> tuple[str | None, str | None]:
    """The options and the domain that are kept; None if there are none, as in a library of an older version."""
    row = connection.execute("SELECT options, domain FROM sources WHERE source = ?", [described.name]).fetchone()
    return row or (None, None)


def _options(described: Descriptor, *, of_all: bool = True) -> str:
    said = described.options if of_all else {"not yet of all": described.options}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)


def _domain(described: Descriptor) -> str:
    return ", ".join(described.domain)


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
