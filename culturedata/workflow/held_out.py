"""Trying recommenders on what was held out: several of them on several parts of one dataset, on several cores."""

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
from culturedata.data.slates import Slate
from culturedata.recommend._base import Recommender, rank
from culturedata.workflow.judging.costs import Cost, measured
from culturedata.workflow.train import Named, behind, make

Figures = npt.NDArray[np.float64]
Positions = npt.NDArray[np.int64]
Tell = Callable[[str], None]
ASKED = 20  # people on whom it is tried whether works that nobody met have an order
ALIKE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A recommender learns the interactions at `train` and predicts those at `test`; `said` tells of it.

    Both may also be datasets of their own, with the vocabularies of the one that all tasks share.

    With `k` it also makes slates of k for everybody in the test part: of all items that they did not meet, or of those
    `among` (n_items,) only, through the rerankers of `rerank` in their order. `strangers` says who is judged without
    having been met: «users», «works» or nobody. `before` is how many interactions are tested in the parts before this
    one, of a split in several. With `own_time` it is told when each rating was given that it predicts.
    """

    name: str
    train: Positions | Dataset
    test: Positions | Dataset
    said: str
    options: dict[str, Any] = field(default_factory=dict)
    predicts: bool = True
    k: int | None = None
    among: npt.NDArray[np.bool_] | None = None
    strangers: str = ""
    before: int = 0
    rerank: tuple[Named, ...] = ()
    own_time: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What came of a task: predictions (n,) and slates by user, where they were asked for, and what each step cost.

    `unserved` names what the recommender has no answer to: «ratings», «slates»; there it gave nothing.
    """

    predicted: Figures | None
    slates: dict[int, Slate] | None
    costs: tuple[Cost, ...]
    unserved: tuple[str, ...] = ()


def taken(dataset: Dataset, part: Positions | Dataset) -> Dataset:
    """The interactions of a part, which may be a dataset of its own."""
    return part if isinstance(part, Dataset) else dataset.subset(part)


def predicted(recommender: Recommender, test: Dataset, *, own_time: bool = True) -> Figures:
    """What a trained recommender predicts for test ratings, unclipped, (n,); who or what it never met is −1 to it.

    It is told when each rating was given, unless not `own_time`.
    """
    train = recommender.dataset
    met_users = np.isin(test.users, np.unique(train.users))
    met_items = np.isin(test.items, np.unique(train.items))
    users = np.where(met_users, test.users, -1).astype(np.int32)
    items = np.where(met_items, test.items, -1).astype(np.int32)
    return recommender.predict_at(users, items, test.times) if own_time else recommender.predict(users, items)


def run(
    dataset: Dataset,
    documents: Documents | None,
    tasks: Sequence[Task],
    *,
    seed: int = 0,
    jobs: int = 1,
    tell: Tell | None = None,
) -> Iterator[Outcome]:
    """The outcome of each task, in their order; `jobs` of them are worked on at the same time.

    The figures are the same whatever the number of jobs.
    """
    if jobs <= 1 or len(tasks) <= 1:
        yield from _telling((_outcome(task, dataset, documents, seed) for task in tasks), tasks, tell)
        return
    method = "fork" if sys.platform == "linux" else "spawn"  # a fork sees the ratings without a copy
    context = multiprocessing.get_context(method)
    given = (list(tasks), dataset, documents, seed)
    with ProcessPoolExecutor(min(jobs, len(tasks)), context, _take, given) as pool:
        yield from _telling(pool.map(_one, range(len(tasks))), tasks, tell)


def predictions(outcomes: Iterator[Outcome]) -> Iterator[Figures]:
    """What was predicted, where every task predicts."""
    for outcome in outcomes:
        assert outcome.predicted is not None
        yield outcome.predicted


def _telling(found: Iterator[Outcome], tasks: Sequence[Task], tell: Tell | None) -> Iterator[Outcome]:
    for task, outcome in zip(tasks, found, strict=True):
        if tell:
            tell(f"{task.name}: {task.said}")
        yield outcome


_given: tuple[list[Task], Dataset, Documents | None, int] | None = None  # of a process of the pool, and of it only


def _take(*given: Any) -> None:
    """Keep what all tasks share, in this process."""
    global _given
    _given = given


def _one(number: int) -> Outcome:
    assert _given is not None
    tasks, dataset, documents, seed = _given
    return _outcome(tasks[number], dataset, documents, seed)


def _outcome(task: Task, dataset: Dataset, documents: Documents | None, seed: int) -> Outcome:
    train, test = taken(dataset, task.train), taken(dataset, task.test)
    untrained = make(task.name, task.options)
    recommender, cost = measured("train", len(train), lambda: untrained.fit(train, documents, seed))
    costs, unserved = [cost], []
    figures: Figures | None = None
    slates: dict[int, Slate] | None = None
    if task.predicts and task.strangers and not recommender.knows_strangers:
        unserved.append("ratings")
    elif task.predicts:
        recommender.predicted_before = task.before
        figures, cost = measured("predict", len(test), lambda: predicted(recommender, test, own_time=task.own_time))
        costs.append(cost)
    users = np.unique(test.users)
    if task.k is not None and not _ranks(recommender, users, task):
        unserved.append("slates")
    elif task.k is not None:
        slates, cost = measured("recommend", len(users), lambda: _slates(recommender, users, task))
        costs.append(cost)
    return Outcome(figures, slates, tuple(costs), tuple(unserved))


def _ranks(recommender: Recommender, users: npt.NDArray[np.int32], task: Task) -> bool:
    """Whether it has an order of its own for strangers: works that it scores all alike it can't tell apart."""
    if task.strangers == "users":
        return recommender.knows_strangers
    if task.among is None:
        return True
    among = task.among
    some = users[:: max(1, len(users) // ASKED)].tolist()
    return any(np.ptp(recommender.score(recommender.query(user))[among]) > ALIKE for user in some)


def _slates(recommender: Recommender, users: npt.NDArray[np.int32], task: Task) -> dict[int, Slate]:
    assert task.k is not None
    chain = behind(recommender, task.rerank)
    candidates = _candidates(recommender, users, chain.depth(task.k), task.among)
    return {user: chain.slate(slate, recommender.query(user), task.k) for user, slate in candidates}


def _candidates(
    recommender: Recommender, users: npt.NDArray[np.int32], length: int, among: npt.NDArray[np.bool_] | None
) -> Iterator[tuple[int, Slate]]:
    """Each of `users` with the best works that they did not meet, of those `among` only if that is said."""
    if among is None:
        yield from recommender.recommend_all(users, length)
        return
    elsewhere = np.flatnonzero(~among)
    for user in users.tolist():
        query = recommender.query(user)
        hidden = np.union1d(elsewhere, query.history)
        yield user, Slate(*rank(recommender.score(query), length, hidden))
