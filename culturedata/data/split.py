"""A dataset parted in two: what is learnt from, and what is judged on."""

from __future__ import annotations

from dataclasses import dataclass

from culturedata.data.dataset import Dataset


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """`train` and `test` share their vocabularies; `name` and `seed` say how they were parted."""

    name: str
    seed: int
    train: Dataset
    test: Dataset
