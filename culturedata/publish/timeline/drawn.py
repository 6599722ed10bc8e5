"""Where the facts stand in the two pictures of the timeline, in the units of charts.py, y downwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from culturedata.data.timeline import Fact
from culturedata.publish.evaluation import charts
from culturedata.publish.evaluation.charts import Say, Scale, Tick

ROW = 20.0  # height of a line of the calendar
NAMES = 150.0  # where the calendar begins, right of the names of its lines
DOT = 3.5


@dataclass(frozen=True, slots=True)
class Mark:
    """A fact in the picture of growth: its place, and where its figure is written, before or after it."""

    fact: Fact
    x: float
    y: float
    label_x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Grown:
    """Figures of one measure over the years on a logarithmic axis: even growth is a straight line."""

    marks: list[Mark]
    x_ticks: list[Tick]
    y_ticks: list[Tick]

    @property
    def path(self) -> str:
        """The points of the line through all marks, as SVG writes them."""
        return " ".join(f"{mark.x},{mark.y}" for mark in self.marks)

    @property
    def even(self) -> str:
        """The points of the line from the first mark to the last: growth by the same rate every year."""
        return " ".join(f"{mark.x},{mark.y}" for mark in (self.marks[0], self.marks[-1]))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the calendar: a measure, its height, and from where to where each of its facts reaches."""

    measure: str
    y: float
    reaches: list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Calendar:
    """What happened when: a line for each measure, in the order of their first facts."""

    lines: list[Line]
    ticks: list[Tick]
    bottom: float

    @property
    def height(self) -> float:
        """With the years below."""
        return self.bottom + 24


def grown(facts: Sequence[Fact], unit: float, say: Say) -> Grown | None:
    """The facts of one measure in multiples of `unit`; None for fewer than two, between which nothing can grow."""
    if len(facts) < 2:
        return None
    values = [(fact.value or 0.0) / unit for fact in facts]
    across = _years(facts, charts.LEFT, charts.WIDTH - charts.RIGHT)
    up = Scale(min(values) / 1.5, max(values) * 1.5, charts.HEIGHT - charts.BOTTOM, charts.TOP, log=True)
    marks = []
    for fact, value in zip(facts, values, strict=True):
        x = across(_middle(fact))
        late = x > charts.WIDTH / 2
        marks.append(Mark(fact, x, up(value), x - 9 if late else x + 9, "end" if late else "start"))
    return Grown(marks, across.ticks(_year), up.ticks(say))


def calendar(facts: Sequence[Fact]) -> Calendar | None:
    """All facts by measure; a date that is no more exact than a year reaches over that year. None without facts."""
    if not facts:
        return None
    across = _years(facts, NAMES, charts.WIDTH - charts.RIGHT)
    lines = []
    for n, measure in enumerate(dict.fromkeys(fact.measure for fact in facts)):
        spans = dict.fromkeys(fact.span for fact in facts if fact.measure == measure)
        lines.append(Line(measure, ROW * (n + 1), [_reach(across(start), across(end)) for start, end in spans]))
    return Calendar(lines, across.ticks(_year), ROW * (len(lines) + 1))


def _reach(start: float, end: float) -> tuple[float, float]:
    """At least as wide as a dot."""
    spare = max(0.0, 2 * DOT - (end - start)) / 2
    return round(start - spare, 1), round(end + spare, 1)


def _years(facts: Iterable[Fact], start: float, stop: float) -> Scale:
    """The scale of whole years on which all facts have their place."""
    spans = [fact.span for fact in facts]
    return Scale(min(first for first, _ in spans) - 1, max(last for _, last in spans) + 1.5, start, stop)


def _middle(fact: Fact) -> float:
    return sum(fact.span) / 2


def _year(value: float) -> str:
    return f"{value:.0f}"
