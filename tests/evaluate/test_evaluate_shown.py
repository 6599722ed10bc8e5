"""Slates as matrices, what is relevant, and the setting that they are judged in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from culturedata.data.dataset import COUNTED
from culturedata.data.documents import Documents
from culturedata.data.slates import Run, Slate
from culturedata.evaluate.setting import Groups, Setting, shares
from culturedata.evaluate.shown import Shown, filled, gains
from tests.evaluate.conftest import made, shown

works = st.lists(st.integers(0, 8), max_size=6, unique=True)
worths = st.dictionaries(st.integers(0, 8), st.sampled_from([1.0, 3.0, 4.0]))


def run(slates: dict[int, list[int]], k: int = 3) -> Run:
    given = {
        user: Slate(np.array(items, dtype=np.int32), -np.arange(len(items), dtype=np.float64))
        for user, items in slates.items()
    }
    return Run("x", {}, 0, "", "simulated", k, given)


# -- what is relevant ------------------------------------------------------------------------------------------------


def test_whatever_was_played_is_relevant_and_worth_one() -> None:
    found = gains(
        replace(made([(0, 0, 1, 0), (0, 1, 5000, 0), (1, 0, 2, 0), (1, 0, 3, 0)]), kind="play", scale=COUNTED)
    )
    assert found.toarray()[:, :2].tolist() == [[1, 1], [1, 0]]


@pytest.mark.parametrize(
    ("scale", "least"), [((1.0, 5.0), 4.0), ((0.5, 5.0), 4.0), ((0.0, 100.0), 75.0), ((0.0, 1.0), 0.75)]
)
def test_relevant_is_from_three_quarters_of_the_scale(scale: tuple[float, float], least: float) -> None:
    low, high = scale
    step = (high - low) / 9
    found = gains(made([(0, 0, least, 0), (0, 1, least - step, 0), (0, 2, high, 0), (1, 0, low, 0)], scale=scale))
    assert found[0].indices.tolist() == [0, 2]
    assert found[0].data == pytest.approx([4 * (least - low) / (high - low), 4])
    assert found[1].nnz == 0


def test_gains_go_from_three_to_four_of_five_stars() -> None:
    found = gains(made([(0, n, 1.0 + n, 0) for n in range(5)]))
    assert found.toarray().tolist() == [[0, 0, 0, 3, 4]]


def test_of_a_pair_that_stands_twice_the_last_counts() -> None:
    """Whether it rose or fell; and a value that is no number is not relevant."""
    test = made([(0, 0, 5, 0), (0, 0, 1, 1), (0, 1, 1, 0), (0, 1, 5, 1), (0, 2, np.nan, 0)])
    assert gains(test).toarray().tolist() == [[0, 4, 0]]


def test_a_scale_of_one_value() -> None:
    """Plays, each worth the same: all are relevant."""
    assert gains(made([(0, 1, 1, 0)], scale=(1.0, 1.0))).toarray().tolist() == [[0, 4]]


# -- slates ----------------------------------------------------------------------------------------------------------


def test_short_empty_and_long_slates() -> None:
    items = filled([np.array(s, dtype=np.int32) for s in ([4], [], [1, 2, 3, 4])], 3)
    assert items.tolist() == [[4, -1, -1], [-1, -1, -1], [1, 2, 3]]
    assert filled([], 3).shape == (0, 3)


def test_users_are_in_order_and_work_0_does_not_stand_where_nothing_does() -> None:
    test = made([(2, 0, 5, 0), (2, 3, 4, 0), (0, 1, 2, 0)], 4, 5)
    of = Shown.of(run({2: [3], 0: [1, 0], 1: []}), test, Setting.of(made([(2, 4, 3, 0)], 4, 5)))
    assert of.users.tolist() == [0, 1, 2]
    assert of.gains.tolist() == [[0, 0, 0], [0, 0, 0], [3, 0, 0]]
    assert of.best.tolist() == [[0, 0, 0], [0, 0, 0], [4, 3, 0]]
    assert of.relevant.tolist() == [0, 0, 2]
    assert of.matrix.toarray().tolist() == [[1, 1, 0, 0, 0], [0] * 5, [0, 0, 0, 1, 0]]
    assert of.at(of.profiles).tolist() == [[0, 0, 0]] * 3
    assert of.mean_of(np.array([10.0, 20, 30, 40, 50])) == pytest.approx([15, np.nan, 40], nan_ok=True)


@pytest.mark.parametrize("stranger", [5, 700, -1, -2])
def test_a_work_outside_of_the_catalogue_is_refused(stranger: int) -> None:
    test = made([(0, 1, 5, 0)], 1, 5)
    with pytest.raises(ValueError, match="not among the 5 of the catalogue"):
        Shown.of(run({0: [1, stranger]}), test, Setting.of(test))


@given(st.lists(st.tuples(works, worths), max_size=6), st.integers(1, 5))
def test_matrices_say_what_the_dictionaries_say(given: list[tuple[list[int], dict[int, float]]], k: int) -> None:
    slates, worth = [mine for mine, _ in given], [mine for _, mine in given]
    of = shown(slates, worth, k, 9)
    for n, (slate, mine) in enumerate(given):
        cut = slate[:k]
        assert of.gains[n].tolist() == [mine.get(work, 0.0) for work in cut] + [0.0] * (k - len(cut))
        assert of.best[n].tolist() == (sorted(mine.values(), reverse=True) + [0.0] * k)[:k]
        assert sorted(of.matrix[n].indices.tolist()) == sorted(cut)
        assert of.relevant[n] == len(mine)


# -- the setting -----------------------------------------------------------------------------------------------------


def test_what_is_known_before_the_test() -> None:
    """Who met what counts once and whatever the rating, also one of 0."""
    train = made([(0, 0, 5, 0), (0, 0, 2, 1), (1, 0, 0, 0), (1, 2, 3, 0)], 3, 4, scale=(0.0, 5.0))
    setting = Setting.of(train)
    assert setting.profiles.toarray().tolist() == [[1, 0, 0, 0], [1, 0, 1, 0], [0, 0, 0, 0]]
    assert setting.known_by.tolist() == [2, 0, 1, 0]
    assert (setting.people, setting.catalogue, setting.features.shape) == (3, 4, (4, 0))
    assert train.matrix.data.tolist() != [1] * 3, "the dataset's own matrix is not touched"


def test_features_are_the_words_that_are_told_to_people() -> None:
    documents = Documents(
        ids=("a", "b", "c"), titles_fr=("",) * 3, titles_en=("",) * 3,
        tokens=(("t1", "word:sea", "decade:1870"), ("t1", "t1"), ("word:sea",)),
        labels={"t1": ("mer", "sea"), "decade:1870": ("années 1870", "1870s"), "t9": ("", "")},
    )  # fmt: skip
    setting = Setting.of(made([], 1, 3), documents)
    assert setting.features.toarray().tolist() == [[1, 1], [1, 0], [0, 0]]
    assert setting.mixtures.toarray().tolist() == [[0.5, 0.5], [1, 0], [0, 0]]


def test_a_zero_that_is_stored_says_nothing() -> None:
    features = sp.csr_matrix((np.array([0.0, 2.0]), ([0, 1], [0, 0])), shape=(2, 1))
    assert Setting(sp.csr_matrix((1, 2)), features).mixtures.nnz == 1
    assert features.nnz == 2
    assert shares(sp.csr_matrix((2, 0))).shape == (2, 0)


def test_groups_share_a_work_and_nothing_is_left_out() -> None:
    groups = Groups.of([["France"], ["Italy", "France", "Italy"], []])
    assert groups.labels == ("France", "Italy", "unknown")
    assert groups.members.toarray().tolist() == [[1, 0, 0], [0.5, 0.5, 0], [0, 0, 1]]
    assert Groups.of([]).members.shape == (0, 0)


def test_rows_that_are_not_those_of_the_catalogue() -> None:
    with pytest.raises(ValueError, match="one row a work"):
        Setting(sp.csr_matrix((2, 4)), sp.csr_matrix((3, 1)))
    with pytest.raises(ValueError, match="one row a work"):
        Setting(sp.csr_matrix((2, 2)), sp.csr_matrix((2, 1)), {"country": Groups.of([["France"]])})
