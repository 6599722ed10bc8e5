"""What recommenders learn from: interactions as four parallel arrays."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.vocabulary import Vocabulary

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Times = npt.NDArray[np.int64]
Kind = Literal["rating", "play"]
KINDS: tuple[Kind, ...] = get_args(Kind)
COUNTED = (0.0, inf)  # the scale of counts


@dataclass(frozen=True, eq=False)
class Dataset:
    """n interactions in the order in which they were stored.

    `users` (n,) int32 and `items` (n,) int32 are numbers in the two vocabularies; `values` (n,) float32 lie on
    `scale` (low, high); `times` (n,) int64 are UTC seconds, 0 where unknown. The arrays are read-only.
    `provenance` is the tier of the behaviour, `name` what a report calls the data. `kind` «rating»: how much somebody
    liked something; «play»: how often they played it, on the scale COUNTED, which says nothing of liking. `follows`
    (m, 2) int32 are users: who follows whom.
    """

    name: str
    provenance: str
    scale: tuple[float, float]
    user_ids: Vocabulary
    item_ids: Vocabulary
    users: Ints
    items: Ints
    values: Floats
    times: Times
    kind: Kind = "rating"
    follows: Ints = field(default_factory=lambda: np.empty((0, 2), dtype=np.int32))

    def __post_init__(self) -> None:
        for array in (self.users, self.items, self.values, self.times):
            if len(array) != len(self.users):
                raise ValueError("the four arrays of a Dataset differ in length")
            array.flags.writeable = False
        self.follows.flags.writeable = False

    def __len__(self) -> int:
        return len(self.users)

    @cached_property
    def fingerprint(self) -> str:
        """sha256 over the ids, the four arrays, and who follows whom if that is known, as hexadecimal text."""
        digest = hashlib.sha256()
        for ids in (self.user_ids.ids, self.item_ids.ids):
            digest.update("\n".join(ids).encode())
            digest.update(b"\0")
        for array in (self.users, self.items, self.values, self.times):
            digest.update(np.ascontiguousarray(array).tobytes())
        digest.update(np.ascontiguousarray(self.follows).tobytes())
        return digest.hexdigest()

    @cached_property
    def matrix(self) -> sp.csr_matrix:
        """Values as a sparse matrix (users, items) float32; of a pair that stands twice the last, of plays the sum."""
        shape = (len(self.user_ids), len(self.item_ids))
        if self.kind == "play":
            return sp.csr_matrix((self.values, (self.users, self.items)), shape=shape)
        order = np.arange(len(self))
        last = sp.csr_matrix((order, (self.users, self.items)), shape=shape)
        if last.nnz == len(self):
            return sp.csr_matrix((self.values[last.data], last.indices, last.indptr), shape=shape)
        key = self.users.astype(np.int64) * shape[1] + self.items
        _, first = np.unique(key[::-1], return_index=True)
        keep = len(self) - 1 - first
        return sp.csr_matrix((self.values[keep], (self.users[keep], self.items[keep])), shape=shape)

    def subset(self, where: npt.NDArray[np.bool_] | npt.NDArray[np.integer], name: str | None = None) -> Dataset:
        """The interactions at `where` (mask or positions), in that order, with the same vocabularies."""
        return Dataset(
            name=name or self.name,
            provenance=self.provenance,
            scale=self.scale,
            user_ids=self.user_ids,
            item_ids=self.item_ids,
            users=self.users[where],
            items=self.items[where],
            values=self.values[where],
            times=self.times[where],
            kind=self.kind,
            follows=self.follows,
        )

    def history(self, user: int) -> Ints:
        """Numbers of the items of `user`, (h,) int32, in storage order; empty for a cold user."""
        mine: Ints = self.items[self.users == user]
        return mine
