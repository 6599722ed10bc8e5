"""Parting a dataset in what is learnt from and what is judged on.

Of plays only what somebody had not played before is judged: to play it again is no discovery.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.split import Split
from culturedata.errors import UsageError

Positions = npt.NDArray[np.int64]
ROUNDING = 1e-9  # 0.7 · 90 is 63, not 62.99999999999999


def k_fold(dataset: Dataset, folds: int = 5, seed: int = 0) -> Iterator[Split]:
    """Random folds, see `fold_positions`. Raises UsageError unless 2 ≤ folds ≤ n."""
    for fold, (train, test) in enumerate(fold_positions(len(dataset), folds, seed), 1):
        yield Split(f"random fold {fold} of {folds}", seed, dataset.subset(train), dataset.subset(test))


def fold_positions(n: int, folds: int = 5, seed: int = 0) -> Iterator[tuple[Positions, Positions]]:
    """Where the training and the test interactions of each fold stand among `n`.

    The positions are shuffled by RandomState(seed), then cut in `folds` parts, larger ones first: the same folds in the
    same order as Surprise's KFold(n_splits=folds, random_state=seed), so that published figures can be reproduced.
    Raises UsageError unless 2 ≤ folds ≤ n.
    """
    if not 2 <= folds <= n:
        raise UsageError(
            f"{n} ratings can't be cut in {folds} folds.", "There must be at least 2 folds, and a rating for each."
        )
    shuffled = np.random.RandomState(seed).permutation(n)
    bounds = np.cumsum([0, *(len(part) for part in np.array_split(shuffled, folds))])
    for start, stop in pairwise(bounds.tolist()):
        yield np.concatenate([shuffled[:start], shuffled[stop:]]), shuffled[start:stop]


def by_time(dataset: Dataset, share: float = 0.2) -> Split:
    """Each user's latest `share` of interactions is judged (at least one, if there are two), the rest is learnt from.

    Interactions of the same second keep the order in which they were stored. Nobody's test is earlier than the same
    person's training; other people's training may be later (the split is per user). Users with one interaction are
    only learnt from.
    """
    users, place, count = _in_time(dataset)
    tested = np.where(count > 1, np.maximum(1, np.floor(count * share + ROUNDING)), 0).astype(np.int64)
    return _parted(dataset, place >= (count - tested)[users], f"by time, last {share:.0%} per user", 0)


def last_n(dataset: Dataset, n: int = 9) -> Split:
    """Each person's last `n` interactions are judged, see `last_positions`; `n` = 1 is leave-last-out."""
    return _parted(
        dataset, last_positions(dataset, n), f"last {n} of each person" if n > 1 else "last of each person", 0
    )


def last_positions(dataset: Dataset, n: int) -> npt.NDArray[np.bool_]:
    """Which interactions are among the last `n` of their person and in the later half, (len(dataset),).

    The protocol of the Netflix Prize, whose hold-out was the last nine of each person: harder than random, for tastes
    move. Interactions of the same second keep the order in which they were stored.
    """
    users, place, count = _in_time(dataset)
    late: npt.NDArray[np.bool_] = place >= (count - np.minimum(n, count // 2))[users]
    return late


def at_time(dataset: Dataset, share: float = 0.2) -> Split:
    """What happened after one moment is judged, all before it is learnt from: nobody's future is known to anybody.

    The moment is that before which 1 − `share` of the interactions lie. Raises UsageError if they all have one time.
    """
    earlier = dataset.times[dataset.times < dataset.times.max(initial=0)]
    if not len(earlier):
        raise UsageError(f"{dataset.name} has no times to part it by.", "Split it by random folds.")
    moment = min(np.quantile(dataset.times, 1 - share, method="lower"), earlier.max())
    late = dataset.times > moment
    return _parted(dataset, late, f"by time, after {_day(int(moment))}", 0)


def random_share(dataset: Dataset, share: float = 0.2, seed: int = 0) -> Split:
    """A random `share` of the interactions is judged, the rest is learnt from."""
    test = np.zeros(len(dataset), dtype=bool)
    test[np.random.RandomState(seed).permutation(len(dataset))[: round(share * len(dataset))]] = True
    return _parted(dataset, test, f"random {share:.0%}", seed)


def cold_works(dataset: Dataset, share: float = 0.1, seed: int = 0) -> Split:
    """All interactions with a random `share` of the works are judged: works that nobody was seen with before."""
    return _whole(dataset, dataset.items, share, seed, "works")


def cold_users(dataset: Dataset, share: float = 0.1, seed: int = 0) -> Split:
    """All interactions of a random `share` of the people are judged: people who were never met before."""
    return _whole(dataset, dataset.users, share, seed, "people")


def _whole(dataset: Dataset, numbers: npt.NDArray[np.int32], share: float, seed: int, of: str) -> Split:
    met = np.unique(numbers)
    chosen = np.random.RandomState(seed).permutation(met)[: max(1, round(share * len(met)))]
    return _parted(dataset, np.isin(numbers, chosen), f"cold {of}, {share:.0%}", seed)


def _day(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).date().isoformat()


def _in_time(dataset: Dataset) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Of each interaction its user and its place among that user's in order of time; and how many each user has.

    Raises UsageError for plays of which nobody says when: the order in which they are stored says nothing.
    """
    if dataset.kind == "play" and not dataset.times.any():
        raise UsageError(f"{dataset.name} has no times to part it by.", "Split it at random.")
    order = np.lexsort((np.arange(len(dataset)), dataset.times, dataset.users))
    count = np.bincount(dataset.users, minlength=len(dataset.user_ids))
    start = np.cumsum(count) - count
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order)) - start[dataset.users[order]]
    return dataset.users, place, count


def _parted(dataset: Dataset, test: npt.NDArray[np.bool_], name: str, seed: int) -> Split:
    if dataset.kind == "play":
        pairs = dataset.users.astype(np.int64) * len(dataset.item_ids) + dataset.items
        train, test = ~test, test & ~np.isin(pairs, pairs[~test])
        return Split(name, seed, dataset.subset(train), dataset.subset(test))
    return Split(name, seed, dataset.subset(~test), dataset.subset(test))
