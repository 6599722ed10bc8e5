"""Splits by their names on the command line: what is learnt from, what is judged on, and who is a stranger there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.split import Split
from culturedata.evaluate import split
from culturedata.registry import unknown

Positions = npt.NDArray[np.int64]
FOLDS = "folds"
UNTIMED = ", times untold"  # of a split, where the time of a rating to predict is not told
# Each split's name, and who or what it judges without having been met.
KINDS = {FOLDS: "", "random": "", "time": "", "at": "", "last": "", "cold-works": "works", "cold-users": "users"}
_MADE: dict[str, Callable[[Dataset, int], Split]] = {
    "random": lambda dataset, seed: split.random_share(dataset, seed=seed),
    "time": lambda dataset, seed: split.by_time(dataset),
    "at": lambda dataset, seed: split.at_time(dataset),
    "last": lambda dataset, seed: split.last_n(dataset, 1),
    "cold-works": lambda dataset, seed: split.cold_works(dataset, seed=seed),
    "cold-users": lambda dataset, seed: split.cold_users(dataset, seed=seed),
}


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What is learnt from and what is judged on: interactions, or where they stand in the dataset.

    `split` says it in words, `said` too, with the number of the fold; `strangers` is «users», «works» or nobody.
    """

    split: str
    said: str
    train: Dataset | Positions
    test: Dataset | Positions
    strangers: str = ""


def known(name: str) -> str:
    """`name` itself. Raises UnknownName if there is no such split."""
    if name not in KINDS:
        raise unknown("split", name, KINDS)
    return name


def usual(dataset: Dataset) -> tuple[str, ...]:
    """The splits by which a dataset is judged if none is named: folds and time, or what can be done with plays."""
    if dataset.kind == "rating":
        return (FOLDS, "time")
    return ("time",) if dataset.times.any() else ("random",)


def parted(dataset: Dataset, kind: str, seed: int = 0) -> Split:
    """`dataset` in two, by any split but the folds; the training part of it can be parted again."""
    return _MADE[kind](dataset, seed)


def parts(dataset: Dataset, kind: str, *, folds: int = 5, seed: int = 0) -> list[Part]:
    """The parts of a split: one, or one a fold. Raises UnknownName, UsageError where the data can't be parted so."""
    if known(kind) == FOLDS:
        return [
            Part(f"{folds} random folds", f"random fold {n} of {folds}", train, test)
            for n, (train, test) in enumerate(split.fold_positions(len(dataset), folds, seed), 1)
        ]
    found = parted(dataset, kind, seed)
    return [Part(found.name, found.name, found.train, found.test, KINDS[kind])]


def untimed(cut: list[Part]) -> list[Part]:
    """The same parts, named as those where nobody is told when the ratings were given that are predicted."""
    return [replace(part, split=f"{part.split}{UNTIMED}", said=f"{part.said}{UNTIMED}") for part in cut]


def grown(train: Dataset, share: float, seed: int) -> Dataset:
    """A random `share` of the training part, in its order; a larger share holds all of a smaller one."""
    order = np.random.RandomState(seed).permutation(len(train))
    return train.subset(np.sort(order[: max(1, round(share * len(train)))]))
