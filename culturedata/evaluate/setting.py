"""What slates are judged in: who knew what before, and what the works are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.features import shares, told

Figures = npt.NDArray[np.float64]
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Groups of works of one kind (countries, periods, genders of makers): `labels` (g,) and `members` (N, g).

    A row of `members` sums to 1: a work of two groups belongs to each by half.
    """

    labels: tuple[str, ...]
    members: sp.csr_matrix

    @classmethod
    def of(cls, labels: Sequence[Sequence[str]]) -> Groups:
        """From the labels of each work (N,); a work without any is of the group «unknown»."""
        mine = [tuple(dict.fromkeys(said)) or (UNKNOWN,) for said in labels]
        known = sorted({label for said in mine for label in said}, key=lambda label: (label == UNKNOWN, label))
        number = {label: n for n, label in enumerate(known)}
        counts = [len(said) for said in mine]
        columns = [number[label] for said in mine for label in said]
        weights = 1 / np.repeat(np.array(counts, dtype=np.float64), counts)
        rows = np.repeat(np.arange(len(mine)), counts)
        return cls(tuple(known), sp.csr_matrix((weights, (rows, columns)), shape=(len(mine), len(known))))


@dataclass(frozen=True, eq=False)
class Setting:
    """What is known besides the slates and the test: all of it from before the test.

    `profiles` (people, N) is 1 where somebody had met a work in training; `features` (N, f) describes the works, not
    negative, a row of zeros where nothing is said (f may be 0); `groups` are kinds of groups of works by their name.
    """

    profiles: sp.csr_matrix
    features: sp.csr_matrix
    groups: Mapping[str, Groups] = field(default_factory=dict)

    def __post_init__(self) -> None:
        of_works = [self.features, *(one.members for one in self.groups.values())]
        if any(matrix.shape[0] != self.catalogue for matrix in of_works):
            raise ValueError("features and groups must have one row a work of the catalogue")

    @classmethod
    def of(
        cls, train: Dataset, documents: Documents | None = None, groups: Mapping[str, Groups] | None = None
    ) -> Setting:
        """Of what was learnt from, and the works' descriptions: their terms, makers and decades (not single words)."""
        profiles = train.matrix.astype(np.float64)
        profiles.data[:] = 1.0
        works = profiles.shape[1]
        features = sp.csr_matrix((works, 0)) if documents is None else told(documents)[0]
        return cls(profiles, features, groups or {})

    @property
    def people(self) -> int:
        """How many people there are."""
        return int(self.profiles.shape[0])

    @property
    def catalogue(self) -> int:
        """How many works there are, N."""
        return int(self.profiles.shape[1])

    @cached_property
    def known_by(self) -> Figures:
        """By how many people each work was met in training, (N,)."""
        return np.asarray(self.profiles.sum(axis=0), dtype=np.float64).ravel()

    @cached_property
    def mixtures(self) -> sp.csr_matrix:
        """Each work's features as shares, (N, f): rows sum to 1, or to 0 where nothing is said."""
        return shares(self.features)
