"""Where things stand in a picture: ticks, points with their intervals, labels that do not lie upon each other.

Pictures are SVG made on the server; places are in the units of a box of WIDTH by HEIGHT, y downwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH, HEIGHT = 400.0, 320.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 12.0, 14.0, 44.0
LETTER, LINE = 6.3, 12.0  # width of a letter and height of a line of labels
TICKS = 5
Say = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and what is written there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """From the figures between `low` and `high` to the places between `start` and `stop`."""

    low: float
    high: float
    start: float
    stop: float
    log: bool = False

    def __call__(self, value: float) -> float:
        """The place of a value, one decimal; below the low end of a logarithmic axis it stands at that end."""
        value = max(value, self.low) if self.log else value
        low, high, value = (log10(x) if self.log else x for x in (self.low, self.high, value))
        share = (value - low) / (high - low)
        return round(self.start + share * (self.stop - self.start), 1)

    def ticks(self, say: Say) -> list[Tick]:
        """About five round figures, or the powers of ten with their halves on a logarithmic axis."""
        values = _powers(self.low, self.high) if self.log else _round(self.low, self.high)
        return [Tick(self(value), say(value)) for value in values if self.low <= value <= self.high]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its interval, if it has one."""

    mean: float
    low: float | None = None
    high: float | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """The interval, or the figure alone."""
        return (self.mean if self.low is None else self.low), (self.mean if self.high is None else self.high)


@dataclass(frozen=True, slots=True)
class Point:
    """A recommender in a picture: its place, the ends of its intervals, its label and where that is written."""

    label: str
    x: float
    y: float
    left: float
    right: float
    upper: float
    lower: float
    label_x: float
    label_y: float
    anchor: str

    @property
    def far(self) -> bool:
        """Whether the label stands so far off that a line must lead to it."""
        return max(abs(self.label_x - self.x), abs(self.label_y - self.y)) > 16


@dataclass(frozen=True, slots=True)
class Plane:
    """Points on two axes."""

    points: list[Point]
    x_ticks: list[Tick]
    y_ticks: list[Tick]


@dataclass(frozen=True, slots=True)
class Line:
    """A recommender's line: its places as SVG writes them, the marks on it with their intervals, and its label."""

    label: str
    path: str
    marks: list[tuple[float, float, float, float]]
    label_y: float
    style: int


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines on two axes; labels begin at `label_x`."""

    lines: list[Line]
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    label_x: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure on a line of its own, in thousandths of its length."""

    at: float
    low: float
    high: float


def plane(given: dict[str, tuple[Figure, Figure]], say_x: Say, say_y: Say, log_x: bool = False) -> Plane:
    """Points of (x, y) by their labels."""
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    across = _scale([x for x, _ in given.values()], LEFT, right, log_x)
    up = _scale([y for _, y in given.values()], bottom, TOP)
    places = [(across(x.mean), up(y.mean)) for x, y in given.values()]
    taken = [(x - 4, y - 4, x + 4, y + 4) for x, y in places]
    points = []
    for (label, (x, y)), (at_x, at_y) in zip(given.items(), places, strict=True):
        label_x, label_y, anchor, box = _free(label, at_x, at_y, taken)
        taken.append(box)
        (x_low, x_high), (y_low, y_high) = x.ends, y.ends
        ends = (across(x_low), across(x_high), up(y_high), up(y_low))
        points.append(Point(label, at_x, at_y, *ends, label_x, label_y, anchor))
    return Plane(points, across.ticks(say_x), up.ticks(say_y))


