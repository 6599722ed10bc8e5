"""Where the pool of a home page stands in its picture, in the units of charts.py, y downwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from culturedata.publish.evaluation.charts import Say, Scale, Tick

ROW = 20.0  # height of a line
NAMES, END = 136.0, 300.0  # where bars begin, right of the names of the lines, and where the longest ends
_LEAST = 0.7  # where the axis begins, that a single row is seen


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of row: how many there might have been, how many of them were compared and how many chosen."""

    name: str
    possible: int
    compared: int
    chosen: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the picture: the widths of its two bars, 0 for nothing, and where the mark of the chosen stands."""

    kind: Kind
    y: float
    possible: float
    compared: float
    chosen: float | None


@dataclass(frozen=True, slots=True)
class Pool:
    """Kinds of rows on a logarithmic axis, those with the most possible rows first."""

    lines: list[Line]
    ticks: list[Tick]
    bottom: float

    @property
    def height(self) -> float:
        """With the figures below."""
        return self.bottom + 24


def pool(kinds: Iterable[Kind], say: Say) -> Pool | None:
    """One line for each kind; None without any."""
    ranked = sorted(kinds, key=lambda kind: (-kind.possible, -kind.compared, kind.name))
    if not ranked:
        return None
    most = max(max(kind.possible, kind.compared, kind.chosen) for kind in ranked)
    across = Scale(_LEAST, max(most, 10), NAMES, END, log=True)
    lines = []
    for n, kind in enumerate(ranked, 1):
        possible, compared = (round(across(of) - NAMES, 1) if of else 0.0 for of in (kind.possible, kind.compared))
        lines.append(Line(kind, ROW * n, possible, compared, across(kind.chosen) if kind.chosen else None))
    return Pool(lines, [tick for tick in across.ticks(say) if tick.at > NAMES], ROW * (len(lines) + 1))
