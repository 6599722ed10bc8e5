"""What every recommender promises: one class, run over the whole room."""

from __future__ import annotations

import json
import pickle
from typing import Any

import msgspec
import numpy as np
import pytest

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Slate
from culturedata.data.vocabulary import Vocabulary
from culturedata.errors import ModelError, UnknownName, UsageError
from culturedata.recommend._base import Recommender
from tests.recommend import made

CLOSE = {"rtol": 0, "atol": 1e-9}
BLIND = {"slope-one", "normal-predictor"}  # what was rated says nothing to them of who likes what
# a weighted mean of ratings lies among them; what the other two make of the ratings of that test does so too
NEVER_BEYOND = {"knn-basic", "knn-with-z-score", "co-clustering"}
COLD = 69  # drawn() gives its last three users and items no ratings; the last two items are not described either
Slates = list[tuple[list[int], list[float], Any]]


def same(left: Slate, right: Slate) -> bool:
    """Whether two slates have the same items, the very same scores and the same reasons."""
    return (left.items.tolist(), left.scores.tolist(), left.reasons) == (
        right.items.tolist(), right.scores.tolist(), right.reasons
    )  # fmt: skip


def renumbered(data: Dataset, documents: Documents, new: np.ndarray) -> tuple[Dataset, Documents]:
    """The same ratings and descriptions, with item n called `new[n]`."""
    old = np.argsort(new)

    def moved(column: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(column[n] for n in old)

    again = Dataset(
        data.name, data.provenance, data.scale, data.user_ids, Vocabulary(moved(data.item_ids.ids)),
        data.users, new[data.items].astype(np.int32), data.values, data.times,
    )  # fmt: skip
    columns = (documents.ids, documents.titles_fr, documents.titles_en, documents.tokens)
    return again, Documents(*map(moved, columns), documents.labels)


class RecommenderContract:
    """To run it: a subclass whose fixture `kind` gives the class of a recommender."""

    @pytest.fixture(scope="class")
    @classmethod
    def data(cls) -> Dataset:
        return made.drawn(seed=1)

    @pytest.fixture(scope="class")
    @classmethod
    def documents(cls, data: Dataset) -> Documents:
        return made.words(1, len(data.item_ids))

    @pytest.fixture(scope="class")
    @classmethod
    def fitted(cls, kind: type[Recommender], data: Dataset, documents: Documents) -> Recommender:
        return kind().fit(data, documents, seed=3)

    def test_plays_are_learnt_or_refused(self, kind: type[Recommender], data: Dataset, documents: Documents) -> None:
        """No reason then says that anybody rated anything."""
        plays = made.played(data)
        if kind.predicts_ratings or kind.needs_ratings:
            with pytest.raises(ModelError, match=r"learns from ratings, and synthetic tells only how often"):
                kind().fit(plays, documents)
            return
        fitted = kind().fit(plays, documents, seed=3)
        for user in range(0, len(data.user_ids), 5):
            slate = fitted.recommend(fitted.query(user), 5)
            assert len(slate) == 5
            words = [f"{one.text_fr} {one.text_en}" for said in slate.reasons for one in said]
            assert words
            assert not [text for text in words if "noté" in text or "rated" in text]

    # -- slates --------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("k", [0, 1, 10, 1000])
    def test_k_best_unseen_items(self, fitted: Recommender, data: Dataset, k: int) -> None:
        for user in range(len(data.user_ids)):
            query = fitted.query(user)
            slate = fitted.recommend(query, k, reasons=False)
            scores, seen = fitted.score(query), set(data.items[data.users == user].tolist())
            unseen = [item for item in range(len(data.item_ids)) if item not in seen]
            best = sorted(unseen, key=lambda item: (-scores[item], item))[:k]
            assert slate.items.tolist() == best
            assert slate.scores.tolist() == scores[best].tolist()

    def test_equal_scores_stand_by_item_number(self, kind: type[Recommender]) -> None:
        twins = [(u, i, 4.0) for u in range(4) for i in range(6)]
        fitted = kind().fit(made.dataset(twins, users=5, items=9), made.described([["a", "b"]] * 9))
        slate = fitted.recommend(Query(), 9)
        for left, right, one, other in zip(slate.items, slate.items[1:], slate.scores, slate.scores[1:], strict=False):
            assert one > other or left < right
        untouched = [item for item in slate.items.tolist() if item >= 6]
        assert untouched == [6, 7, 8]

    def test_everybody_at_once_gets_what_each_would(self, fitted: Recommender, data: Dataset) -> None:
        people = [5, COLD, 0, 41]
        slates = list(fitted.recommend_all(people, 12))
        assert [user for user, _ in slates] == people
        for user, slate in slates:
            query = fitted.query(user)
            alone = fitted.recommend(query, 12, reasons=False)
            assert slate.reasons == ()
            np.testing.assert_allclose(slate.scores, alone.scores, **CLOSE)
            np.testing.assert_allclose(fitted.score(query)[slate.items], slate.scores, **CLOSE)
            assert set(slate.items.tolist()).isdisjoint(query.history.tolist())

    # -- people --------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("query", [Query(), Query(COLD)], ids=["a stranger", "somebody without ratings"])
    def test_a_cold_user_gets_something_and_is_told_so(self, fitted: Recommender, data: Dataset, query: Query) -> None:
        slate = fitted.recommend(query, 10)
        assert len(slate) == 10
        assert all(said[0].kind == "cold-user" and len(said) > 1 for said in slate.reasons)
        people = np.bincount(data.items, minlength=len(data.item_ids))
        assert people[slate.items].min() > 0, "somebody of whom nothing is known is shown what nobody knows"
        assert len(set(fitted.score(query)[people > 0].tolist())) > 10, "all works are the same to a cold user"

    def test_somebody_with_a_history_only(self, fitted: Recommender, data: Dataset) -> None:
        history = np.array([7, 2, 30], dtype=np.int32)
        for liked in (None, np.array([5.0, 1.0, 4.5], dtype=np.float32)):
            slate = fitted.recommend(Query(history=history, liked=liked), 1000)
            assert set(slate.items.tolist()) == set(range(len(data.item_ids))) - {2, 7, 30}
            assert all(said and all(r.kind != "cold-user" for r in said) for said in slate.reasons)

    def test_a_checkerboard_is_told_apart(self, kind: type[Recommender]) -> None:
        """Unless a recommender gives all the same order, everybody's own half comes first, to its last work."""
        data, documents = made.checkerboard()
        if kind.name in BLIND:
            pytest.skip(f"{kind.name} can't see it")
        fitted = kind().fit(data, documents, seed=5)
        orders = {tuple(np.argsort(-fitted.score(fitted.query(user)), kind="stable")) for user in range(20)}
        if len(orders) == 1:
            pytest.skip(f"{fitted.name} gives everybody the same order")
        for user, slate in fitted.recommend_all(range(len(data.user_ids)), 1000):
            own = slate.items % 2 == user % 2
            assert own[: own.sum()].all(), f"user {user} is shown {slate.items[:5]}"

    # -- reasons -------------------------------------------------------------------------------------------------

    def test_a_reason_for_each_work_in_two_languages(self, fitted: Recommender, data: Dataset) -> None:
        low, high = data.scale
        for user in (0, 1, 2, COLD):
            slate = fitted.recommend(fitted.query(user), 1000)
            assert len(slate.reasons) == len(slate)
            for said in slate.reasons:
                assert said, f"a work is shown to user {user} without a reason"
                for reason in said:
                    assert reason.kind
                    assert reason.text_fr
                    assert reason.text_en
                    assert reason.text_fr != reason.text_en
                    if reason.kind in ("rated", "neighbours"):
                        assert reason.value is not None
                        assert low <= reason.value <= high, "a rating that is shown lies on the scale"

    def test_the_arithmetic_adds_up_to_the_score(self, fitted: Recommender, data: Dataset) -> None:
        for query in (fitted.query(0), fitted.query(5), fitted.query(COLD), Query(history=np.array([7, 2, 30]))):
            scores = fitted.score(query)
            for item in range(0, len(data.item_ids), 6):
                told = fitted.arithmetic(query, item)
                assert sum(one.value for one in told) == pytest.approx(scores[item], abs=1e-8)
                assert all(one.text_fr and one.text_en for one in told)
                assert len(told) == 1 or not any("d’un seul tenant" in one.text_fr for one in told)

    def test_because_you_rated_is_true(self, fitted: Recommender, data: Dataset) -> None:
        """What a reason says that a person rated, they did rate, and so, and not below their own mean."""
        for user in range(0, 60, 7):
            mine = data.users == user
            given = dict(zip(data.item_ids.names(data.items[mine]), data.values[mine].tolist(), strict=True))
            mean = sum(given.values()) / len(given)
            for said in fitted.recommend(fitted.query(user), 1000).reasons:
                for reason in (r for r in said if r.kind == "rated"):
                    assert reason.value == given[reason.items[0]] >= mean - 1e-6

    def test_nobody_is_said_to_have_rated_what_nobody_rated(self, fitted: Recommender, data: Dataset) -> None:
        unrated = len(data.item_ids) - 1  # nor described
        for query in (fitted.query(0), Query(), Query(history=np.array([1], dtype=np.int32))):
            kinds = {reason.kind for reason in fitted.reasons(query, unrated)}
            assert kinds <= {"cold-user", "unrated", "nothing-shared"} or kinds.isdisjoint(
                {"rated", "neighbours", "popular", "well-liked", "shared-terms"}
            )

    # -- learning ------------------------------------------------------------------------------------------------

    def test_the_same_seed_gives_the_same_slates(
        self, kind: type[Recommender], fitted: Recommender, data: Dataset, documents: Documents
    ) -> None:
        np.random.seed(99)
        before = np.random.get_state()[1].tolist()
        again = kind().fit(data, documents, seed=3)
        assert np.random.get_state()[1].tolist() == before, "training disturbs numpy's global generator"
        assert again.seed == 3
        for user in range(len(data.user_ids)):
            assert same(again.recommend(again.query(user)), fitted.recommend(fitted.query(user)))

    def test_the_numbering_of_items_does_not_matter(
        self, kind: type[Recommender], fitted: Recommender, data: Dataset, documents: Documents
    ) -> None:
        new = np.random.default_rng(4).permutation(len(data.item_ids))
        other = kind().fit(*renumbered(data, documents, new), seed=3)
        for query in (Query(), *(fitted.query(user) for user in (0, 1, 33, COLD))):
            asked = Query(query.user, new[query.history].astype(np.int32), query.liked)
            np.testing.assert_allclose(other.score(asked)[new], fitted.score(query), **CLOSE)

    def test_scores_are_not_changed_by_asking(self, fitted: Recommender) -> None:
        query = fitted.query(4)
        before = fitted.score(query).copy()
        fitted.recommend(query, 5)
        list(fitted.recommend_all([4, 5], 5))
        assert fitted.score(query).tolist() == before.tolist()

    def test_untrained_says_so(self, kind: type[Recommender], data: Dataset) -> None:
        bare = kind()
        for ask in (
            lambda: bare.recommend(Query()),
            lambda: bare.score(Query()),
            lambda: bare.query(0),
            lambda: list(bare.recommend_all([0])),
            bare.to_bytes,
        ):
            with pytest.raises(ModelError, match=rf"{kind.name} is not trained\. Call fit first"):
                ask()

    def test_nothing_to_learn_from(self, kind: type[Recommender], data: Dataset, documents: Documents) -> None:
        with pytest.raises(ModelError, match=f"{kind.name} can't learn from no ratings at all"):
            kind().fit(data.subset(np.zeros(len(data), dtype=bool)), documents)
        with pytest.raises(ModelError, match="the documents are not those of the dataset's items"):
            kind().fit(data, made.described([["a"]]))

    # -- ratings -------------------------------------------------------------------------------------------------

    def test_predicted_ratings_are_the_scores(self, fitted: Recommender, data: Dataset) -> None:
        items = np.arange(len(data.item_ids), dtype=np.int32)
        if not fitted.predicts_ratings:
            with pytest.raises(ModelError, match=f"{fitted.name} ranks works; it does not predict ratings"):
                fitted.predict(items, items)
            return
        if fitted.draws:
            pytest.skip(f"{fitted.name} draws a rating by chance each time")
        people = [4, 0, COLD, 4] if fitted.knows_strangers else [4, 0, 4]
        users = np.repeat(np.array(people, dtype=np.int32), len(items))
        found = fitted.predict(users, np.tile(items, len(people))).reshape(len(people), -1)
        for row, user in zip(found, people, strict=True):
            np.testing.assert_allclose(row, fitted.score(fitted.query(user)), **CLOSE)
        nobody = np.full(len(items), -1, dtype=np.int32)
        mean = np.full(len(items), data.values.mean(dtype=np.float64))
        said = fitted.score(Query()) if fitted.knows_strangers else mean
        np.testing.assert_allclose(fitted.predict(nobody, items), said, **CLOSE)
        unknown = fitted.predict(np.array([-1], dtype=np.int32), np.array([-1], dtype=np.int32))
        np.testing.assert_allclose(unknown, data.values.mean(dtype=np.float64), **CLOSE)
        assert fitted.predict(items[:0], items[:0]).shape == (0,)

    def test_ranked_beyond_the_scale(self, kind: type[Recommender]) -> None:
        """Scores above the highest rating are not clipped: they would all tie."""
        generous, loved = np.linspace(-1.5, 1.5, 60), np.linspace(-1.5, 1.5, 50)
        sums = 3 + generous[:, None] + loved
        shy = [(int(u), int(i), float(sums[u, i])) for u, i in np.argwhere(sums <= 4)]
        data = made.dataset(shy, 60, 50, scale=(0, 4))
        fitted = kind().fit(data, made.words(2, len(data.item_ids), 0))
        if not fitted.predicts_ratings:
            pytest.skip(f"{fitted.name} does not predict ratings")
        if kind.name in NEVER_BEYOND:
            pytest.skip(f"{kind.name} never estimates beyond what was given")
        tops = [slate.scores for _, slate in fitted.recommend_all(range(30, 60), 2)]
        assert any(scores[0] > scores[1] > 4 for scores in tops), "no two different scores above the scale"

    # -- keeping -------------------------------------------------------------------------------------------------

    def test_options_come_back_from_text(self, fitted: Recommender, kind: type[Recommender]) -> None:
        said = json.loads(json.dumps(msgspec.to_builtins(fitted.config)))
        assert kind(**said).config == fitted.config

    def test_an_unknown_option(self, kind: type[Recommender]) -> None:
        with pytest.raises(UnknownName, match=f"no option of {kind.name} named 'sparkle'"):
            kind(sparkle=1)
        for option in msgspec.structs.fields(kind.Options):
            with pytest.raises(UnknownName, match=f"Did you mean {option.name!r}"):
                kind(**{f"{option.name}x": 1})

    def test_an_option_of_the_wrong_type(self, kind: type[Recommender]) -> None:
        for option in msgspec.structs.fields(kind.Options):
            with pytest.raises(UsageError, match=f"^{kind.name}: .*{option.name}"):
                kind(**{option.name: ["not", "this"]})

    def test_what_was_learnt_comes_back_without_pickle(
        self, kind: type[Recommender], data: Dataset, documents: Documents, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = kind().fit(data, documents, seed=3)

        def never(*given: object, **named: object) -> None:
            raise AssertionError("a pickle was used")

        for name in ("dump", "dumps", "load", "loads", "Pickler", "Unpickler"):
            monkeypatch.setattr(pickle, name, never)
        second = kind(**msgspec.to_builtins(first.config)).load(first.to_bytes(), data, documents, seed=3)
        assert second.seed == 3
        for query in (Query(), *(first.query(user) for user in range(0, len(data.user_ids), 9))):
            assert same(second.recommend(query, 1000), first.recommend(query, 1000))

    def test_a_pickle_is_refused(self, kind: type[Recommender], data: Dataset, documents: Documents) -> None:
        for state in (pickle.dumps({"mean": 1}), b"", b"\x00" * 40, kind().fit(data, documents).to_bytes()[:-30]):
            with pytest.raises(ModelError, match=rf"what {kind.name} learnt can't be read\. Train it again"):
                kind().load(state, data, documents)
