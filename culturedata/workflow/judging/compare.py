"""Who is better than whom, on the same people: every pair of entrants, by every metric that has a figure a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from culturedata.evaluate import differences, offline
from culturedata.evaluate.differences import Difference
from culturedata.store.people.measurements import said as written


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
    """All pairs among `names`, which may hold one twice; `values` are what people add to each one's figures, by metric.

    Of a metric that some have not (who predicts no ratings has no RMSE), those are compared that have it. All are of
    the same test, so that somebody counts as much for one as for the other.
    """
    out = []
    for metric in dict.fromkeys(name for mine in values for name in mine):
        having = {str(place): mine[metric] for place, mine in enumerate(values) if metric in mine}
        if len(having) < 2:
            continue
        people = np.unique(np.concatenate([mine.users for mine in having.values()]))
        counts = np.ones(len(people))
        sums = {place: np.full(len(people), np.nan) for place in having}
        for place, mine in having.items():
            at = np.searchsorted(people, mine.users)
            sums[place][at], counts[at] = mine.sums, mine.counts
        higher, figure = offline.metric(metric).higher_is_better, next(iter(having.values())).figure
        found = differences.compare(sums, seed, higher_is_better=higher, counts=counts, figure=figure)
        out += [Compared(metric, split, int(one.one), int(one.other), _named(one, names)) for one in found]
    return out


def row(
    one: Compared, configs: tuple[dict[str, Any], dict[str, Any]], k: int | None, seed: int, fingerprint: str
) -> dict[str, Any]:
    """A difference as it is kept: with the configs of the two, the length of the slates, and what was judged on."""
    said, (mine, other) = asdict(one.difference), map(written, configs)
    return {
        "recommender": said.pop("one"), **said, "config": mine, "other_config": other, "metric": one.metric, "k": k,
        "split": one.split, "seed": seed, "fingerprint": fingerprint,
    }  # fmt: skip


def _named(found: Difference, names: Sequence[str]) -> Difference:
    return replace(found, one=names[int(found.one)], other=names[int(found.other)])
