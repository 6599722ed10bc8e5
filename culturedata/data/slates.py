"""What is asked of a recommender, what it answers, and what is known of the answers."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec
import numpy as np
import numpy.typing as npt


class Reason(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why an item stands in a slate, computed from the model that put it there.

    `kind` says which sort of reason («rated», «shared-terms», «popular», «cold-user» …); `items` are ids of works
    that it rests on, `terms` labels of shared words, `value` its figure (a rating, a cosine, a mean); `text_fr` and
    `text_en` say it in words.
    """

    kind: str
    items: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    value: float | None = None
    text_fr: str = ""
    text_en: str = ""


class Summand(msgspec.Struct, frozen=True, kw_only=True):
    """One of the figures that add up to a score, and what it is in words."""

    value: float
    text_fr: str
    text_en: str


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """Who asks: a known `user` number or None, and a `history` (h,) int32 of item numbers already seen.

    `liked` (h,) float32, if given, holds the values of that history (a cold user has history only).
    """

    user: int | None = None
    history: npt.NDArray[np.int32] = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    liked: npt.NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Slate:
    """k items, best first: `items` (k,) int32 without repeats, `scores` (k,) float64 that never rise.

    Equal scores are ordered by item number; in a reranked slate, as they were before. `reasons` has one tuple an item,
    or is empty. Raises ValueError if that does not hold.
    """

    items: npt.NDArray[np.int32]
    scores: npt.NDArray[np.float64]
    reasons: tuple[tuple[Reason, ...], ...] = ()

    def __post_init__(self) -> None:
        if len(np.unique(self.items)) != len(self.items):
            raise ValueError("an item stands twice in a slate")
        if len(self.items) != len(self.scores) or np.any(np.diff(self.scores) > 0):
            raise ValueError("the scores of a slate must fall, one an item")

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """The slates of many users by one recommender: what is stored, judged and published."""

    recommender: str
    config: dict[str, object]
    seed: int
    fingerprint: str
    provenance: str
    k: int
    slates: dict[int, Slate]


@dataclass(frozen=True, slots=True)
class Measurement:
    """A metric's value with its 95 % interval; `users` were counted, for `undefined` the metric has no value.

    `mean`, `low` and `high` are None where nobody could be counted (or no interval could be computed).
    """

    recommender: str
    metric: str
    mean: float | None
    low: float | None
    high: float | None
    users: int
    undefined: int
    split: str
    seed: int
    provenance: str
    dataset: str
    k: int | None = None
