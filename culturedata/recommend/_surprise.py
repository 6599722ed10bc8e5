"""The one place that knows Surprise: a Trainset made from arrays, and the numbers that its algorithms learnt.

Surprise numbers users and items in the order in which the ratings name them; `Trained` translates back to the
dataset's numbers, where what Surprise never saw has −1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from surprise import Trainset

from culturedata.data.dataset import Dataset

Numbers = npt.NDArray[np.int64]


def inner(numbers: npt.NDArray[np.int32], size: int) -> tuple[Numbers, Numbers]:
    """Surprise's numbers: (size,) from the dataset's number to Surprise's or −1, and (m,) back again."""
    unique, first = np.unique(numbers, return_index=True)
    back = unique[np.argsort(first, kind="stable")].astype(np.int64)
    there = np.full(size, -1, dtype=np.int64)
    there[back] = np.arange(len(back))
    return there, back


class ArrayTrainset(Trainset):
    """A Trainset whose ratings are arrays: the same numbers in the same order as Surprise's own, built faster.

    `ur` and `ir`, dictionaries of lists, are made only if an algorithm reads them.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.users_inner, self.users_back = inner(dataset.users, len(dataset.user_ids))
        self.items_inner, self.items_back = inner(dataset.items, len(dataset.item_ids))
        self._users = self.users_inner[dataset.users]
        self._items = self.items_inner[dataset.items]
        self._values = dataset.values.astype(np.float64)
        self.n_users, self.n_items, self.n_ratings = len(self.users_back), len(self.items_back), len(dataset)
        self.rating_scale = dataset.scale
        self._global_mean = None

    def all_ratings(self) -> Iterator[tuple[int, int, float]]:
        """Ratings by user, each user's in the order in which they came."""
        order = np.argsort(self._users, kind="stable")
        columns = (self._users, self._items, self._values)
        return zip(*(column[order].tolist() for column in columns), strict=True)

    def _lists(self, keys: Numbers, others: Numbers) -> dict[int, list[tuple[int, float]]]:
        lists: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for key, other, value in zip(keys.tolist(), others.tolist(), self._values.tolist(), strict=True):
            lists[key].append((other, value))
        return lists

    @cached_property
    def ur(self) -> dict[int, list[tuple[int, float]]]:
        """Each user's (item, rating)s."""
        return self._lists(self._users, self._items)

    @cached_property
    def ir(self) -> dict[int, list[tuple[int, float]]]:
        """Each item's (user, rating)s."""
        return self._lists(self._items, self._users)


@dataclass(frozen=True, slots=True)
class Trained:
    """A fitted Surprise algorithm with its Trainset."""

    algorithm: Any
    trainset: ArrayTrainset


def train(algorithm: Any, dataset: Dataset, seed: int) -> Trained:
    """Fit an unmodified Surprise algorithm on a dataset; numpy's global generator is seeded and then restored."""
    trainset = ArrayTrainset(dataset)
    before = np.random.get_state()
    np.random.seed(seed)
    try:
        algorithm.fit(trainset)
    finally:
        np.random.set_state(before)
    return Trained(algorithm, trainset)


def spread(learnt: npt.NDArray[np.float64], back: Numbers, size: int) -> npt.NDArray[np.float64]:
    """Rows in the dataset's numbering, (size, …): zeros where Surprise never saw the user or item."""
    out = np.zeros((size, *learnt.shape[1:]), dtype=np.float64)
    out[back] = learnt
    return out
