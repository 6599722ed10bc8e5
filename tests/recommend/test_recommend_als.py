"""als by hand, against implicit's own exact half step, and what its reasons say."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from culturedata.data.dataset import Dataset
from culturedata.errors import UsageError
from culturedata.recommend.choices.als import Als, AlsState
from tests.recommend import made
from tests.recommend.made import asked, chosen


def test_by_hand() -> None:
    """YᵀY + λ = 1 + 4 + 1 = 6; the choice of the first work adds 1: x = 2 · 1 / 7, and the others have 4/7 and 0."""
    fitted = Als(factors=1, regularization=1, weight=1, choices="rated").fit(chosen([[5, 5, 0]]))
    fitted._state = AlsState(np.array([[1], [2], [0]], dtype=np.float32))
    assert fitted.score(asked(0)).tolist() == pytest.approx([2 / 7, 4 / 7, 0])
    assert fitted.score(asked(2)).tolist() == [1, 1, 0], "nothing known of the third: what most people rated"


def test_a_person_is_folded_in_as_the_library_does() -> None:
    from implicit.cpu.als import AlternatingLeastSquares

    data = made.drawn(seed=2)
    fitted = Als(factors=8, epochs=4, choices="rated").fit(data, seed=1)
    library = AlternatingLeastSquares(factors=8, regularization=10.0)
    library.item_factors = fitted.state.item_factors
    rows = (data.matrix > 0).astype(np.float32) * 6
    for user in np.unique(data.users)[:20].tolist():
        factors = library.recalculate_user(user, rows[user])
        np.testing.assert_allclose(
            fitted.score(fitted.query(user)), fitted.state.item_factors @ factors, rtol=0, atol=1e-5
        )


def test_a_new_work_is_folded_in_as_the_library_does() -> None:
    from implicit.cpu.als import AlternatingLeastSquares

    data = made.drawn(seed=2)
    fitted = Als(factors=8, epochs=4, choices="rated").fit(data, seed=1)
    tastes = np.stack([fitted.taste(fitted.query(user)) for user in range(len(data.user_ids))])
    library = AlternatingLeastSquares(factors=8, regularization=10.0)
    library.user_factors = tastes.astype(np.float32)
    rows = (data.matrix.T.tocsr() > 0).astype(np.float32) * 6
    for item in np.unique(data.items)[:20].tolist():
        choosers = tastes[rows[item].indices]
        mine = fitted.new_work(choosers, np.ones(len(choosers)))
        np.testing.assert_allclose(mine, library.recalculate_item(item, rows[item]), rtol=0, atol=1e-5)


def test_a_new_work_stands_where_learning_anew_would_put_it() -> None:
    """Left out of the training and folded in, nearly all people score it as one that learnt it scores it."""
    data, _ = made.checkerboard()
    whole = Als(factors=4).fit(data, seed=0)
    without = Als(factors=4).fit(data.subset(data.items != 6), seed=0)
    liked = [user for user in range(60) if data.matrix[user, 6] == 5]
    work = without.new_work(np.stack([without.taste(without.query(user)) for user in liked]), np.ones(len(liked)))
    found = np.array([without.taste(without.query(user)) @ work for user in range(60)])
    learnt = np.array([whole.score(whole.query(user))[6] for user in range(60)])
    assert np.corrcoef(found, learnt)[0, 1] > 0.95


@pytest.mark.parametrize("data", [made.drawn(seed=2), made.played(made.drawn(seed=2))], ids=["rated", "played"])
def test_what_the_choices_add_is_the_score(data: Dataset) -> None:
    fitted = Als(factors=8).fit(data, seed=1)
    for user in np.unique(data.users)[:10].tolist():
        mine, strengths = fitted._choices(fitted.query(user))
        scores = fitted.score(fitted.query(user))
        for item in np.unique(data.items)[:10].tolist():
            assert fitted._speaks(mine, strengths, item).sum() == pytest.approx(scores[item], abs=1e-9)


def test_what_is_played_more_counts_for_more() -> None:
    """By implicit's half step: the confidences are 1 + 5 · log(1 + n) over the person's own mean of log(1 + n)."""
    from implicit.cpu.als import AlternatingLeastSquares

    data = made.played(made.drawn(seed=2))
    fitted = Als(factors=8, weight=5.0).fit(data, seed=1)
    library = AlternatingLeastSquares(factors=8, regularization=10.0)
    library.item_factors = fitted.state.item_factors
    logs = data.matrix.astype(np.float64).log1p()
    for user in np.unique(data.users)[:10].tolist():
        row = logs[user] / logs[user].data.mean()
        row.data = 1 + 5 * row.data
        factors = library.recalculate_user(user, row.astype(np.float32))
        np.testing.assert_allclose(
            fitted.score(fitted.query(user)), fitted.state.item_factors @ factors, rtol=0, atol=1e-5
        )


def test_it_finds_who_chooses_alike() -> None:
    """Half of the people choose among the even works, half among the odd ones."""
    draw = np.random.default_rng(3)
    table = [[4.0 * (work % 2 == person % 2 and draw.random() < 0.5) for work in range(20)] for person in range(80)]
    fitted = Als(factors=4).fit(chosen(table))
    assert all(slate.items[0] % 2 == user % 2 for user, slate in fitted.recommend_all(range(80), 1))


def test_without_the_library_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "implicit.cpu.als", None)
    with pytest.raises(UsageError, match=r"als needs the package implicit\. Install it: pip install"):
        Als().fit(made.drawn(seed=2))
