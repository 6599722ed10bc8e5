"""Pages by hand: recall and precision of a corner, and the chance to meet what turned out relevant."""

from __future__ import annotations

import ir_measures
import numpy as np
import pytest
from ir_measures import nDCG

from culturedata.data.pages import Patience
from culturedata.evaluate.pages import distinct, ndcg_at, ndcg_of_rows, precision_at, recall_at, value
from culturedata.recommend.pages.layout import Shape, lay
from culturedata.recommend.rows._base import Row

# Four rows of three works; 1, 5, 9, 12 and 20 turned out relevant: where they stand.
GRID = [(1, 2, 3), (4, 5, 6), (7, 8, 9), (10, 11, 12)]
RELEVANT = {1, 5, 9, 12, 20}


@pytest.mark.parametrize(
    ("rows", "columns", "found"),
    [(1, 1, 1), (1, 3, 1), (2, 1, 1), (2, 2, 2), (2, 3, 2), (3, 2, 2), (3, 3, 3), (4, 2, 2), (4, 3, 4), (9, 9, 4)],
)
def test_the_hand_table(rows: int, columns: int, found: int) -> None:
    assert recall_at(GRID, RELEVANT, rows, columns) == pytest.approx(found / 5)
    assert precision_at(GRID, RELEVANT, rows, columns) == pytest.approx(found / (rows * columns))


def test_a_whole_page_is_a_slate() -> None:
    """Of a whole page recall and precision are those of ir_measures for its works one after another."""
    rng = np.random.default_rng(1)
    for _ in range(20):
        works = rng.permutation(40)
        grid, wanted = (
            [tuple(line) for line in works[:12].reshape(3, 4).tolist()],
            set(rng.permutation(40)[:7].tolist()),
        )
        order = {str(work): float(-place) for place, work in enumerate(works[:12].tolist())}
        said = ir_measures.calc_aggregate(
            [ir_measures.R @ 12, ir_measures.P @ 12], {"q": {str(work): 1 for work in wanted}}, {"q": order}
        )
        assert recall_at(grid, wanted, 3, 4) == pytest.approx(said[ir_measures.R @ 12])
        assert precision_at(grid, wanted, 3, 4) == pytest.approx(said[ir_measures.P @ 12])


def test_a_work_that_stands_twice_counts_once() -> None:
    assert recall_at([(1, 1), (1, 2)], {1, 2}, 1, 2) == 0.5
    assert precision_at([(1, 1), (1, 2)], {1, 2}, 2, 2) == 0.5
    assert distinct([(1, 1), (1, 2)]) == 2


def test_value() -> None:
    """1 in row 1, place 1 is surely met; 5 alone, in row 2, place 2, with the chance 0.5 · 0.8."""
    patience = Patience(0.5, 0.8)
    assert value(GRID, RELEVANT, patience) == 1
    assert value(GRID, {5}, patience) == pytest.approx(0.4)
    assert value(GRID, {5, 12}, patience) == pytest.approx(1 - (1 - 0.4) * (1 - 0.125 * 0.64))
    assert value(GRID, {99}, patience) == 0


class TestRowsAloneAndOnThePage:
    """Of two rows of three, the second would show 1 and 5 too; the first took them."""

    alone = ((1, 2, 5), (5, 1, 9, 7))
    laid = ((1, 2, 5), (9, 7, 8))

    def test_by_hand(self) -> None:
        """Gains at places 1, 2, 3 are 1, 1/log₂ 3, 1/2; the best row has all three."""
        second = 1 / np.log2(3)
        best = 1 + second + 0.5
        assert ndcg_of_rows(self.alone, RELEVANT, 3) == pytest.approx(((1 + 0.5) / best + 1) / 2)
        assert ndcg_of_rows(self.laid, RELEVANT, 3) == pytest.approx(((1 + 0.5) / best + 1 / best) / 2)
        assert ndcg_at((2, 1), {1}, 3) == pytest.approx(second)
        assert ndcg_at((), {1}, 3) == 0

    def test_the_row_at_the_top_loses_nothing(self) -> None:
        """Whatever the rows: laid out, the first shows what it shows alone."""
        for seed in range(30):
            rng = np.random.default_rng(seed)
            rows = [Row("genre", str(n), "film", rng.permutation(25)[:12], 12, "", "") for n in range(5)]
            wanted = set(rng.permutation(25)[:6].tolist())
            page = lay(rows, Shape(5, 4, 1))
            gains = [(ndcg_at(one.row.works.tolist(), wanted, 4), ndcg_at(one.works, wanted, 4)) for one in page]
            assert gains[0][0] == gains[0][1]

    def test_as_ir_measures(self) -> None:
        rng = np.random.default_rng(2)
        for _ in range(20):
            row, wanted = rng.permutation(40)[:7].tolist(), set(rng.permutation(40)[:9].tolist())
            order = {str(work): float(-place) for place, work in enumerate(row)}
            said = ir_measures.calc_aggregate([nDCG @ 5], {"q": {str(work): 1 for work in wanted}}, {"q": order})
            assert ndcg_at(row, wanted, 5) == pytest.approx(said[nDCG @ 5])

    def test_nothing_to_judge(self) -> None:
        assert np.isnan(ndcg_at((1, 2), set(), 3))
        assert np.isnan(ndcg_of_rows([(1, 2)], set(), 3))
        assert np.isnan(ndcg_of_rows([], {1}, 3))


def test_nobody_can_be_judged_by_nothing() -> None:
    assert np.isnan(recall_at(GRID, set(), 2, 2))
    assert np.isnan(precision_at(GRID, set(), 2, 2))
    assert np.isnan(value(GRID, set(), Patience()))


def test_an_empty_page() -> None:
    assert (recall_at([], {1}, 2, 2), precision_at([], {1}, 2, 2), value([], {1}, Patience()), distinct([])) == (
        0,
        0,
        0,
        0,
    )


def test_a_simulated_reader_meets_as_often() -> None:
    """Somebody who goes down and to the right with the chances γ meets something as often as the value says."""
    rng, patience = np.random.default_rng(0), Patience(0.7, 0.6)
    rows, columns = np.arange(4)[:, None], np.arange(3)[None, :]
    looked = rng.random((40_000, 4, 3)) < patience.row**rows * patience.column**columns
    wanted = np.isin(np.array(GRID), [5, 9, 12])
    met = (looked & wanted).any(axis=(1, 2)).mean()
    assert value(GRID, {5, 9, 12}, patience) == pytest.approx(met, abs=0.01)
