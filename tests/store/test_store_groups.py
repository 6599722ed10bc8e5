"""Groups of works, counted by hand on the small library."""

from __future__ import annotations

from culturedata.store.catalogue.groups import KINDS, groups
from culturedata.store.library import Library

WORKS = ("c:1", "c:4", "a:2", "a:3", "nothing")


def test_by_hand(library: Library) -> None:
    found = groups(library.culture, WORKS)
    assert tuple(found) == KINDS
    assert found["period"] == [("1990s",), ("1990s",), ("1870s",), ("1870s",), ()]
    assert found["gender"] == [("male",), ("female",), ("male",), ("female",), ()]
    assert found["country"] == [()] * 5


def test_the_country_of_a_work_goes_before_that_of_who_made_it(library: Library) -> None:
    db = library.culture
    db.execute("UPDATE agents SET country = 'FR' WHERE name IN ('Claude Monet', 'Michael Mann')")
    db.execute(
        "INSERT INTO terms VALUES ('c:term:country/US', 'États-Unis', 'country', NULL, 'United States', NULL, 'c')"
    )
    db.execute("INSERT INTO work_terms VALUES ('c:1', 'country', 'c:term:country/US')")
    assert groups(db, WORKS)["country"] == [("United States",), (), ("France",), (), ()]


def test_a_country_has_one_name_whoever_says_it(library: Library) -> None:
    """A code of the maker's record, a word of the work's; what is no code stays."""
    db = library.culture
    db.execute("UPDATE agents SET country = 'US' WHERE name = 'Michael Mann'")
    db.execute("UPDATE agents SET country = 'United States' WHERE name = 'Joel Coen'")
    db.execute("UPDATE agents SET country = 'New Zealander' WHERE name = 'Jane Campion'")
    db.execute("INSERT INTO credits VALUES ('c:1', 2, 'c:agent:Joel Coen', 'director', NULL, NULL)")
    db.execute("INSERT INTO terms VALUES ('c:term:US', 'United States', 'country', NULL, NULL, NULL, 'c')")
    db.execute("INSERT INTO work_terms VALUES ('c:3', 'country', 'c:term:US')")
    found = groups(db, ("c:1", "c:2", "c:3", "c:4"))["country"]
    assert found == [("United States",), ("United States",), ("United States",), ("New Zealander",)]


def test_who_is_beside_a_work_or_doubtful_makes_it_not(library: Library) -> None:
    db = library.culture
    db.execute("UPDATE credits SET attribution = 'attributed to' WHERE work_id = 'a:2'")
    db.execute("INSERT INTO credits VALUES ('c:1', 2, 'c:agent:Jane Campion', 'cast', NULL, NULL)")
    db.execute("INSERT INTO credits VALUES ('a:3', 2, 'a:agent:Claude Monet', 'artist', NULL, NULL)")
    assert groups(db, WORKS)["gender"] == [("male",), ("female",), (), ("female", "male"), ()]
