"""Putting cells together: by institution, by country, or by source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from culturedata.openness.counting.extent import Extent
from culturedata.openness.counting.shares import Cell

BY = ("institution", "country", "source")


@dataclass(slots=True)
class Group:
    """The works of an institution, a country or a source, put together. `institution` and `country` may be None.

    `sources` are those that the works come from; `extent` says how far these reach: «whole», «part», «chosen», or
    «mixed» where they differ.
    """

    key: tuple[str | None, ...]
    institution: str | None = None
    country: str | None = None
    names: dict[str, str] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    extent: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    cells: list[Cell] = field(default_factory=list)

    @property
    def sampled(self) -> bool:
        """Whether there may be more works than these: then shares have an interval."""
        return self.extent != "whole"

    @property
    def works(self) -> int:
        """How many works there are."""
        return self.counts["works"]


def without_doubles(cells: Iterable[Cell], extent: Extent) -> tuple[list[Cell], list[Cell]]:
    """The cells that count, and those left out: samples of an institution whose whole collection is there."""
    all_cells = list(cells)
    whole = {cell.place for cell in all_cells if cell.institution is not None and not extent.is_sampled(cell.source)}
    kept: list[Cell] = []
    left_out: list[Cell] = []
    for cell in all_cells:
        (left_out if extent.is_sampled(cell.source) and cell.place in whole else kept).append(cell)
    return kept, left_out


def grouped(cells: Iterable[Cell], by: str, extent: Extent) -> list[Group]:
    """One group for each institution (with its country), country or source, most works first.

    Works that name no institution, or no country, are in no group. A work that has a structured record is one of a
    source that is not a sample written for the purpose: only its publisher can make a collection reachable.
    """
    groups: dict[tuple[str | None, ...], Group] = {}
    for cell in cells:
        key = _key(cell, by)
        if key[0] is None:
            continue
        group = groups.setdefault(key, Group(key))
        group.counts.update(cell.counts)
        group.counts["structured"] += 0 if extent.of(cell.source) == "chosen" else cell.counts["works"]
        reach = extent.of(cell.source)
        group.extent = reach if group.extent in ("", reach) else "mixed"
        group.cells.append(cell)
        if by == "institution":
            group.institution, group.names = cell.institution, group.names | cell.names
        group.country = None if by == "source" else cell.country
        group.sources = sorted({*group.sources, cell.source})
    return sorted(groups.values(), key=lambda group: (-group.works, str(group.key)))


def _key(cell: Cell, by: str) -> tuple[str | None, ...]:
    return cell.place if by == "institution" else ((cell.country if by == "country" else cell.source),)


def institutions(group: Group, extent: Extent) -> list[Group]:
    """The institutions whose works make up a group."""
    return grouped(group.cells, "institution", extent)
