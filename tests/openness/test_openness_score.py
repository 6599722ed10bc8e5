"""Scores and rank ranges, against loops without numpy, and by hand."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from culturedata.openness.judging.score import rank_ranges, ranks, scores

NAN = float("nan")


def by_loop(shares: list[list[float]], weights: list[float]) -> list[float]:
    found = []
    for row in shares:
        known = [(w, x) for w, x in zip(weights, row, strict=True) if not isnan(x)]
        total = sum(w for w, _ in known)
        found.append(100 * sum(w * x for w, x in known) / total if total else NAN)
    return found


def places_by_loop(found: list[float]) -> list[int]:
    return [0 if isnan(x) else 1 + sum(not isnan(y) and round(y - x, 9) > 0 for y in found) for x in found]


def test_by_hand() -> None:
    """(2·50 % + 1·20 %) / 3 = 40; without the second indicator 50; nothing left: no score."""
    shares = np.array([[0.5, 0.2], [0.5, NAN], [NAN, NAN]])
    assert scores(shares, np.array([2.0, 1.0]))[:2] == pytest.approx([40.0, 50.0])
    assert np.isnan(scores(shares, np.array([2.0, 1.0]))[2])
    assert np.isnan(scores(shares, np.array([0.0, 1.0]))[1])


def test_against_loops() -> None:
    random = np.random.default_rng(3)
    shares = random.integers(0, 5, size=(40, 7)) / 4
    shares[random.random(shares.shape) < 0.2] = NAN
    for weights in random.dirichlet(np.ones(7), size=20):
        found = by_loop(shares.tolist(), weights.tolist())
        assert scores(shares, weights) == pytest.approx(found, nan_ok=True)
        assert ranks(scores(shares, weights)).tolist() == places_by_loop(found)


def test_equal_scores_share_the_better_place() -> None:
    assert ranks(np.array([50.0, 70.0, 50.0, NAN, 20.0])).tolist() == [2, 1, 2, 0, 4]


def test_what_is_better_in_everything_is_always_first() -> None:
    shares = np.array([[0.9, 0.9, 0.9], [0.8, 0.1, 0.2], [0.1, 0.8, 0.2]])
    low, high = rank_ranges(shares, np.ones(3), 500, 0)
    assert (low.tolist(), high.tolist()) == ([1, 2, 2], [1, 3, 3])


def test_ranges_by_geometry() -> None:
    """Two groups, two indicators: A leads where w < 0.2, so in one of five weightings; with w < 0.02 in one of fifty.

    Dirichlet(1, 1) is a uniform w: A's place ranges over 1 and 2 in the first case, and is 2 in the second.
    """
    for lead, expected in ((0.2, (1, 2)), (0.02, (2, 2))):
        # A − B = w·(−(1 − lead)) + (1 − w)·lead, which is above 0 where w < lead.
        shares = np.array([[0.0, lead], [1.0 - lead, 0.0]])
        low, high = rank_ranges(shares, np.ones(2), 4000, 1)
        assert (low[0], high[0]) == expected


def test_a_weight_of_zero_stays_out() -> None:
    shares = np.array([[1.0, 0.0, 0.3], [0.0, 1.0, 0.2]])
    low, high = rank_ranges(shares, np.array([0.0, 0.0, 1.0]), 200, 0)
    assert (low.tolist(), high.tolist()) == ([1, 2], [1, 2])
    low, high = rank_ranges(shares, np.ones(3), 200, 0)
    assert (low.tolist(), high.tolist()) == ([1, 1], [2, 2])


def test_the_seed_decides() -> None:
    shares = np.random.default_rng(0).random((30, 7))
    first, again, other = (rank_ranges(shares, np.ones(7), 50, seed) for seed in (4, 4, 5))
    assert first[0].tolist() == again[0].tolist()
    assert (first[0].tolist(), first[1].tolist()) != (other[0].tolist(), other[1].tolist())
