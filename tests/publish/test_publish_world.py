"""The map: every country has its place, size and shade say what the legend says, codes do not lie upon each other."""

from __future__ import annotations

import re
from typing import Any

import pytest

from culturedata.openness.counting import countries
from culturedata.publish import world
from culturedata.publish.world import EUROPE, WORLD

LAND = re.compile(r"(M-?\d+ -?\d+l-?\d+ -?\d+( -?\d+ -?\d+)+z ?)+")


def row(code: str, works: int = 10, score: float | None = 50.0) -> dict[str, Any]:
    """A country's row of a report, as far as the map reads it."""
    return {"name": code, "works": works, "score": score}


def test_every_country_that_is_read_has_a_place() -> None:
    assert set(world.middles()) == set(countries._codes().values())
    assert all(-90 < latitude < 90 and -180 <= longitude <= 180 for latitude, longitude in world.middles().values())


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        ("FR", 46, 2),
        ("NO", 64, 14),
        ("US", 40, -99),
        ("RU", 62, 100),
        ("FJ", -17, 180),
        ("GF", 5, -52),
        ("NZ", -44, 171),
    ],
)
def test_places_of_countries(code: str, latitude: float, longitude: float) -> None:
    """Of the mainland, also where a country has land far away or on both sides of 180°; Norway's code is no «false»."""
    assert world.middles()[code] == pytest.approx((latitude, longitude), abs=1)


def test_the_coasts_are_a_path_within_the_world() -> None:
    assert LAND.fullmatch(world.land())
    for outline in re.findall(r"M([^z]+)z", world.land()):
        (x, y), *steps = [tuple(map(int, pair.split())) for pair in re.findall(r"-?\d+ -?\d+", outline)]
        for dx, dy in steps:
            x, y = x + dx, y + dy
            assert -1800 <= x <= 1800
            assert -581 <= y <= 840


def test_the_corners_of_a_window() -> None:
    assert WORLD.place(84, -180) == (0, 0)
    assert WORLD.place(-57, 180) == (100, WORLD.height)
    assert WORLD.place(-77, 0) == (50, WORLD.height), "what lies beyond stands at the edge"
    left, bottom = EUROPE.place(34, -25)
    assert (left, bottom) == (0, EUROPE.height)
    scale = re.findall(r"-?[\d.]+", EUROPE.of_land)
    x, y = EUROPE.place(50, 10)
    assert x == pytest.approx(float(scale[0]) + 100 * float(scale[2]), abs=0.1)
    assert y == pytest.approx(float(scale[1]) + 500 * float(scale[3]), abs=0.1), "coasts and dots lie in one map"


def test_europe_has_a_map_of_its_own_if_two_countries_lie_there() -> None:
    (alone,) = world.maps([row("FR"), row("US"), row("JP")])
    assert (alone.window, len(alone.dots)) == (WORLD, 3)
    assert all(dot.label for dot in alone.dots)
    whole, near = world.maps([row("FR"), row("US"), row("GB")])
    assert (near.window, [dot.row["name"] for dot in near.dots]) == (EUROPE, ["FR", "GB"])
    assert {dot.row["name"]: dot.label is not None for dot in whole.dots} == {"FR": False, "US": True, "GB": False}
    assert world.maps([]) == []


def test_size_is_by_works_and_the_smallest_lie_on_top() -> None:
    (drawn,) = world.maps([row("US", 10), row("JP", 1000), row("BR", 100)])
    assert [dot.row["name"] for dot in drawn.dots] == ["JP", "BR", "US"]
    large, middle, small = [dot.radius for dot in drawn.dots]
    assert large - middle == pytest.approx(middle - small), "one step for ten times the works"
    assert world.sizes([row("US", 250), row("JP", 3)]) == {1: world.radius(1), 100: world.radius(100)}
    assert world.sizes([]) == {}


@pytest.mark.parametrize(
    ("score", "shade"), [(None, None), (0, 0), (24.9, 0), (25, 1), (50, 2), (74.9, 2), (75, 3), (100, 3)]
)
def test_shade_is_by_score(score: float | None, shade: int | None) -> None:
    assert world.shade(score) == shade
    ((dot,),) = [one.dots for one in world.maps([row("FR", score=score)])]
    assert dot.shade == shade


def test_codes_do_not_lie_upon_each_other() -> None:
    """Korea and Japan are so near that both cannot be written above; at the edge of the map a code stays inside."""
    (drawn,) = world.maps([row("JP", 23), row("KR", 11), row("CN", 13), row("TW", 12), row("NZ"), row("AQ")])
    boxes = [world._box(*dot.label) for dot in drawn.dots if dot.label]
    assert len(boxes) == 6
    for n, box in enumerate(boxes):
        assert world._hidden(box, boxes[:n] + boxes[n + 1 :], WORLD) == pytest.approx(0, abs=0.5)
