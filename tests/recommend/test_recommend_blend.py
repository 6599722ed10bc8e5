"""blend: whom it trusts, that it learns that from choices that its members have not seen, and what its parts add."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize

from culturedata.data.dataset import Dataset
from culturedata.data.slates import Query
from culturedata.errors import UsageError
from culturedata.recommend.blend import Blend, _last, _weigh
from tests.recommend import made

DATA, DOCUMENTS = made.drawn(seed=4), made.words(4, 40)


@pytest.fixture(scope="module")
def fitted() -> Blend:
    return Blend(members=("ease", "content", "popular")).fit(DATA, DOCUMENTS, seed=1)


def test_the_score_is_the_weighed_sum_of_standard_scores(fitted: Blend) -> None:
    for query in (fitted.query(0), fitted.query(33), Query()):
        scores = [part.score(query) for part in fitted._parts]
        standard = [(one - one.mean()) / one.std() if one.std() else one * 0 for one in scores]
        expected = sum(weight * one for weight, one in zip(fitted.state.weights, standard, strict=True))
        np.testing.assert_allclose(fitted.score(query), expected, rtol=0, atol=1e-12)


def test_the_parts_of_the_reason_add_up_to_the_score(fitted: Blend) -> None:
    query = fitted.query(5)
    for item in range(0, 40, 7):
        said = fitted.reasons(query, item)[-1]
        assert (said.kind, said.value) == ("blend", pytest.approx(fitted.score(query)[item]))
        figures = [float(part.rsplit(" ", 1)[1]) for part in said.text_en.partition(": ")[2].split(", ")]
        assert sum(figures) == pytest.approx(said.value, abs=0.02)
        assert figures == sorted(figures, reverse=True)


def test_the_weights_maximise_the_likelihood() -> None:
    """scipy's optimiser, for the same loss: Σ ln(1 + exp(−y(w·x + b))) + λ/2 · |w|²."""
    rng = np.random.default_rng(0)
    features = rng.normal(size=(300, 3))
    chosen = rng.random(300) < 1 / (1 + np.exp(1 - features @ [1.5, 0, -0.5]))
    signs = np.where(chosen, 1, -1)

    def loss(w: np.ndarray) -> float:
        return float(np.logaddexp(0, -signs * (features @ w[:3] + w[3])).sum() + 2.0 / 2 * w[:3] @ w[:3])

    found = minimize(loss, np.zeros(4), options={"gtol": 1e-10})
    np.testing.assert_allclose(_weigh(features, chosen, 2.0), found.x[:3], rtol=0, atol=1e-5)


def halves(seed: int) -> Dataset:
    """Even people choose even works, odd ones odd works, all in random order: `popular` knows nothing of it."""
    data, _ = made.checkerboard(seed)
    return replace(data, times=np.random.default_rng(seed).permutation(len(data)).astype(np.int64))


def test_it_trusts_the_one_that_knows() -> None:
    fitted = Blend(members=("ease", "popular")).fit(halves(0), None, seed=0)
    ease, popular = fitted.state.weights
    assert ease > 3 * abs(popular)
    assert all(slate.items[0] % 2 == user % 2 for user, slate in fitted.recommend_all(range(60), 1))


def test_the_members_had_not_seen_what_the_weights_are_learnt_on(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes, told = [], []
    blend = Blend(members=("popular",))
    [part] = blend._parts
    fit = part.fit
    monkeypatch.setattr(part, "fit", lambda data, *rest: (sizes.append(len(data)), fit(data, *rest))[1])
    monkeypatch.setattr(blend, "_told_apart", lambda late, rng: (
        told.append((part.dataset, late)), (np.zeros((2, 1)), np.array([True, False])))[1])  # fmt: skip
    blend.fit(DATA, None, seed=0)
    [(known, late)] = told
    assert sizes == [len(known), len(DATA)]
    assert 0 < len(late) < len(DATA) - len(known), "what was not liked is none of the choices"
    pairs = {(u, i) for u, i in zip(known.users.tolist(), known.items.tolist(), strict=True)}
    assert pairs.isdisjoint(zip(late.users.tolist(), late.items.tolist(), strict=True))
    for user in np.unique(late.users).tolist():
        assert known.times[known.users == user].max() < late.times[late.users == user].min()


def test_without_times_the_held_out_are_drawn() -> None:
    data = replace(DATA, times=np.zeros(len(DATA), dtype=np.int64))
    one, other = (_last(data, 0.2, np.random.RandomState(seed)) for seed in (0, 1))
    assert one.sum() == other.sum() == sum(np.floor(np.bincount(DATA.users) * 0.2))
    assert (one != other).any()


@pytest.mark.parametrize("members", [(), ("ease", "ease"), ("blend",), ("eas",)])
def test_members_that_can_not_be(members: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match=r"blend: members must be other recommenders, each once, not"):
        Blend(members=members)
