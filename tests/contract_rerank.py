"""What every reranker promises: one class, run over the whole room."""

from __future__ import annotations

import json
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Slate
from culturedata.errors import ModelError, UnknownName, UsageError
from culturedata.recommend.popular import Popular
from culturedata.recommend.rerank._base import Reranker
from culturedata.recommend.rerank._chain import Chain
from culturedata.recommend.rerank._works import Works
from tests.contract import renumbered, same
from tests.recommend import made

CANDIDATES = 24


def known(documents: Documents, seed: int = 0) -> Documents:
    """The same with makers, one or two of nine each and none of one in ten, and two open pictures in three."""
    rng, n = np.random.default_rng(seed), len(documents)
    makers = tuple(
        tuple(f"m{m}" for m in rng.choice(9, rng.integers(1, 3), replace=False)) if n % 10 else () for n in range(n)
    )
    labels = {**documents.labels, **{f"m{m}": (f"Mme {m}", f"Ms {m}") for m in range(9)}}
    return replace(documents, makers=makers, open_images=tuple(rng.random(n) < 0.67), labels=labels)


def slate(items: np.ndarray, seed: int = 0) -> Slate:
    """Candidates with random falling scores."""
    scores = -np.sort(-np.random.default_rng(seed).normal(3, 2, len(items)))
    return Slate(items.astype(np.int32), scores)


