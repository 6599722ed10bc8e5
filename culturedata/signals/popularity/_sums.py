"""How many interactions works have, and what these sum to: what recommenders and measures count with."""

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
