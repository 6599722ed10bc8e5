"""Greedy choice and diversity: by hand, against brute force, and what they promise whatever the works."""

from __future__ import annotations

import sqlite3
from itertools import combinations, permutations
from math import e

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from culturedata.data.exhibitions import Asked, Picture
from culturedata.data.licences import CC_BY
from culturedata.errors import UsageError
from culturedata.studio.exhibition.choose import Wall, choose
from culturedata.studio.exhibition.compose import compose
from culturedata.studio.exhibition.diversity import at_least, intra_list_diversity, measures
from culturedata.studio.exhibition.pool import Candidate, Element, Pool
from tests.studio import made

FAMILIES = ("theme", "period", "culture")


def wall(*works: str) -> Wall:
    """Works by what they show: capitals are cultures, digits centuries, other letters themes."""
    family = {True: "theme", False: "culture"}
    return Wall(
        tuple(
            Candidate(str(n), "", None, frozenset(
                Element("period" if c.isdigit() else family[c.islower()], c, c) for c in shown
            ))
            for n, shown in enumerate(works)
        )
    )  # fmt: skip


drawn = st.lists(st.text("abcdefABC123", min_size=0, max_size=6), min_size=2, max_size=8)


def test_by_hand() -> None:
    """4 works and 5 themes: the greedy pair covers four, the best pair all five."""
    four = wall("abc", "abd", "ce", "de")
    assert [four.coverage([n]) for n in range(4)] == pytest.approx([3 / 5, 3 / 5, 2 / 5, 2 / 5])
    chosen = choose(four, 1, 2)[0]
    best = max(four.coverage(list(pair)) for pair in combinations(range(4), 2))
    assert best == pytest.approx(1)
    assert four.coverage(chosen) >= 0.632 * best


def test_each_family_weighs_the_same() -> None:
    """Two themes, one century: the century counts as much as both themes."""
    two = wall("a", "b1", "ab")
    assert two.coverage([0]) == pytest.approx(1 / 4)
    assert two.coverage([1]) == pytest.approx(3 / 4)
    assert measures(two, [1]).families["period"].shown == 1
    assert "culture" not in measures(two, [1]).families


def test_intra_list_diversity_by_hand() -> None:
    """{a,b} and {b,c}: 1 of 3 in common; {a,b} and {d}: nothing."""
    three = wall("ab", "bc", "d")
    assert intra_list_diversity(three, [0, 1]) == pytest.approx(2 / 3)
    assert intra_list_diversity(three, [0, 1, 2]) == pytest.approx((2 / 3 + 1 + 1) / 3)
    assert intra_list_diversity(three, [0]) is None


@given(drawn, st.integers(1, 4), st.integers(0, 9))
@settings(deadline=None, max_examples=150)
def test_one_venue_is_never_below_the_bound_of_brute_force(works: list[str], k: int, seed: int) -> None:
    shown, k = wall(*works), min(k, len(works))
    [chosen] = choose(shown, 1, k, seed)
    best = max(shown.coverage(list(some)) for some in combinations(range(len(works)), k))
    assert shown.coverage(chosen) >= (1 - 1 / e) * best - 1e-9
    certain = at_least(shown, chosen)
    assert certain is None or shown.coverage(chosen) >= certain * best - 1e-9


@given(st.lists(st.text("abcdAB12", min_size=1, max_size=4), min_size=5, max_size=6), st.integers(0, 9))
@settings(deadline=None, max_examples=40, derandomize=True)
def test_two_venues_against_brute_force(works: list[str], seed: int) -> None:
    """Two venues of three works, one of them shared: the mean coverage of the venues."""
    shown = wall(*works)
    reached = np.mean([shown.coverage(venue) for venue in choose(shown, 2, 3, seed)])
    best = max(
        np.mean([shown.coverage([s, a, b]), shown.coverage([s, c, d])])
        for s, a, b, c, d in permutations(range(len(works)), 5)
        if a < b and c < d
    )
    assert reached >= 0.632 * best


