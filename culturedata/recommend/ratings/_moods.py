"""Moods: what somebody gave more or less than was expected of them, lately, and so will give now."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.recommend._base import Items, Scores, Times

STRENGTH = 0.3  # the variance of a mood at one moment, as a share of that of the noise
SECONDS, FADING = 3.0, 0.2  # how alike moods are d seconds apart: (1 + d/3)^(−0.2)
LONGEST = 1_000  # ratings of one person that are smoothed together


def alike(one: Times, other: Times) -> Scores:
    """The covariance of moods at two lists of moments, (n, m), as a share of the noise."""
    apart = np.abs(one[:, None].astype(np.float64) - other)
    covariance: Scores = STRENGTH * (1 + apart / SECONDS) ** -FADING
    return covariance


def weights(dataset: Dataset, beyond: Scores) -> Scores:
    """(K + I)⁻¹ r for what each rating is `beyond` its expectation, (n,); 0 where the time is not known.

    K is the covariance of the moods of one person; of somebody who rated more than a thousand times, of every thousand
    by themselves, in the order of time. Source: Gaussian process regression, Rasmussen and Williams (2006), 2.2.
    Cost: O(Σ_u h_u · min(h_u, 1000)²).
    """
    out = np.zeros(len(dataset))
    for run in _runs(dataset):
        moments = dataset.times[run]
        out[run] = np.linalg.solve(alike(moments, moments) + np.eye(len(run)), beyond[run])
    return out


def moods(dataset: Dataset, learnt: Scores, users: Items, times: Times) -> Scores:
    """What is to be added to what is expected of `users` at `times`, (n,): k·(K + I)⁻¹ r.

    0 for who has no rating with a time, and where the time is not known. By a person's thousands it is the nearest in
    time that speaks.
    """
    out = np.zeros(len(users))
    asked = np.lexsort((times, users))
    asked = asked[(users[asked] >= 0) & (times[asked] != 0)]
    people = users[asked]
    runs = list(_runs(dataset))
    of = np.array([dataset.users[run[0]] for run in runs], dtype=np.int64)
    for place, run in enumerate(runs):
        first, last = np.searchsorted(people, of[place], "left"), np.searchsorted(people, of[place], "right")
        mine = asked[first:last]
        if place and of[place - 1] == of[place]:
            mine = mine[times[mine] >= dataset.times[run[0]]]
        if place + 1 < len(runs) and of[place + 1] == of[place]:
            mine = mine[times[mine] < dataset.times[runs[place + 1][0]]]
        if len(mine):
            out[mine] = alike(times[mine], dataset.times[run]) @ learnt[run]
    return out


def _runs(dataset: Dataset) -> Iterator[npt.NDArray[np.int64]]:
    """Where each person's ratings stand that have a time, in the order of time, at most a thousand at once."""
    order = np.lexsort((dataset.times, dataset.users))
    order = order[dataset.times[order] != 0]
    users = dataset.users[order]
    bounds = np.flatnonzero(np.diff(users, prepend=-1, append=-1))
    for start, stop in pairwise(bounds.tolist()):
        for first in range(start, stop, LONGEST):
            yield order[first : min(first + LONGEST, stop)]
