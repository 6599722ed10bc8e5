"""A page of rows of works, and how likely it is that somebody looks at each place of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Figures = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Patience:
    """`row` is γ_r, `column` γ_c: with which chance somebody goes on to the next row, to the next place of a row."""

    row: float = 0.8
    column: float = 0.85

    def __post_init__(self) -> None:
        if not (0 < self.row <= 1 and 0 < self.column <= 1):
            raise ValueError("patience lies in (0, 1]")


def examined(rows: int, columns: int, patience: Patience) -> Figures:
    """P(exam(i, j)) = γ_r^(i − 1) · γ_c^(j − 1), (rows, columns): somebody looks at row i, place j, both from 1.

    Source: rank-biased precision (Moffat and Zobel 2008), down and across.
    """
    down, right = patience.row ** np.arange(rows), patience.column ** np.arange(columns)
    found: Figures = np.outer(down, right)
    return found


def found_something(relevance: Iterable[Iterable[float]], patience: Patience) -> float:
    """1 − Π_ij (1 − P(exam(i, j)) · rel_ij): the chance that somebody meets a relevant work; 0 for an empty page.

    `relevance` is rel of the works of each row, from 0 to 1. Source: the product form of expected reciprocal rank's
    cascade (Chapelle et al. 2009) on a grid. Cost: O(rows · columns).
    """
    missed = 1.0
    for i, row in enumerate(relevance):
        down = patience.row**i
        for j, relevant in enumerate(row):
            missed *= 1 - down * patience.column**j * relevant
    return 1 - missed
