"""Four kinds of metrics: of predicted ratings, of one person's slate, of two sums over people, of all slates together.

The class's docstring says the formula, where it is undefined («nan if …»), its «Source:», its «Cost:» for n people, k
places and N works, and what its «Use:» is; docs/metrics.md is made of it.
"""

from __future__ import annotations

from math import inf
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from culturedata.evaluate.shown import Shown

Figures = npt.NDArray[np.float64]


class Metric:
    """Base of all metrics: `name`, `summary`, whether more is better, and `bounds`, the lowest and highest figure."""

    name: ClassVar[str]
    summary: ClassVar[str]
    higher_is_better: ClassVar[bool] = True
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)


class RatingMetric(Metric):
    """Judges predicted ratings; lower is better. Written as sums per user so that users can be resampled."""

    higher_is_better = False
    bounds = (0.0, inf)

    def losses(self, ratings: Figures, predicted: Figures) -> Figures:
        """The loss of each prediction, (n,)."""
        raise NotImplementedError

    def of(self, total: float, count: float) -> float:
        """The figure from the sum of losses and their count; nan if there are none."""
        raise NotImplementedError


class SlateMetric(Metric):
    """Judges each person's slate; the figure is the mean over people."""

    def of(self, shown: Shown) -> Figures:
        """The figure of each person, (n,); nan where it is undefined."""
        raise NotImplementedError


class RatioMetric(Metric):
    """Judges slates by two sums over people, so that people can be resampled."""

    def parts(self, shown: Shown) -> tuple[Figures, Figures]:
        """What each person adds to the two sums, (n,) and (n,); nan where either is undefined."""
        raise NotImplementedError

    def of(self, above: float, below: float) -> float:
        """The figure from the two sums; nan if the second is 0."""
        raise NotImplementedError


class RunMetric(Metric):
    """Judges everybody's slates together, by how often each work is shown."""

    def of(self, exposures: Figures) -> float:
        """The figure from the number of slates that show each work of the catalogue, (N,); nan if undefined."""
        raise NotImplementedError
