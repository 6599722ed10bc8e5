"""Three kinds of metrics: of predicted ratings, of one person's slate, of everybody's slates together."""

from __future__ import annotations

from math import inf
from typing import ClassVar

import numpy as np
import numpy.typing as npt

Items = npt.NDArray[np.int32]
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
    """Judges one person's slate of at most k items against what turned out relevant."""

    def of(self, slate: Items, gains: dict[int, float], k: int) -> float:
        """The figure of one person: `slate` (≤ k,) best first, `gains` the gain of each relevant item (> 0).

        nan where the metric is undefined: nothing was relevant for this person.
        """
        raise NotImplementedError


class RunMetric(Metric):
    """Judges everybody's slates together."""

    def of(self, slates: list[Items], catalogue: int) -> float:
        """The figure of all `slates`, drawn from a catalogue of that many items; nan if there is no slate."""
        raise NotImplementedError


def exposures(slates: list[Items], catalogue: int) -> Figures:
    """How often each item of the catalogue was shown, (catalogue,)."""
    shown = np.concatenate(slates) if slates else np.empty(0, dtype=np.int32)
    return np.bincount(shown, minlength=catalogue).astype(np.float64)
