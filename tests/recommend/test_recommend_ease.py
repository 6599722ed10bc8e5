"""ease by hand, against ridge regressions of each work on the others, and what its reasons say."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from culturedata.data.slates import Query
from culturedata.recommend.choices.ease import Ease
from tests.recommend import made
from tests.recommend.made import asked, chosen


class TestByHand:
    def test_two_works(self) -> None:
        """XᵀX + I = [[3, 1], [1, 2]], its inverse [[2, −1], [−1, 3]] / 5: B₀₁ = 1/3, B₁₀ = 1/2."""
        fitted = Ease(regularization=1, least=1).fit(chosen([[5, 5], [5, 0]]))
        np.testing.assert_allclose(fitted.state.weights, [[0, 1 / 3], [1 / 2, 0]], rtol=0, atol=1e-12)
        assert fitted.score(asked(0)).tolist() == pytest.approx([0, 1 / 3])
        assert fitted.score(asked(1)).tolist() == pytest.approx([1 / 2, 0])

    def test_only_what_was_liked_counts(self) -> None:
        """The second person's 2 is below their own mean, 3.5: the first two works go together no more."""
        data = chosen([[5, 0, 5], [5, 2, 0], [0, 5, 0]])
        assert Ease(regularization=1, least=1, choices="rated").fit(data).state.weights[0, 1] > 0
        liked = Ease(regularization=1, least=1).fit(data)
        assert liked.state.weights[0].tolist() == pytest.approx([0, 0, 1 / 3])
        query = Query(None, np.array([0, 2], dtype=np.int32), np.array([5, 1], dtype=np.float32))
        assert liked.score(query).tolist() == liked.score(asked(0)).tolist()

    def test_works_that_few_chose_have_no_weights(self) -> None:
        fitted = Ease(regularization=1, least=2).fit(chosen([[5, 0, 5], [5, 0, 5], [5, 5, 0]]))
        assert fitted.state.works.tolist() == [0, 2]
        assert fitted.score(asked(0))[1] == 0
        assert fitted.score(asked(1)).tolist() == pytest.approx([1, 1 / 3, 2 / 3]), "nothing known: what most chose"


def test_each_column_is_a_ridge_regression_on_the_other_works() -> None:
    data = made.drawn(seed=5)
    fitted = Ease(regularization=7.5, least=3, choices="rated").fit(data)
    works, weights = fitted.state.works, fitted.state.weights
    table = (data.matrix[:, works].toarray() > 0).astype(float)
    assert len(works) > 20
    for column in range(0, len(works), 5):
        others = np.delete(np.arange(len(works)), column)
        ridge = Ridge(alpha=7.5, fit_intercept=False, solver="cholesky").fit(table[:, others], table[:, column])
        np.testing.assert_allclose(weights[others, column], ridge.coef_, rtol=0, atol=1e-9)


def test_it_finds_who_chooses_alike() -> None:
    """Half of the people choose among the even works, half among the odd ones."""
    draw = np.random.default_rng(3)
    table = np.array([[4.0 * (work % 2 == person % 2 and draw.random() < 0.5) for work in range(20)]
                      for person in range(80)])  # fmt: skip
    fitted = Ease(regularization=5).fit(chosen(table.tolist()))
    right = [slate.items % 2 == user % 2 for user, slate in fitted.recommend_all(range(80), 1)]
    assert np.mean(right) == 1


def test_the_reasons_are_the_works_that_speak_most() -> None:
    fitted = Ease(regularization=1, least=1).fit(chosen([[5, 5, 0], [5, 5, 0], [0, 5, 5], [0, 0, 5], [5, 0, 0]]))
    [slate] = [fitted.recommend(asked(0, 2), 1)]
    assert slate.items.tolist() == [1]
    said = slate.reasons[0]
    assert [one.items for one in said] == [("i0",), ("i2",)]
    assert sum(one.value or 0 for one in said) == pytest.approx(slate.scores[0])
    weight = fitted.state.weights[0, 1]
    assert said[0].text_en == f"goes with “i0”, which you chose (weight {weight:.3f})"
    assert f"(poids {weight:.3f})".replace(".", ",") in said[0].text_fr


def test_where_nothing_speaks_for_a_work_how_many_rated_it_is_said() -> None:
    fitted = Ease(regularization=1, least=2).fit(chosen([[5, 0, 0], [5, 5, 0], [5, 5, 0]]))
    assert fitted.reasons(asked(0), 2)[-1].kind == "unrated"
    other = Ease(regularization=1, least=3).fit(chosen([[5, 0, 0], [5, 5, 0], [5, 5, 0]]))
    assert other.reasons(asked(0), 1)[-1].text_en == "rated by 2 people"
