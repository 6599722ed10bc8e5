"""Works that many people met."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping

_ITEMS = "item IN (SELECT item FROM items WHERE item_id IN (SELECT value FROM json_each(:items)))"
_PEOPLE = f"""SELECT count(*) FROM (SELECT DISTINCT user FROM (
    SELECT user FROM ratings WHERE {_ITEMS} UNION ALL
    SELECT user FROM events WHERE {_ITEMS} AND kind IN ('play', 'listen')) LIMIT :least)"""


def met_by(connection: sqlite3.Connection, items: Mapping[str, Collection[str]], least: int) -> set[str]:
    """The works that at least so many distinct people rated or played, by any source.

    `items` are the ids under which each work was met.
    """
    asked = {work: {"items": json.dumps(list(ids)), "least": least} for work, ids in items.items()}
    return {work for work, values in asked.items() if connection.execute(_PEOPLE, values).fetchone()[0] >= least}
