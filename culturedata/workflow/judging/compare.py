"""Who is better than whom, on the same people: every pair of entrants, by every metric that has a figure a person."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from culturedata.evaluate import differences, offline
from culturedata.evaluate.differences import Difference


@dataclass(frozen=True, slots=True)
class Compared:
    """The difference of two entrants, `one` and `other` by their places, by a metric on a split."""

    metric: str
    split: str
    one: int
    other: int
    difference: Difference


def compared(
    names: Sequence[str], values: Sequence[Mapping[str, offline.PerUser]], split: str, seed: int = 0
) -> list[Compared]:
    """All pairs among `names`, which may hold one twice; `values` are each one's figures of each person, by metric.

    Of a metric that some have not (who predicts no ratings has no RMSE), those are compared that have it.
    """
    out = []
    for metric in dict.fromkeys(name for mine in values for name in mine):
        having = [place for place, mine in enumerate(values) if metric in mine]
        if len(having) < 2:
            continue
        people = np.unique(np.concatenate([values[place][metric][0] for place in having]))
        spread = {}
        for place in having:
            users, figures = values[place][metric]
            spread[str(place)] = np.full(len(people), np.nan)
            spread[str(place)][np.searchsorted(people, users)] = figures
        rule = offline.metric(metric)
        found = differences.compare(spread, seed, higher_is_better=rule.higher_is_better)
        out += [Compared(metric, split, int(one.one), int(one.other), _named(one, names)) for one in found]
    return out


def row(
    one: Compared, configs: tuple[dict[str, Any], dict[str, Any]], k: int | None, seed: int, fingerprint: str
) -> dict[str, Any]:
    """A difference as it is kept: with the configs of the two, the length of the slates, and what was judged on."""
    said = asdict(one.difference)
    mine, other = (json.dumps(config, sort_keys=True) for config in configs)
    return {
        "recommender": said.pop("one"), **said, "config": mine, "other_config": other, "metric": one.metric, "k": k,
        "split": one.split, "seed": seed, "fingerprint": fingerprint,
    }  # fmt: skip


def _named(found: Difference, names: Sequence[str]) -> Difference:
    return replace(found, one=names[int(found.one)], other=names[int(found.other)])
