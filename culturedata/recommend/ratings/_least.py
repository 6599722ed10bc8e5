"""Biases of several kinds, each of which is added to some of the ratings, as the least squares of all together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from culturedata.recommend._base import Scores

Numbers = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """Biases of one kind: of each rating the `number` of its bias and how often it counts, `by`; what holds back."""

    number: Numbers
    by: Scores
    regularization: float
    size: int


def least(kinds: list[Kind], values: Scores, epochs: int) -> list[Scores]:
    """The biases of all kinds, each (size,), that minimise Σ (r − Σ_kinds x b)² + Σ_kinds λ Σ b².

    One kind after the other, exactly, the others as they stand, `epochs` times: b = Σ x r / (λ + Σ x²).
    """
    rest, biases = values.copy(), [np.zeros(kind.size) for kind in kinds]
    weights = [kind.regularization + np.bincount(kind.number, kind.by**2, kind.size) for kind in kinds]
    for _ in range(epochs):
        for place, kind in enumerate(kinds):
            rest += kind.by * biases[place][kind.number]
            biases[place] = np.bincount(kind.number, kind.by * rest, kind.size) / weights[place]
            rest -= kind.by * biases[place][kind.number]
    return biases
