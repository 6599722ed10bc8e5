"""Popularity: how many people, and how much they liked it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset

Figures = npt.NDArray[np.float64]


def counts(dataset: Dataset) -> Figures:
    """How many interactions each item has, (n_items,) float64."""
    return np.bincount(dataset.items, minlength=len(dataset.item_ids)).astype(np.float64)


def sums(dataset: Dataset) -> Figures:
    """The sum of each item's values, (n_items,) float64; 0 where there are none."""
    return np.bincount(dataset.items, weights=dataset.values, minlength=len(dataset.item_ids)).astype(np.float64)


def bayesian_mean(dataset: Dataset, weight: float = 25.0) -> Figures:
    """(C·m + Σr) / (C + n) for each item, (n_items,), with m the mean of all values and C = `weight`.

    An item without values gets m, even if C is 0. Source: the IMDb-style weighted mean; Amatriain and Basilico (2012)
    name the signal.
    """
    mean = float(np.mean(dataset.values, dtype=np.float64))
    known = weight + counts(dataset)
    shown: Figures = np.full(len(known), mean)
    return np.divide(weight * mean + sums(dataset), known, out=shown, where=known > 0)
