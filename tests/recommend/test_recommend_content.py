"""Content: TF-IDF cosines by hand and by scikit-learn, the shared words, thin descriptions, the rest of a history."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from culturedata.data.slates import Query
from culturedata.errors import ModelError
from culturedata.recommend.content.recommender import Content
from tests.recommend.made import dataset, described, drawn, words

PAINTINGS = [
    ["portrait", "oil", "leonardo", "woman"],
    ["sea", "oil", "monet", "impressionism"],
    ["portrait", "oil", "morisot", "impressionism", "woman"],
    ["garden", "oil", "monet", "impressionism", "water", "water", "water"],
    ["garden", "morisot", "impressionism", "woman"],
    ["sea", "print", "hokusai", "water"],
    ["print", "hokusai", "mountain"],
    [],
]
# Described more than once, and by at most half of the eight; «oil» and «impressionism» describe four, the rest fewer.
KEPT = ["garden", "hokusai", "impressionism", "monet", "morisot", "oil", "portrait", "print", "sea", "water", "woman"]
SOMEBODY = dataset([(0, 0, 5.0), (0, 1, 2.0), (1, 5, 4.0)], items=len(PAINTINGS), scale=(1, 5))


def fitted(**options: float) -> Content:
    return Content(**options).fit(SOMEBODY, described(PAINTINGS))


def history(*items: int, liked: tuple[float, ...] | None = None) -> Query:
    values = None if liked is None else np.array(liked, dtype=np.float32)
    return Query(None, np.array(items, dtype=np.int32), values)


def rows_by_hand() -> np.ndarray:
    """(1 + log tf)·(1 + log((1 + n) / (1 + df))), of unit length."""
    table = np.zeros((len(PAINTINGS), len(KEPT)))
    for row, tokens in zip(table, PAINTINGS, strict=True):
        for place, token in enumerate(KEPT):
            if token in tokens:
                df = sum(token in other for other in PAINTINGS)
                idf = 1 + math.log((1 + len(PAINTINGS)) / (1 + df))
                row[place] = (1 + math.log(tokens.count(token))) * idf
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    return np.divide(table, lengths, out=table, where=lengths > 0)


def test_the_rows_by_hand() -> None:
    content = fitted()
    assert content.state.tokens.tolist() == KEPT
    np.testing.assert_allclose(content.rows.toarray(), rows_by_hand(), rtol=0, atol=1e-12)


def test_cosines_are_those_of_scikit_learn() -> None:
    """Its own tokeniser on the words as text, and its own cosine between the liked works' sum and all works."""
    texts = [" ".join(tokens) for tokens in PAINTINGS]
    theirs = TfidfVectorizer(min_df=2, max_df=0.5, sublinear_tf=True).fit_transform(texts)
    content = fitted(thin=0)
    for items in ([0], [0, 3], [5, 6, 7], [1, 2, 3, 4]):
        expected = cosine_similarity(theirs, np.asarray(theirs[items].sum(axis=0))).ravel()
        np.testing.assert_allclose(content.score(history(*items)), expected, rtol=0, atol=1e-12)


def test_least_and_most() -> None:
    assert "leonardo" in fitted(least=1).state.tokens.tolist()
    assert fitted(least=4).state.tokens.tolist() == ["impressionism", "oil"]
    assert "oil" not in fitted(most=0.4).state.tokens.tolist()


def test_ratings_weigh_by_their_height_and_only_from_the_own_mean() -> None:
    """On the scale from 1: 5 weighs 4.5, 4 weighs 3.5; 2 is below the mean of 3⅔ and weighs nothing."""
    rows = rows_by_hand()
    profile = 4.5 * rows[0] + 3.5 * rows[5]
    expected = rows @ profile / np.linalg.norm(profile)
    found = fitted(thin=0).score(history(0, 1, 5, liked=(5.0, 2.0, 4.0)))
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)


def test_thin_descriptions_count_less() -> None:
    """Times t / (t + 3): works of 2 to 5 kept words, and of none."""
    kept = np.array([3, 4, 5, 5, 4, 4, 2, 0])
    assert kept.tolist() == [len(set(tokens) & set(KEPT)) for tokens in PAINTINGS]
    full, less = (fitted(thin=thin).score(history(0, 5)) for thin in (0, 3))
    np.testing.assert_allclose(less, full * kept / (kept + 3), rtol=0, atol=1e-12)


def test_thin_moves_the_order() -> None:
    """One work is described by a single word that fits; another shares two words of six, which tells more."""
    tokens = [["a", "b", "c"], ["c"], ["a", "b", "e", "f", "g", "h"], ["e", "f", "g", "h"], *[["x", "y"]] * 4]
    first = {}
    for thin in (0, 10):
        content = Content(thin=thin).fit(dataset([(0, 0, 5.0)], items=8), described(tokens))
        first[thin] = content.recommend(history(0), 2).items.tolist()
    assert first == {0: [1, 2], 10: [2, 1]}


def test_the_shared_words_that_weigh_most_come_first() -> None:
    """The Cradle and Summer share the maker (2 of 8), a woman (3) and impressionism (4): the rarer weighs more."""
    reason = fitted().shared(2, 4)
    assert reason is not None
    assert reason.terms == ("morisot", "woman", "impressionism")
    assert reason.text_en == "in common: morisot, woman, impressionism"
    assert reason.text_fr == "en commun\u00a0: morisot-fr, woman-fr, impressionism-fr"
    rows = rows_by_hand()
    assert reason.value == pytest.approx(float(rows[2] @ rows[4]), abs=1e-12)
    assert fitted().shared(0, 6) is None
    assert fitted().shared(0, 7) is None


