"""The contract, over every reranker that the room lists."""

from __future__ import annotations

import pytest

from culturedata.errors import UnknownName
from culturedata.recommend.rerank._base import Reranker
from culturedata.recommend.rerank._seam import RERANKERS, reranker
from tests.contract_rerank import RerankerContract


class TestEveryReranker(RerankerContract):
    """An addition to the room is tested here without being named."""

    @pytest.fixture(scope="class", params=list(RERANKERS.members()))
    @classmethod
    def kind(cls, request: pytest.FixtureRequest) -> type[Reranker]:
        found: type[Reranker] = RERANKERS.load(request.param)
        return found


def test_a_name_that_nothing_has() -> None:
    with pytest.raises(UnknownName, match=r"no reranker named 'mrm'\. Did you mean 'mmr'\?"):
        reranker("mrm")
