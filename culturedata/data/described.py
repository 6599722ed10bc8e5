"""Works of all domains as arrays: what rows of a home page are made of, besides behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.vocabulary import Vocabulary

Numbers = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]
NOTHING = -1  # stands where there is no work


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """The works of G groups in one `order` of works: of group g those at `places[begins[g] : ends[g]]` of it."""

    order: Numbers
    places: Places
    begins: Places
    ends: Places

    @property
    def sizes(self) -> Places:
        """How many works each group has, (G,)."""
        return self.ends - self.begins

    def of(self, group: int, most: int | None = None) -> Numbers:
        """The first works of a group, at most so many."""
        return self.order[self.places[self.begins[group] : self.ends[group]][:most]]

    def first(self, groups: Numbers, columns: int) -> Numbers:
        """The first `columns` works of each of `groups`, (len(groups), columns); `NOTHING` where one has fewer."""
        at = self.begins[groups, None] + np.arange(columns)
        there = at < self.ends[groups, None]
        found = np.full(at.shape, NOTHING)
        found[there] = self.order[self.places[at[there]]]
        return found

    def but(self, other: Ordered, groups: npt.NDArray[np.bool_]) -> Ordered:
        """The same, but for the `groups` (G,) of which the order is that of `other`."""
        return Ordered(
            np.concatenate([self.order, other.order]),
            np.concatenate([self.places, other.places + len(self.order)]),
            np.where(groups, other.begins + len(self.places), self.begins),
            np.where(groups, other.ends + len(self.places), self.ends),
        )


@dataclass(frozen=True, eq=False)
class Groups:
    """G groups of works of one facet: those of a maker, a genre, a decade.

    `ids` (G,) name the groups, `labels` (G,) say them in French and English, `matrix` (N, G) is 1 where a work belongs
    to a group. The works of a group are of one domain.
    """

    ids: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    matrix: sp.csr_matrix

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def _columns(self) -> sp.csc_matrix:
        return self.matrix.tocsc()

    def members(self, group: int) -> Numbers:
        """Numbers of the works of a group, rising."""
        columns = self._columns
        return columns.indices[columns.indptr[group] : columns.indptr[group + 1]].astype(np.int64)

    def ordered(self, works: Numbers) -> Ordered:
        """Those of `works` that belong to each group, in the order of `works`.

        What turns rows into columns is a counting sort, so that all groups are in order at once. Cost: O(memberships).
        """
        columns = self._marks[works].tocsc()
        return Ordered(works, columns.indices, columns.indptr[:-1], columns.indptr[1:])

    @cached_property
    def _marks(self) -> sp.csr_matrix:
        """The matrix in one byte a membership, which is quicker to move."""
        return sp.csr_matrix((np.ones(self.matrix.nnz, dtype=np.int8), self.matrix.indices, self.matrix.indptr),
                             shape=self.matrix.shape)  # fmt: skip

    def of(self, work: int) -> list[int]:
        """The groups of a work."""
        found: list[int] = self.matrix.indices[self.matrix.indptr[work] : self.matrix.indptr[work + 1]].tolist()
        return found


@dataclass(frozen=True, eq=False)
class Described:
    """N works, each once: `ids`, `domains` (N,), titles (N,), `years` (N,) float64 with nan where unknown.

    `open_images` (N,) says of which a picture may be freely reused, `imported` (N,) the number of the import that last
    wrote each. `groups` by facet: «maker», «decade», «museum» and the facets of terms.
    """

    ids: Vocabulary
    domains: npt.NDArray[np.str_]
    titles_fr: tuple[str, ...]
    titles_en: tuple[str, ...]
    years: npt.NDArray[np.float64]
    open_images: npt.NDArray[np.bool_]
    imported: Numbers
    groups: Mapping[str, Groups] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def title(self, work: int) -> tuple[str, str]:
        """What to call a work, in French and English."""
        return self.titles_fr[work], self.titles_en[work]
