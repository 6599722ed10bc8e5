"""Stacking: the weights with which several predictions together come nearest to the ratings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Figures = npt.NDArray[np.float64]
REGULARIZATION = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Blend:
    """r̂ = mean + Σ_m w_m (r̂_m − mean of r̂_m): `weights` (m,), `centres` (m,) and `mean` ()."""

    weights: Figures
    centres: Figures
    mean: float

    def __call__(self, predicted: Figures) -> Figures:
        """The blend of predictions (n, m): (n,)."""
        blended: Figures = self.mean + (predicted - self.centres) @ self.weights
        return blended


def blend(predicted: Figures, ratings: Figures, regularization: float = REGULARIZATION) -> Blend:
    """Ridge regression of `ratings` (n,) on predictions (n, m) that were made without having seen them.

    min Σ (r − r̂)² + λ Σ w², the mean not held back. Fitted on what the members learnt from, it would trust the one that
    remembers best. Raises ValueError for no ratings.
    """
    if not len(ratings):
        raise ValueError("there is nothing to blend on")
    mean, centres = float(ratings.mean()), predicted.mean(axis=0)
    beyond = predicted - centres
    square = beyond.T @ beyond + regularization * np.eye(predicted.shape[1])
    return Blend(np.linalg.solve(square, beyond.T @ (ratings - mean)), centres, mean)
