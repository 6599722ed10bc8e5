"""Predicting what was held out: several recommenders on several parts of one dataset, on several cores."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.recommend._base import Recommender
from culturedata.workflow.train import make

Figures = npt.NDArray[np.float64]
Positions = npt.NDArray[np.int64]
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A recommender learns the interactions at `train` and predicts those at `test`; `said` tells of it."""

    name: str
    train: Positions
    test: Positions
    said: str
    options: dict[str, Any] = field(default_factory=dict)


def predicted(recommender: Recommender, test: Dataset) -> Figures:
    """What a trained recommender predicts for test ratings, unclipped, (n,); who or what it never met is −1 to it."""
    train = recommender.dataset
    met_users = np.isin(test.users, np.unique(train.users))
    met_items = np.isin(test.items, np.unique(train.items))
    users = np.where(met_users, test.users, -1).astype(np.int32)
    items = np.where(met_items, test.items, -1).astype(np.int32)
    return recommender.predict(users, items)


def run(
    dataset: Dataset,
    documents: Documents | None,
    tasks: Sequence[Task],
    *,
    seed: int = 0,
    jobs: int = 1,
    tell: Tell | None = None,
) -> Iterator[Figures]:
    """The predictions of each task, in their order; `jobs` of them are worked on at the same time.

    The figures are the same whatever the number of jobs.
    """
    given = (dataset, documents, list(tasks), seed)
    if jobs <= 1 or len(tasks) <= 1:
        _take(*given)
        found: Iterator[Figures] = map(_one, range(len(tasks)))
        yield from _telling(found, tasks, tell)
        return
    method = "fork" if sys.platform == "linux" else "spawn"  # a fork sees the ratings without a copy
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(min(jobs, len(tasks)), context, _take, given) as pool:
        yield from _telling(pool.map(_one, range(len(tasks))), tasks, tell)


def _telling(found: Iterator[Figures], tasks: Sequence[Task], tell: Tell | None) -> Iterator[Figures]:
    for task, figures in zip(tasks, found, strict=True):
        if tell:
            tell(f"{task.name}: {task.said}")
        yield figures


_GIVEN: tuple[Dataset, Documents | None, list[Task], int] | None = None


def _take(dataset: Dataset, documents: Documents | None, tasks: list[Task], seed: int) -> None:
    """Keep what all tasks share, in this process."""
    global _GIVEN
    _GIVEN = (dataset, documents, tasks, seed)


def _one(number: int) -> Figures:
    assert _GIVEN is not None
    dataset, documents, tasks, seed = _GIVEN
    task = tasks[number]
    recommender = make(task.name, task.options).fit(dataset.subset(task.train), documents, seed)
    return predicted(recommender, dataset.subset(task.test))
