"""What Datasette tells of the library: descriptions, licences, facets and labels, from the schema itself."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from culturedata.publish import where
from culturedata.store.tables import schema

_FACETS = {
    "works": ["domain", "source", "decade", "open_image"],
    "agents": ["source"],
    "terms": ["facet"],
    "credits": ["role"],
    "issues": ["code"],
}
_SORT = {"works": "title", "agents": "name", "terms": "label"}
_LABELS = {
    "works": "title",
    "agents": "name",
    "terms": "label",
    "sources": "title",
    "imports": "source",
    "users": "user_id",
    "items": "item_id",
}
_HIDDEN = ("search_texts", "works_words", "_sqlite_migrations")


def described(datasette: Any) -> dict[str, Any]:
    """Metadata in Datasette's own shape, for the library's databases among those that are served."""
    databases: dict[str, Any] = {}
    culture, audience = where.culture(datasette), where.audience(datasette)
    if culture is not None:
        databases[culture.name] = _culture(culture)
    if audience is not None:
        databases[audience.name] = {
            "title": "Audience",
            "description": "What people did, and what was learnt from it. For the owner only.",
            "tables": _tables("audience"),
        }
    return {"databases": databases} if databases else {}


def _culture(database: Any) -> dict[str, Any]:
    said = getattr(database, "_culturedata_metadata", None)
    if said is None:
        said = {
            "title": "Catalogue",
            "description": "Museum works, music and films from open collections, each traced to its raw record.",
            "license": "Each source's own licence: see the table sources",
            "source": "; ".join(_sources(database.path)) or None,
            "about": "culturedata",
            "tables": _tables("culture"),
        }
        database._culturedata_metadata = said
    return dict(said)


def _sources(path: str) -> list[str]:
    connection = sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)
    try:
        return [
            f"{t} ({licence})" for t, licence in connection.execute("SELECT title, licence FROM sources ORDER BY title")
        ]
    finally:
        connection.close()


def _tables(name: str) -> dict[str, Any]:
    tables: dict[str, Any] = {
        table.name: {"description": table.about, "columns": {c.name: c.about for c in table.columns}}
        for table in schema.tables(name)
    }
    for table, facets in _FACETS.items():
        if table in tables:
            tables[table]["facets"] = facets
    for table, column in _SORT.items():
        if table in tables:
            tables[table]["sort"] = column
    for table, column in _LABELS.items():
        if table in tables:
            tables[table]["label_column"] = column
    for table in _HIDDEN:
        tables.setdefault(table, {})["hidden"] = True
    return tables
