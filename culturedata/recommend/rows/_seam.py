"""The kinds of rows there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from culturedata.recommend.rows._base import Many, RowKind
from culturedata.recommend.rows._visitor import Visitor
from culturedata.registry import Seam

ROWS = Seam("culturedata.recommend.rows", "kind of row")


def kinds(names: Collection[str] = ()) -> list[RowKind]:
    """One of each kind called by `names`, of all by default. Raises UnknownName."""
    return [ROWS.load(name)() for name in names or ROWS.members()]


def candidates(visitor: Visitor, of: Collection[RowKind], columns: int) -> Iterator[tuple[str, Many]]:
    """Every row that might be shown to a visitor, kind after kind with its name, by their first `columns` works."""
    for kind in of:
        for many in kind.many(visitor, columns):
            yield kind.name, many
