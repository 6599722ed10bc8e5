"""Hybrid: put together again by hand from Surprise and cosines, and a work that only its description can place."""

from __future__ import annotations

import numpy as np
import pytest

from culturedata.data.slates import Query
from culturedata.errors import ModelError
from culturedata.recommend.content.recommender import Content
from culturedata.recommend.hybrid import Hybrid
from culturedata.recommend.surprise.factors import Svd
from tests.recommend import made, reference

OPTIONS = {"factors": 6, "epochs": 8}


def parts(data: made.Dataset, documents: made.Documents, query: Query, seed: int) -> dict[str, np.ndarray]:
    """Surprise's estimates, its mean and biases, and what content says, each from its own training."""
    model = reference.trained("svd", data, OPTIONS, seed)
    content = Content().fit(data, documents)
    bias = np.zeros(len(data.user_ids))
    bias[data.user_ids.numbers(map(model.trainset.to_raw_uid, range(len(model.bu))))] = model.bu
    user = "nobody" if query.user is None else data.user_ids.ids[query.user]
    return {
        "ratings": reference.estimates(model, data, user),
        "level": model.trainset.global_mean + (0 if query.user is None else bias[query.user]),
        "above": data.values - model.trainset.global_mean - bias[data.users],
        "rest": content.of_the_rest(),
        "cosines": content.cosines(query),
    }


@pytest.mark.parametrize("thin", [10.0, 2.5])
def test_by_hand(thin: float) -> None:
    data, documents = made.checkerboard(seed=3, users=24, items=20)
    hybrid = Hybrid(thin=thin, **OPTIONS).fit(data, documents, seed=7)
    people = np.bincount(data.items, minlength=20)
    weight = people / (people + thin)
    for query in (hybrid.query(0), hybrid.query(5), Query(history=np.array([2, 4], dtype=np.int32))):
        found = parts(data, documents, query, seed=7)
        slope = np.polyfit(found["rest"], found["above"], 1)[0]
        assert slope > 0.5
        by_content = found["level"] + slope * (found["cosines"] - found["rest"].mean())
        expected = weight * found["ratings"] + (1 - weight) * by_content
        np.testing.assert_allclose(hybrid.score(query), expected, rtol=0, atol=1e-9)


def test_a_stranger_gets_what_most_people_rated() -> None:
    data, documents = made.drawn(2), made.words(2, 40)
    hybrid = Hybrid(**OPTIONS).fit(data, documents, seed=1)
    assert hybrid.score(Query()).tolist() == (np.bincount(data.items, minlength=40) / 70).tolist()
    assert hybrid.reasons(Query(), 0)[-1].kind == "popular"


def test_without_thin_all_rated_works_are_svds() -> None:
    data, documents = made.drawn(2), made.words(2, 40)
    hybrid, svd = Hybrid(thin=0, **OPTIONS).fit(data, documents, seed=1), Svd(**OPTIONS).fit(data, seed=1)
    rated = np.bincount(data.items, minlength=40) > 0
    for user in (0, 3):
        query = hybrid.query(user)
        found, theirs = hybrid.score(query), svd.score(query)
        np.testing.assert_allclose(found[rated], theirs[rated], rtol=0, atol=1e-9)
        assert np.isfinite(found).all()


def test_works_with_few_ratings_lean_on_content() -> None:
    """The fewer ratings, the nearer to what content alone would say, and the farther from svd."""
    data, documents = made.checkerboard(seed=4, users=24, items=20)
    hybrid, svd = Hybrid(**OPTIONS).fit(data, documents), Svd(**OPTIONS).fit(data)
    query = hybrid.query(0)
    by_content = Hybrid(thin=1e9, **OPTIONS).fit(data, documents).score(query)
    by_ratings, found = svd.score(query), hybrid.score(query)
    share = (found - by_ratings) / (by_content - by_ratings)
    people = np.bincount(data.items, minlength=20)
    np.testing.assert_allclose(share, 10 / (people + 10), rtol=0, atol=1e-6)


def test_content_places_works_that_nobody_rated() -> None:
    """Six works came in yesterday, three for each half. Svd can't tell them apart; hybrid ranks everybody's own first.

    For one of them they all stand before each rated work of the other half.
    """
    data, documents = made.checkerboard(seed=5)
    fresh = np.arange(34, 40)
    kept = data.subset(~np.isin(data.items, fresh), "before they came")
    hybrid, svd = Hybrid().fit(kept, documents, seed=1), Svd().fit(kept, seed=1)
    for user in range(len(data.user_ids)):
        query = hybrid.query(user)
        assert len(set(svd.score(query)[fresh].tolist())) == 1
        scores = hybrid.score(query)
        own = fresh % 2 == user % 2
        assert scores[fresh[own]].min() > scores[fresh[~own]].max()
    query = hybrid.query(1)
    slate = hybrid.recommend(query, 1000)
    places = {item: place for place, item in enumerate(slate.items.tolist())}
    others = [place for item, place in places.items() if item % 2 == 0 and item not in fresh]
    assert max(places[item] for item in (35, 37, 39)) < min(others)


def test_the_reason_is_that_of_the_part_that_weighs_more() -> None:
    data, documents = made.checkerboard(seed=5)
    kept = data.subset(data.items != 39)
    hybrid = Hybrid().fit(kept, documents, seed=1)
    rated, shared = hybrid.reasons(hybrid.query(1), 39)
    assert (rated.kind, rated.value, shared.kind) == ("rated", 5.0, "shared-terms")
    assert all(term.startswith("half1:") for term in shared.terms)
    popular = int(np.argmax(np.bincount(kept.items)))
    assert [r.kind for r in hybrid.reasons(hybrid.query(1), popular)] == ["rated"]


def test_content_that_tells_nothing_is_not_trusted() -> None:
    """Descriptions drawn without regard to the ratings are worth little; those that mislead are worth nothing."""
    data = made.drawn(7)
    hybrid = Hybrid().fit(data, made.words(7, 40))
    assert hybrid.state.worth * hybrid._content.of_the_rest().std() < 0.1
    board, _ = made.checkerboard(seed=1)
    misleading = made.described([[f"both{n // 2 % 6}", f"pair{n // 2}"] for n in range(40)])
    tells = Hybrid().fit(board, made.checkerboard(seed=1)[1])
    assert tells.state.worth * tells._content.of_the_rest().std() > 1
    misled = Hybrid().fit(board.subset(board.items != 39), misleading)
    assert misled.state.worth == 0
    assert "shared-terms" not in [r.kind for r in misled.reasons(misled.query(1), 39)], "likeness plays no part"


def test_hybrid_needs_descriptions() -> None:
    with pytest.raises(ModelError, match="content learns from descriptions, and was given none"):
        Hybrid().fit(made.drawn())
