"""The axes of a factorisation: what turning changes and what it does not, by hand and against the whole matrix."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from culturedata.recommend.surprise.axes import Axes, learnt, turned
from culturedata.recommend.surprise.factors import FactorState

Make = Callable[[FactorState], Axes]


def state(users: np.ndarray, items: np.ndarray) -> FactorState:
    return FactorState(np.array(3.0), np.zeros(len(items)), np.zeros(len(users)), users, items)


@pytest.fixture
def made() -> FactorState:
    """Thirty people, forty works, five factors; one person and one work have none."""
    chance = np.random.RandomState(3)
    users, items = chance.normal(size=(30, 5)), chance.normal(size=(40, 5)) * (3, 1, 2, 0.5, 1)
    users[4], items[7] = 0, 0
    return state(users, items)


@pytest.mark.parametrize("axes", [learnt, turned])
def test_the_axes_together_add_what_the_factors_do(made: FactorState, axes: Make) -> None:
    found = axes(made)
    assert found.users @ found.items.T == pytest.approx(made.user_factors @ made.item_factors.T, abs=1e-10)


@pytest.mark.parametrize("axes", [learnt, turned])
def test_people_have_a_mean_square_of_one(made: FactorState, axes: Make) -> None:
    found = axes(made)
    assert (np.delete(found.users, 4, axis=0) ** 2).mean(axis=0) == pytest.approx(1, abs=1e-12)
    assert not found.users[4].any()
    added = np.outer(np.delete(found.users[:, 0], 4), np.delete(found.items[:, 0], 7))
    assert found.effect(0) == pytest.approx(np.sqrt((added**2).mean()), abs=1e-12)


def test_turned_axes_are_those_of_the_whole_matrix(made: FactorState) -> None:
    """The singular value decomposition of all products; the signs are ours."""
    left, size, right = np.linalg.svd(made.user_factors @ made.item_factors.T, full_matrices=False)
    found = turned(made)
    for axis in range(5):
        theirs = np.outer(left[:, axis] * size[axis], right[axis])
        assert np.outer(found.users[:, axis], found.items[:, axis]) == pytest.approx(theirs, abs=1e-9)
    effects = [found.effect(axis) for axis in range(5)]
    assert effects == sorted(effects, reverse=True)


def test_turning_all_factors_together_changes_nothing(made: FactorState) -> None:
    """What was learnt in other directions, and with other signs, has the same axes; the single factors are others."""
    turn, _ = np.linalg.qr(np.random.RandomState(5).normal(size=(5, 5)))
    other = state(made.user_factors @ turn, made.item_factors @ turn)
    ours, theirs = turned(made), turned(other)
    assert theirs.items == pytest.approx(ours.items, abs=1e-9)
    assert theirs.users == pytest.approx(ours.users, abs=1e-9)
    assert np.abs(learnt(other).items[:, 0] - learnt(made).items[:, 0]).max() > 0.1


def test_the_work_that_is_moved_most_is_at_the_positive_end(made: FactorState) -> None:
    found = turned(made)
    for axis in range(5):
        assert found.items[np.abs(found.items[:, axis]).argmax(), axis] > 0


def test_the_ends_by_hand() -> None:
    axes = Axes(np.array([[0.1], [-0.4], [0.3], [0.0], [0.9]]), np.ones((2, 1)))
    assert axes.ends(0, np.array([0, 1, 2, 3]), 2) == ([2, 0], [1, 3])


def test_a_factor_that_nobody_has() -> None:
    """Nothing is divided by zero."""
    found = learnt(state(np.array([[1.0, 0.0], [2.0, 0.0]]), np.array([[1.0, 5.0], [0.0, 2.0]])))
    assert found.items[:, 1].tolist() == [0, 0]
    assert found.users[:, 1].tolist() == [0, 0]
