"""How good pages of rows are, person by person, by what turned out relevant for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from culturedata.data.pages import Patience, found_something

Grid = Sequence[Sequence[int]]  # the works of each row, from the top


def recall_at(grid: Grid, relevant: Collection[int], rows: int, columns: int) -> float:
    """How many of the `relevant` works stand in the first `rows` × `columns` of a page, over all of them; nan for none.

    A work that stands twice counts once. Source: recall@m-by-n of Alvino and Basilico (2015). Cost: O(rows · columns).
    """
    wanted = set(relevant)
    if not wanted:
        return np.nan
    shown = {work for row in grid[:rows] for work in row[:columns]}
    return len(shown & wanted) / len(wanted)


def precision_at(grid: Grid, relevant: Collection[int], rows: int, columns: int) -> float:
    """How many of the rows · columns places hold a relevant work; places that are empty count as missed.

    nan where nothing is relevant. Source and cost as of `recall_at`.
    """
    wanted = set(relevant)
    if not wanted:
        return np.nan
    shown = {work for row in grid[:rows] for work in row[:columns]}
    return len(shown & wanted) / (rows * columns)


def value(grid: Grid, relevant: Collection[int], patience: Patience) -> float:
    """1 − Π (1 − P(exam)) over the places of relevant works: the chance to meet one of them; nan where there is none.

    See `data.pages.found_something`, with relevance 1 or 0 as it turned out.
    """
    if not relevant:
        return np.nan
    wanted = set(relevant)
    return found_something(((float(work in wanted) for work in row) for row in grid), patience)


def ndcg_at(row: Sequence[int], relevant: Collection[int], columns: int) -> float:
    """DCG / IDCG of the first `columns` works of a row, a relevant work's gain being 1; nan where nothing is relevant.

    IDCG is that of a row of relevant works alone, as far as there are so many. Source: Järvelin and Kekäläinen (2002).
    Cost: O(columns).
    """
    wanted = set(relevant)
    if not wanted:
        return np.nan
    worth = 1 / np.log2(np.arange(2, columns + 2))
    hits = [work in wanted for work in row[:columns]]
    return float(worth[: len(hits)][hits].sum() / worth[: len(wanted)].sum())


def ndcg_of_rows(rows: Grid, relevant: Collection[int], columns: int) -> float:
    """The mean of `ndcg_at` over the rows of a page; nan for a page without rows and where nothing is relevant.

    Asked of the rows as they stand on the page, and of the same rows as each would stand alone, it says what they lose
    to the rows above them. Source: the carousels of Ferrari Dacrema et al. (2022), alone and below others.
    """
    return float(np.mean([ndcg_at(row, relevant, columns) for row in rows])) if rows else np.nan


def distinct(grid: Grid) -> int:
    """How many works stand on a page, each counted once."""
    return len({work for row in grid for work in row})
