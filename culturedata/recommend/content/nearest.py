"""The works nearest to each work: a product by blocks, of which only the greatest of each row are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.recommend._base import Scores, rank

BLOCK, CELLS = 256, 2**25  # at most so many rows at once, and so many products: 128 MB of them
FULL = 0.2  # from this share of filled places on, a product of tables is faster than one of lists
FEW = 16  # works of some only that are multiplied at once
PART = 16  # how many of a row are looked at through their greatest only
Near = list[tuple[int, float]]
Places = npt.NDArray[np.integer]
Cosines = npt.NDArray[np.float32]


def nearest(rows: sp.csr_matrix, k: int) -> Iterator[tuple[int, Near]]:
    """Each row that has others near it, and the k of them with the greatest product above 0, greatest first.

    Equal products by row number. A row is never near itself. In single precision.

    Cost: the product, O(Σ_t n_t²) for tokens t that describe n_t works, or O(n² · factors) on axes; memory for one
    block of at most 256 rows of it, or 128 MB.
    """
    if k < 1 or not rows.nnz:
        return
    full = rows.nnz > FULL * rows.shape[0] * rows.shape[1]
    for item, (places, cosines) in enumerate(_by_tables(rows) if full else _by_lists(rows)):
        found = _greatest(places, cosines, item, k)
        if found:
            yield item, found


def nearest_of(
    rows: sp.csr_matrix, items: Places, k: int, barred: Callable[[int], Places]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    """The same for some `items` only, among all but those that are `barred` for each, itself among them.

    Their numbers, (len(items), k), and products, (len(items), k), greatest first; −1 and 0 where fewer are near.
    """
    near, cosines = np.full((len(items), k), -1, dtype=np.int32), np.zeros((len(items), k))
    block = max(1, min(FEW, CELLS // max(1, *rows.shape)))
    for start in range(0, len(items), block):
        mine = items[start : start + block]
        products: Scores = np.ascontiguousarray((rows @ rows[mine].toarray().T).T)
        for place, (item, line) in enumerate(zip(mine.tolist(), products, strict=True), start):
            found, scores = rank(np.where(line > 0, line, -np.inf), k, barred(item))
            near[place, : len(found)], cosines[place, : len(found)] = found, scores
    return near, cosines


def _by_tables(rows: sp.csr_matrix) -> Iterator[tuple[Places, Cosines]]:
    """The product of each row with all rows: their numbers, (n,), and the products, (n,)."""
    table, everything = rows.astype(np.float32).toarray(), np.arange(rows.shape[0])
    block = _block(rows)
    for start in range(0, len(table), block):
        for line in table[start : start + block] @ table.T:
            yield everything, line


def _by_lists(rows: sp.csr_matrix) -> Iterator[tuple[Places, Cosines]]:
    """The same for those rows only with which it shares something."""
    mine = rows.astype(np.float32)
    others, block = mine.T.tocsr(), _block(rows)
    for start in range(0, mine.shape[0], block):
        found = sp.csr_matrix(mine[start : start + block] @ others)
        for first, last in pairwise(found.indptr.tolist()):
            yield found.indices[first:last], found.data[first:last]


def _block(rows: sp.csr_matrix) -> int:
    """How many rows are multiplied at once."""
    return max(1, min(BLOCK, CELLS // rows.shape[0]))


def _greatest(places: Places, cosines: Cosines, item: int, k: int) -> Near:
    """The k greatest of a row without `item` itself, which may be the greatest of k + 1."""
    kept = np.flatnonzero(cosines >= _least(cosines, k + 1))
    places, cosines = places[kept], cosines[kept]
    order = np.lexsort((places, -cosines))[: k + 1]
    found = zip(places[order].tolist(), cosines[order].tolist(), strict=True)
    return [(other, min(cosine, 1.0)) for other, cosine in found if other != item and cosine > 0][:k]


def _least(cosines: Cosines, k: int) -> float:
    """A bound that at least the k greatest reach, and few others: the k-th greatest of the maxima of many parts.

    Each of the k parts with the greatest maxima holds one that reaches it. −inf where there are too few to leave any
    out.
    """
    parts = len(cosines) // PART
    if parts < k:
        return -np.inf
    maxima = cosines[: parts * PART].reshape(PART, parts).max(axis=0)
    return float(np.partition(maxima, parts - k)[parts - k])
