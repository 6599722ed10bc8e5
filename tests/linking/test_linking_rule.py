"""What the rule compares and how it decides, on small hand-made films."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from culturedata.linking import normalise
from culturedata.linking.described import Described
from culturedata.linking.works import decide
from culturedata.linking.works.films import EXACT, FUZZY, IDENTIFIER, PART, compare, genre


def film(
    id_: str, *names: str, year: int | None = 1990, genres: str = "drama", imdb: str = "", weight: int = 0
) -> Described:
    identifiers = frozenset({("imdb", imdb)} if imdb else set())
    return Described(id_, names, year, frozenset(genres.split()), identifiers, weight)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Postman, The", "The Postman"),
        ("Misérables, Les", "Les Miserables"),
        ("Enfer, L'", "L'Enfer"),
        ("Rocky II", "Rocky 2"),
        ("Twelve Monkeys", "12 Monkeys"),
        ("Asterix & Obelix vs. Caesar", "Astérix and Obélix versus Caesar"),
        ("Naked Gun 33 1/3: The Final Insult", "Naked Gun 33⅓: The Final Insult"),
        ("Schindler's List", "Schindler’s List"),
        ("Adams æbler", "Adams aebler"),
    ],
)
def test_titles_that_differ_in_habit_only_have_one_key(one: str, other: str) -> None:
    assert normalise.key(one) == normalise.key(other) != ""


def test_a_comma_before_a_word_that_is_no_article_stays() -> None:
    assert normalise.unmoved("Bye Bye, Love") == "Bye Bye, Love"
    assert normalise.unmoved("Monsters, Inc.") == "Monsters, Inc."
    assert normalise.unmoved("Postman, The (Postino, Il)") == "The Postman (Postino, Il)"


def test_the_parts_of_a_title() -> None:
    assert normalise.parts("Lagaan: Once Upon a Time") == {"lagaan", "once upon a time"}
    assert "romeo and juliet" in normalise.parts("William Shakespeare's Romeo + Juliet")
    assert normalise.parts("Three Colours: Blue") == {"3 colours"}
    assert normalise.parts("Schindler's List") == frozenset()


@pytest.mark.parametrize(
    ("left", "right", "method"),
    [
        ("Heat", "Heat", EXACT),
        ("Old Boy", "Oldboy", EXACT),
        ("Dr. Strangelove or: How I Learned to Stop Worrying", "Dr. Strangelove", PART),
        ("Wallace & Gromit: The Wrong Trousers", "The Wrong Trousers", PART),
        ("Jane Austen's Mafia!", "Mafia!", PART),
        ("Ice Age 2: The Meltdown", "Ice Age: The Meltdown", PART),
        ("Three Colors: Red", "Three Colours: Red", FUZZY),
    ],
)
def test_each_method_finds_its_pair(left: str, right: str, method: str) -> None:
    link = compare(film("l:1", left), film("r:1", right))
    assert link is not None
    assert link.method == method
    assert link.evidence["titles"] == [left, right]
    assert link.evidence["genres"] == ["drama"]
    assert 0 < link.score <= 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (film("l:1", "Brother 2"), film("r:1", "Brother")),
        (film("l:1", "Care Bears Movie II: A New Generation"), film("r:1", "The Care Bears Movie")),
        (film("l:1", "Tromeo and Juliet"), film("r:1", "Romeo + Juliet")),
        (film("l:1", "Three Colours: Blue"), film("r:1", "Blue")),
        (film("l:1", "Brothers"), film("r:1", "Brother")),
        (film("l:1", "Heat", year=1986), film("r:1", "Heat", year=1995)),
        (film("l:1", "Home", year=2009, genres="documentary"), film("r:1", "Home", year=2008)),
        (film("l:1", "The Secret", year=2006, genres="documentary"), film("r:1", "A Secret", year=2007)),
        (film("l:1", "Pokémon: The Movie", year=1999), film("r:1", "Pokémon", year=1998)),
        (film("l:1", "Heat", year=None), film("r:1", "Heat")),
        (film("l:1", "Heat", imdb="tt1"), film("r:1", "Heat", imdb="tt2")),
        (film("l:1", "…"), film("r:1", "?!")),
    ],
)
def test_what_is_not_the_same_is_not_linked(left: Described, right: Described) -> None:
    assert compare(left, right) is None


def test_an_identifier_outranks_titles() -> None:
    right = [film("r:1", "A Midwinter's Tale", imdb="tt0113403"), film("r:2", "In the Bleak Midwinter")]
    [link], _ = decide.links([film("l:1", "In the Bleak Midwinter", year=1996, imdb="tt0113403")], right)
    assert (link.right, link.method) == ("r:1", IDENTIFIER)
    assert link.evidence["identifiers"] == ["imdb:tt0113403"]


def test_two_films_with_one_identifier_are_told_apart_by_title() -> None:
    right = [
        film("r:1", "Apocalypse Now", year=1979, imdb="tt1"),
        film("r:2", "Apocalypse Now Redux", year=2001, imdb="tt1"),
    ]
    [link], _ = decide.links([film("l:1", "Apocalypse Now", year=1979, imdb="tt1")], right)
    assert link.right == "r:1"


def test_the_same_year_wins_over_the_next() -> None:
    left = [film("l:1", "The Island", year=2005, genres="action"), film("l:2", "The Island", year=2006)]
    right = [film("r:1", "The Island", year=2006), film("r:2", "The Island", year=2005, genres="action")]
    assert {(x.left, x.right) for x in decide.links(left, right)[0]} == {("l:1", "r:2"), ("l:2", "r:1")}


def test_of_two_equal_titles_the_better_known_is_linked() -> None:
    left = [film("l:1", "Hamlet", weight=6, genres="crime drama"), film("l:2", "Hamlet", weight=1)]
    assert [x.left for x in decide.links(left, [film("r:1", "Hamlet")])[0]] == ["l:1"]


def test_of_two_equal_films_none_is_linked() -> None:
    """A person is asked."""
    for left, right in (("l:1 l:2", "r:1"), ("l:1", "r:1 r:2")):
        found, asked = decide.links(*([film(one, "Hamlet") for one in side.split()] for side in (left, right)))
        assert found == []
        assert {(link.left, link.right) for link in asked} == {(a, b) for a in left.split() for b in right.split()}


def test_a_refused_pair_is_never_linked() -> None:
    assert decide.links([film("l:1", "Heat")], [film("r:1", "Heat")], refused=frozenset({("l:1", "r:1")})) == ([], [])


def test_genres_of_both_sources_meet() -> None:
    assert genre("Children's") == genre("Children") == genre("Family") == "family"
    assert genre("Musical") == genre("Music")
    assert genre("(no genres listed)") == genre("IMAX") == genre("Film-Noir") == ""


TITLES = st.sampled_from(["Heat", "The Heat", "Heat 2", "Heat: Part Two", "Old Boy", "Oldboy", "Red Heat", "Red Heats"])
SIDE = st.lists(st.tuples(TITLES, st.integers(1990, 1993), st.sampled_from(["drama", "action", ""])), max_size=7)


@settings(max_examples=150, deadline=None)
@given(SIDE, SIDE, st.randoms(use_true_random=False))
def test_order_never_matters_and_links_are_one_to_one(lefts: list, rights: list, chance: random.Random) -> None:
    left = [film(f"l:{n}", t, year=y, genres=g) for n, (t, y, g) in enumerate(lefts)]
    right = [film(f"r:{n}", t, year=y, genres=g) for n, (t, y, g) in enumerate(rights)]
    found, asked = decide.links(left, right)
    assert decide.links(chance.sample(left, len(left)), chance.sample(right, len(right))) == (found, asked)
    assert len({x.left for x in found}) == len({x.right for x in found}) == len(found)
