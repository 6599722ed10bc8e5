"""Stable string ids and their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """A frozen list of n distinct ids; an id's number is its place, from 0.

    Raises ValueError if an id stands twice.
    """

    ids: tuple[str, ...]
    _numbers: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        numbers = {id_: number for number, id_ in enumerate(self.ids)}
        if len(numbers) != len(self.ids):
            raise ValueError("an id stands twice in a vocabulary")
        object.__setattr__(self, "_numbers", numbers)

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._numbers

    def number(self, id_: str) -> int:
        """The number of `id_`. Raises KeyError if it is unknown."""
        return self._numbers[id_]

    def numbers(self, ids: Iterable[str], *, missing: bool = False) -> npt.NDArray[np.int32]:
        """The numbers of `ids` in their order, (n,) int32; unknown ids raise KeyError, or are left out if `missing`."""
        if missing:
            return np.array([self._numbers[i] for i in ids if i in self._numbers], dtype=np.int32)
        return np.array([self._numbers[i] for i in ids], dtype=np.int32)

    def names(self, numbers: Sequence[int] | npt.NDArray[np.integer]) -> list[str]:
        """The ids of `numbers`, in their order."""
        return [self.ids[int(number)] for number in numbers]


def in_order_met(keys: npt.NDArray[np.integer], size: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Numbers for `keys` (n,), from 0 to `size` − 1, in the order in which they first come.

    (size,): the number of each key, −1 if it never comes; and (m,): the key of each number.
    """
    first = np.full(size, len(keys), dtype=np.int64)
    first[keys[::-1]] = np.arange(len(keys) - 1, -1, -1)  # of what is written to one place twice, the last stays
    met = np.flatnonzero(first < len(keys))
    back = met[np.argsort(first[met])].astype(np.int32)
    there = np.full(size, -1, dtype=np.int32)
    there[back] = np.arange(len(back), dtype=np.int32)
    return there, back
