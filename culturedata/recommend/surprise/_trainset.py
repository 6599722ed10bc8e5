"""The one place that knows Surprise's Trainset: made from arrays, and the way back from Surprise's numbers.

Surprise numbers users and items in the order in which the ratings name them; `users_back` and `items_back` translate
to the dataset's numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import chain, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from surprise import Trainset

from culturedata.data.dataset import Dataset
from culturedata.data.vocabulary import in_order_met

Numbers = npt.NDArray[np.int32]
Columns = tuple[Numbers, Numbers, npt.NDArray[np.float32]]
CHUNK = 8_192  # ratings that are Python objects at one time
KEPT = 200_000  # ratings: of so few the Python objects are made once, and not anew for each epoch


class ArrayTrainset(Trainset):
    """A Trainset whose ratings are arrays: the same numbers in the same order as Surprise's own, built faster.

    `ur` and `ir`, dictionaries of lists, are made only if an algorithm reads them.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.users_inner, self.users_back = in_order_met(dataset.users, len(dataset.user_ids))
        self.items_inner, self.items_back = in_order_met(dataset.items, len(dataset.item_ids))
        self._dataset = dataset
        self.n_users, self.n_items, self.n_ratings = len(self.users_back), len(self.items_back), len(dataset)
        self.rating_scale = dataset.scale

    @cached_property
    def _by_user(self) -> Columns:
        """Users, items and ratings, each user's in the order in which they came."""
        users = self.users_inner[self._dataset.users]
        order = np.argsort(users, kind="stable")
        return users[order], self.items_inner[self._dataset.items[order]], self._dataset.values[order]

    def all_ratings(self) -> Iterator[tuple[int, int, float]]:
        """Ratings by user, each user's in the order in which they came."""
        parts = self._kept if self.n_ratings <= KEPT else self._parts()
        return chain.from_iterable(zip(*part, strict=True) for part in parts)

    def _parts(self) -> Iterator[list[list[Any]]]:
        """The columns of `_by_user` as Python objects, so many at a time."""
        for start in range(0, self.n_ratings, CHUNK):
            yield [column[start : start + CHUNK].tolist() for column in self._by_user]

    @cached_property
    def _kept(self) -> list[list[list[Any]]]:
        return list(self._parts())

    @cached_property
    def global_mean(self) -> Any:
        """The mean of all ratings: Surprise's to the last bit, which makes a list of them for it."""
        return np.mean(self._by_user[2].astype(np.float64))

    @cached_property
    def ur(self) -> dict[int, list[tuple[int, float]]]:
        """Each user's (item, rating)s."""
        return _lists(*self._by_user)

    @cached_property
    def ir(self) -> dict[int, list[tuple[int, float]]]:
        """Each item's (user, rating)s."""
        items = self.items_inner[self._dataset.items]
        order = np.argsort(items, kind="stable")
        users = self.users_inner[self._dataset.users[order]]
        return _lists(items[order], users, self._dataset.values[order])


def _lists(keys: Numbers, others: Numbers, values: npt.NDArray[np.float32]) -> dict[int, list[tuple[int, float]]]:
    """(other, value)s of each key from 0 upwards, from columns that are sorted by key."""
    bounds = np.flatnonzero(np.diff(keys, prepend=-1, append=-1)).tolist()
    pairs = list(zip(others.tolist(), values.tolist(), strict=True))
    return {key: pairs[start:stop] for key, (start, stop) in enumerate(pairwise(bounds))}


def train(algorithm: Any, dataset: Dataset, seed: int) -> ArrayTrainset:
    """Fit an unmodified Surprise algorithm and return its Trainset; numpy's global generator is left as it was."""
    trainset = ArrayTrainset(dataset)
    before = np.random.get_state()
    np.random.seed(seed)
    try:
        algorithm.fit(trainset)
    finally:
        np.random.set_state(before)
    return trainset


def spread(learnt: npt.NDArray[np.float64], back: Numbers, size: int) -> npt.NDArray[np.float64]:
    """Rows in the dataset's numbering, (size, …): zeros where Surprise never saw the user or item."""
    out = np.zeros((size, *learnt.shape[1:]), dtype=np.float64)
    out[back] = learnt
    return out
