"""Parting a dataset in what is learnt from and what is judged on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from culturedata.data.dataset import Dataset
from culturedata.data.split import Split
from culturedata.errors import UsageError

ROUNDING = 1e-9  # 0.7 · 90 is 63, not 62.99999999999999


def k_fold(dataset: Dataset, folds: int = 5, seed: int = 0) -> Iterator[Split]:
    """Random folds: the positions shuffled by RandomState(seed), then cut in `folds` parts, larger ones first.

    The same folds in the same order as Surprise's KFold(n_splits=folds, random_state=seed), so that published figures
    can be reproduced. Raises UsageError unless 2 ≤ folds ≤ n.
    """
    if not 2 <= folds <= len(dataset):
        raise UsageError(
            f"{len(dataset)} ratings of {dataset.name} can't be cut in {folds} folds.",
            "There must be at least 2 folds, and a rating for each.",
        )
    shuffled = np.random.RandomState(seed).permutation(len(dataset))
    bounds = np.cumsum([0, *(len(part) for part in np.array_split(shuffled, folds))])
    for fold in range(folds):
        test = shuffled[bounds[fold] : bounds[fold + 1]]
        train = np.concatenate([shuffled[: bounds[fold]], shuffled[bounds[fold + 1] :]])
        name = f"random fold {fold + 1} of {folds}"
        yield Split(name, seed, dataset.subset(train), dataset.subset(test))


def by_time(dataset: Dataset, share: float = 0.2) -> Split:
    """Each user's latest `share` of interactions is judged (at least one, if there are two), the rest is learnt from.

    Interactions of the same second keep the order in which they were stored. Nobody's test is earlier than the same
    person's training; other people's training may be later (the split is per user). Users with one interaction are
    only learnt from.
    """
    order = np.lexsort((np.arange(len(dataset)), dataset.times, dataset.users))
    users = dataset.users[order]
    count = np.bincount(users, minlength=len(dataset.user_ids))
    tested = np.where(count > 1, np.maximum(1, np.floor(count * share + ROUNDING)), 0).astype(np.int64)
    start = np.cumsum(count) - count
    place = np.arange(len(order)) - start[users]
    late = place >= (count - tested)[users]
    test = np.zeros(len(dataset), dtype=bool)
    test[order[late]] = True
    return Split(f"by time, last {share:.0%} per user", 0, dataset.subset(~test), dataset.subset(test))
