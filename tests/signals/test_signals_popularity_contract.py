"""What every measure of popularity promises: the future changes nothing, nor do order and numbering; empty cases."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from culturedata.data.facts import Dated, Facts
from culturedata.errors import UnknownName, UsageError
from culturedata.signals.popularity._known import DAY, UNITS, Known
from tests.signals.made import MEASURES, Row, T, ago, facts, figures, interactions

USERS, ITEMS = 5, 6
TIMED = {"last-7-days", "last-28-days", "trend", "decay", "age-adjusted"}
OF_ALL = {"counts", "people"}  # defined whatever is known
before = st.integers(1, 60 * DAY).map(lambda seconds: T - seconds)
after = st.integers(0, 60 * DAY).map(lambda seconds: T + seconds)
numbers = (st.integers(0, USERS - 1), st.integers(0, ITEMS - 1), st.integers(1, 5).map(float))
earlier = st.lists(st.tuples(*numbers, before), max_size=30)
later = st.lists(st.tuples(*numbers, st.one_of(after, st.just(0))), max_size=10)
units = st.sampled_from(UNITS)


def same(one: np.ndarray, other: np.ndarray) -> None:
    np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12, equal_nan=True)


@pytest.mark.parametrize("name", sorted(MEASURES.members()))
class TestEveryMeasure:
    def test_it_says_what_it_is(self, name: str) -> None:
        made = MEASURES.load(name)()
        said = " ".join((type(made).__doc__ or "").split())
        assert made.name == name
        assert made.summary
        assert "nan if" in said or "never nan" in said, "the docstring has the formula and the empty case"
        places = [said.find(f" {word}: ") for word in ("Source", "Cost", "Use")]
        assert places == sorted(places)
        assert min(places) > 0, "and where it is from, what it costs, and when to use it, in this order"

    def test_its_options_are_frozen_and_its_own(self, name: str) -> None:
        made = MEASURES.load(name)()
        with pytest.raises(UnknownName, match=f"no option of {name} named 'colour'"):
            type(made)(colour=1)
        for option in msgspec.structs.fields(made.Options):
            with pytest.raises(AttributeError):
                setattr(made.config, option.name, 1)
            for wrong in (-1, "much", 1e300):
                with pytest.raises(UsageError, match=name):
                    type(made)(**{option.name: wrong})

    def test_the_future_changes_nothing(self, name: str) -> None:
        """Interactions at or after t, or of unknown time, and figures of later date or of none."""

        @settings(max_examples=40)
        @given(earlier, later, units, st.randoms(use_true_random=False))
        def check(known: list[Row], more: list[Row], unit: str, random: object) -> None:
            mixed = [*known, *more]
            random.shuffle(mixed)  # type: ignore[attr-defined]
            said = facts(ITEMS)
            changed = {
                key: Dated(np.where((one.at == 0) | (one.at >= T), 99, one.values), one.at)
                for key, one in said.figures.items()
            }
            plain = Known.of(interactions(known, USERS, ITEMS), unit, said, T)
            fuller = Known.of(interactions(mixed, USERS, ITEMS), unit, replace(said, figures=changed), T)
            same(figures(name, plain), figures(name, fuller))

        check()

    def test_order_and_numbers_mean_nothing(self, name: str) -> None:
        @settings(max_examples=40)
        @given(earlier, units, st.permutations(range(ITEMS)), st.permutations(range(USERS)), st.integers(0, 9))
        def check(rows: list[Row], unit: str, items: list[int], users: list[int], seed: int) -> None:
            said = facts(ITEMS, seed)
            plain = figures(name, Known.of(interactions(rows, USERS, ITEMS), unit, said))
            moved = [(users[user], items[item], value, at) for user, item, value, at in rows[::-1]]
            where = np.argsort(items)
            told = Facts(
                said.runtimes[where],
                {kind: tuple(words[n] for n in where) for kind, words in said.labels.items()},
                {key: Dated(one.values[where], one.at[where]) for key, one in said.figures.items()},
            )
            same(plain, figures(name, Known.of(interactions(moved, USERS, ITEMS), unit, told))[items])

        check()

    @pytest.mark.parametrize("unit", UNITS)
    def test_nothing_and_next_to_nothing(self, name: str, unit: str) -> None:
        """No works; works that nobody met; one work, met once. Warnings are errors."""
        assert figures(name, Known.of(interactions([]), unit)).shape == (0,)
        unmet = figures(name, Known.of(interactions([], USERS, ITEMS), unit))
        assert unmet.shape == (ITEMS,)
        assert unmet.dtype == np.float64
        assert not np.nansum(np.abs(unmet))
        one = figures(name, Known.of(interactions([(0, 0, 3.0, ago(1))]), unit, facts(1)))
        assert one.shape == (1,)
        assert not np.isinf(one).any()

    @pytest.mark.parametrize("unit", UNITS)
    def test_without_times(self, name: str, unit: str) -> None:
        """What needs a time is undefined for all; the rest does not ask for it."""
        rows = [(0, 0, 3.0, ago(3)), (1, 0, 4.0, ago(2)), (1, 1, 5.0, ago(1))]
        timeless = [(user, item, value, 0.0) for user, item, value, _ in rows]
        with_times, without = (
            Known.of(interactions(given, USERS, ITEMS), unit, facts(ITEMS)) for given in (rows, timeless)
        )
        assert without.at is None
        if name in TIMED:
            assert np.isnan(figures(name, without)).all()
            assert np.isfinite(figures(name, with_times)[:2]).all()
        else:
            same(figures(name, with_times), figures(name, without))

    @pytest.mark.parametrize("unit", UNITS)
    def test_it_says_whether_it_asks_facts(self, name: str, unit: str) -> None:
        """One that does not say so has the same figures without any."""
        data = interactions([(0, 0, 3.0, ago(3)), (1, 0, 4.0, ago(2)), (1, 1, 5.0, ago(1))], USERS, ITEMS)
        if not MEASURES.load(name).asks_facts:
            same(figures(name, Known.of(data, unit)), figures(name, Known.of(data, unit, facts(ITEMS))))
        elif unit == "plays":
            assert np.isnan(figures(name, Known.of(data, unit))).all()

    def test_huge_numbers(self, name: str) -> None:
        """Play counts as large as float32 holds, and a work met by everybody for ever."""
        rows = [(user, 0, 3e38, ago(20_000 * user)) for user in range(2)]
        found = figures(name, Known.of(interactions(rows, USERS, ITEMS), "plays", facts(ITEMS)))
        assert not np.isinf(found).any()


def test_which_are_there() -> None:
    assert set(MEASURES.members()) >= TIMED | OF_ALL | {
        "plays", "hours", "views", "bayesian-mean", "within-genre", "within-maker", "within-place", "box-office",
        "critics", "reviews", "tomatometer", "metacritic", "imdb-rating", "imdb-votes",
    }  # fmt: skip


def test_as_of_by_default_is_just_after_the_last() -> None:
    data = interactions([(0, 0, 1.0, ago(5)), (0, 1, 1.0, 0), (1, 1, 1.0, ago(2))])
    known = Known.of(data, "plays")
    assert (known.at, len(known.interactions), len(known.timed)) == (ago(2) + 1, 3, 2)
    earlier = Known.of(data, "plays", at=ago(2))
    assert (earlier.at, len(earlier.interactions)) == (ago(2), 1), "strictly before"
    assert Known.of(data, "plays", at=T).interactions.item_ids is data.item_ids


def test_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="'stones' is none of stars, plays, hours"):
        Known.of(interactions([]), "stones")
    with pytest.raises(ValueError, match="the facts are not those"):
        Known.of(interactions([]), "plays", Facts.none(3))


def test_the_french_page_has_all_that_the_english_one_has() -> None:
    """docs/popularity.md is made of the code; docs/popularite.md is written by hand, with the same tables."""
    docs = Path(__file__).parents[2] / "docs"
    made, written = ((docs / f"{name}.md").read_text(encoding="utf-8") for name in ("popularity", "popularite"))
    assert re.findall(r"^### `([\w-]+)`$", made, re.M) == list(MEASURES.members())
    assert re.findall(r"^### `([\w-]+)`$", written, re.M) == list(MEASURES.members())
    english = re.findall(r"−?\d[\d,.]*", "".join(re.findall(r"^\|.*", made, re.M)))
    french = re.findall(r"−?\d[\d,\u202f]*", "".join(re.findall(r"^\|.*", written, re.M)))
    assert [said.replace(",", "\u202f").replace(".", ",") for said in english] == french
