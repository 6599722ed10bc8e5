"""From counts to figures: a share with its n, and an interval where the works are a sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from culturedata.openness.counting.completeness import FIELDS
from culturedata.openness.counting.indicators import AMONG, INDICATORS, RESOLUTION, WAYS
from culturedata.openness.judging.intervals import NONE, of_mean, wilson


@dataclass(frozen=True, slots=True)
class Figure:
    """`count` of `n` works; `share` is None if n is 0. `low` and `high` bound it at 95 %, None for whole collections.

    For a mean over works (completeness, machine access) `count` is the sum of the works' own shares.
    """

    count: float
    n: int
    share: float | None
    low: float | None
    high: float | None


def figure(count: float, n: int, sampled: bool) -> Figure:
    """The figure of `count` out of `n` works, or of n works whose shares add up to `count`."""
    share = count / n if n else None
    interval = NONE if not sampled else wilson(count, n) if isinstance(count, int) else of_mean(count, n)
    return Figure(count, n, share, *interval)


def percent(share: float) -> float:
    """A share in percent, to one decimal; 100 stands for all of them only, and 0 for none."""
    return share * 100 if share in (0, 1) else min(max(round(100 * share, 1), 0.1), 99.9)


def figures(counts: Mapping[str, int], sampled: bool) -> dict[str, Figure]:
    """The seven indicators of a group of works, in the order of INDICATORS."""
    means = {
        "completeness": sum(counts[f"field:{name}"] for name in FIELDS) / len(FIELDS),
        "machine": sum(counts[way] for way in WAYS) / len(WAYS),
    }
    return {
        name: figure(means[name] if name in means else counts[name], counts[AMONG.get(name, "works")], sampled)
        for name in INDICATORS
    }


def resolution(counts: Mapping[str, int], sampled: bool) -> dict[str, Figure]:
    """Of how many works with a picture its size is said, and of how many of those it is large."""
    return {name: figure(counts[name], counts[AMONG[name]], sampled) for name in RESOLUTION}


def fields(counts: Mapping[str, int], sampled: bool) -> dict[str, Figure]:
    """How many works have each of the twelve fields filled."""
    return {name: figure(counts[f"field:{name}"], counts["works"], sampled) for name in FIELDS}


def ways(counts: Mapping[str, int], sampled: bool) -> dict[str, Figure]:
    """How many works each of the three ways of machine access reaches."""
    return {way: figure(counts[way], counts["works"], sampled) for way in WAYS}


def pictures(counts: Mapping[str, int]) -> dict[str, int]:
    """How the works part by their picture: in the public domain, openly licensed, there but not open, none."""
    free, open_, any_ = counts["image_public_domain"], counts["image_open"], counts["image"]
    return {"public_domain": free, "open": open_ - free, "closed": any_ - open_, "none": counts["works"] - any_}


def authors(counts: Mapping[str, int]) -> dict[str, int]:
    """How the works part by their authors: dead over seventy years, not that long or alive, not known."""
    dead, recent = counts["long_dead"], counts["recent"]
    return {"long_dead": dead, "recent": recent, "unknown": counts["works"] - dead - recent}
