"""What fits on a screen, and which works of the rows are shown when none may stand twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from culturedata.data.described import Numbers
from culturedata.recommend.rows._base import LEAST, Row


@dataclass(frozen=True, slots=True)
class Shape:
    """How many `rows` and `columns` a page has, and with how few works a row is still shown."""

    rows: int
    columns: int
    least: int = LEAST

    @classmethod
    def of(cls, device: str, rows: int | None = None, columns: int | None = None) -> Shape:
        """That of a device, or with another number of rows or columns; a narrow row is whole with fewer works."""
        usual = DEVICES[device]
        wide = columns or usual.columns
        return cls(rows or usual.rows, wide, min(LEAST, wide))


DEVICES = {"phone": Shape(8, 3), "tablet": Shape(8, 5), "desk": Shape(8, 7), "tv": Shape(10, 6)}


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A row as it is shown: its first works that no row above shows."""

    row: Row
    works: tuple[int, ...]


def fresh(works: Numbers, shown: set[int], columns: int) -> tuple[int, ...]:
    """The first `columns` of `works` that are not shown yet."""
    near = works[: columns + len(shown)].tolist()
    return tuple([work for work in near if work not in shown][:columns])


def lay(rows: Sequence[Row], shape: Shape) -> list[Laid]:
    """The rows in their order, no work twice: each takes its best works that are left; one with too few is left out.

    At most `shape.rows` of them.
    """
    shown: set[int] = set()
    page: list[Laid] = []
    for row in rows:
        works = fresh(row.works, shown, shape.columns)
        if len(works) < shape.least:
            continue
        page.append(Laid(row, works))
        shown.update(works)
        if len(page) == shape.rows:
            break
    return page
