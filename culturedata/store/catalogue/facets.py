"""How the works that a search found, or that filters leave, divide: by domain, source, decade, open image, and word."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import Any

from culturedata.store.catalogue.search import Filters, Words, asked
from culturedata.store.catalogue.works import Row, rows

Division = dict[str, list[tuple[Any, int]]]
_BY = ("domain", "source", "decade", "open_image")


def divided(connection: sqlite3.Connection, filters: Filters, read: Words = ()) -> Division:
    """How many of the works are of each domain, source and decade, and how many have an open image.

    `read` are the words that a search looked for, as `search` says them. Most works first, decades latest first; works
    without a decade count in none.
    """
    within, values = asked(read, filters)
    cells = connection.execute(
        f"SELECT w.domain, w.source, w.decade, w.open_image, count(*) FROM {within} GROUP BY 1, 2, 3, 4", values
    ).fetchall()
    found: Division = {}
    for place, name in enumerate(_BY):
        counted: Counter[Any] = Counter()
        for cell in cells:
            counted[cell[place]] += cell[-1]
        known = [(value, n) for value, n in counted.items() if value is not None and (name != "open_image" or value)]
        found[name] = sorted(known, key=lambda one: -one[0] if name == "decade" else (-one[1], str(one[0])))
    return found


def common(connection: sqlite3.Connection, filters: Filters, read: Words = (), most: int = 12) -> list[Row]:
    """The words that describe most of the works, each with its facet and how many works `n` it describes.

    At most so many, and none that describes all of them: it would leave no work out.
    """
    within, values = asked(read, filters)
    return rows(
        connection,
        f"""WITH found AS (SELECT w.work_id FROM {within})
            SELECT wt.facet, t.term_id, t.label, t.label_fr, t.label_en, count(*) AS n
            FROM found JOIN work_terms AS wt USING (work_id) JOIN terms AS t USING (term_id)
            GROUP BY wt.facet, t.term_id HAVING n < (SELECT count(*) FROM found)
            ORDER BY n DESC, t.label, t.term_id, wt.facet LIMIT ?""",
        [*values, most],
    )
