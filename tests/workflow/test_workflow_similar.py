"""Similar works: the nearest by content, with the words they share, kept for the pages."""

from __future__ import annotations

import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from culturedata.store.catalogue.documents import documents
from culturedata.store.catalogue.works import similar
from culturedata.store.library import Library
from culturedata.workflow.similar import content_model, keep_similar, works_of


def test_works_of_a_domain_without_doubles(library: Library) -> None:
    assert works_of(library, "film") == ["c:1", "c:2", "c:3", "c:4"]
    assert works_of(library, "museum") == ["a:1", "a:2", "a:3", "a:4", "a:5"]
    library.culture.execute("UPDATE matches SET undone_at = '2026-01-02'")
    assert works_of(library, "film") == ["c:1", "c:2", "c:3", "c:4", "d:9"]


def test_the_small_library_by_hand(library: Library) -> None:
    """Kept words: crime, drama, comedy, each of two films (the decade is that of all four). Idf is the same for all.

    Heat: crime, drama. Fargo: crime, comedy. Toy Story: comedy. The Piano: drama.
    """
    assert keep_similar(library, "film") == 4
    found = {
        film: [(near["item"], round(near["score"], 4), near["reasons"][0]["terms"]) for near in kept]
        for film in ("c:1", "c:2", "c:3", "c:4")
        if (kept := similar(library.culture, film))
    }
    assert found == {
        "c:1": [("c:4", 0.7071, ["drama"]), ("c:2", 0.5, ["crime"])],
        "c:2": [("c:3", 0.7071, ["comedy"]), ("c:1", 0.5, ["crime"])],
        "c:3": [("c:2", 0.7071, ["comedy"])],
        "c:4": [("c:1", 0.7071, ["drama"])],
    }


def test_the_same_by_scikit_learn(library: Library) -> None:
    keep_similar(library, "museum")
    ids = works_of(library, "museum")
    tokens = documents(library.culture, ids).tokens
    cosines = cosine_similarity(
        TfidfVectorizer(analyzer=list, min_df=2, max_df=0.5, sublinear_tf=True).fit_transform(tokens)
    )
    for number, work in enumerate(ids):
        near = [(cosine, other) for cosine, other in zip(cosines[number], ids, strict=True) if other != work and cosine]
        expected = sorted(near, key=lambda pair: (-round(pair[0], 6), pair[1]))
        found = similar(library.culture, work)
        assert [row["item"] for row in found] == [other for _, other in expected]
        assert [row["score"] for row in found] == pytest.approx([score for score, _ in expected], abs=1e-6)


def test_reasons_in_two_languages(library: Library) -> None:
    keep_similar(library, "museum")
    [garden] = [row for row in similar(library.culture, "a:4") if row["item"] == "a:5"]
    [reason] = garden["reasons"]
    assert reason["kind"] == "shared-terms"
    assert (reason["text_fr"], reason["text_en"]) == ("en commun\u00a0: jardin", "in common: garden")


def test_k_and_a_second_time(library: Library) -> None:
    keep_similar(library, "film", k=1)
    once = library.culture.execute("SELECT * FROM similar ORDER BY 1, 2").fetchall()
    assert sum(row[0].startswith("c:") for row in once) == 4
    assert sum(row[0].startswith("a:") for row in once) == 2, "those of another domain stay"
    keep_similar(library, "film", k=1)
    assert library.culture.execute("SELECT * FROM similar ORDER BY 1, 2").fetchall() == once


def test_too_few_works_to_compare(library: Library) -> None:
    library.culture.execute("UPDATE works SET domain = 'film' WHERE domain = 'music' AND work_id != 'b:1'")
    assert keep_similar(library, "music") == 0


def test_progress_is_told(library: Library) -> None:
    told: list[tuple[str, int]] = []
    keep_similar(library, "film", progress=lambda what, done: told.append((what, done)))
    assert told == [("similar works", 0)]


def test_a_content_model_needs_nobody(library: Library) -> None:
    model = content_model(library, ["c:1", "c:4", "c:3", "c:2"], least=1)
    assert dict(model.neighbours(1))[1][0][0] == 0
    reason = model.shared(0, 1)
    assert reason is not None
    assert reason.terms == ("drama",)
