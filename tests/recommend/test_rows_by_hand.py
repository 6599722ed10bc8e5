"""Rows by hand: figures that can be checked on paper, and what each kind promises beyond the contract."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from culturedata.recommend.rows._base import Row
from culturedata.recommend.rows._seam import ROWS, candidates, kinds
from culturedata.recommend.rows._stock import Stock, word
from culturedata.recommend.rows._visitor import POPULAR, TRAINED, UNKNOWN, Visitor
from tests.recommend import stocked


@pytest.fixture(scope="module")
def stock() -> Stock:
    return stocked.stock()


def rows(kind: str, visitor: Visitor) -> dict[str, Row]:
    """The rows of a kind by what follows its name in their keys."""
    return {row.key.partition("/")[2]: row for row in ROWS.load(kind)().rows(visitor)}


class TestChances:
    """a / (1 + (r − 1) / b) by rank in the domain."""

    def test_by_hand(self) -> None:
        told = stocked.described(4, domains=("film",))
        nothing = np.full(4, np.nan)
        of = Stock(told, np.array([1.0, 9.0, 3.0, 2.0]), nothing, nothing, nothing)
        a, b = POPULAR
        np.testing.assert_allclose(Visitor.unknown(of).chances, [a / (1 + 3 / b), a, a / (1 + 1 / b), a / (1 + 2 / b)])
        seen = Visitor(of, np.array([1]))
        np.testing.assert_allclose(seen.chances, [a / (1 + 2 / b), 0, a, a / (1 + 1 / b)])

    def test_a_trained_recommender_says_the_order(self, stock: Stock) -> None:
        films = stock.domains["film"]
        scores = np.linspace(0, 1, len(films))
        scores[0] = -np.inf
        found = Visitor(stock, np.empty(0, dtype=np.int64), scores={"film": scores}).chances
        assert found[films[-1]] == TRAINED[0]
        assert found[films[0]] == 0
        assert (np.diff(found[films[1:]]) > 0).all()
        assert found[stock.domains["museum"]].max() == UNKNOWN[0]

    def test_scores_that_are_no_numbers_say_nothing(self, stock: Stock) -> None:
        films = stock.domains["film"]
        scores = np.full(len(films), np.nan)
        scores[:3] = [1e308, np.inf, -1e308]
        found = Visitor(stock, np.empty(0, dtype=np.int64), scores={"film": scores}).chances[films]
        assert np.argsort(-found, kind="stable")[:3].tolist() == [1, 0, 2]
        assert (found[3:] == 0).all()

    def test_freshness_changes_the_order_and_a_seed_keeps_it(self, stock: Stock) -> None:
        plain, one, again, other = (
            Visitor.unknown(stock, freshness, seed).chances
            for freshness, seed in ((0, 1), (0.3, 1), (0.3, 1), (0.3, 2))
        )
        np.testing.assert_array_equal(one, again)
        assert (one != other).any()
        assert (one != plain).any()
        np.testing.assert_allclose(np.sort(one), np.sort(plain))


def test_trending_is_undefined_without_times(stock: Stock) -> None:
    assert set(rows("trending", Visitor.unknown(stock))) == {"film"}
    assert rows("trending", Visitor.unknown(replace(stock, rising=np.full(len(stock), np.nan)))) == {}


def test_only_what_rises_is_trending(stock: Stock) -> None:
    found = rows("trending", Visitor.unknown(stock))["film"]
    assert (stock.rising[found.works] > 0).all()
    assert found.pool == (stock.rising > 0).sum()


def test_a_museum_of_which_nothing_is_counted_has_no_row_of_the_crowd(stock: Stock) -> None:
    for kind in ("popular-now", "hidden-gems", "classics", "trending"):
        assert "museum" not in rows(kind, Visitor.unknown(stock))


def test_hidden_gems_are_known_to_few(stock: Stock) -> None:
    for domain, row in rows("hidden-gems", stocked.visitor(stock)).items():
        met = stock.people[stock.domains[domain]]
        assert (stock.people[row.works] <= np.median(met[met > 0])).all()
        assert (stock.people[row.works] > 0).all()


def test_classics_are_old_and_well_known(stock: Stock) -> None:
    for domain, row in rows("classics", Visitor.unknown(stock)).items():
        met = stock.people[stock.domains[domain]]
        assert (stock.people[row.works] >= np.quantile(met[met > 0], 0.9)).all()
        assert (stock.works.years[row.works] <= stock.works.years[stock.domains[domain]].max() - 25).all()


def test_newly_open_takes_the_latest_import(stock: Stock) -> None:
    works = replace(stock.works, open_images=np.ones(len(stock), dtype=bool))
    for row in rows("newly-open", Visitor.unknown(replace(stock, works=works))).values():
        assert row.pool == len(stock.domains[row.domain]), "fewer than 200 of a domain are all shown"
    assert all(stock.works.open_images[row.works].all() for row in rows("newly-open", Visitor.unknown(stock)).values())


def test_because_you_liked_follows_the_trained_recommender(stock: Stock) -> None:
    """Near to work w are those that the recommender says, else those of a like description."""
    near = np.zeros(len(stock))
    near[[30, 33, 36, 39]] = [4, 3, 2, 1]
    visitor = Visitor(stock, np.array([0, 3]), (0, 3), near=lambda work: near if work == 0 else None)
    found = rows("because-you-liked", visitor)
    assert sorted(found["w0"].works.tolist()) == [30, 33, 36, 39]
    assert (found["w0"].items, found["w0"].text_fr) == ((0,), "Parce que vous avez aimé «\u00a0Œuvre 0\u00a0»")
    nearest = np.argsort(-np.where(visitor.unseen, stock.alike(3), -1), kind="stable")[:60]
    assert sorted(found["w3"].works.tolist()) == sorted(nearest[stock.alike(3)[nearest] > 0].tolist())


def test_what_was_only_played_is_said_to_be_played(stock: Stock) -> None:
    """Played twice as often as usual, and half as often: neither is said to be liked."""
    visitor = Visitor(stock, np.array([0, 3]), (0, 3), played={0: 2.0, 3: 0.5})
    found = rows("because-you-liked", visitor)
    assert (found["w0"].text_fr, found["w0"].text_en) == (
        "Parce que vous avez beaucoup écouté «\u00a0Œuvre 0\u00a0»", "Because you played “Work 0” a lot",
    )  # fmt: skip
    assert (found["w3"].text_fr, found["w3"].text_en) == (
        "Parce que vous avez écouté «\u00a0Œuvre 3\u00a0»", "Because you played “Work 3”",
    )  # fmt: skip
    for kind in ("more-by-maker", "genre", "decade"):
        for row in rows(kind, visitor).values():
            assert "aimé" not in row.text_fr
            assert "liked" not in row.text_en
            if row.items == (0,):
                assert row.text_fr.endswith(", que vous avez beaucoup écouté")
                assert row.text_en.endswith(", which you played a lot")


def test_across_the_arts_never_stays_in_one(stock: Stock) -> None:
    visitor = Visitor(stock, np.array([0]), (0,))
    found = rows("across-the-arts", visitor)
    words = {
        word(g.labels[n][1])
        for f, g in stock.works.groups.items()
        if f not in ("material", "form", "museum")
        for n in g.of(0)
    }
    assert set(found) == words
    assert all("film" not in stock.works.domains[row.works] for row in found.values())


@pytest.mark.parametrize(
    ("label", "said"), [("War film", "war"), ("Film", "film"), (" Blues music ", "blues"), ("戦争", "戦争")]
)
def test_words_are_compared_without_case_and_domain(label: str, said: str) -> None:
    assert word(label) == said


def test_more_by_maker_says_which_work_was_liked(stock: Stock) -> None:
    groups = stock.works.groups["maker"]
    visitor = Visitor(stock, np.array([0]), (0,))
    for row in rows("more-by-maker", visitor).values():
        of = groups.ids.index(row.key.partition("/")[2])
        assert row.items == ((0,) if of in groups.of(0) else ())
        assert ("Work 0" in row.text_en) == bool(row.items)


def test_editorial_keeps_the_order_of_the_hand(stock: Stock) -> None:
    hand = replace(stock.chosen[0], works=(50, 3, 3, 20, 11))
    row = rows("editorial", Visitor(replace(stock, chosen=(hand,)), np.array([20])))["hand"]
    assert (row.works.tolist(), row.pool, row.domain) == ([50, 3, 11], 3, "")


def test_ten_thousand_candidates_are_made_one_by_one() -> None:
    """Every group of every facet is a row; asking for the first makes no other."""
    told = stocked.described(600, each=600)
    nothing = np.full(600, np.nan)
    visitor = Visitor.unknown(Stock(told, np.arange(600.0), nothing, nothing, nothing))
    asked = candidates(visitor, kinds())
    assert next(asked).key
    assert 1 + sum(1 for _ in asked) > 10_000
