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
        return np.sort(columns.indices[columns.indptr[group] : columns.indptr[group + 1]]).astype(np.int64)

    def of(self, work: int) -> list[int]:
        """The groups of a work."""
        found: list[int] = self.matrix.indices[self.matrix.indptr[work] : self.matrix.indptr[work + 1]].tolist()
        return found

    @cached_property
    def sizes(self) -> Numbers:
        """How many works each group has, (G,)."""
        return np.diff(self._columns.indptr).astype(np.int64)


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
