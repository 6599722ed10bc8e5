"""Rows by hand: figures that can be checked on paper, and what each kind promises beyond the contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import numpy as np
import pytest
import scipy.sparse as sp

from culturedata.data.described import NOTHING, Groups
from culturedata.recommend.pages.aim import Aim, Weights
from culturedata.recommend.pages.layout import Shape
from culturedata.recommend.pages.strategies import shortlist
from culturedata.recommend.rows._base import Row, RowKind, largest
from culturedata.recommend.rows._seam import ROWS, candidates, kinds
from culturedata.recommend.rows._stock import Stock, word
from culturedata.recommend.rows._visitor import POPULAR, TRAINED, UNKNOWN, Visitor
from culturedata.recommend.rows.catalogue.more_by_maker import MoreByMaker
from culturedata.recommend.rows.people.popular_now import PopularNow
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


def test_of_ten_thousand_candidates_few_are_made_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every group of every facet is a row; what it says is asked only of those on the shortlist."""
    told, asked = stocked.described(600, each=600), list[str]()
    nothing = np.full(600, np.nan)
    visitor = Visitor.unknown(Stock(told, np.arange(600.0), nothing, nothing, nothing))
    monkeypatch.setattr(MoreByMaker, "say", lambda _, label, domain: (asked.append(domain), label)[1])
    rows, counts = shortlist(candidates(visitor, kinds(), 7), Aim(visitor, Shape(8, 7), Weights()))
    assert sum(counts.values()) > 10_000
    assert len(rows) == 300
    assert len(asked) == sum(row.kind == "more-by-maker" for row in rows) < 60


def test_rows_that_are_made_one_by_one_are_compared_a_thousand_at_a_time(stock: Stock) -> None:
    class Endless(RowKind):
        name = "endless"

        def rows(self, visitor: Visitor) -> Iterator[Row]:
            for n in count():
                yield Row(self.name, f"endless/{n}", "film", np.array([n, n + 1, n + 2]), 3, "fr", "en")

    many = Endless().many(Visitor.unknown(stock), 5)
    first, second = next(many), next(many)
    assert len(first) == len(second) == 1000
    assert second.first[7].tolist() == [1007, 1008, 1009, NOTHING, NOTHING]
    assert second.whole(7).key == "endless/1007"


class TestOrdered:
    """Groups of five works: {0, 2, 4}, {1}, none."""

    groups = Groups(
        ("a", "b", "c"), (("", ""),) * 3, sp.csr_matrix([[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 0], [1, 0, 0]])
    )

    def test_by_hand(self) -> None:
        made = self.groups.ordered(np.array([4, 1, 0, 3]))
        assert made.sizes.tolist() == [2, 1, 0]
        assert [made.of(group).tolist() for group in range(3)] == [[4, 0], [1], []]
        assert made.of(0, 1).tolist() == [4]
        assert made.first(np.array([2, 0]), 3).tolist() == [[NOTHING] * 3, [4, 0, NOTHING]]

    def test_some_groups_in_another_order(self) -> None:
        one, other = self.groups.ordered(np.array([0, 1, 2, 4])), self.groups.ordered(np.array([4, 2]))
        made = one.but(other, np.array([True, False, True]))
        assert [made.of(group).tolist() for group in range(3)] == [[4, 2], [1], []]


@pytest.mark.parametrize("most", [0, 1, 3, 9])
def test_the_largest_are_those_of_sorting(most: int) -> None:
    values = np.array([2.0, 5.0, 5.0, 1.0, 5.0, 2.0])
    assert largest(values, most).tolist() == [1, 2, 4, 0, 5, 3][:most]


def test_what_rests_on_the_stock_alone_is_looked_for_once(stock: Stock, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, fresh = list[str](), replace(stock)
    works = PopularNow.works
    monkeypatch.setattr(
        PopularNow, "works", lambda kind, of, domain: (asked.append(domain), works(kind, of, domain))[1]
    )
    one, other = (list(PopularNow().rows(stocked.visitor(fresh, seed))) for seed in (1, 2))
    assert asked == list(stock.domains)
    assert one[0].works.tolist() != other[0].works.tolist()
