"""Content on axes of words that go together: by hand, against scikit-learn, and what a reason says there."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.decomposition import TruncatedSVD

from culturedata.data.documents import Documents
from culturedata.data.slates import Query
from culturedata.recommend._base import Recommender
from culturedata.recommend.content.recommender import Content, ContentOptions
from culturedata.recommend.content.weights import axes
from tests.contract import RecommenderContract
from tests.recommend.made import asked, dataset, described, words

# «boat» and «ship» never describe the same work, but both go with «sea»; «lamp» and «room» are another world.
HARBOUR = [["boat", "sea"], ["ship", "sea"], ["boat"], ["ship"], ["lamp", "room"], ["lamp", "room"], ["lamp"], []]
SOMEBODY = dataset([(0, 0, 5.0)], items=len(HARBOUR), scale=(1, 5))


class OnAxes(Content):
    """Content as it is with axes, so that the contract asks it too."""

    class Options(ContentOptions, frozen=True, kw_only=True):
        factors: int = 6


class TestContentOnAxes(RecommenderContract):
    """All promises of a recommender, with six axes."""

    @pytest.fixture(scope="class")
    @classmethod
    def kind(cls) -> type[Recommender]:
        return OnAxes


def harbour(**options: float) -> Content:
    return Content(**{"least": 1, "most": 1.0, "thin": 0, **options}).fit(SOMEBODY, described(HARBOUR))


def test_the_axes_of_two_tokens_by_hand() -> None:
    """Rows (1, 0), (1, 0) and (0, 1): the first axis is the first token, which differs most."""
    found = axes(sp.csr_matrix([[1.0, 0], [0, 1], [1, 0]]), 1, 0)
    np.testing.assert_allclose(np.abs(found), [[1], [0]], rtol=0, atol=1e-12)


def test_words_that_never_meet_are_near_through_a_third() -> None:
    """By themselves the boat and the ship share nothing; on two axes, of the sea and of the room, they are one."""
    assert harbour().score(asked(2))[3] == 0
    scores = harbour(factors=2).score(asked(2))
    np.testing.assert_allclose(scores[:4], 1, rtol=0, atol=1e-9)
    np.testing.assert_allclose(scores[4:], 0, rtol=0, atol=1e-9)


def test_the_reason_names_the_words_that_go_together() -> None:
    content = harbour(factors=2)
    [reason] = content.reasons(asked(2), 3)
    assert (reason.kind, reason.terms) == ("related-terms", ("boat", "ship"))
    assert reason.text_en == "words that go together: boat and ship"
    assert reason.text_fr == "mots qui vont ensemble\u00a0: boat-fr et ship-fr"
    [reason] = content.reasons(asked(2), 0)
    assert (reason.kind, reason.terms) == ("shared-terms", ("boat",)), "a shared word goes before a related one"
    assert [r.kind for r in content.reasons(asked(2), 4)] == ["nothing-shared"]
    assert [r.kind for r in content.reasons(asked(2), 7)] == ["nothing-shared"]
    assert content.why(2, 7) is None
    assert harbour().why(2, 3) is None, "without axes only what is shared counts"


def test_cosines_are_those_of_truncated_svd() -> None:
    """The rows' products on the axes, against sklearn's own with the exact solver: five worlds of eight words each."""
    rng = np.random.default_rng(4)
    tokens = [[f"world{n % 5}:{t}" for t in rng.choice(8, 5, replace=False)] for n in range(58)]
    documents = described([*tokens, [], []])
    content = Content(factors=5).fit(dataset([(0, 0, 5.0)], items=60), documents)
    theirs = TruncatedSVD(5, algorithm="arpack", tol=1e-12, random_state=0).fit_transform(content.words)
    lengths = np.linalg.norm(theirs, axis=1, keepdims=True)
    theirs = np.divide(theirs, lengths, out=np.zeros_like(theirs), where=lengths > 0)
    np.testing.assert_allclose((content.rows @ content.rows.T).toarray(), theirs @ theirs.T, rtol=0, atol=1e-6)


def test_all_axes_are_the_words_themselves() -> None:
    documents, data = words(4, 60, 3), dataset([(0, 0, 5.0)], items=60)
    plain, whole = (Content(factors=factors).fit(data, documents) for factors in (0, 500))
    np.testing.assert_allclose(whole.score(asked(3, 9)), plain.score(asked(3, 9)), rtol=0, atol=1e-9)
    assert whole.state.axes.shape == (24, 24)


def test_the_very_same_axes_however_works_are_numbered() -> None:
    """Bit by bit, though the projection is random and some works are described alike."""
    tokens = [*words(4, 200, 3).tokens, *words(4, 40, 3).tokens]
    rng, learnt = np.random.default_rng(0), []
    for order in (np.arange(len(tokens)), rng.permutation(len(tokens)), rng.permutation(len(tokens))):
        documents = described([tokens[n] for n in order])
        learnt.append(Content(factors=7).fit(dataset([(0, 0, 5.0)], items=len(tokens)), documents, seed=5).state.axes)
    assert learnt[0].tolist() == learnt[1].tolist() == learnt[2].tolist()


def test_neighbours_on_axes_are_the_nearest_others() -> None:
    content = Content(factors=6).fit(dataset([(0, 0, 5.0)], items=300), words(9, 300, 5))
    near, cosines = dict(content.neighbours(4)), (content.rows @ content.rows.T).toarray()
    assert set(near) == set(range(295))
    for item in (0, 255, 256, 294):
        scores = [score for _, score in near[item]]
        assert scores == sorted(scores, reverse=True)
        assert item not in [other for other, _ in near[item]]
        np.testing.assert_allclose(scores, np.sort(np.delete(cosines[item], item))[::-1][:4], rtol=0, atol=1e-5)


@pytest.mark.parametrize("tokens", [[[]] * 8, [["a"], *[[]] * 7], [["a", "b"]] * 8, [[str(n)] for n in range(8)]])
def test_next_to_nothing_to_learn_axes_from(tokens: list[list[str]]) -> None:
    content = Content(factors=3).fit(SOMEBODY, described(tokens))
    assert np.isfinite(content.score(Query(None, np.array([0], dtype=np.int32)))).all()
    assert len(content.recommend(asked(0), 8)) == 7
    list(content.neighbours(3))


def test_what_was_learnt_with_axes_keeps_its_reasons() -> None:
    first = harbour(factors=2)
    documents: Documents = described(HARBOUR)
    again = Content(least=1, most=1.0, thin=0, factors=2).load(first.to_bytes(), SOMEBODY, documents)
    assert again.score(asked(2)).tolist() == first.score(asked(2)).tolist()
    assert again.reasons(asked(2), 3) == first.reasons(asked(2), 3)