class RerankerContract:
    """To run it: a subclass whose fixture `kind` gives the class of a reranker."""

    @pytest.fixture(scope="class")
    @classmethod
    def works(cls) -> Works:
        data = made.drawn(seed=2)
        return Works(data, known(made.words(2, len(data.item_ids))))

    @pytest.fixture(params=range(3))
    @classmethod
    def candidates(cls, request: pytest.FixtureRequest, works: Works) -> Slate:
        rng = np.random.default_rng(request.param)
        return slate(rng.permutation(len(works))[:CANDIDATES], request.param)

    # -- slates --------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("k", [0, 1, 10, 1000])
    def test_k_of_the_candidates_with_falling_scores(
        self, kind: type[Reranker], works: Works, candidates: Slate, k: int
    ) -> None:
        found = kind().rerank(candidates, made.asked(3, 5, 9), works, k)
        assert len(found) <= min(k, CANDIDATES)
        assert set(found.items.tolist()) <= set(candidates.items.tolist())
        assert len(set(found.items.tolist())) == len(found) == len(found.reasons)
        assert np.isfinite(found.scores).all()
        assert (np.diff(found.scores) <= 0).all()
        assert found.items.dtype == np.int32
        longer = kind().rerank(candidates, made.asked(3, 5, 9), works, k + 5)
        assert found.items.tolist() == longer.items[:k].tolist(), "a longer slate begins otherwise"

    def test_the_same_again(self, kind: type[Reranker], works: Works, candidates: Slate) -> None:
        before = candidates.items.tolist(), candidates.scores.tolist()
        one, other = (kind().rerank(candidates, made.asked(1, 2), works) for _ in range(2))
        assert same(one, other)
        assert (candidates.items.tolist(), candidates.scores.tolist()) == before

    def test_the_numbering_of_items_does_not_matter(
        self, kind: type[Reranker], works: Works, candidates: Slate
    ) -> None:
        assert works.documents is not None
        new = np.random.default_rng(4).permutation(len(works))
        data, documents = renumbered(works.dataset, works.documents, new)
        old = np.argsort(new)
        more = {
            "makers": tuple(works.documents.makers[n] for n in old),
            "open_images": tuple(works.documents.open_images[n] for n in old),
        }
        moved = Slate(new[candidates.items].astype(np.int32), candidates.scores)
        query = made.asked(3, 5, 9)
        asked = Query(None, new[query.history].astype(np.int32))
        there = kind().rerank(moved, asked, Works(data, replace(documents, **more)))
        here = kind().rerank(candidates, query, works)
        assert there.items.tolist() == new[here.items].tolist()
        np.testing.assert_allclose(there.scores, here.scores, rtol=0, atol=1e-9)

    # -- little to go by -----------------------------------------------------------------------------------------

    def test_nothing_to_choose_from(self, kind: type[Reranker], works: Works) -> None:
        nothing = Slate(np.empty(0, dtype=np.int32), np.empty(0))
        assert len(kind().rerank(nothing, Query(), works)) == 0
        one = kind().rerank(slate(np.array([7])), Query(), works)
        assert one.items.tolist() in ([7], [])
        assert one.reasons in (((),), ())

    def test_somebody_of_whom_nothing_is_known(self, kind: type[Reranker], works: Works, candidates: Slate) -> None:
        assert len(kind().rerank(candidates, Query(), works)) == 10

    @pytest.mark.parametrize("documents", [None, made.described([()] * 40)], ids=["none", "empty ones"])
    def test_nothing_is_said_of_the_works(
        self, kind: type[Reranker], works: Works, candidates: Slate, documents: Documents | None
    ) -> None:
        """They keep their order where the aim needs what is not there; nothing at all may be left, too."""
        found = kind().rerank(candidates, made.asked(3), Works(works.dataset, documents))
        assert found.items.tolist() in (candidates.items[:10].tolist(), []) or kind.name == "hidden-gems"

    def test_all_are_worth_the_same(self, kind: type[Reranker], works: Works, candidates: Slate) -> None:
        equal = Slate(np.sort(candidates.items), np.full(CANDIDATES, 2.5))
        found = kind().rerank(equal, made.asked(3, 5), works)
        assert 0 < len(found) <= 10
        assert np.isfinite(found.scores).all()

    def test_scores_beyond_measure(self, kind: type[Reranker], works: Works, candidates: Slate) -> None:
        huge = Slate(candidates.items, 1.7e308 * np.linspace(1, -1, CANDIDATES))
        assert np.isfinite(kind().rerank(huge, made.asked(3, 5), works).scores).all()

    def test_documents_of_other_works(self, works: Works) -> None:
        with pytest.raises(ModelError, match="the documents are not those of the dataset's items"):
            Works(works.dataset, made.described([["a"]]))

    # -- the aim -------------------------------------------------------------------------------------------------

    def test_without_weight_the_order_stays(self, kind: type[Reranker], works: Works, candidates: Slate) -> None:
        if "weight" not in kind.Options.__struct_fields__:
            pytest.skip(f"{kind.name} weighs nothing")
        found = kind(weight=0).rerank(candidates, made.asked(3, 5), works, CANDIDATES)
        assert found.items.tolist() == candidates.items.tolist()
        assert found.reasons == ((),) * CANDIDATES

    def test_with_all_weight_only_the_aim_counts(self, kind: type[Reranker], works: Works, candidates: Slate) -> None:
        if "weight" not in kind.Options.__struct_fields__:
            pytest.skip(f"{kind.name} weighs nothing")
        other = slate(candidates.items, seed=77)
        one, two = (kind(weight=1).rerank(c, made.asked(3, 5), works, CANDIDATES) for c in (candidates, other))
        assert one.items.tolist() == two.items.tolist() != candidates.items.tolist()
        np.testing.assert_allclose(one.scores, two.scores, rtol=0, atol=1e-12)

    def test_who_was_moved_says_why_in_two_languages(
        self, kind: type[Reranker], works: Works, candidates: Slate
    ) -> None:
        found = kind().rerank(candidates, made.asked(3, 5, 9), works, 12)
        assert any(found.reasons), "nothing is moved"
        place = {item: n for n, item in enumerate(candidates.items.tolist())}
        for n, (item, said) in enumerate(zip(found.items.tolist(), found.reasons, strict=True)):
            above = {place[other] for other in found.items[:n].tolist()}
            first = min(set(range(CANDIDATES)) - above)
            assert not said or place[item] > first, "a reason, though nothing better stood back"
            for reason in said:
                assert reason.kind
                assert reason.text_fr != reason.text_en
                assert reason.text_fr
                assert reason.text_en
        assert found.reasons[0] == () or found.items[0] != candidates.items[0]

    # -- behind a recommender ------------------------------------------------------------------------------------

    def test_nothing_seen(self, kind: type[Reranker], works: Works) -> None:
        fitted = Popular().fit(works.dataset, works.documents)
        chain = Chain((kind(),), works)
        for user in range(0, 70, 9):
            query = fitted.query(user)
            found = chain.recommend(fitted, query, 5)
            assert set(found.items.tolist()).isdisjoint(query.history.tolist())
            assert all(
                said[0] == fitted.reasons(query, item)[0] for item, said in zip(found.items, found.reasons, strict=True)
            )

    # -- options -------------------------------------------------------------------------------------------------

    def test_options_come_back_from_text(self, kind: type[Reranker]) -> None:
        made_ = kind()
        said = json.loads(json.dumps(msgspec.to_builtins(made_.config)))
        assert kind(**said).config == made_.config

    def test_a_wrong_option(self, kind: type[Reranker]) -> None:
        with pytest.raises(UnknownName, match=f"no option of {kind.name} named 'sparkle'"):
            kind(sparkle=1)
        for option in msgspec.structs.fields(kind.Options):
            with pytest.raises(UnknownName, match=f"Did you mean {option.name!r}"):
                kind(**{f"{option.name}x": 1})
            for value in (["not", "this"], -1, "much"):
                with pytest.raises(UsageError, match=f"^{kind.name}: .*{option.name}.*reranker show {kind.name}"):
                    kind(**{option.name: value})


def dataset_of(works: int) -> Dataset:
    """Ratings of so many works by three people: work n was rated by n of them, at most three."""
    return made.dataset([(u, i, 4.0) for i in range(works) for u in range(min(i, 3))], 3, works)