def lines(given: dict[str, list[tuple[float, Figure]]], say_x: Say, say_y: Say) -> Lines:
    """Lines of (share from 0 to 1, figure) by their labels, which stand at their right ends, apart."""
    longest = max(len(label) for label in given) * LETTER
    label_x = WIDTH - RIGHT - min(longest, WIDTH / 3)
    across = Scale(0.0, 1.0, LEFT, label_x - 8)
    up = _scale([figure for points in given.values() for _, figure in points], HEIGHT - BOTTOM, TOP)
    ends = {label: up(points[-1][1].mean) for label, points in given.items()}
    heights = _apart(ends)
    out = []
    for style, (label, points) in enumerate(given.items()):
        places = [(across(share), up(figure.mean)) for share, figure in points]
        path = " ".join(f"{x},{y}" for x, y in places)
        marks = [
            (x, y, up(figure.ends[0]), up(figure.ends[1])) for (x, y), (_, figure) in zip(places, points, strict=True)
        ]
        out.append(Line(label, path, marks, heights[label], style % 4))
    return Lines(out, across.ticks(say_x), up.ticks(say_y), label_x)


def bars(given: dict[str, Figure], also: Sequence[float] = ()) -> tuple[dict[str, Bar], Callable[[float], float]]:
    """Each figure on a line of its own, all to one scale, which has room for the figures `also`; and that scale."""
    scale = _scale([*given.values(), *map(Figure, also)], 20.0, 980.0)
    return {label: Bar(scale(one.mean), scale(one.ends[0]), scale(one.ends[1])) for label, one in given.items()}, scale


def _scale(figures: Sequence[Figure], start: float, stop: float, log: bool = False) -> Scale:
    """The scale that shows all intervals, with a little room."""
    low, high = min(one.ends[0] for one in figures), max(one.ends[1] for one in figures)
    if log:
        low, high = max(low, 1e-3), max(high, 1e-3)
        return Scale(low / 1.5, high * 1.5, start, stop, log)
    room = (high - low) * 0.06 or abs(high) * 0.06 or 1.0
    return Scale(low - room, high + room, start, stop)


def _round(low: float, high: float) -> list[float]:
    rough = (high - low) / TICKS
    power = 10.0 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
    first = ceil(low / step)
    return [round(number * step, 10) for number in range(first, floor(high / step) + 1)]


def _powers(low: float, high: float) -> list[float]:
    exponents = range(floor(log10(low)), ceil(log10(high)) + 1)
    few = [round(10.0**exponent, 10) for exponent in exponents]
    more = [round(factor * power, 10) for power in few for factor in (1, 2, 5)]
    return few if sum(low <= value <= high for value in few) > 2 else more


Box = tuple[float, float, float, float]


def _free(label: str, x: float, y: float, taken: Sequence[Box]) -> tuple[float, float, str, Box]:
    """Where a label beside (x, y) hides least: right, left, above or below, near or farther."""
    width = len(label) * LETTER
    tried: list[tuple[float, int, tuple[float, float, str, Box]]] = []
    for far in (7.0, 20.0):
        beside = [(far, 4.0, "start"), (-far, 4.0, "end"), (0.0, -far, "middle"), (0.0, far + 8, "middle")]
        corners = [(dx, dy, anchor) for dx, anchor in ((far, "start"), (-far, "end")) for dy in (-far, far + 8)]
        for dx, dy, anchor in (*beside, *corners):
            start = x + dx - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
            box = (start, y + dy - LINE + 2, start + width, y + dy + 3)
            out = max(0.0, LEFT - box[0]) + max(0.0, box[2] - WIDTH) + max(0.0, -box[1])
            hidden = sum(_shared(box, other) for other in taken) + 50 * out
            tried.append((hidden, len(tried), (round(x + dx, 1), round(y + dy, 1), anchor, box)))
    return min(tried)[2]


def _shared(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0.0


def _apart(ends: dict[str, float]) -> dict[str, float]:
    """Heights of labels as near to the `ends` as a line's height between them allows."""
    out, last = {}, 0.0
    for label, y in sorted(ends.items(), key=lambda one: one[1]):
        out[label] = last = max(y, last + LINE)
    beyond = max(0.0, last - (HEIGHT - BOTTOM - LINE / 2))
    return {label: round(y - beyond + 4, 1) for label, y in out.items()}
