"""Who visits: what they met and liked, and how likely each work is to be relevant to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from culturedata.data.described import Numbers, Ordered
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
        for works, chance in self._ranked.values():
            found[works[: len(chance)]] = chance
        return found

    def ordered(self, facet: str) -> Ordered:
        """The unseen works of each group of a facet, the most relevant first.

        In domains in which nothing is known of the visitor they stand as for everybody: that order is made once.
        """
        groups, usual = self.stock.works.groups[facet], self.stock.usual(facet)
        if not self._own:
            return usual
        own = groups.ordered(np.concatenate([self._ranked[domain][0] for domain in self._own]))
        firsts = usual.first(np.arange(len(groups)), 1)[:, 0]
        return usual.but(own, self.stock.of(firsts, self._own))

    @cached_property
    def _own(self) -> list[str]:
        """The domains in which works stand in another order than for everybody."""
        known = {*self.stock.works.domains[self.seen].tolist(), *(self.scores or ())}
        return [domain for domain in self.stock.domains if self.freshness or domain in known]

    @cached_property
    def _ranked(self) -> dict[str, tuple[Numbers, Figures]]:
        """By domain its unseen works, the most relevant first, and the chances of those of which something is said."""
        found = {}
        for domain in self.stock.domains:
            order, said, (most, half) = self._order(domain)
            works = order[self.unseen[order]]
            chance = most / (1 + np.arange(np.count_nonzero(self.unseen[order[:said]])) / half)
            if self.freshness:
                shaken = np.log(chance) + self.freshness * self._luck[works[: len(chance)]]
                works[: len(chance)] = works[np.argsort(-shaken, kind="stable")]
            found[domain] = works, chance
        return found

    @cached_property
    def _luck(self) -> Figures:
        return np.random.default_rng(self.seed).gumbel(size=len(self.stock))

    def _order(self, domain: str) -> tuple[Numbers, int, tuple[float, float]]:
        """The works of a domain, best first, of how many of them something is said, and what their chances are by."""
        if self.scores is None or domain not in self.scores:
            order, counted = self.stock.ordered[domain]
            return order, len(order), POPULAR if counted else UNKNOWN
        said = self.scores[domain] > -np.inf
        order = np.argsort(np.where(said, -self.scores[domain], np.inf), kind="stable")
        return self.stock.domains[domain][order], int(np.count_nonzero(said)), TRAINED

    def best(self, works: Numbers, most: int | None = None) -> Numbers:
        """Those of `works` that were not seen, the most relevant first, at most so many; equals by their numbers."""
        unseen = works[self.unseen[works]]
        chances = self.chances[unseen]
        if most is not None and most < len(unseen):
            near = chances >= np.partition(chances, -most)[-most]
            unseen, chances = unseen[near], chances[near]
        return unseen[np.lexsort((unseen, -chances))][:most]

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
