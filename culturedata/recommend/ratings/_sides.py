"""The two sides of a rating as rows of features: who rates and what they rated, the work and who rated it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.recommend._base import Items

PARTS = 5  # of the ratings: each is learnt with sets in which its own part is missing
Figures = npt.NDArray[np.float64]
Told = tuple[Figures, Figures]


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """`rows` (versions · n, p) of the n people or works, `at` (ratings,) the row that each rating is learnt with.

    `groups` are the sizes of the kinds of columns, p in all. The last n rows are those to predict with.
    """

    rows: sp.csr_matrix
    at: npt.NDArray[np.int64]
    groups: tuple[int, ...]
    n: int

    @property
    def whole(self) -> sp.csr_matrix:
        """The rows to predict with, (n, p)."""
        return self.rows[-self.n :]


def side(numbers: Items, others: Items, part: Items, parts: int, about: sp.csr_matrix | None = None) -> Side:
    """The side whose `numbers` stand in the ratings, each met, with `others` on the other side.

    A row says who or what it is, then the set of those on the other side that it has a rating with, each n^(−1/2) for
    a set of n, then `about` (n, columns). Without parts there are no sets. With them there is a version of every row
    for each part, in whose sets the ratings of that part are missing: a rating that is learnt tells no more of itself
    than one that is predicted. The whole sets come last, as long as those are on the whole.
    """
    n, m = int(numbers.max()) + 1, int(others.max()) + 1
    versions = parts + 1
    columns: list[Any] = [sp.vstack([sp.identity(n)] * versions)]
    groups = [n]
    if parts:
        without = [_set(numbers[part != one], others[part != one], n, m) for one in range(parts)]
        columns.append(sp.vstack([*without, np.sqrt((parts - 1) / parts) * _set(numbers, others, n, m)]))
        groups.append(m)
    if about is not None and about.shape[1]:
        columns.append(sp.vstack([about] * versions))
        groups.append(about.shape[1])
    at = numbers.astype(np.int64) + (part.astype(np.int64) * n if parts else 0)
    return Side(sp.csr_matrix(sp.hstack(columns)), at, tuple(groups), n)


def _set(numbers: Items, others: Items, n: int, m: int) -> sp.csr_matrix:
    there = sp.csr_matrix((np.ones(len(numbers)), (numbers, others)), shape=(n, m))
    there.data[:] = 1.0  # also where somebody rated the same twice
    return _scaled(there)


def told(tokens: Sequence[Sequence[str]]) -> sp.csr_matrix:
    """What is said of each work, (n, tokens): terms, makers and the decade, no words; each k^(−1/2) for k of them.

    In the order in which they are met; what is said of one work alone is left out, for that work speaks for itself.
    """
    said = [[token for token in dict.fromkeys(one) if not token.startswith("word:")] for one in tokens]
    often = [token for token, count in Counter(token for one in said for token in one).items() if count > 1]
    place = {token: number for number, token in enumerate(often)}
    pairs = [(row, place[token]) for row, one in enumerate(said) for token in one if token in place]
    rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return _scaled(sp.csr_matrix((np.ones(len(pairs)), (rows, columns)), shape=(len(said), len(often))))


def _scaled(rows: sp.csr_matrix) -> sp.csr_matrix:
    scaled: sp.csr_matrix = sp.diags_array(1 / np.sqrt(np.maximum(np.diff(rows.indptr), 1))) @ rows
    return sp.csr_matrix(scaled)


def alone(rows: sp.csr_matrix, weights: Figures, factors: Figures) -> Told:
    """What the features of one side come to by themselves, (n,), and their factors together, (n, f).

    Σ_j w_j x_j + Σ_{j<k} (v_j·v_k) x_j x_k, and Σ_j v_j x_j: the product of the latter of two sides is what is between
    them, so that the sum of all three is the factorization machine. Source: Rendle (2010).
    """
    together: Any = rows @ factors
    twice = (together**2).sum(axis=1) - (rows.power(2) @ (factors**2)).sum(axis=1)
    return rows @ weights + twice / 2, together


def from_the_mean(one: Told, other: Told) -> tuple[float, Told, Told]:
    """A sum, and the biases (n,) and factors (n, f) of both sides so that all of them have the mean 0.

    The sum + bias + bias + factors·factors is the same for every pair: what everybody has in common with a work is its
    bias, and so what everything has in common with a person.
    """
    (bias, factors), (its_bias, its_factors) = one, other
    mean, its_mean = factors.mean(axis=0), its_factors.mean(axis=0)
    bias = bias + factors @ its_mean
    its_bias = its_bias + its_factors @ mean
    total = bias.mean() + its_bias.mean() - mean @ its_mean
    return total, (bias - bias.mean(), factors - mean), (its_bias - its_bias.mean(), its_factors - its_mean)
