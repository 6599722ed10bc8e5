"""A small map of the world: a dot for each country, sized by its works, shaded by its score.

Maps are SVG made on the server, 100 units wide. The projection is equirectangular, true at 40° north and south. The
table is `catalogues/tables/world.yml`, which says where its coasts and middles of countries come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import cos, log10, radians
from typing import Any

import msgspec
import yaml

from culturedata import resources

WIDTH = 100.0
SHADES = (25, 50, 75)  # scores at which the next shade begins
_LETTERS, _LINE = 5.0, 3.0  # units that a country's code takes, across and up
_NARROWING = cos(radians(40))  # of a degree of longitude against one of latitude


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Middles of countries as (latitude, longitude); coasts as an SVG path in tenths of a degree, north upwards."""

    countries: dict[str, tuple[float, float]]
    land: str


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the world that a map shows, in degrees."""

    name: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def _across(self) -> float:
        """Units to a degree of longitude."""
        return WIDTH / (self.right - self.left)

    @property
    def _up(self) -> float:
        """Units to a degree of latitude."""
        return self._across / _NARROWING

    @property
    def height(self) -> float:
        """In units."""
        return round((self.top - self.bottom) * self._up, 1)

    @property
    def of_land(self) -> str:
        """The SVG transform that brings the coasts into the map."""
        place = f"{-self.left * self._across:.2f} {self.top * self._up:.2f}"
        return f"translate({place}) scale({self._across / 10:.5f} {-self._up / 10:.5f})"

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a point stands; at the edge if it lies outside."""
        x, y = (longitude - self.left) * self._across, (self.top - latitude) * self._up
        return round(min(max(x, 0), WIDTH), 1), round(min(max(y, 0), self.height), 1)

    def holds(self, country: str) -> bool:
        """Whether the middle of a country lies inside."""
        latitude, longitude = middles()[country]
        return self.bottom < latitude < self.top and self.left < longitude < self.right


WORLD = Window("world", -180, 180, -57, 84)
EUROPE = Window("europe", -25, 45, 34, 71)  # where countries are too near each other for the map of the world


@dataclass(frozen=True, slots=True)
class Dot:
    """A country on a map: its row of the report, its place, and where the middle of its code is written, if it is."""

    row: Mapping[str, Any]
    x: float
    y: float
    radius: float
    shade: int | None
    label: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Map:
    """What a window shows: dots, largest first, so that none is hidden."""

    window: Window
    dots: list[Dot]


def maps(countries: Iterable[Mapping[str, Any]]) -> list[Map]:
    """The map of the world with the rows of a report by country, and one of Europe if two of them lie there."""
    rows = sorted(countries, key=lambda row: -row["works"])
    near = [row for row in rows if EUROPE.holds(row["name"])]
    if len(near) < 2:
        return [_map(WORLD, rows, rows)] if rows else []
    return [_map(WORLD, rows, [row for row in rows if row not in near]), _map(EUROPE, near, near)]


def sizes(countries: Iterable[Mapping[str, Any]]) -> dict[int, float]:
    """The radii that the legend shows: of round numbers of works, up to what the largest dot stands for."""
    most = max((row["works"] for row in countries), default=0)
    return {works: radius(works) for works in (1, 100, 10_000, 1_000_000) if works <= most}


def radius(works: int) -> float:
    """In units: one step more for ten times the works, else one large collection would leave specks of all others."""
    return round(0.9 + 0.4 * log10(works), 2)


def shade(score: float | None) -> int | None:
    """0 (lightest) to 3 by the score; None for a country that has none."""
    return None if score is None else sum(score >= start for start in SHADES)


def middles() -> dict[str, tuple[float, float]]:
    """Latitude and longitude of the middle of every country, by its code."""
    return _table().countries


def land() -> str:
    """The coasts, as an SVG path that `Window.of_land` brings into a map."""
    return _table().land


def _map(window: Window, rows: list[Mapping[str, Any]], named: list[Mapping[str, Any]]) -> Map:
    """The dots of `rows`, and codes at those `named`, each where it hides least of dots and other codes."""
    places = [(*window.place(*middles()[row["name"]]), radius(row["works"])) for row in rows]
    taken: list[_Box] = [(x - r, y - r, x + r, y + r) for x, y, r in places]
    dots = []
    for row, (x, y, r) in zip(rows, places, strict=True):
        label = None
        if row in named:
            above, below, beside = y - r - 0.7, y + r + _LINE + 0.1, r + 0.5 + _LETTERS / 2
            tried = [(x, above), (x, below), (x + beside, y + 1), (x - beside, y + 1)]
            label = min(tried, key=lambda at: _hidden(_box(*at), taken, window))
            taken.append(_box(*label))
        dots.append(Dot(row, x, y, r, shade(row["score"]), label and (round(label[0], 1), round(label[1], 1))))
    return Map(window, dots)


_Box = tuple[float, float, float, float]


def _box(x: float, y: float) -> _Box:
    """What a code takes that is written in the middle of x on the line y."""
    return x - _LETTERS / 2, y - _LINE, x + _LETTERS / 2, y


def _hidden(box: _Box, taken: list[_Box], window: Window) -> float:
    """How much of other boxes a code would lie upon, in square units, or beyond the edge of the map."""
    left, top, right, bottom = box
    upon = sum(max(0, min(right, r) - max(left, x)) * max(0, min(bottom, b) - max(top, y)) for x, y, r, b in taken)
    inside = (min(right, WIDTH) - max(left, 0)) * (min(bottom, window.height) - max(top, 0))
    return upon + _LETTERS * _LINE - inside


@cache
def _table() -> _Table:
    path = resources.catalogues() / "tables" / "world.yml"
    return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), _Table)
