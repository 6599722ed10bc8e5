"""What a page is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np

from culturedata.data.described import Numbers
from culturedata.data.pages import Figures, Patience, examined, found_something
from culturedata.errors import UsageError
from culturedata.recommend.pages.layout import Laid, Shape
from culturedata.recommend.rows._visitor import Visitor

F = TypeVar("F", float, Figures)


@dataclass(frozen=True, slots=True)
class Weights:
    """What is weighed against what, each from 0 to 1.

    `discovery` against accuracy: how much less a work counts the better it is known. `breadth` against depth: how much
    kinds of rows and domains count, against what is found in the rows.
    """

    discovery: float = 0.2
    breadth: float = 0.3
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        for name in ("discovery", "breadth"):
            if not 0 <= getattr(self, name) <= 1:
                raise UsageError(f"{name} is {getattr(self, name):g}.", "It lies from 0 to 1.")


@dataclass(frozen=True, eq=False)
class Aim:
    """V = (1 − β) · [1 − Π_ij (1 − P_ij · g_ij)] + β · [½ · kinds / rows + ½ · domains / all domains], β = breadth.

    P_ij is the chance that row i, place j is looked at; g = rel · (1 − δ + δ · rarity) of the work there, rel its
    chance to be relevant to the visitor, δ = discovery, rarity 0 for the best known work and 1 for one nobody met.
    Kinds are those of the rows that are shown, domains those of their works; both count once.

    Source: found-something is expected reciprocal rank's cascade on a grid (Chapelle et al. 2009), the rest a rule of
    the house. Cost: O(rows · columns).
    """

    visitor: Visitor
    shape: Shape
    weights: Weights

    @cached_property
    def gains(self) -> Figures:
        """g of each work, (N + 1,): the last is that of no work at all, 0."""
        share = self.weights.discovery
        return np.append(self.visitor.chances * (1 - share + share * self.visitor.stock.rarity), 0.0)

    @cached_property
    def looked(self) -> Figures:
        """P of each place, (rows, columns)."""
        return examined(self.shape.rows, self.shape.columns, self.weights.patience)

    def found(self, page: Sequence[Laid]) -> float:
        """The chance that somebody meets a relevant work on the page."""
        return found_something((self.gains[list(one.works)].tolist() for one in page), self.weights.patience)

    def missed(self, gains: Figures, place: int) -> Figures:
        """The chance that somebody passes each of R rows, put at `place` from 0, without meeting a relevant work, (R,).

        `gains` (R, columns) are those of the works that they show; 0 where a row has fewer.
        """
        found: Figures = np.prod(1 - self.looked[place, : gains.shape[1]] * gains, axis=1)
        return found

    def alone(self, works: Numbers) -> Figures:
        """What is found in each row (R, columns) that stands alone at the top of a page, (R,)."""
        return 1 - self.missed(self.gains[works], 0)

    def domains(self, works: Sequence[int]) -> set[str]:
        """The domains of works."""
        return set(self.visitor.stock.works.domains[list(works)].tolist())

    def total(self, missed: F, kinds: F, domains: F) -> F:
        """V of a page of so many kinds and domains on which nothing relevant is met with the chance `missed`."""
        breadth, most = self.weights.breadth, max(len(self.visitor.stock.domains), 1)
        return (1 - breadth) * (1 - missed) + breadth * (0.5 * kinds / self.shape.rows + 0.5 * domains / most)

    def value(self, page: Sequence[Laid]) -> float:
        """V of a page."""
        shown = [work for one in page for work in one.works]
        kinds = len({one.row.kind for one in page})
        return self.total(1 - self.found(page), kinds, len(self.domains(shown)))
