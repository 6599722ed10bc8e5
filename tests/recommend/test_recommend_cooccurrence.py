"""cooccurrence by hand, sessions and long lists, and against scikit-learn's mutual information."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest
from sklearn.metrics import mutual_info_score

from culturedata.errors import ModelError
from culturedata.recommend.choices.cooccurrence import GAP, Cooccurrence, CooccurrenceOptions, lists
from tests.recommend import made
from tests.recommend.made import asked, chosen

PLAYLISTS = [[5, 5, 0, 0], [5, 5, 5, 0], [5, 0, 0, 5], [0, 0, 5, 5]]


class TestByHand:
    """Four lists: the first two works share two of them, and each stands in three and two."""

    def test_the_weight_of_a_pair(self) -> None:
        fitted = Cooccurrence(least=1, thin=0).fit(chosen(PLAYLISTS))
        weights = fitted._weights.toarray()
        assert weights[0, 1] == weights[1, 0] == pytest.approx(log((2 / 4) / (3 / 4 * 2 / 4)))
        assert weights[0, 2] == 0, "1/4 is less than 3/4 · 2/4: not negative"
        assert weights[1, 2] == 0, "1/4 is just what chance would bring about"
        assert np.diag(weights).tolist() == [0] * 4

    def test_few_shared_lists_count_less(self) -> None:
        plain = Cooccurrence(least=1, thin=0).fit(chosen(PLAYLISTS))._weights[0, 1]
        assert Cooccurrence(least=1, thin=6).fit(chosen(PLAYLISTS))._weights[0, 1] == pytest.approx(plain * 2 / 8)
        assert Cooccurrence(least=3, thin=0).fit(chosen(PLAYLISTS)).state.data.tolist() == []

    def test_the_score_is_the_mean_over_what_was_chosen(self) -> None:
        """Nothing is known of the last work, which goes with none: it does not count."""
        fitted = Cooccurrence(least=1, thin=0).fit(chosen([*PLAYLISTS, [0, 5, 5, 0]]))
        weights = fitted._weights.toarray()
        assert weights[3].tolist() == [0] * 4
        assert fitted.score(asked(0, 2, 3)).tolist() == pytest.approx(((weights[0] + weights[2]) / 2).tolist())


def test_the_pairs_are_terms_of_the_mutual_information() -> None:
    """Of 40 lists 15 hold both works, 20 the one, 20 the other: scikit-learn's sum over all four cells."""
    table = np.zeros((40, 3))
    table[:, 2] = table[:20, 0] = table[5:25, 1] = 5
    weight = Cooccurrence(least=1, thin=0).fit(chosen(table.tolist()))._weights[0, 1]
    rest = 10 / 40 * log((5 / 40) / (1 / 4)) + 15 / 40 * log((15 / 40) / (1 / 4))
    assert 15 / 40 * weight + rest == pytest.approx(mutual_info_score(table[:, 0] > 0, table[:, 1] > 0))


def test_sessions_are_parted_by_half_an_hour() -> None:
    data = replace(chosen([[5, 5, 5, 5], [5, 5, 0, 0]]), times=np.array([0, GAP, 2 * GAP + 1, 2 * GAP + 2, 7, 9]))
    found = lists(data, CooccurrenceOptions(within="session", choices="rated"))
    assert found.toarray().tolist() == [[1, 1, 0, 0], [0, 0, 1, 1], [1, 1, 0, 0]]
    assert lists(data, CooccurrenceOptions(choices="rated")).shape == (2, 4)


def test_no_sessions_without_times() -> None:
    with pytest.raises(ModelError, match=r"synthetic has no times to tell sessions by\. Take what each person chose"):
        Cooccurrence(within="session").fit(made.played(made.drawn()))


def test_of_a_long_list_the_last_works_count() -> None:
    data = chosen([[5, 5, 5, 5], [5, 5, 0, 0]])
    assert lists(data, CooccurrenceOptions(longest=2)).toarray().tolist() == [[0, 0, 1, 1], [1, 1, 0, 0]]


def test_of_what_is_played_again_and_again_works_count_and_not_plays() -> None:
    """Two works stand before a hundred plays of a third: all three are the last three, the first of four is not."""
    data = made.dataset([(0, 0, 1.0), (0, 1, 1.0), (0, 2, 1.0), *[(0, 3, 1.0)] * 100], scale=(0, 1e6))
    found = lists(replace(data, kind="play"), CooccurrenceOptions(longest=3))
    assert found.toarray().tolist() == [[0, 1, 1, 1]]


def test_a_work_that_was_met_again_is_one_of_the_last() -> None:
    data = made.dataset([(0, 0, 1.0), (0, 1, 1.0), (0, 2, 1.0), (0, 0, 1.0)], scale=(0, 1e6))
    assert lists(replace(data, kind="play"), CooccurrenceOptions(longest=2)).toarray().tolist() == [[1, 0, 1]]


def test_a_listener_with_a_hundred_thousand_plays() -> None:
    """One list of 100,000 works makes 10¹⁰ pairs: only the last 500 of it are paired."""
    heavy = made.dataset([(0, work, 1.0) for work in range(100_000)] + [(1, 0, 1.0), (1, 1, 1.0)], scale=(0, 10**6))
    fitted = Cooccurrence(least=1).fit(replace(heavy, kind="play"))
    assert fitted._weights.nnz <= 500 * 499 + 2
    assert len(fitted.recommend(fitted.query(1), 10)) == 10


def test_the_reasons_are_the_works_that_speak_most() -> None:
    fitted = Cooccurrence(least=1, thin=0).fit(chosen(PLAYLISTS))
    [slate] = [fitted.recommend(asked(0), 1)]
    assert slate.items.tolist() == [1]
    [said] = slate.reasons[0]
    assert (said.kind, said.items, said.value) == ("goes-with", ("i0",), pytest.approx(slate.scores[0]))
