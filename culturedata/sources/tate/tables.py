"""Tate's two tables, artwork_data.csv and artist_data.csv: rows in the shape of the JSON records that they are made of.

A row says less: one maker, without years and gender, whose name stands the sort way round; no subjects, movements,
groups or further pictures; and of the years when a work was made only the first. An older artwork_data.csv has fewer
columns. An empty cell says nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from culturedata.importing.values.text import slug

ACNO = "accession_number"  # the column that an artwork is known by; a row without it is of an artist
NEEDED = ({ACNO, "title"}, {"id", "name"})
_SAME = (
    "id", "title", "dateText", "year", "medium", "creditLine", "acquisitionYear", "dimensions", "width", "height",
    "depth", "units", "inscription", "thumbnailCopyright", "thumbnailUrl", "url",
)  # fmt: skip
_NOT_SAID = ("classification", "foreignTitle", "groupTitle", "catalogueGroup")
Cells = dict[str, str]  # by the columns' names
Bad = Callable[[str, str], None]  # is told a column and what stands there in place of a year


def artwork(cells: Cells) -> dict[str, Any]:
    """The record of an artwork, with its first year as `year`; columns that are not known are left in `cells`."""
    row: dict[str, Any] = {name: _cell(cells, name) for name in _SAME} | dict.fromkeys(_NOT_SAID)
    maker, id_, role = (_cell(cells, name) for name in ("artist", "artistId", "artistRole"))
    return row | {"acno": _cell(cells, ACNO), "contributors": _contributors(maker, id_, role)}


def _contributors(name: str | None, id_: str | None, role: str | None) -> list[dict[str, Any]]:
    """The one maker whom a row names, if it names one."""
    if not name and not id_:
        return []
    known = {"id": id_ or slug(name or ""), "mda": name or None, "fc": natural(name) if name else f"[{id_}]"}
    return [known | {"date": None, "gender": None, "role": role or "artist", "displayOrder": 1}]


def artist(cells: Cells, bad: Bad) -> dict[str, Any]:
    """The record of an artist; columns that are not known are left in `cells`."""
    id_, name = _cell(cells, "id"), _cell(cells, "name") or ""
    known: dict[str, Any] = {"id": id_, "mda": name, "fc": natural(name), "movements": []}
    said = {to: _cell(cells, column) for to, column in (("date", "dates"), ("gender", "gender"), ("url", "url"))}
    return known | said | {
        "birth": _event(_cell(cells, "placeOfBirth"), _year(cells, "yearOfBirth", bad)),
        "death": _event(_cell(cells, "placeOfDeath"), _year(cells, "yearOfDeath", bad)),
    }  # fmt: skip


def _event(place: str | None, year: int | None) -> dict[str, Any]:
    return {"place": {"name": place}, "time": {"startYear": year}}


def _year(cells: Cells, column: str, bad: Bad) -> int | None:
    said = _cell(cells, column)
    if said and not said.isdecimal():
        bad(column, said)
        return None
    return int(said) if said else None


def _cell(cells: Cells, column: str) -> str | None:
    """What stands in a cell, taken out; None if nothing does, or the table has no such column."""
    return cells.pop(column, "").strip() or None


def natural(name: str) -> str:
    """«Robert Blake» of «Blake, Robert», «Thomas Barker of Bath» of «Barker, Thomas, of Bath».

    So are called 97 of 100 artists in their own records; of a group the table prints its members in brackets, which
    stay.
    """
    last, *rest = name.split(", ")
    return name if "(" in name or not rest else " ".join((rest[0], last, *rest[1:]))
