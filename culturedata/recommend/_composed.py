"""A recommender made of others: its parts are learnt, stored and taken up with it."""

from __future__ import annotations

from collections.abc import Sequence

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.recommend._base import Recommender


class Composed(Recommender):
    """Base of those that ask others: a subclass sets `_parts` when it is made and fits them in `_learn`."""

    _parts: Sequence[Recommender]

    def to_bytes(self) -> bytes:
        """What it learnt, then what each part learnt, each with its length before it."""
        learnt = [super().to_bytes(), *(part.to_bytes() for part in self._parts)]
        return b"".join(len(one).to_bytes(8, "big") + one for one in learnt)

    def _unpack(self, state: bytes) -> None:
        learnt = []
        while state:
            size = int.from_bytes(state[:8], "big")
            learnt.append(state[8 : 8 + size])
            state = state[8 + size :]
        own, *others = learnt
        super()._unpack(own)
        for part, one in zip(self._parts, others, strict=True):
            part._unpack(one)

    def _attach(self, dataset: Dataset, documents: Documents | None, seed: int) -> None:
        super()._attach(dataset, documents, seed)
        for part in self._parts:
            part._attach(dataset, documents, seed)
