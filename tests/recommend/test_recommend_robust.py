"""Ratings as they come: next to nothing, all the same, twice, not on the scale; each recommender answers or says why.

All ratings are drawn with a seed or made up by hand (synthetic).
"""

from __future__ import annotations

import dataclasses
import io
import math
from typing import Any

import msgspec
import numpy as np
import pytest

from culturedata.data.dataset import COUNTED, Dataset
from culturedata.data.documents import Documents
from culturedata.data.options import LARGEST
from culturedata.data.slates import Query, Slate
from culturedata.data.vocabulary import Vocabulary
from culturedata.errors import ModelError, UsageError
from culturedata.recommend._base import Recommender
from culturedata.recommend._composed import Composed
from culturedata.recommend.popular import Popular
from culturedata.recommend.surprise.factors import Svd
from culturedata.recommend.surprise.neighbours import KnnBaseline
from culturedata.registry import Seam
from tests.recommend import made
from tests.recommend.made import Rating, dataset

MEMBERS = Seam("culturedata.recommend", "recommender").members()
SOME = [
    (int(u), int(i), float(1 + (3 * u + i) % 5)) for u, i in np.argwhere(np.random.default_rng(0).random((6, 8)) < 0.6)
]
# (ratings, people, works, scale): some of the people and works have no ratings
ODD: dict[str, tuple[list[Rating], int, int, tuple[float, float]]] = {
    "a single rating": ([(0, 0, 4.0)], 2, 5, (0.5, 5)),
    "one person": ([(0, i, 1.0 + i) for i in range(4)], 1, 6, (0.5, 5)),
    "one work": ([(u, 0, 1.0 + u) for u in range(4)], 5, 3, (0.5, 5)),
    "nothing but one work": ([(u, 0, 1.0 + u) for u in range(4)], 4, 1, (0.5, 5)),
    "one rating each": ([(u, u, 1.0 + u) for u in range(5)], 6, 8, (0.5, 5)),
    "somebody with one rating": ([*SOME, (6, 3, 5.0)], 8, 10, (0.5, 5)),
    "all the same": ([(u, i, 4.0) for u, i, _ in SOME], 8, 10, (0.5, 5)),
    "all the lowest": ([(u, i, 1.0) for u, i, _ in SOME], 8, 10, (1, 5)),
    "somebody always says the same": ([(u, i, value if u else 3.0) for u, i, value in SOME], 8, 10, (0.5, 5)),
    "all rated all": ([(u, i, float(1 + (u + i) % 5)) for u in range(4) for i in range(5)], 4, 5, (0.5, 5)),
    "twice": ([*SOME, *SOME, *((u, i, 6 - value) for u, i, value in SOME)], 8, 10, (0.5, 5)),
    "all nought": ([(u, i, 0.0) for u, i, _ in SOME], 8, 10, (0, 5)),
    "below nought": ([(u, i, 2 * value - 10) for u, i, value in SOME], 8, 10, (-10, 10)),
    "all one decimal": ([(0, i, 4.2) for i in range(6)] + [(u + 1, i, v) for u, i, v in SOME], 9, 10, (0, 5)),
    "up to a hundred": ([(u, i, 20 * value) for u, i, value in SOME], 8, 10, (1, 100)),
}  # fmt: skip
NAMES = ("O'Hara", '"quoted"', "🎬🎭", "d:user:é\u0301", "a\nb", " ", "%s{}", "-1", "NULL", "../x")


@pytest.fixture(params=list(MEMBERS))
def kind(request: pytest.FixtureRequest) -> type[Recommender]:
    """Every recommender that the room lists."""
    found: type[Recommender] = MEMBERS[request.param].load()
    return found


def words(items: int) -> Documents:
    return made.words(1, items, 0) if items > 1 else made.described([["a"]])


def sound(slate: Slate, fitted: Recommender, query: Query) -> None:
    """All that is not seen, in figures that are numbers, each with reasons that say something."""
    assert sorted(slate.items.tolist() + query.history.tolist()) == list(range(len(fitted.dataset.item_ids)))
    assert np.isfinite(slate.scores).all()
    for reason in (reason for said in slate.reasons for reason in said):
        assert reason.value is None or math.isfinite(reason.value)
    assert all(said for said in slate.reasons)


def plays(listened: list[Rating], users: int, items: int) -> Dataset:
    return dataclasses.replace(dataset(listened, users, items, (0, 1)), kind="play", scale=COUNTED)


