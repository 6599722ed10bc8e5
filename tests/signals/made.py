"""Synthetic interactions with times, and facts of works, for tests of measures of popularity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from culturedata.data.dataset import Dataset
from culturedata.data.facts import Dated, Facts, Figures
from culturedata.data.vocabulary import Vocabulary
from culturedata.registry import Seam
from culturedata.signals.popularity._base import Measure
from culturedata.signals.popularity._known import DAY, Known

MEASURES = Seam("culturedata.signals.popularity", "measure of popularity")
T = 1_000_000_000  # the time that is asked for
Row = tuple[int, int, float, float]


def interactions(rows: Sequence[Row], users: int = 0, items: int = 0) -> Dataset:
    """A dataset of (user, item, value, seconds)s, with at least so many users and items in its vocabularies."""
    user, item, value, at = (np.array(column) for column in zip(*rows, strict=True)) if rows else (np.empty(0),) * 4
    return Dataset(
        name="synthetic",
        provenance="simulated",
        scale=(0.0, np.inf),
        user_ids=Vocabulary(tuple(f"u{n}" for n in range(max(users, int(user.max(initial=-1)) + 1)))),
        item_ids=Vocabulary(tuple(f"i{n}" for n in range(max(items, int(item.max(initial=-1)) + 1)))),
        users=user.astype(np.int32),
        items=item.astype(np.int32),
        values=value.astype(np.float32),
        times=at.astype(np.int64),
    )


def ago(days: float) -> int:
    """The time so many days before T."""
    return round(T - days * DAY)


def facts(works: int, seed: int = 0) -> Facts:
    """Facts drawn by chance for so many works: some unknown, some of two genres, figures some of which have a date."""
    rng = np.random.default_rng(seed)
    words = {
        kind: tuple(tuple(f"{kind}{n}" for n in rng.permutation(3)[: rng.integers(0, 3)]) for _ in range(works))
        for kind in ("genre", "maker", "place")
    }
    given = {
        key: Dated(some(rng, works), rng.choice([0, ago(9), ago(-9)], works).astype(np.int64))
        for key in (
            ("box office", "USD"), ("critics' rating", "of 10"), ("reviews", "reviews"), ("tomatometer", "%"),
            ("metacritic", "of 100"), ("rating", "of 10"), ("ratings", "votes"),
        )
    }  # fmt: skip
    return Facts(some(rng, works), words, given)


def some(rng: np.random.Generator, works: int) -> Figures:
    """Figures drawn by chance, one in five unknown."""
    return np.where(rng.random(works) < 0.2, np.nan, rng.uniform(0.1, 4, works))


def figures(name: str, known: Known, **options: Any) -> Figures:
    """What the measure of that name says."""
    made: Measure = MEASURES.load(name)(**options)
    return made.of(known)
