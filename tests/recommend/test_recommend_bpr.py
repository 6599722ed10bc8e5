"""bpr: its fold-in against scipy's optimiser and against logistic regression, and what its choices add up to."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from scipy.optimize import minimize

from culturedata.data.dataset import Dataset
from culturedata.errors import UsageError
from culturedata.recommend.choices.bpr import Bpr, BprState
from tests.recommend import made
from tests.recommend.made import asked, chosen

RATED = made.drawn(seed=2)


@pytest.fixture(scope="module")
def fitted() -> Bpr:
    return Bpr(factors=6, epochs=20, regularization=0.02).fit(RATED, seed=1)


def test_by_hand() -> None:
    """One trait, one choice at y − ȳ = 1: x solves σ(−x) = λx; with λ = 1/2 that is x = 0.7353…, for σ(−x) = x/2."""
    fitted = Bpr(factors=1, epochs=1, regularization=0.5, choices="rated").fit(chosen([[5, 5, 0]]))
    fitted._state = BprState(np.array([[1.0], [-1.0], [0.0]]), np.zeros(3), np.zeros(1), np.asarray(0.0))
    taste = fitted._taste(np.array([0]))[0][0]
    assert 1 / (1 + np.exp(taste)) == pytest.approx(taste / 2)
    assert fitted.score(asked(0))[:2].tolist() == pytest.approx([taste, -taste])


def test_the_fold_in_is_the_maximum(fitted: Bpr) -> None:
    """scipy's L-BFGS finds no better taste than Newton's method."""
    state = fitted.state
    for user in range(0, 60, 6):
        mine, _ = fitted._choices(fitted.query(user))
        beyond, lead = state.item_factors[mine] - state.centre, state.item_bias[mine] - state.mean

        def loss(taste: np.ndarray, beyond: np.ndarray = beyond, lead: np.ndarray = lead) -> float:
            return float(np.logaddexp(0, -(beyond @ taste + lead)).mean() + 0.01 * taste @ taste)

        found = minimize(loss, np.zeros(6), method="L-BFGS-B", options={"ftol": 1e-15, "gtol": 1e-9})
        np.testing.assert_allclose(fitted._taste(mine)[0], found.x, rtol=0, atol=1e-4)
        assert loss(fitted._taste(mine)[0]) <= found.fun + 1e-12


@pytest.mark.parametrize("data", [RATED, made.played(RATED)], ids=["rated", "played"])
def test_what_the_choices_add_is_the_score_beyond_the_bias(data: Dataset) -> None:
    fitted = Bpr(factors=6, epochs=20).fit(data, seed=1)
    for user in range(0, 60, 6):
        mine, strengths = fitted._choices(fitted.query(user))
        scores = fitted.score(fitted.query(user))
        for item in np.unique(data.items)[:10].tolist():
            beyond = scores[item] - fitted.state.item_bias[item]
            assert fitted._speaks(mine, strengths, item).sum() == pytest.approx(beyond, abs=1e-6)


def test_the_centre_is_that_of_the_chosen_works() -> None:
    """The last work was rated by everybody and liked by nobody: it has no factors, and no part in their means."""
    data = chosen([[5, 5, 0, 1], [5, 0, 5, 1], [0, 5, 5, 1]])
    state = Bpr(factors=2, epochs=5).fit(data).state
    assert not state.item_factors[3].any()
    np.testing.assert_allclose(state.centre, state.item_factors[:3].mean(axis=0), rtol=0, atol=1e-12)
    assert state.mean == pytest.approx(state.item_bias[:3].mean(), abs=1e-12)


def test_it_finds_who_chooses_alike() -> None:
    """Half of the people choose among the even works, half among the odd ones."""
    draw = np.random.default_rng(3)
    table = [[4.0 * (work % 2 == person % 2 and draw.random() < 0.5) for work in range(20)] for person in range(80)]
    fitted = Bpr(factors=4, epochs=100).fit(chosen(table))
    assert all(slate.items[0] % 2 == user % 2 for user, slate in fitted.recommend_all(range(80), 1))


def test_what_nobody_chose_comes_last(fitted: Bpr) -> None:
    scores = fitted.score(fitted.query(0))
    unmet = np.setdiff1d(np.arange(len(scores)), RATED.items)
    assert scores[unmet].max() < np.delete(scores, unmet).min()


def test_without_the_library_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "implicit.cpu.bpr", None)
    with pytest.raises(UsageError, match=r"bpr needs the package implicit\. Install it: pip install"):
        Bpr().fit(RATED)
