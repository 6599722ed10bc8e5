"""social by hand, with and without weights, and that it says how many chose and never who."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from culturedata.data.dataset import Dataset
from culturedata.data.slates import Query
from culturedata.recommend.choices.social import Social
from tests.recommend import made
from tests.recommend.made import chosen


def followed(table: list[list[float]], *pairs: tuple[int, int]) -> Dataset:
    return replace(chosen(table), follows=np.array(pairs, dtype=np.int32).reshape(-1, 2))


TABLE = [[5, 5, 0, 0, 0], [5, 5, 5, 0, 0], [5, 0, 0, 5, 5], [0, 0, 0, 0, 5]]


class TestByHand:
    """The first person follows the second (they share two of three works) and the third (one of four)."""

    data = followed(TABLE, (0, 1), (0, 2), (0, 0), (0, 2), (3, 3))

    def test_all_alike(self) -> None:
        scores = Social(weigh="alike").fit(self.data).score(Query(0))
        little = np.array([3, 2, 1, 1, 2]) / 4 / 4
        assert scores.tolist() == pytest.approx((np.array([1, 1 / 2, 1 / 2, 1 / 2, 1 / 2]) + little).tolist())

    def test_by_what_they_share(self) -> None:
        fitted = Social().fit(self.data)
        assert fitted.state.data.tolist() == pytest.approx([2 / 3, 1 / 4])
        second, third = (2 / 3) / (11 / 12), (1 / 4) / (11 / 12)
        little = np.array([3, 2, 1, 1, 2]) / 4 / 4
        expected = np.array([1, second, second, third, third]) + little
        assert fitted.score(Query(0)).tolist() == pytest.approx(expected.tolist())

    @pytest.mark.parametrize("user", [1, 3, None])
    def test_who_follows_nobody_gets_what_most_chose(self, user: int | None) -> None:
        assert np.argsort(-Social().fit(self.data).score(Query(user)), kind="stable")[0] == 0

    def test_the_little_is_of_all_who_rated_liked_or_not(self) -> None:
        data = followed([[5, 1, 0], [5, 1, 5]], (0, 1))
        for of, said in ((data, ("ce que tout le monde a noté", "what everybody rated")),
                         (made.played(data), ("ce que tout le monde a écouté", "what everybody played"))):  # fmt: skip
            fitted = Social().fit(of)
            told = fitted.arithmetic(Query(0), 1)[0]
            assert (told.value, told.text_fr, told.text_en) == (2 / 2 / 2, *said)

    def test_it_says_how_many_and_not_who(self) -> None:
        """Three are followed, one of whom shares nothing: they count, too."""
        fitted = Social().fit(followed([*TABLE, [0, 0, 0, 5, 0]], (0, 1), (0, 2), (0, 4)))
        [said] = fitted.reasons(fitted.query(0), 2)
        assert (said.kind, said.value, said.items) == ("followed", 1, ())
        assert said.text_en == "chosen by 1 of the 3 people that you follow"
        assert said.text_fr == "choisi par 1 des 3 personnes que vous suivez"
        assert fitted.reasons(fitted.query(1), 3)[0].text_en == "rated by 2 people"

    def test_of_fewer_than_three_no_number_is_said(self) -> None:
        """Who follows two knows who «1 of 2» may be."""
        fitted = Social().fit(self.data)
        [said] = fitted.reasons(fitted.query(0), 2)
        assert (said.kind, said.value, said.text_fr) == ("followed", None, "choisi parmi ceux que vous suivez")

    def test_who_shares_nothing_with_those_followed(self) -> None:
        fitted = Social().fit(followed([[5, 0, 0], [0, 5, 0]], (0, 1)))
        assert fitted.score(Query(0)).tolist() == [1 / 4, 1 / 4, 0]
        assert not fitted.follows(Query(0))


def test_it_beats_what_most_people_chose_where_friends_choose_alike() -> None:
    """Two halves who choose among their own works and follow each other: all first works are of the own half."""
    data, _ = made.checkerboard()
    pairs = [(one, other) for one in range(60) for other in range(60) if one % 2 == other % 2 and one != other]
    friends = replace(data, follows=np.array(pairs, dtype=np.int32))
    slates = dict(Social().fit(friends).recommend_all(range(60), 3))
    assert all((slate.items % 2 == user % 2).all() for user, slate in slates.items())
    alone = dict(Social().fit(data).recommend_all(range(60), 3))
    assert not all((slate.items % 2 == user % 2).all() for user, slate in alone.items())
