"""The contract, over every recommender that the room lists."""

from __future__ import annotations

import pytest

from culturedata.recommend._base import Recommender
from culturedata.registry import Seam
from tests.contract import RecommenderContract
from tests.recommend import made

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


TOLD = {"als", "als-wr", "baseline", "bayes", "blend", "bpr", "content", "cooccurrence", "discover", "ease", "hybrid",
        "svd", "svdpp"}  # fmt: skip


@pytest.mark.parametrize("name", sorted(TOLD))
def test_whose_scores_are_sums_say_of_what(name: str) -> None:
    """Somewhere at least: where nothing is known of somebody there is nothing to tell apart."""
    data, documents = made.drawn(seed=1), made.words(1, 40)
    fitted = MEMBERS[name].load()().fit(data, documents, seed=3)
    told = [fitted.arithmetic(fitted.query(0), item) for item in range(0, 40, 5)]
    assert max(map(len, told)) > 1