LISTENED = {
    "once each": [(0, 0, 1.0), (1, 1, 1.0)],
    "again and again": [(0, 0, 1.0)] * 5 + [(0, 1, 1.0), (1, 1, 1.0)],
    "hundreds of thousands of times": [(0, 0, 352_698.0), (0, 1, 1.0), (1, 0, 2.0)],
    "never": [(0, 0, 0.0), (0, 1, 3.0), (1, 0, 0.0)],
}


@pytest.mark.parametrize("case", LISTENED)
def test_odd_plays(kind: type[Recommender], case: str) -> None:
    if kind.predicts_ratings or kind.needs_ratings:
        pytest.skip("it learns from ratings")
    data = plays(LISTENED[case], 3, 6)
    fitted = kind().fit(data, words(6), seed=1)
    for query in (*map(fitted.query, range(3)), Query()):
        sound(fitted.recommend(query, 10), fitted, query)


@pytest.mark.slow
def test_a_listener_of_a_hundred_thousand_works(kind: type[Recommender]) -> None:
    """Whose list alone would make 10¹⁰ pairs; the others listen to some of the same."""
    if kind.predicts_ratings or kind.needs_ratings:
        pytest.skip("it learns from ratings")
    everything = [(0, work, 1.0 + work % 7) for work in range(100_000)]
    some = [(1 + n % 30, (37 * n) % 500, 3.0) for n in range(600)]
    data = plays([*everything, *some], 31, 100_001)
    fitted = kind().fit(data, made.described([()] * 100_001), seed=1)
    slate = fitted.recommend(fitted.query(1), 10)
    assert len(slate) == 10
    assert np.isfinite(slate.scores).all()
    assert fitted.recommend(fitted.query(0), 10).items.tolist() == [100_000]


@pytest.mark.parametrize("case", ODD)
def test_odd_ratings(kind: type[Recommender], case: str) -> None:
    """Each person and a stranger get all unseen works, alone and in blocks; what was learnt comes back."""
    ratings, users, items, scale = ODD[case]
    data, documents = dataset(ratings, users, items, scale), words(items)
    fitted = kind().fit(data, documents, seed=1)
    again = kind().load(fitted.to_bytes(), data, documents, seed=1)
    for query in (Query(), *(fitted.query(user) for user in range(users))):
        slate = fitted.recommend(query, 1000)
        sound(slate, fitted, query)
        other = again.recommend(query, 1000)
        assert (slate.items.tolist(), slate.scores.tolist()) == (other.items.tolist(), other.scores.tolist())
        assert fitted.recommend(query, 1).items.tolist() == slate.items[:1].tolist()
    for user, slate in fitted.recommend_all(range(users), 1000):
        np.testing.assert_allclose(slate.scores, fitted.recommend(fitted.query(user), 1000).scores, rtol=0, atol=1e-9)
    if fitted.predicts_ratings:
        people = np.repeat(np.arange(-1, users, dtype=np.int32), items + 1)
        works = np.tile(np.arange(-1, items, dtype=np.int32), users + 1)
        assert np.isfinite(fitted.predict(people, works)).all()


def test_a_catalogue_that_is_seen_gives_an_empty_slate(kind: type[Recommender]) -> None:
    ratings, users, items, scale = ODD["all rated all"]
    fitted = kind().fit(dataset(ratings, users, items, scale), words(items))
    assert [len(slate) for _, slate in fitted.recommend_all(range(users), 10)] == [0] * users
    assert len(fitted.recommend(fitted.query(0), 10)) == 0
    assert len(fitted.recommend(Query(), 10)) == items


def test_constant_ratings_are_predicted(kind: type[Recommender]) -> None:
    """Whoever only ever met fours says four (NMF comes near: it starts from chance and has no mean)."""
    ratings, users, items, scale = ODD["all the same"]
    fitted = kind().fit(dataset(ratings, users, items, scale), words(items))
    if not fitted.predicts_ratings:
        pytest.skip(f"{kind.name} does not predict ratings")
    people, works = (np.array(column, dtype=np.int32) for column in zip(*((u, i) for u, i, _ in ratings), strict=True))
    far = {"nmf": 0.7, "svd": 0.5, "svdpp": 0.5, "bayes": 0.1}.get(kind.name, 1e-6)
    np.testing.assert_allclose(fitted.predict(people, works), 4.0, rtol=0, atol=far)


