"""Wilson's interval: his formula, its coverage in simulation, and the bounds of a mean."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy.stats import norm

from culturedata.openness.judging.figures import percent
from culturedata.openness.judging.intervals import of_mean, wilson


def by_formula(count: int, n: int) -> tuple[float, float]:
    """(p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)."""
    z, p = norm.ppf(0.975), count / n
    middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


@pytest.mark.parametrize(("count", "n"), [(0, 1), (0, 8), (3, 10), (10, 10), (37, 80), (58_532, 69_202)])
def test_as_the_formula_says(count: int, n: int) -> None:
    assert wilson(count, n) == pytest.approx(by_formula(count, n), abs=1e-9)


def test_nothing_has_no_interval() -> None:
    assert wilson(0, 0) == (None, None)
    assert of_mean(0.0, 0) == (None, None)


def test_coverage_in_simulation() -> None:
    """Of 4,000 samples of 40 from a known share, 95 % have an interval that holds it (± 2 points)."""
    random = np.random.default_rng(7)
    for truth in (0.1, 0.35, 0.8):
        intervals = [wilson(int(count), 40) for count in random.binomial(40, truth, size=4000)]
        held = np.mean([low is not None and high is not None and low <= truth <= high for low, high in intervals])
        assert 0.93 <= held <= 0.98


def test_a_mean_is_covered_at_least_as_often() -> None:
    """Means of twelfths vary less than yes and no: the interval is on the safe side."""
    random = np.random.default_rng(8)
    values = random.binomial(12, 0.6, size=(2000, 30)) / 12
    held = [low <= 0.6 <= high for low, high in (of_mean(float(total), 30) for total in values.sum(axis=1))]  # type: ignore[operator]
    assert np.mean(held) >= 0.95


def test_a_mean_of_whole_numbers_is_a_share() -> None:
    assert of_mean(6.0, 9) == wilson(6, 9)
    assert of_mean(5.999999999999, 9) == of_mean(6.000000000001, 9) == wilson(6, 9)
    assert of_mean(6.5, 9) == (wilson(6, 9)[0], wilson(7, 9)[1])


@pytest.mark.parametrize(
    ("count", "n", "said"),
    [(0, 69_202, 0), (1, 69_202, 0.1), (58_532, 69_202, 84.6), (69_199, 69_202, 99.9), (69_202, 69_202, 100)],
)
def test_a_hundred_percent_are_all_and_none_is_none(count: int, n: int, said: float) -> None:
    """Tate's 69,199 credit lines of 69,202 are not «100 %», with three works missing beside it."""
    assert percent(count / n) == said


def test_the_interval_of_many_is_no_certainty() -> None:
    """889 of 889: to whole percents the interval would be «100–100»."""
    assert [percent(end) for end in wilson(889, 889) if end is not None] == [99.6, 100]
