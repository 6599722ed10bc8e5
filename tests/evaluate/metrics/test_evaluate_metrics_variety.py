"""Novelty, diversity and calibration: by hand, against a known truth, and against scipy and scikit-learn."""

from __future__ import annotations

from itertools import combinations
from math import log

import numpy as np
import pytest
from scipy.stats import entropy
from sklearn.metrics import log_loss
from sklearn.metrics.pairwise import cosine_distances

from culturedata.evaluate.metrics.variety.calibration import Calibration
from culturedata.evaluate.metrics.variety.diversity import Diversity
from culturedata.evaluate.metrics.variety.novelty import Novelty
from tests.evaluate.conftest import shown

EXACT = 1e-9


# -- novelty ---------------------------------------------------------------------------------------------------------


def test_novelty_by_hand() -> None:
    """Three people: all met work 0, one met work 1, nobody work 2: 0, 1 and 2 bits."""
    given = shown([(0, 1, 2), (2,), ()], [{}] * 3, 3, 3, met=[(0, 1), (0,), (0,)])
    assert Novelty().of(given) == pytest.approx([1, 2, np.nan], abs=EXACT, nan_ok=True)


def test_novelty_is_halved_popularity_by_halves() -> None:
    """Work i is known to 2^i − 1 of 1,023 people: it has 10 − i bits."""
    met = [[work for work in range(11) if person < 2**work - 1] for person in range(1023)]
    given = shown([(work,) for work in range(11)] + [()] * 1012, [{}] * 1023, 1, 11, met=met)
    assert Novelty().of(given)[:11] == pytest.approx(10 - np.arange(11), abs=EXACT)


def test_novelty_equals_scikit_learn() -> None:
    """The log loss of saying «met» with the smoothed share, in bits."""
    rng = np.random.default_rng(0)
    met = [rng.permutation(50)[: rng.integers(0, 20)].tolist() for _ in range(80)]
    slates = [rng.permutation(50)[: rng.integers(1, 11)].tolist() for _ in met]
    shares = (np.bincount(np.concatenate(met).astype(int), minlength=50) + 1) / 81
    said = [log_loss(np.ones(len(s)), shares[s], labels=[0, 1]) / log(2) for s in slates]
    assert Novelty().of(shown(slates, [{}] * 80, 10, 50, met=met)) == pytest.approx(said, abs=EXACT)


# -- intra-list diversity --------------------------------------------------------------------------------------------

TERMS = [[1, 0, 0], [1, 1, 0], [0, 0, 3], [0, 0, 0], [2, 0, 0]]  # work 3 is not described


def test_diversity_by_hand() -> None:
    """cos(0, 1) = 1/√2, cos(0, 4) = 1, all with 2 are 0; one described work has no pair."""
    slates = [(0, 1), (0, 1, 2), (0, 4), (3, 0, 1), (0, 3), (), (3,)]
    given = shown(slates, [{}] * 7, 3, 5, features=TERMS)
    root = 1 / np.sqrt(2)
    said = [1 - root, (1 - root + 2) / 3, 0, 1 - root, np.nan, np.nan, np.nan]
    assert Diversity().of(given) == pytest.approx(said, abs=EXACT, nan_ok=True)


def test_diversity_at_the_ends() -> None:
    """Nothing in common, and all the same."""
    given = shown([range(5), range(5, 10)], [{}] * 2, 5, 10, features=np.vstack([np.eye(5), np.ones((5, 5))]))
    assert Diversity().of(given) == pytest.approx([1, 0], abs=EXACT)


def test_diversity_equals_scikit_learn() -> None:
    rng = np.random.default_rng(1)
    features = rng.random((60, 30)) * (rng.random((60, 30)) < 0.2)
    slates = [rng.permutation(60)[: rng.integers(2, 11)].tolist() for _ in range(100)]
    apart = cosine_distances(features)
    described = features.any(axis=1)
    said = [np.mean([apart[a, b] for a, b in combinations(s, 2) if described[a] and described[b]]) for s in slates]
    assert Diversity().of(shown(slates, [{}] * 100, 10, 60, features=features)) == pytest.approx(said, abs=EXACT)


# -- calibration -----------------------------------------------------------------------------------------------------


def test_calibration_by_hand() -> None:
    """Work 0 is of genre a, 1 of b, 2 half a half b, 3 of c, 4 not described."""
    features = [[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 5], [0, 0, 0]]
    met = [(0, 1), (0, 1), (0, 1), (0, 2), (0, 4), (4,), ()]
    slates = [(0, 1), (3,), (0,), (0, 1), (0, 4), (0,), (0,)]
    half = 0.5 * log(0.5 / (0.99 + 0.005)) + 0.5 * log(1 / 0.01)  # b is missing
    mixed = 0.75 * log(0.75 / (0.99 * 0.5 + 0.0075)) + 0.25 * log(0.25 / (0.99 * 0.5 + 0.0025))
    found = Calibration().of(shown(slates, [{}] * 7, 2, 5, met=met, features=features))
    assert found == pytest.approx([0, log(100), half, mixed, 0, np.nan, np.nan], abs=EXACT, nan_ok=True)


def test_a_slate_like_the_profile_is_calibrated() -> None:
    rng = np.random.default_rng(2)
    features = rng.random((40, 12)) < 0.3
    met = [rng.permutation(40)[:8].tolist() for _ in range(50)]
    given = shown([list(reversed(mine)) for mine in met], [{}] * 50, 8, 40, met=met, features=features)
    assert Calibration().of(given) == pytest.approx(np.zeros(50), abs=1e-12)


def test_calibration_equals_scipy() -> None:
    rng = np.random.default_rng(3)
    features = (rng.random((60, 30)) < 0.15).astype(float)
    met = [rng.permutation(60)[: rng.integers(1, 20)].tolist() for _ in range(100)]
    slates = [rng.permutation(60)[: rng.integers(1, 11)].tolist() for _ in met]
    mixtures = features / np.maximum(features.sum(axis=1, keepdims=True), 1)
    found = Calibration().of(shown(slates, [{}] * 100, 10, 60, met=met, features=features))
    for value, mine, slate in zip(found, met, slates, strict=True):
        p, q = (mixtures[works].sum(axis=0) for works in (mine, slate))
        if not p.any() or not q.any():
            assert np.isnan(value)
            continue
        p, q = p / p.sum(), q / q.sum()
        assert value == pytest.approx(entropy(p, 0.99 * q + 0.01 * p), abs=EXACT)
