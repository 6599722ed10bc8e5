"""Pages: what fits, what a page is worth, and how near each strategy comes to the best page there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from culturedata.data.pages import Patience, examined, found_something
from culturedata.errors import UnknownName, UsageError
from culturedata.recommend.pages.aim import Aim, Weights
from culturedata.recommend.pages.board import Board
from culturedata.recommend.pages.layout import DEVICES, Laid, Shape, lay
from culturedata.recommend.pages.page import Page, compose
from culturedata.recommend.pages.strategies import STRATEGIES, TEMPLATE, shortlist, stagewise, template, whole
from culturedata.recommend.rows._base import Row
from culturedata.recommend.rows._seam import ROWS, candidates, kinds
from culturedata.recommend.rows._visitor import Visitor
from tests.recommend import plain_pages, stocked


def row(name: str, works: list[int], kind: str = "genre", domain: str = "film") -> Row:
    return Row(kind, f"{kind}/{name}", domain, np.array(works, dtype=np.int64), len(works), f"{name} fr", name)


def shown(page: Page) -> list[list[int]]:
    return [list(one.works) for one in page.rows]


class TestByHand:
    """Figures that can be checked on paper."""

    def test_examined(self) -> None:
        np.testing.assert_allclose(examined(2, 3, Patience(0.5, 0.8)), [[1, 0.8, 0.64], [0.5, 0.4, 0.32]])

    def test_found_something(self) -> None:
        """1 − (1 − 0.5)(1 − 0.8 · 0.25)(1 − 0.5 · 1) = 0.8."""
        assert found_something([[0.5, 0.25], [1]], Patience(0.5, 0.8)) == pytest.approx(0.8)
        assert found_something([], Patience()) == 0
        assert found_something([[1]], Patience()) == 1

    def test_impatience_is_a_number(self) -> None:
        with pytest.raises(ValueError, match="patience lies in"):
            Patience(0, 1)

    def test_a_work_stands_once_and_a_row_with_too_few_left_goes(self) -> None:
        """Of four rows of three the second has one work left after the first, and is left out."""
        rows = [row("a", [1, 2, 3, 4]), row("b", [3, 2, 1, 9]), row("c", [3, 4, 5, 6]), row("d", [7, 8, 9])]
        page = lay(rows, Shape(3, 3, 2))
        assert [(one.row.text_en, one.works) for one in page] == [("a", (1, 2, 3)), ("c", (4, 5, 6)), ("d", (7, 8, 9))]
        assert [one.row.text_en for one in lay(rows, Shape(2, 3, 2))] == ["a", "c"]
        assert lay([], Shape(3, 3)) == []

    def test_value(self) -> None:
        """Two works of chance ½ in one row of a stock of three arts: (1 − β)·¾ + β·(½·1/2 + ½·1/3), γ = 1."""
        aim = of_chances({0: 0.5, 3: 0.5}, Shape(2, 2, 1), Weights(0, 0.5, Patience(1, 1)))
        page = lay([row("a", [0, 3])], aim.shape)
        assert aim.value(page) == pytest.approx(0.5 * 0.75 + 0.5 * (0.25 + 1 / 6))
        assert aim.value([]) == 0

    def test_discovery_counts_what_is_known_less(self) -> None:
        stock = stocked.stock()
        best = int(np.argmax(np.nan_to_num(stock.people)))
        visitor = Visitor.unknown(stock)
        assert stock.rarity[best] == 0
        assert Aim(visitor, Shape(1, 1), Weights(discovery=0.5)).gains[best] == pytest.approx(visitor.chances[best] / 2)

    @pytest.mark.parametrize("name", ["discovery", "breadth"])
    def test_a_weight_beyond_one(self, name: str) -> None:
        with pytest.raises(UsageError, match=f"{name} is 1.5"):
            Weights(**{name: 1.5})


def of_chances(chances: dict[int, float], shape: Shape, weights: Weights) -> Aim:
    """An aim for somebody to whom works are relevant with these chances, and the others not at all."""
    visitor = Visitor.unknown(stocked.stock())
    made = np.zeros(len(visitor.stock))
    made[list(chances)] = list(chances.values())
    visitor.__dict__["chances"] = made
    return Aim(visitor, shape, weights)


class TestAgainstTheBest:
    """All pages of three of eight rows, tried one by one."""

    @pytest.fixture(params=range(30))
    def small(self, request: pytest.FixtureRequest) -> tuple[list[Row], Aim]:
        rng = np.random.default_rng(request.param)
        works = rng.permutation(30)
        chances = {int(work): float(rng.random() ** 3) for work in works}
        names = ("genre", "decade", "popular-now", "classics")
        rows = [row(str(n), rng.choice(works, 6, replace=False).tolist(), names[rng.integers(4)]) for n in range(8)]
        return rows, of_chances(chances, Shape(3, 4, 2), Weights(0, float(rng.choice([0, 0.3])), Patience(0.7, 0.7)))

    def test_stagewise_reaches_its_share(self, small: tuple[list[Row], Aim]) -> None:
        rows, aim = small
        best = max(aim.value(lay(order, aim.shape)) for order in permutations(rows, 3))
        greedy, exchanged = aim.value(stagewise(rows, aim)), aim.value(whole(rows, aim))
        assert (1 - 1 / np.e) * best <= greedy <= exchanged <= best + 1e-12


@pytest.mark.parametrize("strategy", STRATEGIES)
class TestEveryStrategy:
    @pytest.fixture
    def visitor(self) -> Visitor:
        return stocked.visitor(stocked.stock())

    @pytest.mark.parametrize("device", DEVICES)
    def test_no_work_twice_none_seen_none_short(self, visitor: Visitor, strategy: str, device: str) -> None:
        shape = Shape.of(device)
        page = compose(visitor, kinds(), shape, strategy)
        works = [work for one in shown(page) for work in one]
        assert len(set(works)) == len(works)
        assert set(works).isdisjoint(visitor.seen.tolist())
        assert all(shape.least <= len(one) <= shape.columns for one in shown(page))
        assert len(page.rows) == shape.rows == len(page.worth)

    def test_what_rows_added_is_what_the_page_is_worth(self, visitor: Visitor, strategy: str) -> None:
        page = compose(visitor, kinds(), Shape(4, 5), strategy)
        assert sum(one.added for one in page.worth) == pytest.approx(page.value)

    def test_the_same_again(self, visitor: Visitor, strategy: str) -> None:
        one, other = (compose(replace(visitor), kinds(), Shape(4, 5), strategy) for _ in range(2))
        assert (shown(one), one.value) == (shown(other), other.value)

    def test_somebody_of_whom_nothing_is_known(self, strategy: str) -> None:
        page = compose(Visitor.unknown(stocked.stock()), kinds(), Shape(5, 4), strategy)
        assert len(page.rows) == 5

    def test_nothing_to_show(self, strategy: str) -> None:
        everything = Visitor(stocked.stock(), np.arange(240))
        page = compose(everything, kinds(), Shape(5, 4), strategy)
        assert (page.rows, page.value, page.candidates) == ((), 0, {})


class TestBalance:
    """What the weights weigh."""

    @pytest.fixture
    def visitor(self) -> Visitor:
        return stocked.visitor(stocked.stock())

    def made(self, visitor: Visitor, weights: Weights, strategy: str = "page") -> Page:
        return compose(visitor, kinds(), Shape(6, 4), strategy, weights)

    def test_breadth_brings_kinds_and_domains(self, visitor: Visitor) -> None:
        deep, broad = (self.made(visitor, Weights(0, breadth)) for breadth in (0, 0.9))
        assert len({r.row.kind for r in broad.rows}) == 6 > len({r.row.kind for r in deep.rows})
        assert deep.found > broad.found

    def test_discovery_brings_what_few_know(self, visitor: Visitor) -> None:
        known, rare = (self.made(visitor, Weights(discovery, 0)) for discovery in (0, 1))
        means = [visitor.stock.rarity[[w for r in page.rows for w in r.works]].mean() for page in (known, rare)]
        assert means[0] < means[1]

    def test_a_page_is_never_worth_less_than_by_stages(self, visitor: Visitor) -> None:
        assert self.made(visitor, Weights()).value >= self.made(visitor, Weights(), "stagewise").value


def test_the_shortlist_keeps_the_best_of_every_kind() -> None:
    visitor = stocked.visitor(stocked.stock())
    aim = Aim(visitor, Shape(3, 4), Weights())
    rows, counts = shortlist(candidates(visitor, kinds(), 4), aim)
    assert counts == Counter(row.kind for kind in kinds() for row in kind.rows(visitor))
    assert {one.kind for one in rows} == set(counts)
    again, _ = shortlist(candidates(visitor, kinds(), 4), aim)
    assert [one.key for one in again] == [one.key for one in rows]


def told(rows: Sequence[Row]) -> list[tuple[object, ...]]:
    return [(r.key, r.domain, r.works.tolist(), r.pool, r.text_fr, r.text_en, r.items) for r in rows]


class TestAsWithoutArrays:
    """The same rows in the same order and of the same value as by the plain way, on random stocks and visitors."""

    @pytest.fixture(params=range(24))
    def made(self, request: pytest.FixtureRequest) -> tuple[Visitor, Aim]:
        seed = request.param
        rng = np.random.default_rng(seed)
        stock = stocked.stock(int(rng.integers(3, 600)), seed, behaviour=seed % 5 > 0)
        scores = {
            domain: np.where(rng.random(len(works)) < 0.2, -np.inf, rng.normal(size=len(works)).round(1))
            for domain, works in stock.domains.items()
            if rng.random() < 0.5
        }
        more = {"scores": scores or None, "freshness": float(rng.choice([0, 0.3])), "seed": seed}
        visitor = replace(stocked.visitor(stock, seed), **more) if seed % 4 else Visitor.unknown(stock)
        wide = int(rng.integers(1, 9))
        shape = Shape(int(rng.integers(1, 11)), wide, min(3, wide))
        weights = Weights(float(rng.choice([0, 0.2, 0.9])), float(rng.choice([0, 0.3, 0.9])))
        return visitor, Aim(visitor, shape, weights)

    def test_the_shortlist(self, made: tuple[Visitor, Aim]) -> None:
        visitor, aim = made
        rows, counts = shortlist(candidates(visitor, kinds(), aim.shape.columns), aim)
        every = list(plain_pages.candidates(visitor, kinds()))
        assert sum(counts.values()) == len(every)
        assert told(rows) == told(plain_pages.shortlist(every, aim))

    @pytest.mark.parametrize("strategy", [stagewise, whole])
    def test_the_page(self, made: tuple[Visitor, Aim], strategy: Callable[[Sequence[Row], Aim], list[Laid]]) -> None:
        visitor, aim = made
        rows, _ = shortlist(candidates(visitor, kinds(), aim.shape.columns), aim)
        page, plain = strategy(rows, aim), getattr(plain_pages, strategy.__name__)(rows, aim)
        assert [(laid.row.key, laid.works) for laid in page] == [(laid.row.key, laid.works) for laid in plain]
        assert aim.value(page) == aim.value(plain)


class TestHope:
    """No row without hope makes a page worth more."""

    @pytest.mark.parametrize("breadth", [0, 0.3])
    def test_every_row_tried(self, breadth: float) -> None:
        visitor = stocked.visitor(stocked.stock(90))
        aim = Aim(visitor, Shape(4, 5), Weights(0.5, breadth))
        rows, _ = shortlist(candidates(visitor, kinds(), 5), aim)
        page = Board(rows, aim).by_stages()
        value = aim.value(lay([rows[number] for number in page], aim.shape))
        for place in range(4):
            better = {
                number
                for number in set(range(len(rows))) - set(page)
                if aim.value(lay([rows[n] for n in [*page[:place], number, *page[place + 1 :]]], aim.shape)) > value
            }
            hopeful = Board(rows, aim).hopeful(page, place, value)
            assert better <= set(hopeful)
            assert len(hopeful) < len(rows) / 2

    def test_no_rows(self) -> None:
        aim = Aim(Visitor.unknown(stocked.stock()), Shape(4, 5), Weights())
        assert Board([], aim).by_stages() == stagewise([], aim) == whole([], aim) == []


def test_a_strategy_that_there_is_not() -> None:
    with pytest.raises(UnknownName, match=r"no strategy named 'greedy'"):
        compose(Visitor.unknown(stocked.stock()), kinds(), Shape(3, 3), "greedy")


def test_a_phone_of_two_columns_shows_rows_of_two() -> None:
    assert Shape.of("phone", columns=2) == Shape(8, 2, 2)
    assert Shape.of("tv") == Shape(10, 6, 3)
    assert Shape.of("desk", rows=2).rows == 2


def test_the_template_orders_kinds_that_there_are() -> None:
    assert len(set(TEMPLATE)) == len(TEMPLATE)
    assert set(TEMPLATE) <= set(ROWS.members())


def test_a_kind_that_is_not_in_the_template_comes_last_of_its_turn() -> None:
    rows = [row("new", [1, 2, 3], "new-kind"), row("old", [4, 5, 6], "classics"), row("older", [7, 8, 9], "classics")]
    aim = of_chances(dict.fromkeys(range(10), 0.5), Shape(3, 3), Weights())
    assert [laid.row.text_en for laid in template(rows, aim)] == ["old", "new", "older"]
