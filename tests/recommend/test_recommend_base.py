"""Ranking, words, and what a state is loaded from."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from culturedata.data.slates import Query, Reason, Slate
from culturedata.errors import ModelError
from culturedata.recommend._base import figure, people, rank
from culturedata.recommend.popular import Popular
from tests.recommend.made import dataset

few = st.sampled_from([-np.inf, -1.5, 0.0, 0.25, 2.0, 2.0 + 1e-12])


@given(arrays(np.float64, st.integers(0, 30), elements=few), st.integers(0, 40), st.sets(st.integers(0, 29)))
def test_rank_is_a_stable_sort_of_the_unseen(scores: np.ndarray, k: int, seen: set[int]) -> None:
    before, met = scores.copy(), np.array(sorted(n for n in seen if n < len(scores)), dtype=np.int32)
    items, best = rank(scores, k, met)
    left = [n for n in range(len(scores)) if n not in seen and np.isfinite(scores[n])]
    assert items.tolist() == sorted(left, key=lambda n: (-scores[n], n))[:k]
    assert best.tolist() == [before[n] for n in items]
    assert scores.tolist() == before.tolist(), "ranking changes the scores it is given"
    assert (items.dtype, best.dtype) == (np.int32, np.float64)


@pytest.mark.parametrize(
    ("value", "french", "english"), [(5.0, "5", "5"), (3.25, "3,2", "3.2"), (4.96, "5", "5"), (0.5, "0,5", "0.5")]
)
def test_figures_in_words(value: float, french: str, english: str) -> None:
    assert (figure(value, "fr"), figure(value, "en")) == (french, english)


def test_people_in_words() -> None:
    assert people(1) == ("1 personne", "1 person")
    assert people(2) == ("2 personnes", "2 people")
    assert people(0) == ("0 personne", "0 people")


def test_a_slate_must_fall_and_not_repeat() -> None:
    with pytest.raises(ValueError, match="an item stands twice"):
        Slate(np.array([1, 1], dtype=np.int32), np.array([2.0, 1.0]))
    with pytest.raises(ValueError, match="must fall"):
        Slate(np.array([1, 2], dtype=np.int32), np.array([1.0, 2.0]))
    with pytest.raises(ValueError, match="one an item"):
        Slate(np.array([1, 2], dtype=np.int32), np.array([1.0]))


def test_a_query_has_the_history_and_its_values() -> None:
    fitted = Popular().fit(dataset([(1, 3, 4.0), (0, 2, 1.0), (1, 0, 2.5)]))
    query = fitted.query(1)
    assert (query.user, query.history.tolist(), query.liked.tolist()) == (1, [0, 3], [2.5, 4.0])


def test_of_a_pair_that_stands_twice_the_last_value_counts() -> None:
    query = Popular().fit(dataset([(0, 1, 4.0), (0, 0, 3.0), (0, 1, 2.0)])).query(0)
    assert (query.history.tolist(), query.liked.tolist()) == ([0, 1], [3.0, 2.0])


def test_reasons_can_be_left_out() -> None:
    fitted = Popular().fit(dataset([(0, 0, 4.0), (1, 1, 3.0)]))
    assert fitted.recommend(fitted.query(0), 1, reasons=False).reasons == ()


def test_because_you_rated_in_words_without_and_with_titles() -> None:
    from tests.recommend.made import described

    data = dataset([(0, 0, 4.5), (1, 1, 3.0)])
    assert Popular().fit(data).rated(0, 4.5) == Reason(
        kind="rated",
        items=("i0",),
        value=4.5,
        text_fr="parce que vous avez noté «\u00a0i0\u00a0» 4,5",
        text_en="because you rated “i0” 4.5",
    )
    said = Popular().fit(data, described([["a"], ["b"]])).rated(1, 3.0)
    assert (said.text_fr, said.text_en) == (
        "parce que vous avez noté «\u00a0Œuvre 1\u00a0» 3",
        "because you rated “Work 1” 3",
    )
    assert said.items == ("i1",)


def test_a_state_that_learnt_something_else() -> None:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, score=np.zeros(2))
    with pytest.raises(ModelError, match=r"what popular learnt can't be read\. Train it again"):
        Popular().load(buffer.getvalue(), dataset([(0, 0, 4.0), (0, 1, 2.0)]))


def test_a_state_with_objects_is_not_unpickled() -> None:
    class Bomb:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return pytest.fail, ("unpickled",)

    buffer = io.BytesIO()
    bomb = np.array([Bomb()], dtype=object)
    np.savez_compressed(buffer, score=bomb, mean=bomb, count=bomb)
    with pytest.raises(ModelError, match="can't be read"):
        Popular().load(buffer.getvalue(), dataset([(0, 0, 4.0)]))


def test_a_score_of_minus_infinity_is_never_shown() -> None:
    class Shy(Popular):
        def _score(self, query: Query) -> np.ndarray:
            return np.array([1.0, -np.inf, 3.0])

    slate = Shy().fit(dataset([(0, 0, 4.0), (1, 1, 2.0)], items=3)).recommend(Query(), 3)
    assert slate.items.tolist() == [2, 0]
