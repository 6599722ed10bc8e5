"""What every kind of row promises: one class, run over the whole room."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from culturedata.data.described import Described
from culturedata.data.vocabulary import Vocabulary
from culturedata.recommend.rows._base import DEPTH, LEAST, Row, RowKind
from culturedata.recommend.rows._stock import Stock
from culturedata.recommend.rows._visitor import Visitor
from tests.recommend import stocked


def told(rows: list[Row]) -> list[tuple[object, ...]]:
    """Rows as plain values."""
    return [(r.kind, r.key, r.domain, r.works.tolist(), r.pool, r.text_fr, r.text_en, r.items) for r in rows]


class RowContract:
    """To run it: a subclass whose fixture `kind` gives the class of a kind of row."""

    @pytest.fixture(scope="class")
    @classmethod
    def stock(cls) -> Stock:
        return stocked.stock()

    @pytest.fixture(params=range(3))
    @classmethod
    def visitor(cls, request: pytest.FixtureRequest, stock: Stock) -> Visitor:
        return stocked.visitor(stock, request.param)

    def test_there_are_rows(self, kind: type[RowKind], visitor: Visitor) -> None:
        assert list(kind().rows(visitor)), "nothing is made of a stock that has everything"

    def test_evidence_in_two_languages(self, kind: type[RowKind], visitor: Visitor) -> None:
        for row in kind().rows(visitor):
            assert row.text_fr
            assert row.text_en
            assert row.text_fr != row.text_en
            assert "\u00a0" in row.text_fr or not any(sign in row.text_fr for sign in ":;?!«»")

    def test_nothing_twice_nothing_seen_enough_works(self, kind: type[RowKind], visitor: Visitor) -> None:
        rows = list(kind().rows(visitor))
        assert len({row.key for row in rows}) == len(rows)
        for row in rows:
            assert row.kind == kind.name
            assert len(set(row.works.tolist())) == len(row.works) == min(row.pool, DEPTH) >= LEAST
            assert set(row.works.tolist()).isdisjoint(visitor.seen.tolist())
            domains = set(visitor.stock.works.domains[row.works].tolist())
            assert domains == {row.domain} or (row.domain == "" and len(domains) > 1)

    def test_the_most_relevant_first(self, kind: type[RowKind], visitor: Visitor) -> None:
        if kind.name == "editorial":
            pytest.skip("the hand says the order")
        for row in kind().rows(visitor):
            assert (np.diff(visitor.chances[row.works]) <= 0).all()

    def test_the_same_again(self, kind: type[RowKind], stock: Stock) -> None:
        one, other = (told(list(kind().rows(stocked.visitor(stock, 1)))) for _ in range(2))
        assert one == other

    def test_somebody_of_whom_nothing_is_known(self, kind: type[RowKind], stock: Stock) -> None:
        rows = list(kind().rows(Visitor.unknown(stock)))
        assert bool(rows) != kind.needs_history
        assert all(row.items == () for row in rows)

    def test_who_has_seen_everything(self, kind: type[RowKind], stock: Stock) -> None:
        everything = Visitor(stock, np.arange(len(stock)), (0, 1, 2))
        assert list(kind().rows(everything)) == []

    def test_nothing_is_known_of_the_works(self, kind: type[RowKind], stock: Stock) -> None:
        nothing = np.full(len(stock), np.nan)
        bare = replace(stock.works, years=nothing, open_images=np.zeros(len(stock), dtype=bool), groups={})
        visitor = stocked.visitor(Stock(bare, nothing, nothing, nothing, nothing))
        assert list(kind().rows(visitor)) == []

    @pytest.mark.parametrize("works", [0, 1])
    def test_a_stock_of_nothing_or_of_one(self, kind: type[RowKind], works: int) -> None:
        few = Described(
            Vocabulary(("w",)[:works]), np.array(["film"] * works), ("W",) * works, ("W",) * works,
            np.full(works, np.nan), np.zeros(works, dtype=bool), np.zeros(works, dtype=np.int64),
        )  # fmt: skip
        stock = Stock(few, *(np.full(works, 1.0) for _ in range(4)))
        assert list(kind().rows(Visitor.unknown(stock))) == []

    def test_letters_of_any_script(self, kind: type[RowKind], stock: Stock) -> None:
        names = tuple(f"源氏物語 {n}" for n in range(len(stock)))
        other = replace(stock, works=replace(stock.works, titles_fr=names, titles_en=names))
        assert list(kind().rows(stocked.visitor(other)))
