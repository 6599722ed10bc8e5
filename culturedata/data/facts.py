"""What the catalogue says of works besides how often they are met: how long they last, of which kind they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

Figures = npt.NDArray[np.float64]
Labels = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Dated:
    """A figure of each work: `values` (N,), nan where there is none, and `at` (N,) int64 UTC seconds, 0 unknown."""

    values: Figures
    at: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """Facts of N works in the order of a dataset's item numbers.

    `runtimes` (N,) are hours, nan where unknown. `labels` are the words of each work by kind: «genre», «maker», and
    «place», its museum or else its country; none where nothing is said. `figures` are those that the source gives, by
    kind and unit: («box office», «USD»).
    """

    runtimes: Figures
    labels: Mapping[str, Labels] = field(default_factory=dict)
    figures: Mapping[tuple[str, str], Dated] = field(default_factory=dict)

    @classmethod
    def none(cls, works: int) -> Facts:
        """Facts of `works` of which nothing is known."""
        return cls(np.full(works, np.nan))

    def __len__(self) -> int:
        return len(self.runtimes)

    def labelled(self, kind: str) -> Labels:
        """The words of `kind` of each work, (N,)."""
        return self.labels.get(kind, ((),) * len(self))

    def figure(self, kind: str, unit: str) -> Figures:
        """The figure of each work, (N,); nan where there is none."""
        found = self.figures.get((kind, unit))
        return np.full(len(self), np.nan) if found is None else found.values

    def before(self, at: int) -> Facts:
        """These facts with only those figures of which it is said that they were true before `at`, UTC seconds.

        Runtimes and words stay: they do not come with time.
        """
        told = {
            key: Dated(np.where((one.at != 0) & (one.at < at), one.values, np.nan), one.at)
            for key, one in self.figures.items()
        }
        return replace(self, figures=told)