def test_names_are_only_names(kind: type[Recommender]) -> None:
    """Ids with quotes, emoji or line ends change no score, and are named as they are."""
    plain = dataset([(u, i, value) for u, i, value in SOME], 8, 10)
    strange = dataclasses.replace(
        plain, user_ids=Vocabulary(NAMES[:8]), item_ids=Vocabulary(tuple(reversed(NAMES)))
    )  # fmt: skip
    one, other = (kind().fit(data, words(10), seed=2) for data in (plain, strange))
    if kind.name == "normal-predictor":  # draws by the ids
        sound(other.recommend(other.query(0), 1000), other, other.query(0))
        return
    for query in (Query(), one.query(0), one.query(7)):
        assert one.score(query).tolist() == other.score(query).tolist()
    named = {id_ for said in other.recommend(other.query(0), 10).reasons for r in said for id_ in r.items}
    assert named <= set(NAMES)


# -- what is refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "said"), [(math.nan, "nan"), (math.inf, "inf"), (-math.inf, "-inf"), (500.0, "500"), (0.4, "0.4")]
)
def test_a_rating_that_is_not_on_the_scale(kind: type[Recommender], value: float, said: str) -> None:
    data = dataset([*SOME, (0, 9, value)], 8, 10)
    with pytest.raises(ModelError) as error:
        kind().fit(data, words(10))
    assert error.value.message == (
        f"{kind.name} can't learn from synthetic: 1 of {len(data)} ratings are not on its scale from 0.5 to 5; "
        f"the first is {said}, of i9."
    )
    assert error.value.hint == "Correct them where they come from, then import them again."


def test_a_scale_without_end_makes_no_number_of_infinity() -> None:
    with pytest.raises(ModelError, match="2 of 4 ratings are not on its scale from 0 to inf; the first is inf, of i2"):
        Popular().fit(dataset([(0, 0, 1.0), (0, 1, 2.0), (0, 2, math.inf), (1, 2, math.inf)], scale=(0, math.inf)))


def test_the_ends_of_a_scale_are_on_it() -> None:
    """Also where 32 bits hold them a little beside what 64 bits hold."""
    ends = [0.7, 3.3]
    assert float(np.float32(0.7)) < 0.7
    Popular().fit(dataset([(0, n, value) for n, value in enumerate(ends)], scale=(0.7, 3.3)))


@pytest.mark.parametrize("seed", [-1, LARGEST + 1, 2**64])
def test_a_seed_that_is_none(kind: type[Recommender], seed: int) -> None:
    with pytest.raises(UsageError, match=f"^{seed} is no seed. Seeds go from 0 to 2,147,483,647"):
        kind().fit(dataset(SOME, 8, 10), words(10), seed)


def test_the_largest_seed(kind: type[Recommender]) -> None:
    fitted = kind().fit(dataset(SOME, 8, 10), words(10), LARGEST)
    sound(fitted.recommend(Query(), 1000), fitted, Query())


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 2**31, 10**30])
def test_an_option_beyond_all_numbers(kind: type[Recommender], value: float) -> None:
    asked = 0
    for option, default in msgspec.structs.asdict(kind().config).items():
        whole = isinstance(default, int) and not isinstance(default, bool)
        if isinstance(default, float) or (whole and isinstance(value, int)):
            asked += 1
            with pytest.raises(UsageError, match=f"^{kind.name}: .*{option}"):
                kind(**{option: value})
    assert asked or not any(isinstance(d, float) for d in msgspec.structs.asdict(kind().config).values())


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("svd", {"factors": -1}), ("svdpp", {"factors": -1}), ("nmf", {"epochs": -1}), ("hybrid", {"factors": -2}),
        ("hybrid", {"thin": -3.0}), ("content", {"thin": -3.0}), ("content", {"least": 0}), ("content", {"most": 1.5}),
        ("popular", {"weight": -2.0}), ("baseline", {"epochs": -1}), ("knn-basic", {"regularization_users": -3.0}),
        ("co-clustering", {"epochs": -1}), ("bayes", {"draws": 10}), ("als-wr", {"regularization": 0.0}),
    ],
)  # fmt: skip
def test_an_option_below_its_least(name: str, options: dict[str, float]) -> None:
    [option] = options
    with pytest.raises(UsageError, match=rf"^{name}: Expected `(int|float)` .* - at `\$\.{option}`"):
        MEMBERS[name].load()(**options)


@pytest.mark.parametrize(
    ("name", "options"),
    [("svd", {"learning_rate": 1.0}), ("svdpp", {"learning_rate": 1.0}), ("svd", {"initial_mean": 1e9}),
     ("svd", {"learning_rate_items": -1.0})],
)  # fmt: skip
def test_figures_that_grew_beyond_all_numbers(name: str, options: dict[str, float]) -> None:
    """Gradient descent that steps too far ends in NaN: that is no model."""
    recommender = MEMBERS[name].load()(**options)
    with pytest.raises(ModelError) as error:
        recommender.fit(made.drawn(1), seed=1)
    assert error.value.message == f"{name} learnt nothing: its figures grew beyond all numbers."
    assert error.value.hint.startswith("Lower its learning rate")
    with pytest.raises(ModelError, match=f"{name} is not trained"):
        recommender.recommend(Query())


