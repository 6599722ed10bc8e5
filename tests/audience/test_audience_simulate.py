"""The simulated audience: seeded, labelled, and its truth can be found again in what its people did."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import numpy as np
import pytest

from culturedata.audience.simulate import START, YEAR, Simulation, simulate
from culturedata.errors import UsageError
from culturedata.store.library import Library, transaction
from culturedata.store.people import behaviour, packs

WORKS, TERMS = 120, 15


@pytest.fixture
def collection(library: Library) -> Library:
    """120 synthetic museum works, each with two or three of fifteen synthetic subjects."""
    with transaction(library.culture):
        for t in range(TERMS):
            library.culture.execute(
                "INSERT INTO terms VALUES (?, ?, 'subject', NULL, NULL, NULL, 'a')", [f"a:term:s{t}", f"subject {t}"]
            )
        for n in range(WORKS):
            work = f"a:x{n:03}"
            library.culture.execute(
                "INSERT INTO works VALUES (?, ?, 'museum', 'a', NULL, 1900, 1900, 0, NULL, 'a:1')",
                [work, f"Synthetic {n}"],
            )
            for t in sorted({n % TERMS, (n * 7 + 3) % TERMS, (n // TERMS * 4) % TERMS}):
                library.culture.execute("INSERT INTO work_terms VALUES (?, 'subject', ?)", [work, f"a:term:s{t}"])
    return library


def ratings(library: Library) -> list[tuple[Any, ...]]:
    return library.audience.execute(
        """SELECT user_id, item_id, value, at, r.source, r.provenance FROM ratings AS r JOIN users USING (user)
           JOIN items USING (item) WHERE r.provenance = 'simulated' ORDER BY rating_id"""
    ).fetchall()


def truth(library: Library) -> list[tuple[Any, ...]]:
    return library.audience.execute("SELECT * FROM truth ORDER BY source, user_id, name").fetchall()


def test_the_same_seed_gives_the_same_rows(collection: Library) -> None:
    wrote = simulate(collection, "museum", Simulation(users=30, seed=7))
    first = ratings(collection), truth(collection)
    assert simulate(collection, "museum", Simulation(users=30, seed=7)) == wrote
    assert (ratings(collection), truth(collection)) == first
    simulate(collection, "museum", Simulation(users=30, seed=8))
    assert ratings(collection) != first[0]
    assert truth(collection) != first[1]


def test_a_second_run_replaces_the_first_and_nothing_else(collection: Library) -> None:
    count = collection.audience.execute
    before = count("SELECT count(*) FROM ratings").fetchone()[0]
    simulate(collection, "museum", Simulation(users=50))
    newest = simulate(collection, "museum", Simulation(users=20))
    people = "SELECT count(*) FROM users WHERE source = 'simulated-museum'"
    assert count(people).fetchone()[0] == newest["users"] == 20
    assert count("SELECT count(*) FROM ratings").fetchone()[0] == before + newest["ratings"]
    assert count("SELECT count(*) FROM truth").fetchone()[0] == 20 + 3
    assert count("SELECT count(*) FROM slates WHERE user <= 3").fetchone()[0] == 2
    assert count("PRAGMA foreign_key_check").fetchall() == []


def test_what_was_packed_of_the_first_run_goes(collection: Library) -> None:
    found = []
    for seed in (1, 2):
        simulate(collection, "museum", Simulation(users=20, seed=seed))
        assert packs.kept(collection.audience, "simulated-museum", "rating") is None
        found.append(behaviour.ratings(collection, "museum").fingerprint)
        assert packs.kept(collection.audience, "simulated-museum", "rating") is not None
    assert found[0] != found[1]


def test_everything_is_labelled_simulated(collection: Library) -> None:
    simulate(collection, "museum", Simulation(users=10))
    assert {row[4:] for row in ratings(collection)} == {("simulated-museum", "simulated")}
    tiers = collection.audience.execute(
        "SELECT DISTINCT provenance FROM users WHERE user_id LIKE 'simulated-museum:user:%'"
    )
    assert tiers.fetchall() == [("simulated",)]
    told = collection.culture.execute("SELECT provenance, title, notes FROM sources WHERE source = 'simulated-museum'")
    provenance, title, notes = told.fetchone()
    assert provenance == "simulated"
    assert "Simulated" in title
    assert "Nobody did this" in notes


def test_ratings_are_whole_stars_within_the_year(collection: Library) -> None:
    wrote = simulate(collection, "museum", Simulation(users=60))
    found = ratings(collection)
    assert len(found) == wrote["ratings"]
    assert {row[2] for row in found} <= {1.0, 2.0, 3.0, 4.0, 5.0}
    assert all(START <= row[3] < START + YEAR for row in found)
    assert len({row[:2] for row in found}) == len(found), "somebody rated a work twice"
    assert 60 * 5 <= len(found) <= 60 * WORKS
    assert len(found) / 60 == pytest.approx(Simulation().met, abs=4 * np.sqrt(Simulation().met / 60))


def test_the_truth_is_stored(collection: Library) -> None:
    settings = Simulation(users=12, liked_terms=3, seed=5)
    simulate(collection, "museum", settings)
    stored = {(user, name): json.loads(value) for _, user, name, value in truth(collection)}
    assert stored["", "settings"]["seed"] == 5
    assert Simulation(**stored["", "settings"]) == settings
    works = {row[1] for row in ratings(collection)}
    assert works <= set(stored["", "quality"]) == set(stored["", "fame"])
    tastes = [stored[f"simulated-museum:user:{u}", "taste"] for u in range(1, 13)]
    assert all(len(taste) == 3 and all(weight >= 0 for weight in taste.values()) for taste in tastes)


def test_tastes_can_be_found_again(collection: Library) -> None:
    """People rate works with terms that they like higher than the others, as the stored truth says they must.

    Each person is their own control, so quality and fame average out: the mean difference over 150 people must be
    well above zero, its standard error taken from those differences.
    """
    simulate(collection, "museum", Simulation(users=150, met=40, noise=0.3))
    terms = defaultdict(set)
    for work, term in collection.culture.execute("SELECT work_id, term_id FROM work_terms"):
        terms[work].add(term)
    strong = {
        user: {term for term, weight in json.loads(value).items() if weight > 1}
        for _, user, name, value in truth(collection)
        if name == "taste"
    }
    differences = []
    for user, liked in strong.items():
        mine = [(item, value) for person, item, value, *_ in ratings_of(collection, user)]
        inside = [value for item, value in mine if terms[item] & liked]
        outside = [value for item, value in mine if not terms[item] & liked]
        if inside and outside:
            differences.append(np.mean(inside) - np.mean(outside))
    assert len(differences) > 100
    error = np.std(differences, ddof=1) / np.sqrt(len(differences))
    assert np.mean(differences) > 0.5
    assert np.mean(differences) > 5 * error


def ratings_of(library: Library, user: str) -> list[tuple[Any, ...]]:
    return [row for row in ratings(library) if row[0] == user]


def test_the_utility_is_what_people_rate(collection: Library) -> None:
    """A rating is the stored utility plus noise: recomputed from the truth alone, it differs by rounding and noise."""
    settings = Simulation(users=40, noise=0.1)
    simulate(collection, "museum", settings)
    stored = {(user, name): json.loads(value) for _, user, name, value in truth(collection)}
    terms = defaultdict(set)
    for work, term in collection.culture.execute("SELECT work_id, term_id FROM work_terms WHERE facet = 'subject'"):
        terms[work].add(term)
    for row in collection.culture.execute("SELECT work_id, term_id FROM work_terms WHERE facet = 'movement'"):
        terms[row[0]].add(row[1])
    for user, item, value, *_ in ratings(collection):
        taste = stored[user, "taste"]
        liked = sum(taste.get(term, 0.0) for term in terms[item]) / np.sqrt(len(terms[item]))
        utility = settings.mean + stored["", "quality"][item] + liked
        assert abs(value - np.clip(utility, 1, 5)) <= 0.5 + 5 * settings.noise


def test_too_few_works(library: Library) -> None:
    with pytest.raises(
        UsageError, match=r"museum has only 5 described works: too few for an audience\. Import a source\."
    ):
        simulate(library, "museum")
    with pytest.raises(UsageError, match="music has only 3 described works"):
        simulate(library, "music")
    assert ratings(library) == []
    assert truth(library) == []


def test_two_domains_live_side_by_side(collection: Library) -> None:
    with transaction(collection.culture):
        for n in range(25):
            collection.culture.execute(
                "INSERT INTO works VALUES (?, 'Synthetic song', 'music', 'b', NULL, 1990, 1990, 0, NULL, 'b:1')",
                [f"b:x{n}"],
            )
            collection.culture.execute(
                "INSERT INTO work_terms VALUES (?, 'genre', 'b:term:genre/chanson')", [f"b:x{n}"]
            )
    simulate(collection, "museum", Simulation(users=10))
    museum = ratings(collection)
    simulate(collection, "music", Simulation(users=10))
    assert ratings(collection)[: len(museum)] == museum
    assert {row[4] for row in ratings(collection)} == {"simulated-museum", "simulated-music"}
