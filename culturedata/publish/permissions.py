"""Who may see what: audience.db is for the owner alone, in every form."""

from __future__ import annotations

from typing import Any

from culturedata.publish import where

_OF_A_DATABASE = {"view-database", "view-database-download", "execute-sql"}
_OF_A_TABLE = {"view-table", "view-query"}


def allowed(datasette: Any, actor: dict[str, Any] | None, action: str, resource: Any) -> bool | None:
    """False where a private database is asked for by anybody but the owner, True for the owner, else no opinion."""
    if action in _OF_A_DATABASE:
        database = resource
    elif action in _OF_A_TABLE:
        database = resource[0]
    else:
        return None
    if not where.is_private(datasette, database):
        return None
    return where.is_owner(actor)