def test_what_fails_leaves_nothing_of_what_was_learnt_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model of one dataset is never asked about another one; what is refused at once changes nothing."""
    fitted = Popular().fit(dataset(SOME, 8, 10))
    for wrong in (dataset([]), dataset([(0, 0, 9.0)])):
        with pytest.raises(ModelError):
            fitted.fit(wrong)
    assert len(fitted.dataset) == len(SOME)

    def stopped(*_: object) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(Popular, "_learn", stopped)
    with pytest.raises(KeyboardInterrupt):
        fitted.fit(dataset([(0, 0, 4.0)]))
    with pytest.raises(ModelError, match="popular is not trained"):
        fitted.recommend(Query())


def test_more_than_the_memory_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    def large(*_: object) -> Any:
        raise MemoryError

    monkeypatch.setattr(KnnBaseline, "_learn", large)
    with pytest.raises(ModelError, match=r"knn-baseline needs more memory than there is for 8 people and 10 works\."):
        KnnBaseline().fit(dataset(SOME, 8, 10))


# -- states ------------------------------------------------------------------------------------------------------------


def test_a_state_of_another_version(kind: type[Recommender]) -> None:
    """A field too few or too many, of the recommender's own arrays."""
    if issubclass(kind, Composed):
        pytest.skip("its parts are those of the others")
    data, documents = dataset(SOME, 8, 10), words(10)
    fitted = kind().fit(data, documents)
    with np.load(io.BytesIO(fitted.to_bytes())) as held:
        arrays = {name: held[name] for name in held.files}
    for other in ({**arrays, "biases": np.zeros(3)}, dict(list(arrays.items())[1:]), {}):
        buffer = io.BytesIO()
        np.savez_compressed(buffer, **other)
        with pytest.raises(ModelError, match=rf"what {kind.name} learnt can't be read\. Train it again"):
            fitted.load(buffer.getvalue(), data, documents)
        with pytest.raises(ModelError, match=f"{kind.name} is not trained"):
            fitted.recommend(Query())


def test_a_damaged_byte_is_noticed_wherever_it_is(kind: type[Recommender]) -> None:
    """Each time the very same is read, or it is refused: by one error, whatever numpy, zipfile and zlib raise."""
    data, documents = dataset(SOME, 8, 10), words(10)
    fitted = kind(**{"svd": {"factors": 3}, "bayes": {"factors": 1, "draws": 11}}.get(kind.name, {})).fit(
        data, documents
    )
    state = fitted.to_bytes()
    draw = np.random.default_rng(7)
    refused = 0
    for place, by in zip(draw.integers(0, len(state), 300), draw.integers(1, 256, 300), strict=True):
        changed = bytearray(state)
        changed[place] ^= by
        try:
            other = kind(**msgspec.to_builtins(fitted.config)).load(bytes(changed), data, documents)
        except ModelError:
            refused += 1
            continue
        for field in dataclasses.fields(fitted.state):
            np.testing.assert_array_equal(getattr(other.state, field.name), getattr(fitted.state, field.name))
    assert refused > 100


# -- reasons -----------------------------------------------------------------------------------------------------------


def test_who_did_not_rate_a_work_does_not_agree_about_it() -> None:
    """On a scale through nought, 0 is what somebody said, and not what is said of a work that they never rated."""
    ratings = [
        *((0, 0, 0.0), (0, 1, 0.0), (0, 2, 0.0), (0, 3, -5.0)),
        *((1, 1, -1.0), (1, 2, 1.0), (1, 3, -5.0), (1, 4, 4.0)),
    ]
    fitted = KnnBaseline().fit(dataset(ratings, scale=(-10, 10)))
    first = fitted.reasons(fitted.query(0), 4)[0]
    assert (first.kind, first.items, first.value) == ("rated", ("i2",), 0.0)


def test_svd_on_a_wide_scale() -> None:
    """A hundred points are learnt as five are: Surprise's defaults still end in numbers."""
    data = dataset([(u, i, 20 * value) for u, i, value in SOME], 8, 10, (1, 100))
    fitted = Svd().fit(data)
    assert np.abs(fitted.predict(data.users, data.items) - data.values).mean() < 20