@given(drawn, st.integers(1, 3), st.integers(1, 3), st.integers(0, 9))
@settings(deadline=None, max_examples=100)
def test_venues_are_distinct_but_for_the_shared_work(works: list[str], venues: int, k: int, seed: int) -> None:
    if 1 + venues * (k - 1) > len(works):
        return
    shown = wall(*works)
    chosen = choose(shown, venues, k, seed)
    assert [len(set(venue)) for venue in chosen] == [k] * venues
    assert all(set(a) & set(b) == {chosen[0][0]} for a, b in combinations(chosen, 2))
    assert choose(shown, venues, k, seed) == chosen


def test_the_seed_decides_between_equals_only() -> None:
    alike = wall("a", "a", "a", "a", "bcd")
    first = {choose(alike, 1, 2, seed)[0][0] for seed in range(10)}
    then = {choose(alike, 1, 2, seed)[0][1] for seed in range(10)}
    assert first == {4}
    assert len(then) > 1


def test_of_equal_gains_the_farthest_is_taken() -> None:
    """Nothing new is left to show: the work that has least in common with the one that hangs follows."""
    shown = wall("abcd", "abc", "a")
    assert all(choose(shown, 1, 2, seed) == [[0, 2]] for seed in range(5))


@pytest.mark.parametrize("only_cc0", [False, True])
def test_every_work_of_an_exhibition_is_open(culture: sqlite3.Connection, only_cc0: bool) -> None:
    made_ = compose(culture, Asked(venues=3, works_per_venue=3, only_cc0=only_cc0))
    hung = [one for works, _ in made_.venues for one in works]
    assert {one.candidate.work_id for one in hung} <= made.OPEN - ({"a:w4"} if only_cc0 else set())
    assert len({one.candidate.work_id for one in hung}) == 7
    assert [sum(one.shared for one in works) for works, _ in made_.venues] == [1, 1, 1]
    for works, _ in made_.venues:
        assert frozenset().union(*(one.adds for one in works)) == frozenset().union(
            *(one.candidate.elements for one in works)
        )
        assert sum(len(one.adds) for one in works) == len(frozenset().union(*(one.adds for one in works)))


@pytest.mark.parametrize("licence", ["https://creativecommons.org/licenses/by-nc/4.0/", "unheard of", CC_BY])
def test_what_is_not_open_never_comes_through(
    culture: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, licence: str
) -> None:
    """Not even if the pool let it in."""
    wrong = [Candidate(str(n), licence, Picture(url=str(n)), frozenset()) for n in range(3)]
    monkeypatch.setattr("culturedata.studio.exhibition.compose.pool", lambda *asked: Pool(tuple(wrong), 3, {}, {}))
    with pytest.raises(AssertionError, match=r"is not open|can't be read|is not CC0"):
        compose(culture, Asked(venues=1, works_per_venue=2, only_cc0=licence == CC_BY))


def test_too_few_says_why_and_what_fits(culture: sqlite3.Connection) -> None:
    with pytest.raises(UsageError, match=r"9 of \d+ museum works may hang: .*1 in copyright themselves") as found:
        compose(culture, Asked(venues=4, works_per_venue=4))
    assert found.value.hint == "Ask for less (--venues 4 --works-per-venue 3), or for another theme."
    compose(culture, Asked(venues=4, works_per_venue=3))


def test_no_open_picture_at_all_is_said_clearly(culture: sqlite3.Connection) -> None:
    copy = sqlite3.connect(":memory:")
    culture.backup(copy)
    copy.execute("DELETE FROM images")
    with pytest.raises(UsageError, match=r"none of .* without an openly licensed picture") as found:
        compose(copy, Asked(venues=1, works_per_venue=2))
    assert "--plan" in found.value.hint
    with pytest.raises(UsageError, match="has no museum work about 'zzzzqqq'"):
        compose(copy, Asked(theme="zzzzqqq"))
