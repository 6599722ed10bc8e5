"""Who visits: what they met and liked, and how likely each work is to be relevant to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from culturedata.data.described import Numbers
from culturedata.recommend.rows._stock import Figures, Stock

# Chance that the work of rank r is relevant: a / (1 + (r − 1) / b), fitted to the later ratings of MovieLens, see
# docs/rows.md. Where neither a recommender nor popularity is known, it is a plain assumption: half of popularity's.
TRAINED, POPULAR, UNKNOWN = (0.1, 23.0), (0.033, 65.0), (0.0165, 65.0)
Near = Callable[[int], Figures | None]


@dataclass(frozen=True, eq=False)
class Visitor:
    """Who visits `stock`: `seen` (h,) work numbers, `liked` the best of them, best first.

    `played` are those of the liked that were played and never rated, with how often, over the visitor's own mean: that
    they were liked is not known.
    `scores` by domain are those of a trained recommender for the works of `stock.domains[domain]`, −inf where it says
    nothing; `near` gives the likeness (N,) that a trained recommender finds of all works with one, None if it knows
    nothing of it. `freshness` from 0 to 1: by how much chance, drawn by `seed`, changes the order of works.
    """

    stock: Stock
    seen: Numbers
    liked: tuple[int, ...] = ()
    scores: Mapping[str, Figures] | None = None
    near: Near | None = None
    freshness: float = 0.0
    seed: int = 0
    played: Mapping[int, float] = field(default_factory=dict)

    @classmethod
    def unknown(cls, stock: Stock, freshness: float = 0.0, seed: int = 0) -> Visitor:
        """Somebody of whom nothing is known."""
        return cls(stock, np.empty(0, dtype=np.int64), freshness=freshness, seed=seed)

    @cached_property
    def unseen(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which works the visitor did not meet, (N,)."""
        found = np.ones(len(self.stock), dtype=bool)
        found[self.seen] = False
        return found

    @cached_property
    def chances(self) -> Figures:
        """How likely each work is to be relevant, (N,) from 0 to 1; 0 for what was seen.

        By its rank in its domain: by the scores of a trained recommender, else by `stock.standing`. Equals stand in the
        order of their numbers.
        """
        found = np.zeros(len(self.stock))
        luck = np.random.default_rng(self.seed).gumbel(size=len(self.stock))
        for domain, works in self.stock.domains.items():
            values, (most, half) = self._values(domain, works)
            left = np.flatnonzero(self.unseen[works] & (values > -np.inf))
            order = left[np.lexsort((left, -values[left]))]
            chance = most / (1 + np.arange(len(order)) / half)
            if self.freshness:
                shaken = np.log(chance) + self.freshness * luck[works[order]]
                chance = chance[np.argsort(np.argsort(-shaken, kind="stable"), kind="stable")]
            found[works[order]] = chance
        return found

    def _values(self, domain: str, works: Numbers) -> tuple[Figures, tuple[float, float]]:
        """By what the works of a domain are ordered, and the two figures of the chance that this gives."""
        if self.scores is not None and domain in self.scores:
            return self.scores[domain], TRAINED
        counted = np.isfinite(self.stock.people[works]).any()
        return self.stock.standing[works], POPULAR if counted else UNKNOWN

    @cached_property
    def _place(self) -> Numbers:
        place = np.empty(len(self.stock), dtype=np.int64)
        place[np.lexsort((np.arange(len(self.stock)), -self.chances))] = np.arange(len(self.stock))
        return place

    def best(self, works: Numbers, most: int | None = None) -> Numbers:
        """Those of `works` that were not seen, the most relevant first, at most so many."""
        unseen = works[self.unseen[works]]
        return unseen[np.argsort(self._place[unseen])][:most]

    def did(self, work: int) -> tuple[str, tuple[str, str]]:
        """What the visitor did with a liked work: the French participle, and the English verb with what follows it.

        «beaucoup écouté», “played a lot”, if it was played oftener than they play on the whole.
        """
        if work not in self.played:
            return "aimé", ("liked", "")
        return ("beaucoup écouté", ("played", " a lot")) if self.played[work] > 1 else ("écouté", ("played", ""))

    def likeness(self, work: int) -> Figures:
        """How like one work all others are, (N,): to a trained recommender, else by what is said of them."""
        trained = self.near(work) if self.near is not None else None
        return self.stock.alike(work) if trained is None else trained
