"""Which of Datasette's databases is the catalogue, which is about people, and who is asking."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

OWNER = "root"
LOOPBACK = ("127.0.0.1", "::1")
_HOST = re.compile(r"(127\.0\.0\.1|\[::1\]|localhost)(:\d{1,5})?")
# What the headers of a request that came through a proxy begin with.
_PASSED_ON = ("x-forwarded-", "forwarded", "x-real-ip", "via", "cf-connecting-ip")
_CULTURE = {"works", "titles", "search_texts", "sources"}
_AUDIENCE = {"users", "ratings", "slates", "measurements"}


def _tables(database: Any) -> set[str] | None:
    """The tables of a database; None if its file can't be read now."""
    if not database.path:
        return set()
    mode = "mode=ro" if database.is_mutable else "mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(f"{Path(database.path).resolve().as_uri()}?{mode}", uri=True)
        try:
            return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        finally:
            connection.close()
    except sqlite3.Error:
        return None


def _kind(database: Any) -> str:
    """«culture», «audience» or «other», by the tables that the file has; «unread» as long as it can't be read."""
    known = getattr(database, "_culturedata_kind", None)
    if known is None:
        tables = _tables(database)
        if tables is None:
            return "unread"
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
    """Whether a database is for the owner only: what is about people, or may be, and what reaches across files."""
    if name.startswith("_"):
        return any(_kind(database) != "other" for database in datasette.databases.values())
    database = datasette.databases.get(name)
    return database is not None and _kind(database) in ("audience", "unread")


def is_owner(actor: dict[str, Any] | None) -> bool:
    """Whether the actor came in by the one-time link that `serve` prints."""
    return bool(actor) and (actor or {}).get("id") == OWNER


def is_local(request: Any) -> bool:
    """Whether the request comes from this machine, straight: not through a proxy, not under a foreign name."""
    client = (request.scope.get("client") or ("",))[0]
    host = _HOST.fullmatch(request.headers.get("host", "").lower())
    passed_on = any(name.startswith(_PASSED_ON) for name in request.headers)
    return client in LOOPBACK and host is not None and not passed_on
