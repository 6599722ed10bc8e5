"""The dated facts of the slides, each with its source: what the story of Netflix is told by.

The table is `catalogues/tables/facts.csv`. A fact with a figure has a unit, an event has neither; a measure always has
the same unit, so that figures of one measure can be compared.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

from culturedata import resources
from culturedata.errors import InputFormat

# The unit of each measure; None for what happens and is not measured.
MEASURES: dict[str, str | None] = {
    "founded": None,
    "rental": None,
    "subscription": None,
    "subscribers": "people",
    "profit": None,
    "years-to-profit": "years",
    "titles": "titles",
    "discs": "discs/day",
    "prize": "USD",
    "streaming": None,
    "own-series": None,
    "open-images": "images",
    "spending-least": "USD",
    "spending-most": "USD",
    "originals": "%",
    "films": "films",
    "processors": "processors",
    "copies": "copies",
    "market-value": "USD",
}
COLUMNS = ("date", "entity", "measure", "value", "unit", "source_url", "statement_fr", "statement_en")
_SAID = ("date", "entity", "statement_fr", "statement_en")


@dataclass(frozen=True, slots=True)
class Fact:
    """What a source states of an entity on a `date`: a year, a month, a day or two years with a slash (EDTF).

    `value` is in `unit`; both are None for an event. Of what comes from the slides, `statement_fr` is their words.
    """

    date: str
    entity: str
    measure: str
    value: float | None
    unit: str | None
    source_url: str
    statement_fr: str
    statement_en: str

    @property
    def span(self) -> tuple[float, float]:
        """When it may have been, at the earliest and the latest, in years with decimals: (2000.0, 2001.0) for 2000."""
        first, _, last = self.date.partition("/")
        return _years(_days(first)[0]), _years(_days(last or first)[1])


@dataclass(frozen=True, slots=True)
class Growth:
    """How much a figure grew a year between two facts: 0.405 is 40.5 %.

    `low` and `high` are the same if the dates were as far apart, or as near, as their precision allows; None where
    that could be no time at all.
    """

    first: Fact
    last: Fact
    yearly: float
    low: float
    high: float | None


@cache
def facts() -> tuple[Fact, ...]:
    """All facts of the table, by date, then in its order."""
    return read(resources.catalogues() / "tables" / "facts.csv")


def read(path: Path) -> tuple[Fact, ...]:
    """The facts in a CSV with COLUMNS, by date, then in file order. Raises InputFormat at a line that says no fact."""
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file, restval="")
        if tuple(table.fieldnames or ()) != COLUMNS:
            raise InputFormat(f"{path.name} has not the columns {', '.join(COLUMNS)}.")
        found = [_fact(row, f"{path.name}, line {table.line_num}") for row in table]
    return tuple(sorted(found, key=lambda fact: fact.span))


def growth(first: Fact, last: Fact) -> Growth:
    """By how much the figure of one measure grew a year: (last / first)^(1/years) - 1.

    Years are those between the middles of the two dates. Raises ValueError for facts that have no such rate: other
    measures or entities, an event, 0, or a later first.

    Source: the compound annual growth rate.
    Cost: O(1).
    Use: to compare growth over times of different length; it says nothing of the years between.
    """
    if (first.measure, first.entity) != (last.measure, last.entity) or not first.value or not last.value:
        raise ValueError("growth is that of one measure of one entity, with two figures above 0")
    (start, start_end), (end, end_end) = first.span, last.span
    between = (end + end_end - start - start_end) / 2
    if between <= 0:
        raise ValueError("the first fact is not the earlier one")
    times = math.log(last.value / first.value)
    ends = [math.exp(times / years) - 1 for years in (end_end - start, end - start_end) if years > 0]
    return Growth(first, last, math.exp(times / between) - 1, min(ends), max(ends) if len(ends) == 2 else None)


def growths(given: Iterable[Fact], measure: str, entity: str) -> list[Growth]:
    """The growth from the first fact to the last one, then between neighbours where there are more than two."""
    of = [fact for fact in given if (fact.measure, fact.entity) == (measure, entity) and fact.value]
    if len(of) < 2:
        return []
    return [growth(of[0], of[-1]), *(growth(one, other) for one, other in pairwise(of) if len(of) > 2)]


def _fact(row: dict[str, str], place: str) -> Fact:
    measure, unit, value = row["measure"], row["unit"] or None, row["value"] or None
    if measure not in MEASURES:
        raise InputFormat(f"{place}: {measure!r} is not one of the measures.", f"There are: {', '.join(MEASURES)}.")
    if unit != MEASURES[measure]:
        raise InputFormat(f"{place}: the unit of {measure} is {MEASURES[measure] or 'none'}, not {unit or 'none'}.")
    if (value is None) != (unit is None):
        raise InputFormat(f"{place}: a figure has a unit, an event has neither.")
    if not row["source_url"].startswith(("https://", "http://")) or not all(row[name] for name in _SAID):
        raise InputFormat(f"{place}: a fact has a date, an entity, a source on the web and two statements.")
    try:
        figure = None if value is None else float(value)
        said = (row["source_url"], row["statement_fr"], row["statement_en"])
        made = Fact(row["date"], row["entity"], measure, figure, unit, *said)
        start, end = made.span
    except ValueError:
        raise InputFormat(f"{place}: {row['date']!r} is no date, or {value!r} no figure.") from None
    if start >= end or not (figure is None or 0 < figure < math.inf):
        raise InputFormat(f"{place}: {row['date']!r} ends before it begins, or {value!r} is no figure above 0.")
    return made


def _days(text: str) -> tuple[date, date]:
    """The first day of a year, a month or a day, and the one after its last. Raises ValueError for anything else."""
    year, *more = map(int, text.split("-"))
    if len(more) == 2:
        day = date(year, *more)
        return day, day + timedelta(1)
    if len(more) == 1:
        (month,) = more
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    return date(year, 1, 1), date(year + 1, 1, 1)


def _years(day: date) -> float:
    return day.year + (day - date(day.year, 1, 1)).days / (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
