"""How groups fare: works of a country, period or maker's gender in what is shown; metrics by groups of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.features import shares
from culturedata.data.slates import Measurement, Run
from culturedata.evaluate import intervals, offline
from culturedata.evaluate.setting import Setting
from culturedata.evaluate.shown import Shown


@dataclass(frozen=True, slots=True)
class Exposure:
    """How much of what is shown is of one group of works, beside its share of the catalogue and of what people know.

    `shown` is the mean over the `users` of the group's share of each one's slate, with its 95 % interval; `profile`
    that of what the same people had met in training; `catalogue` the share of the `works` of the group. For `undefined`
    people one of the two is empty. Shares are None where nobody is counted.
    """

    recommender: str
    kind: str
    group: str
    works: float
    catalogue: float
    profile: float | None
    shown: float | None
    low: float | None
    high: float | None
    users: int
    undefined: int


def exposures(run: Run, test: Dataset, setting: Setting) -> list[Exposure]:
    """The exposure of every group of works of the setting, in the order of its kinds and labels."""
    shown = Shown.of(run, test, setting)
    known = (shown.matrix.getnnz(axis=1) > 0) & (shown.profiles.getnnz(axis=1) > 0)
    undefined = len(np.union1d(test.users, shown.users)) - int(known.sum())
    out = []
    for kind, groups in setting.groups.items():
        works = np.asarray(groups.members.sum(axis=0), dtype=np.float64).ravel()
        got, had = ((shares(one) @ groups.members).toarray()[known] for one in (shown.matrix, shown.profiles))
        for n, label in enumerate(groups.labels):
            low, high = intervals.of_mean(got[:, n], seed=run.seed)
            out.append(
                Exposure(
                    recommender=run.recommender, kind=kind, group=label, works=float(works[n]),
                    catalogue=float(works[n] / setting.catalogue), profile=_mean(had[:, n]), shown=_mean(got[:, n]),
                    low=low, high=high, users=int(known.sum()), undefined=undefined,
                )
            )  # fmt: skip
    return out


def of_people(
    names: list[str],
    run: Run,
    test: Dataset,
    people: Mapping[str, npt.NDArray[np.int32]],
    *,
    setting: Setting,
    split: str,
) -> dict[str, list[Measurement]]:
    """Metrics of slates for each group of people, by its label; a group is the numbers of its users.

    Coverage, Gini and ECS depend on how many people there are: compare them among groups of one size only.
    """
    out = {}
    for label, users in people.items():
        wanted = set(users.tolist())
        slates = {user: slate for user, slate in run.slates.items() if user in wanted}
        part = test.subset(np.isin(test.users, users))
        out[label] = offline.judge_run(names, replace(run, slates=slates), part, setting=setting, split=split)
    return out


def _mean(values: npt.NDArray[np.float64]) -> float | None:
    return float(values.mean()) if len(values) else None
