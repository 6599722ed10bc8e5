"""Each measure of popularity by hand, on a few interactions whose figures can be counted on fingers."""

from __future__ import annotations

from math import log, nan
from typing import Any

import numpy as np
import pytest

from culturedata.data.facts import Dated, Facts
from culturedata.signals.popularity._known import Known
from culturedata.signals.popularity._ranks import within
from tests.signals.made import T, ago, figures, interactions

# Work 0: four people, one of whom comes twice; work 1: one person of long ago; work 2: two lately; work 3: nobody.
ROWS = [
    (0, 0, 3.0, ago(56)), (1, 0, 4.0, ago(30)), (2, 0, 5.0, ago(28)), (3, 0, 2.0, ago(7)), (3, 0, 3.0, ago(3)),
    (0, 1, 1.0, ago(56)), (1, 2, 5.0, ago(1)), (2, 2, 4.0, ago(0.5)),
]  # fmt: skip
FACTS = Facts(
    runtimes=np.array([2.0, 3.0, nan, 1.0]),
    labels={
        "genre": (("drama",), ("drama", "crime"), ("crime", "drama"), ("drama",)),
        "maker": (("Mann",), ("Campion",), ("Mann",), ("Mann",)),
        "place": ((), ("Tate",), ("Tate",), ("Tate",)),
    },
    figures={
        ("box office", "USD"): Dated(np.array([1e6, nan, 2e6, 3e6]), np.array([0, 0, ago(1), ago(-1)])),
        ("critics' rating", "of 10"): Dated(np.array([7.5, 8.0, nan, 1.0]), np.zeros(4, dtype=np.int64)),
        ("reviews", "reviews"): Dated(np.array([70.0, 80, nan, 10]), np.zeros(4, dtype=np.int64)),
        ("tomatometer", "%"): Dated(np.array([75.0, 85, nan, 15]), np.zeros(4, dtype=np.int64)),
        ("metacritic", "of 100"): Dated(np.array([71.0, 81, nan, 11]), np.zeros(4, dtype=np.int64)),
        ("rating", "of 10"): Dated(np.array([7.2, 8.2, nan, 1.2]), np.zeros(4, dtype=np.int64)),
        ("ratings", "votes"): Dated(np.array([700.0, 800, nan, 100]), np.zeros(4, dtype=np.int64)),
    },
)


def of(name: str, unit: str = "stars", at: int | None = T, **options: Any) -> list[float]:
    return figures(name, Known.of(interactions(ROWS, items=4), unit, FACTS, at), **options).tolist()


@pytest.mark.parametrize(
    ("name", "unit", "expected"),
    [
        ("counts", "stars", [5, 1, 2, 0]),
        ("people", "stars", [4, 1, 2, 0]),
        ("plays", "plays", [17, 1, 9, 0]),
        ("plays", "stars", [nan] * 4),
        ("plays", "hours", [nan] * 4),
        ("hours", "hours", [17, 1, 9, 0]),
        ("hours", "plays", [34, 3, nan, 0]),
        ("hours", "stars", [10, 3, nan, 0]),
        ("views", "hours", [8.5, 1 / 3, nan, 0]),
        ("views", "plays", [17, 1, nan, 0]),
        ("views", "stars", [5, 1, nan, 0]),
        ("last-7-days", "stars", [2, 0, 2, 0]),
        ("last-28-days", "stars", [3, 0, 2, 0]),
        ("trend", "stars", [log(3 / 1.75), 0, log(3 / 1.5), 0]),
        ("decay", "stars", [
            2**-8 + 2 ** (-30 / 7) + 2**-4 + 2**-1 + 2 ** (-3 / 7), 2**-8, 2 ** (-1 / 7) + 2 ** (-0.5 / 7), 0,
        ]),
        ("bayesian-mean", "plays", [nan] * 4),
        ("within-genre", "stars", [2.5 / 3, (0.5 / 3 + 0.25) / 2, (1.5 / 3 + 0.75) / 2, nan]),
        ("within-maker", "stars", [0.75, nan, 0.25, nan]),
        ("within-place", "stars", [nan, 0.25, 0.75, nan]),
    ],
)  # fmt: skip
def test_by_hand(name: str, unit: str, expected: list[float]) -> None:
    assert of(name, unit) == pytest.approx(expected, abs=1e-12, nan_ok=True)


def test_bayesian_mean() -> None:
    """m = 27/8; with C = 10: (33.75 + 17) / 15, (33.75 + 1) / 11, (33.75 + 9) / 12, and m."""
    found = of("bayesian-mean", weight=10)
    assert found == pytest.approx([50.75 / 15, 34.75 / 11, 42.75 / 12, 27 / 8], abs=1e-12)


def test_two_fives() -> None:
    """Two fives, m = 3.5, C = 10: (35 + 10) / 12 = 3.75; the rest of the ratings make m 3.5."""
    rows = [(0, 0, 5.0, ago(1)), (1, 0, 5.0, ago(1)), (0, 1, 2.0, ago(1)), (1, 1, 2.0, ago(1))]
    found = figures("bayesian-mean", Known.of(interactions(rows), "stars"), weight=10)
    assert found[0] == pytest.approx(3.75, abs=1e-12)


def test_half_life() -> None:
    """Of 28 days: works 0 and 1 first met two half-lives ago."""
    found = of("decay", half_life=28)
    assert found[1] == pytest.approx(0.25, abs=1e-12)
    assert found[0] == pytest.approx(0.25 + 2 ** (-30 / 28) + 0.5 + 2**-0.25 + 2 ** (-3 / 28), abs=1e-12)


def test_age_adjusted() -> None:
    """Works 0 and 1 are both 56 days old and have 3 on average, work 2 is a day old and alone of its age."""
    assert of("age-adjusted", classes=3) == pytest.approx([5 / 3, 1 / 3, 1, nan], nan_ok=True)
    assert of("age-adjusted", classes=1) == pytest.approx([15 / 8, 3 / 8, 6 / 8, nan], nan_ok=True)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("box-office", [1e6, nan, 2e6, 3e6]), ("critics", [7.5, 8, nan, 1]), ("reviews", [70, 80, nan, 10]),
        ("tomatometer", [75, 85, nan, 15]), ("metacritic", [71, 81, nan, 11]), ("imdb-rating", [7.2, 8.2, nan, 1.2]),
        ("imdb-votes", [700, 800, nan, 100]),
    ],
)  # fmt: skip
def test_figures_of_the_catalogue(name: str, expected: list[float]) -> None:
    """As they are; as of a day only those that say that they are from before."""
    assert of(name, at=None) == pytest.approx(expected, nan_ok=True)
    known = [nan, nan, 2e6, nan] if name == "box-office" else [nan] * 4
    assert of(name) == pytest.approx(known, nan_ok=True)


def test_places_within() -> None:
    """Ties share their places; what is undefined takes none; of two labels the mean; alone there is no place."""
    labels = (("a",), ("a",), ("a", "b"), ("b",), ("c",), ("a",))
    found = within(np.array([1.0, 1.0, 9.0, 2.0, 5.0, nan]), labels)
    assert found.tolist() == pytest.approx([1 / 3, 1 / 3, (2.5 / 3 + 0.75) / 2, 0.25, nan, nan], nan_ok=True)
    assert within(np.array([]), ()).tolist() == []
