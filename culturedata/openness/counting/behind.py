"""The works behind a figure, found by the very conditions that counted them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from culturedata.openness.counting.countries import placed_in, written
from culturedata.openness.counting.groups import BY
from culturedata.openness.counting.indicators import AMONG, conditions
from culturedata.openness.counting.shares import INSTITUTION, PLACED, Cell
from culturedata.registry import unknown

_COLUMNS = {"institution": INSTITUTION, "source": "w.source"}


@dataclass(frozen=True, slots=True)
class Behind:
    """The works of a group that meet a condition, or that don't.

    `condition` is what stands after FROM in SQL; `values` are its parameters by name, as Datasette takes them too.
    """

    condition: str
    values: dict[str, str]

    @property
    def sql(self) -> str:
        """The query that lists them, as a person may run it."""
        return f"SELECT w.work_id, w.title, w.maker, w.year, w.source, w.url\nFROM {self.condition}"

    def count(self, connection: sqlite3.Connection) -> int:
        """How many works there are."""
        return int(connection.execute(f"SELECT count(*) FROM {self.condition}", self.values).fetchone()[0])

    def page(self, connection: sqlite3.Connection, limit: int, offset: int) -> list[str]:
        """Ids of works, in the order of their ids."""
        asked = f"SELECT w.work_id FROM {self.condition} ORDER BY w.work_id LIMIT :limit OFFSET :offset"
        return [row[0] for row in connection.execute(asked, {**self.values, "limit": limit, "offset": offset})]


def behind(
    connection: sqlite3.Connection,
    by: str,
    name: str,
    country: str | None,
    of: str,
    year: int,
    *,
    without: bool = False,
    doubles: Iterable[Cell] = (),
) -> Behind:
    """The works of an institution (in `country`), country or source `name` that meet the condition `of`.

    `of` is a name of indicators.conditions, or «works» for all of them; `without` asks for the others, of those
    that the condition is a share of (AMONG). `doubles` are the cells that a report leaves out. Raises
    UnknownName for a grouping or condition that there is not.
    """
    known = {"works": "1", **conditions(connection, year)}
    if by not in BY:
        raise unknown("grouping", by, BY)
    if of not in known:
        raise unknown("condition", of, known)
    asked, values = ([f"{_COLUMNS[by]} = :name"], {"name": name}) if by in _COLUMNS else ([], {})
    said = written(connection)
    if by != "source":
        asked.append(placed_in(name if by == "country" else country, said))
    for n, cell in enumerate(double for double in doubles if _touches(double, by, name, country)):
        of_cell = f"{INSTITUTION} = :institution{n} AND {placed_in(cell.country, said)}"
        asked.append(f"(w.source = :source{n} AND {of_cell}) IS NOT TRUE")
        values |= {f"source{n}": cell.source, f"institution{n}": cell.institution or ""}
    if of in AMONG and without:
        asked.append(known[AMONG[of]])
    asked.append(f"({known[of]}) IS {'NOT ' * without}TRUE")
    return Behind(f"{PLACED}\n    AND " + "\n    AND ".join(asked), values)


def _touches(cell: Cell, by: str, name: str, country: str | None) -> bool:
    """Whether a cell's works would be among those of the group."""
    return {
        "institution": cell.place == (name, country),
        "country": cell.country == name,
        "source": cell.source == name,
    }[by]
