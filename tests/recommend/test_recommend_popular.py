"""Popular: by hand, and against another way of counting."""

from __future__ import annotations

import numpy as np
import pytest

from culturedata.data.slates import Query
from culturedata.errors import UsageError
from culturedata.recommend.popular import Popular
from tests.recommend.made import dataset, drawn

# items: 0 rated 5 once; 1 rated 4, 4, 4, 5; 2 rated 1, 2; 3 never. Mean of all: 25 / 7.
RATINGS = [(0, 0, 5.0), (0, 1, 4.0), (1, 1, 4.0), (2, 1, 4.0), (3, 1, 5.0), (1, 2, 1.0), (2, 2, 2.0)]


def test_bayesian_mean_by_hand() -> None:
    mean = 25 / 7
    scores = Popular(weight=3).fit(dataset(RATINGS, items=4)).score(Query())
    expected = [(3 * mean + 5) / 4, (3 * mean + 17) / 7, (3 * mean + 3) / 5, mean]
    np.testing.assert_allclose(scores, expected, rtol=0, atol=1e-12)
    assert Popular(weight=3).fit(dataset(RATINGS, items=4)).recommend(Query(), 4).items.tolist() == [1, 0, 3, 2]


def test_weight_moves_the_order() -> None:
    """Without weight one enthusiast is enough; with much of it, four satisfied people beat one enthusiast."""
    data = dataset(RATINGS, items=4)
    orders = {c: Popular(weight=c).fit(data).recommend(Query(), 2).items.tolist() for c in (0, 0.5, 25)}
    assert orders == {0: [0, 1], 0.5: [0, 1], 25: [1, 0]}


def test_weight_nought_is_the_plain_mean() -> None:
    scores = Popular(weight=0).fit(dataset(RATINGS, items=4)).score(Query())
    np.testing.assert_allclose(scores, [5, 4.25, 1.5, 25 / 7], rtol=0, atol=1e-12)


def test_by_plays_counts_people() -> None:
    fitted = Popular(by="plays").fit(dataset(RATINGS, items=4))
    assert fitted.score(Query()).tolist() == [1, 4, 2, 0]
    assert fitted.recommend(Query(), 4).items.tolist() == [1, 2, 0, 3]
    assert fitted.recommend(fitted.query(0), 4).items.tolist() == [2, 3]


def test_another_way_of_counting() -> None:
    data = drawn(seed=8)
    scores = Popular().fit(data).score(Query())
    everything = [float(value) for value in data.values]
    mean = sum(everything) / len(everything)
    for item in range(len(data.item_ids)):
        values = [value for number, value in zip(data.items, everything, strict=True) if number == item]
        assert scores[item] == pytest.approx((25 * mean + sum(values)) / (25 + len(values)), abs=1e-12)


def test_reasons_in_words() -> None:
    fitted = Popular().fit(dataset(RATINGS, items=4))
    said = [fitted.reasons(fitted.query(3), item)[0] for item in range(4)]
    assert [(r.kind, r.value) for r in said] == [("popular", 5), ("popular", 4.25), ("popular", 1.5), ("unrated", None)]
    assert [r.text_en for r in said] == [
        "rated 5 on average by 1 person",
        "rated 4.2 on average by 4 people",
        "rated 1.5 on average by 2 people",
        "nobody rated it yet",
    ]
    assert said[2].text_fr == "noté 1,5 en moyenne par 2 personnes"
    assert said[0].text_fr == "noté 5 en moyenne par 1 personne"


def test_by_what_must_be_known() -> None:
    with pytest.raises(UsageError, match=r"popular: Invalid enum value 'stars' - at `\$\.by`"):
        Popular(by="stars")
