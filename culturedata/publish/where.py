"""Which of Datasette's databases is the catalogue, which is about people, and who is asking."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

OWNER = "root"
LOOPBACK = ("127.0.0.1", "::1", "localhost", "testclient")
_CULTURE = {"works", "titles", "search_texts", "sources"}
_AUDIENCE = {"users", "ratings", "slates", "measurements"}


def _tables(path: str | None) -> set[str]:
    """The tables of a database file; empty if it is not a file that can be read."""
    if not path or not Path(path).is_file():
        return set()
    try:
        connection = sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)
        try:
            return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        finally:
            connection.close()
    except sqlite3.Error:
        return set()


def _kind(database: Any) -> str:
    """«culture», «audience» or «other», by the tables that the file has, whatever its name."""
    known = getattr(database, "_culturedata_kind", None)
    if known is None:
        tables = _tables(database.path)
        known = "culture" if tables >= _CULTURE else "audience" if tables >= _AUDIENCE else "other"
        database._culturedata_kind = known
    return str(known)


def culture(datasette: Any) -> Any | None:
    """The first database that is a catalogue, or None: then our pages stay away."""
    return next((db for db in datasette.databases.values() if _kind(db) == "culture"), None)


def catalogue(datasette: Any) -> Any:
    """The catalogue, on a page that is only shown where there is one."""
    found = culture(datasette)
    assert found is not None
    return found


def audience(datasette: Any) -> Any | None:
    """The first database that is about people, or None."""
    return next((db for db in datasette.databases.values() if _kind(db) == "audience"), None)


def stamp(database: Any) -> tuple[tuple[int, int], ...]:
    """What changes whenever something was written into the database's file: sizes and times of it and its log."""
    files = (Path(f"{database.path}{suffix}") for suffix in ("", "-wal"))
    return tuple((file.stat().st_size, file.stat().st_mtime_ns) for file in files if file.exists())


def is_private(datasette: Any, name: str) -> bool:
    """Whether the database `name` is for the owner only: what is about people, and what reaches across files."""
    if name.startswith("_"):
        return culture(datasette) is not None or audience(datasette) is not None
    database = datasette.databases.get(name)
    return database is not None and _kind(database) == "audience"


def is_owner(actor: dict[str, Any] | None) -> bool:
    """Whether the actor came in by the one-time link that `serve` prints."""
    return bool(actor) and (actor or {}).get("id") == OWNER


def is_local(request: Any) -> bool:
    """Whether the request comes from this machine, straight: not through a proxy, not under a foreign name."""
    client = (request.scope.get("client") or ("",))[0]
    host = request.headers.get("host", "").rsplit(":", 1)[0].strip("[]")
    forwarded = {"x-forwarded-for", "forwarded", "x-real-ip"} & set(request.headers)
    return client in LOOPBACK and host in LOOPBACK and not forwarded
