"""The nearest rows of a matrix: against sorting all of them, with equal products, and at size."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from culturedata.data.slates import Query
from culturedata.recommend.content import nearest as module
from culturedata.recommend.content.nearest import nearest, nearest_of
from culturedata.recommend.content.recommender import Content
from tests.recommend.made import asked, dataset, described


def sorted_all(rows: sp.csr_matrix, k: int) -> dict[int, list[int]]:
    """By sorting each whole row: greater first, then the lower number."""
    single = rows.astype(np.float32)
    products = (single @ single.T).toarray()
    found = {}
    for item, line in enumerate(products):
        order = [n for n in np.lexsort((np.arange(len(line)), -line)).tolist() if n != item and line[n] > 0]
        if order:
            found[item] = order[:k]
    return found


@pytest.mark.parametrize("share", [0.02, 0.1, 0.9])
@pytest.mark.parametrize("k", [1, 3, 40, 1000])
def test_the_same_as_by_sorting(share: float, k: int) -> None:
    """Sixteenths, exact in single precision: many products are equal, and row numbers decide. Two rows are empty."""
    rng = np.random.default_rng(7)
    table = np.where(rng.random((400, 30)) < share, rng.integers(1, 4, (400, 30)), 0) / 16
    table[[5, 399]] = 0
    rows = sp.csr_matrix(table)
    assert {item: [other for other, _ in near] for item, near in nearest(rows, k)} == sorted_all(rows, k)


def test_tables_and_lists_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = sp.csr_matrix(np.random.default_rng(1).integers(0, 3, (300, 20)) / 8)
    by_tables = dict(nearest(rows, 7))
    monkeypatch.setattr(module, "FULL", 1.0)
    assert dict(nearest(rows, 7)) == by_tables


@pytest.mark.parametrize("cells", [1, 299, 1000, 10_000])
def test_blocks_of_any_size(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for share in (0.1, 0.9):
        rng = np.random.default_rng(2)
        rows = sp.csr_matrix(np.where(rng.random((300, 20)) < share, rng.integers(1, 4, (300, 20)), 0) / 16)
        whole = list(nearest(rows, 7))
        with monkeypatch.context() as patched:
            patched.setattr(module, "CELLS", cells)
            assert list(nearest(rows, 7)) == whole


@pytest.mark.parametrize("few", [1, 2, 16])
def test_some_works_only_and_others_barred(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same order as among all, without those that are barred; empty places are −1."""
    monkeypatch.setattr(module, "FEW", few)
    table = np.where(np.random.default_rng(7).random((80, 12)) < 0.2, 0.25, 0)
    rows, asked_for = sp.csr_matrix(table), np.array([3, 70, 9])
    whole = sorted_all(rows, 80)
    near, cosines = nearest_of(rows, asked_for, 30, lambda item: np.array([item, *range(40, 60)]))
    for found, products, item in zip(near.tolist(), cosines, asked_for.tolist(), strict=True):
        expected = [other for other in whole.get(item, []) if not 40 <= other < 60][:30]
        assert found == [*expected, *[-1] * (30 - len(expected))]
        np.testing.assert_allclose(products[: len(expected)], table[expected] @ table[item], rtol=0, atol=1e-12)
        assert not products[len(expected) :].any()


def test_nothing_asked_and_nothing_there() -> None:
    rows = sp.csr_matrix(np.eye(3))
    assert dict(nearest(rows, 0)) == {}
    assert dict(nearest(rows, 5)) == {}, "each is near itself only"
    assert dict(nearest(sp.csr_matrix((4, 0)), 5)) == {}
    assert dict(nearest(sp.csr_matrix((0, 4)), 5)) == {}


def test_opposites_are_not_near() -> None:
    assert dict(nearest(sp.csr_matrix([[1.0, 0], [-1, 0], [0.6, 0.8]]), 5)) == {
        0: [(2, pytest.approx(0.6))],
        2: [(0, pytest.approx(0.6))],
    }


def test_works_that_nobody_chose_are_recommended() -> None:
    """Everybody chose the first four; the best for who liked the sea is one that nobody met."""
    tokens = [["sea", "boat"], ["room", "lamp"], ["room", "cat"], ["lamp", "cat"], ["sea", "boat"], ["cat"]]
    data = dataset([(u, i, 5.0 if i == u % 4 else 2.0) for u in range(6) for i in range(4)], items=6)
    content = Content().fit(data, described(tokens))
    assert data.items.max() == 3
    for user in (0, 4):
        slate = content.recommend(content.query(user), 2)
        assert slate.items[0] == 4
        assert slate.reasons[0][-1].terms == ("boat", "sea")
    assert content.recommend(Query(None, np.array([1, 2], dtype=np.int32)), 1).items.tolist() == [3]


def test_a_million_tokens() -> None:
    """Two works share 250 tokens each of which nobody else has: each pair finds itself, with and without axes."""
    pairs, each = 4_000, 250
    tokens = [[f"t{n // 2}x{m}" for m in range(each)] for n in range(2 * pairs)]
    content = Content().fit(dataset([(0, 0, 5.0)], items=2 * pairs), described(tokens))
    assert content.words.shape == (2 * pairs, pairs * each) == (8_000, 1_000_000)
    near = dict(content.neighbours(3))
    assert near == {n: [(n ^ 1, pytest.approx(1, abs=1e-5))] for n in range(2 * pairs)}
    assert content.recommend(asked(11), 1).items.tolist() == [10]
