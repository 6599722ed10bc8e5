"""Everybody's slates as matrices, beside what turned out relevant for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.dataset import Dataset
from culturedata.data.slates import Run
from culturedata.evaluate.setting import Setting

Figures = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
RELEVANT = 0.75  # a rating is relevant from this share of the scale upwards: 4 of 1–5, and 4 of 0.5–5
GRADES = 4.0  # what the highest rating is worth where gains are graded: as if of stars from 0 to 4
NOBODY = -1  # stands where a slate is shorter than k


@dataclass(frozen=True, eq=False)
class Shown:
    """What n people are shown, and what it is worth to them.

    `users` (n,) are their numbers; `items` (n, k) their slates, best first, filled up with −1; `worth` (n, N) the gain
    of each relevant work of the test: its height on the scale, 4 for the highest rating; `setting` all the rest.
    """

    users: Ints
    items: Ints
    worth: sp.csr_matrix
    setting: Setting

    @classmethod
    def of(cls, run: Run, test: Dataset, setting: Setting) -> Shown:
        """The first k of each slate of `run`. Raises ValueError for a work that is not in the catalogue."""
        users = np.array(sorted(run.slates), dtype=np.int32)
        slates = [run.slates[user].items[: run.k] for user in users.tolist()]
        works = np.concatenate([*slates, np.empty(0, dtype=np.int32)])
        if works.max(initial=0) >= max(setting.catalogue, 1) or works.min(initial=0) < 0:
            raise ValueError(f"a slate shows a work that is not among the {setting.catalogue} of the catalogue")
        items = filled(slates, run.k)
        return cls(users, items, gains(test)[users], setting)

    @property
    def k(self) -> int:
        """The length of a full slate."""
        return int(self.items.shape[1])

    @cached_property
    def there(self) -> Mask:
        """Where a work stands, (n, k); False after the end of a shorter slate."""
        return self.items > NOBODY

    @cached_property
    def gains(self) -> Figures:
        """What each place of the slates is worth, (n, k): above 0 where the work is relevant."""
        return self.at(self.worth)

    @cached_property
    def hits(self) -> Mask:
        """Where a relevant work stands, (n, k)."""
        return self.gains > 0

    @cached_property
    def relevant(self) -> Figures:
        """How many works are relevant for each person, (n,)."""
        return np.diff(self.worth.indptr).astype(np.float64)

    @cached_property
    def best(self) -> Figures:
        """The k largest gains of each person in falling order, (n, k), filled up with 0."""
        rows = np.repeat(np.arange(len(self.users)), np.diff(self.worth.indptr))
        falling = self.worth.data[np.lexsort((-self.worth.data, rows))]
        place = np.arange(len(rows)) - self.worth.indptr[rows]
        out = np.zeros((len(self.users), self.k))
        first = place < self.k
        out[rows[first], place[first]] = falling[first]
        return out

    @cached_property
    def profiles(self) -> sp.csr_matrix:
        """What these people had met before, (n, N)."""
        return self.setting.profiles[self.users]

    @cached_property
    def matrix(self) -> sp.csr_matrix:
        """1 where somebody is shown a work, (n, N)."""
        counts = np.concatenate([[0], np.cumsum(self.there.sum(axis=1))])
        shape = (len(self.users), self.setting.catalogue)
        return sp.csr_matrix((np.ones(counts[-1]), self.items[self.there], counts), shape=shape)

    def at(self, matrix: sp.csr_matrix) -> Figures:
        """What `matrix` (n, N) says of each place of the slates, (n, k); 0 where it says nothing or no work stands."""
        matrix = sp.csr_matrix(matrix)
        matrix.sort_indices()
        works = max(self.setting.catalogue, 1)
        rows = np.repeat(np.arange(len(self.users)), np.diff(matrix.indptr))
        keys = np.append(rows * works + matrix.indices, len(self.users) * works)
        asked = np.arange(len(self.users))[:, None] * works + self.items
        found = np.searchsorted(keys, asked)
        out: Figures = np.where(self.there & (keys[found] == asked), np.append(matrix.data, 0.0)[found], 0.0)
        return out

    def mean_of(self, values: Figures) -> Figures:
        """For each person the mean over the slate of the works' `values` (N,), (n,); nan for an empty slate."""
        given = np.append(values, 0.0)[self.items]  # −1 reads the 0 at the end
        return ratio(given.sum(axis=1), self.there.sum(axis=1).astype(np.float64))


def filled(slates: Iterable[Ints], k: int) -> Ints:
    """The first k of each slate as one matrix (n, k), shorter ones filled up with −1."""
    cut = [slate[:k] for slate in slates]
    lengths = np.array([len(slate) for slate in cut], dtype=np.int64)
    out = np.full((len(cut), k), NOBODY, dtype=np.int32)
    if len(cut):
        out[np.arange(k) < lengths[:, None]] = np.concatenate(cut)
    return out


def gains(test: Dataset) -> sp.csr_matrix:
    """What each relevant work is worth to each person, (people, N); nothing is said of the others.

    Relevant is what was rated from RELEVANT of the scale upwards; of a pair that stands twice the last one counts. The
    gain is the rating's height on the scale, from 0 at its lower to 4 at its upper end: 3 for four of five stars.
    Whatever was played is relevant, once or a hundred times, and worth 1.
    """
    low, high = test.scale
    rated = test.matrix.tocoo()
    if test.kind == "play":
        return sp.csr_matrix((np.ones(rated.nnz), (rated.row, rated.col)), shape=rated.shape)
    height = (rated.data.astype(np.float64) - low) / (high - low) if high > low else np.ones(rated.nnz)
    # the comparison is made on the scale itself: a share of it may miss by a rounding
    relevant = rated.data >= low + RELEVANT * (high - low)
    return sp.csr_matrix((GRADES * height[relevant], (rated.row[relevant], rated.col[relevant])), shape=rated.shape)


def ratio(above: Figures, below: Figures) -> Figures:
    """above / below; nan where `below` is 0."""
    out: Figures = np.full(np.shape(below), np.nan)
    return np.divide(above, below, out=out, where=below != 0)
