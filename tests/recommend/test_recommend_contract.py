"""The contract, over every recommender that the room lists."""

from __future__ import annotations

import pytest

from culturedata.recommend._base import Recommender
from culturedata.registry import Seam
from tests.contract import RecommenderContract

MEMBERS = Seam("culturedata.recommend", "recommender").members()


class TestEveryRecommender(RecommenderContract):
    """An addition to the room is tested here without being named."""

    @pytest.fixture(scope="class", params=list(MEMBERS))
    @classmethod
    def kind(cls, request: pytest.FixtureRequest) -> type[Recommender]:
        found: type[Recommender] = MEMBERS[request.param].load()
        return found


def test_the_ones_that_know_a_person_from_another() -> None:
    """The checkerboard is asked of those who are personal; these are, whatever they answer there."""
    from tests.recommend.made import checkerboard

    data, documents = checkerboard()
    personal = set()
    for name, member in MEMBERS.items():
        fitted = member.load()().fit(data, documents)
        tops = {tuple(fitted.score(fitted.query(user)).argsort()) for user in range(2)}
        personal |= {name} if len(tops) == 2 else set()
    assert personal >= {"svd", "knn-baseline", "content", "hybrid"}
    assert personal.isdisjoint({"popular", "baseline"})
