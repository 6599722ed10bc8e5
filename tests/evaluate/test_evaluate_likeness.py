"""Likeness of near works: by hand, against counting pair by pair, and against scikit-learn's recall."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from scipy.stats import bootstrap
from sklearn.metrics import recall_score

from culturedata.evaluate import likeness
from culturedata.evaluate.likeness import Known

# Four works and three terms. Hidden: term 2 of work 0, terms 0 and 1 of work 3.
TRUE = sp.csr_matrix([[1, 0, 1], [0, 1, 1], [1, 0, 0], [1, 1, 1]])
SEEN = sp.csr_matrix([[1, 0, 0], [0, 1, 1], [1, 0, 0], [0, 0, 1]])
KNOWN = Known(TRUE, SEEN)
ALL = np.arange(4, dtype=np.int32)


def numbers(*rows: list[int]) -> np.ndarray:
    return np.array(rows, dtype=np.int32)


def test_precision_by_hand() -> None:
    """Of work 0, works 1 and 2: one has term 2. Of work 3, works 0 and none: work 0 has one of two hidden terms."""
    found = likeness.precision(KNOWN, ALL, numbers([1, 2], [0, 2], [0, 1], [0, -1]))
    np.testing.assert_allclose(found, [1 / 2, np.nan, np.nan, 1 / 4])


def test_recall_by_hand() -> None:
    """Work 1 shows the hidden term 2 of work 0. Of work 3, work 0 shows term 0, and nobody term 1."""
    weights = np.ones((4, 2))
    found = likeness.recall(KNOWN, ALL, numbers([1, 2], [0, 2], [0, 1], [0, -1]), weights)
    np.testing.assert_allclose(found, [1, np.nan, np.nan, 1 / 2])
    np.testing.assert_allclose(likeness.recall(KNOWN, numbers([3])[0], numbers([-1, -1]), weights[:1]), [0])


def test_only_ten_terms_are_guessed() -> None:
    """Twelve terms are named; the two that weigh least are not guessed, and of equal ones the first are."""
    true = sp.csr_matrix(np.ones((3, 12)))
    seen = sp.csr_matrix([[0] * 12, [1] * 12, [0] * 10 + [1, 1]])
    known, asked = Known(true, seen), numbers([0])[0]
    heavier = likeness.recall(known, asked, numbers([1, 2]), np.array([[0.5, 0.6]]))
    lighter = likeness.recall(known, asked, numbers([1, -1]), np.array([[0.5, 0.0]]))
    np.testing.assert_allclose([*heavier, *lighter], [10 / 12, 10 / 12])
    votes = np.array([[0.5] * 10 + [1.1, 1.1]])
    np.testing.assert_allclose(likeness._guessed(known, asked, votes), [10 / 12])


def test_the_most_common_terms_know_nothing_of_the_work() -> None:
    """Term 0 and term 2 are seen of two works each; the own ones of a work are not guessed."""
    found = likeness.recall_of_common(KNOWN, ALL)
    np.testing.assert_allclose(found, [1, np.nan, np.nan, 1])


@pytest.fixture
def drawn() -> tuple[Known, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    true = rng.random((60, 25)) < 0.3
    seen = true & (rng.random((60, 25)) < 0.7)
    near = rng.integers(-1, 60, (40, 6)).astype(np.int32)
    known = Known(sp.csr_matrix(true.astype(float)), sp.csr_matrix(seen.astype(float)))
    return known, rng.permutation(60)[:40].astype(np.int32), near, rng.random((40, 6))


def test_precision_pair_by_pair(drawn: tuple[Known, np.ndarray, np.ndarray, np.ndarray]) -> None:
    known, asked, near, _ = drawn
    true, hidden = known.true.toarray() > 0, known.hidden.toarray() > 0
    found = likeness.precision(known, asked, near)
    for n, item in enumerate(asked):
        pairs = [other >= 0 and true[other, term] for term in np.flatnonzero(hidden[item]) for other in near[n]]
        assert found[n] == pytest.approx(np.mean(pairs), abs=1e-12) if pairs else np.isnan(found[n])


def test_recall_is_that_of_scikit_learn(drawn: tuple[Known, np.ndarray, np.ndarray, np.ndarray]) -> None:
    known, asked, near, weights = drawn
    found = likeness.recall(known, asked, near, weights)
    for n, item in enumerate(asked):
        votes = sum(
            (weight * known.seen[other].toarray().ravel() for other, weight in zip(near[n], weights[n], strict=True)
             if other >= 0), start=np.zeros(25),
        )  # fmt: skip
        votes[known.seen[item].toarray().ravel() > 0] = 0
        guessed = np.zeros(25, dtype=bool)
        guessed[np.lexsort((np.arange(25), -votes))[:10]] = True
        hidden = known.hidden[item].toarray().ravel() > 0
        if hidden.any():
            assert found[n] == pytest.approx(recall_score(hidden, guessed & (votes > 0)), abs=1e-12)
        else:
            assert np.isnan(found[n])


def test_alike_by_hand() -> None:
    """Work 2 shares term 0 with works 0 and 3, none with work 1; an empty place is a miss."""
    found = likeness.alike(TRUE, numbers([2, 2])[0], numbers([0, 1, 3], [3, -1, -1]))
    np.testing.assert_allclose(found, [2 / 3, 1 / 3])
    bare = sp.csr_matrix([[0, 0], [1, 0]])
    np.testing.assert_allclose(likeness.alike(bare, numbers([0, 1])[0], numbers([1], [0])), [np.nan, 0])


def test_terms_at_chance_are_shared_by_chance() -> None:
    """Every work has each term in 3 of 10 cases, whichever works are said to be near: 0.3 is in the interval."""
    inside = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        true = rng.random((300, 20)) < 0.3
        known = Known(sp.csr_matrix(true * 1.0), sp.csr_matrix((true & (rng.random((300, 20)) < 0.8)) * 1.0))
        near = rng.integers(0, 300, (300, 10)).astype(np.int32)
        said = likeness.of("chance", "precision", 10, likeness.precision(known, np.arange(300), near), None, seed)
        assert said.n + said.undefined == 300
        inside += (said.low or 1) <= 0.3 <= (said.high or 0)
    assert inside >= 16


def test_mean_interval_and_difference() -> None:
    rng = np.random.default_rng(0)
    values, beside = rng.random(200), rng.random(200)
    values[:5] = beside[:5] = np.nan
    said = likeness.of("one", "x", 10, values, beside, 0)
    assert (said.n, said.undefined) == (195, 5)
    assert said.mean == pytest.approx(np.nanmean(values))
    assert said.difference == pytest.approx(np.nanmean(values) - np.nanmean(beside))
    theirs = bootstrap((values[5:],), np.mean, n_resamples=9999, rng=1).confidence_interval
    assert (said.low, said.high) == pytest.approx((theirs.low, theirs.high), abs=0.005)
    theirs = bootstrap((values[5:] - beside[5:],), np.mean, n_resamples=9999, rng=1).confidence_interval
    assert (said.lower, said.higher) == pytest.approx((theirs.low, theirs.high), abs=0.01)


def test_nothing_to_say() -> None:
    said = likeness.of("one", "x", 10, np.full(3, np.nan), None, 0)
    assert (said.mean, said.low, said.high, said.n, said.undefined) == (None, None, None, 0, 3)
    said = likeness.of("one", "x", 10, np.zeros(0), None, 0)
    assert (said.mean, said.n, said.undefined) == (None, 0, 0)
    other = likeness.of("one", "x", 10, np.array([1.0, np.nan]), np.array([np.nan, 1.0]), 0)
    assert other.difference is None, "not the same works"