def test_the_reason_is_the_nearest_liked_work_with_what_it_shares() -> None:
    query = history(0, 3, 6, liked=(4.5, 5.0, 1.0))
    rated, shared = fitted().reasons(query, 4)
    assert (rated.kind, rated.items, rated.value) == ("rated", ("i3",), 5.0)
    assert rated.text_en == "because you rated “Work 3” 5"
    assert set(shared.terms) == {"garden", "impressionism"}
    assert [r.kind for r in fitted().reasons(query, 5)] == ["rated", "shared-terms"]
    assert [r.kind for r in fitted().reasons(query, 7)] == ["nothing-shared"]


def test_a_work_that_was_not_liked_is_no_reason() -> None:
    """The print is what was liked less: nothing of the mountain is shared with what was liked."""
    said = fitted().reasons(history(0, 5, liked=(5.0, 1.0)), 6)
    assert [r.kind for r in said] == ["nothing-shared"]
    said = fitted().reasons(history(3, 6, liked=(1.0, 5.0)), 4)
    assert [r.kind for r in said] == ["nothing-shared"], "the disliked work stands first in the history"


def test_somebody_unknown_gets_what_most_people_rated() -> None:
    data = dataset([(0, 4, 1.0), (1, 4, 5.0), (2, 4, 5.0), (0, 2, 5.0), (1, 2, 3.0), (2, 7, 3.0)], users=4, items=8)
    content = Content().fit(data, described(PAINTINGS))
    for query in (Query(), Query(3), history(7), history(7, liked=(3.0,))):
        np.testing.assert_allclose(content.score(query), [0, 0, 2 / 4, 0, 3 / 4, 0, 0, 1 / 4], rtol=0, atol=1e-12)
    slate = content.recommend(Query(), 4)
    assert slate.items.tolist() == [4, 2, 7, 0]
    assert [[r.kind for r in said] for said in slate.reasons] == [["cold-user", "popular"]] * 3 + [
        ["cold-user", "unrated"]
    ]
    assert slate.reasons[0][1].text_en == "rated by 3 people"
    assert slate.reasons[2][1].text_fr == "noté par 1 personne"


def test_of_the_rest_leaves_out_the_work_itself() -> None:
    """Against profiles summed anew without the one rating, for each of all ratings."""
    data = drawn(6, users=20, items=30, share=0.3)
    content = Content().fit(data, words(6, 30))
    rows = content.rows.toarray()
    lengths = np.count_nonzero(rows, axis=1)
    found, expected = content.of_the_rest(), []
    for n, (user, item) in enumerate(zip(data.users, data.items, strict=True)):
        mine = np.flatnonzero(data.users == user)
        mean = data.values[mine].mean()
        profile = np.zeros(rows.shape[1])
        for other in mine[mine != n]:
            if data.values[other] >= mean:
                profile += float(data.values[other]) * rows[data.items[other]]
        size = np.linalg.norm(profile)
        cosine = rows[item] @ profile / size if size else 0.0
        expected.append(cosine * lengths[item] / (lengths[item] + 10))
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)
    assert np.count_nonzero(found) > len(data) / 2


def test_of_the_rest_of_a_single_rating_is_nothing() -> None:
    content = Content().fit(dataset([(0, 0, 5.0), (1, 1, 4.0), (1, 2, 4.0)], items=8), described(PAINTINGS))
    rows, trust = rows_by_hand(), np.array([3, 4, 5]) / np.array([13, 14, 15])
    cosine = float(rows[1] @ rows[2])
    np.testing.assert_allclose(content.of_the_rest(), np.array([0, cosine, cosine]) * trust, rtol=0, atol=1e-9)


def test_neighbours_are_the_nearest_others_by_cosine() -> None:
    items, tokens = 600, words(9, 600, 5)
    content = Content().fit(dataset([(0, 0, 5.0)], items=items), tokens)
    cosines = cosine_similarity(content.rows)
    near = dict(content.neighbours(4))
    assert set(near) == {item for item in range(items) if content.rows[item].nnz}
    for item in (0, 255, 256, 300, 594):
        assert len(near[item]) == 4
        scores = [score for _, score in near[item]]
        assert item not in [other for other, _ in near[item]]
        assert scores == sorted(scores, reverse=True)
        np.testing.assert_allclose(scores, [cosines[item, other] for other, _ in near[item]], rtol=0, atol=1e-6)
        best = np.sort(np.delete(cosines[item], item))[::-1][:4]
        np.testing.assert_allclose(scores, best, rtol=0, atol=1e-6)


def test_neighbours_share_something() -> None:
    near = dict(fitted().neighbours(10))
    assert 7 not in near
    assert {other for other, _ in near[6]} == {5}
    assert all(0 < score <= 1 for found in near.values() for _, score in found)


def test_without_any_words_nothing_is_near() -> None:
    content = Content().fit(SOMEBODY, described([[]] * 8))
    assert content.rows.shape == (8, 0)
    assert dict(content.neighbours()) == {}
    assert len(content.recommend(history(0), 3)) == 3


def test_a_single_description_says_nothing_of_others() -> None:
    content = Content().fit(SOMEBODY, described([["a", "b"], *[[]] * 7]))
    assert dict(content.neighbours()) == {}


def test_content_needs_descriptions() -> None:
    with pytest.raises(ModelError, match=r"content learns from descriptions, and was given none\. Pass the items'"):
        Content().fit(SOMEBODY)
