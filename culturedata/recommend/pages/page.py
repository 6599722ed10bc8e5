"""A whole home page: from every row there might be to those that are shown, and what each was worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from culturedata.recommend.pages.aim import Aim, Weights
from culturedata.recommend.pages.layout import Laid, Shape
from culturedata.recommend.pages.strategies import STRATEGIES, alone, shortlist
from culturedata.recommend.rows._base import RowKind
from culturedata.recommend.rows._seam import candidates
from culturedata.recommend.rows._visitor import Visitor
from culturedata.registry import unknown


@dataclass(frozen=True, slots=True)
class Worth:
    """What a row was worth on its page: found there `alone` at the top, and what it added to the two parts of V."""

    alone: float
    found: float
    spread: float

    @property
    def added(self) -> float:
        """What it added to V."""
        return self.found + self.spread


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """The rows of a page from the top, what each was worth, and V of the page.

    `candidates` says how many rows of each kind there might have been, `shortlisted` how many of each were compared.
    """

    rows: tuple[Laid, ...]
    worth: tuple[Worth, ...]
    value: float
    found: float
    candidates: dict[str, int]
    shortlisted: dict[str, int]

    @property
    def compared(self) -> int:
        """How many rows were compared."""
        return sum(self.shortlisted.values())


def compose(
    visitor: Visitor, kinds: Collection[RowKind], shape: Shape, strategy: str = "page", weights: Weights | None = None
) -> Page:
    """The page for a visitor: no work twice, none that was seen, no row with fewer works than `shape.least`.

    Empty where no row has enough works. The same visitor, seed and stock give the same page. Raises UnknownName for a
    strategy that there is not.
    """
    return compose_all(visitor, kinds, shape, [strategy], weights)[strategy]


def compose_all(
    visitor: Visitor,
    kinds: Collection[RowKind],
    shape: Shape,
    strategies: Collection[str],
    weights: Weights | None = None,
) -> dict[str, Page]:
    """The page of each strategy, from the same candidates; see `compose`."""
    for strategy in strategies:
        if strategy not in STRATEGIES:
            raise unknown("strategy", strategy, STRATEGIES)
    aim = Aim(visitor, shape, weights or Weights())
    rows, counts = shortlist(candidates(visitor, kinds, shape.columns), aim)
    shortlisted = dict(Counter(row.kind for row in rows))
    made = {strategy: STRATEGIES[strategy](rows, aim) for strategy in strategies}
    return {
        strategy: Page(tuple(page), _worth(page, aim), aim.value(page), aim.found(page), counts, shortlisted)
        for strategy, page in made.items()
    }


def _worth(page: list[Laid], aim: Aim) -> tuple[Worth, ...]:
    """What each row added when it was laid below those above it."""
    upto = [page[:place] for place in range(len(page) + 1)]
    values = np.diff([aim.value(rows) for rows in upto])
    founds = np.diff([aim.found(rows) for rows in upto]) * (1 - aim.weights.breadth)
    alones = alone([one.row for one in page], aim)
    return tuple(Worth(*map(float, worth)) for worth in zip(alones, founds, values - founds, strict=True))
