"""Counting in culture.db: one cell for each source, institution and country."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from culturedata.openness.counting.countries import code
from culturedata.openness.counting.indicators import conditions
from culturedata.store.catalogue.works import SHOWN, named

# Of a work w: its source does not have its record any more.
GONE = "w.record_id IN (SELECT record_id FROM records WHERE gone_at IS NOT NULL)"
# The institution of a work: who keeps it, else who owns it. A work counts once, whatever its number of holders.
PLACED = f"""works AS w
    LEFT JOIN holdings AS h ON h.work_id = w.work_id AND h.position = (
        SELECT position FROM holdings AS other WHERE other.work_id = w.work_id AND other.kind IN ('keeper', 'owner')
        ORDER BY other.kind, other.position LIMIT 1)
    LEFT JOIN agents AS holder ON holder.agent_id = h.holder_id
    WHERE {SHOWN} AND NOT {GONE}"""
INSTITUTION = "coalesce(h.name, holder.name)"


@dataclass(frozen=True, slots=True)
class Cell:
    """The works of one source in one institution: how many there are, and how many meet each condition.

    `country` is a code, whatever the source writes; `no_country` is what it says there and is none («Europe»).
    """

    source: str
    institution: str | None
    country: str | None
    names: dict[str, str]
    counts: dict[str, int]
    no_country: str | None = None

    @property
    def place(self) -> tuple[str | None, str | None]:
        """The institution with its country: two museums may have the same name."""
        return self.institution, self.country


def cells(connection: sqlite3.Connection, year: int) -> list[Cell]:
    """Every cell of the library, authors judged as of `year`; works that another one stands for, and those that
    are gone, are not counted.
    """
    asked = conditions(connection, year)
    sums = ", ".join(f"total({condition})" for condition in asked.values())
    found = connection.execute(
        f"""SELECT w.source, {INSTITUTION}, h.country, max(h.holder_id), count(*), {sums}
            FROM {PLACED} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
    )
    return [
        Cell(
            source,
            institution,
            code(country),
            _names(connection, holder),
            {"works": works, **dict(zip(asked, map(int, counts), strict=True))},
            no_country=country if country and code(country) is None else None,
        )
        for source, institution, country, holder, works, *counts in found
    ]


def _names(connection: sqlite3.Connection, holder: str | None) -> dict[str, str]:
    """The institution's `name_fr` and `name_en`, those that the library has."""
    said = named(connection, "agents", "agent_id", holder) if holder else None
    return {key: name for key, name in (said or {}).items() if key != "name" and name}
