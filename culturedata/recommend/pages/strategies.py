"""Four ways to choose rows, from a fixed order of kinds to the page as a whole: the history of the home page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

import numpy as np

from culturedata.data.pages import Figures
from culturedata.recommend.pages.aim import Aim
from culturedata.recommend.pages.board import Board
from culturedata.recommend.pages.layout import Laid, lay
from culturedata.recommend.rows._base import Many, Row, filled

SHORTLIST, OF_A_KIND, PASSES = 300, 60, 3
# The order of kinds that an editor would write down once for all.
TEMPLATE = (
    "editorial", "popular-now", "because-you-liked", "trending", "genre", "across-the-arts", "same-movement",
    "hidden-gems", "newly-open", "more-by-maker", "from-one-museum", "decade", "material", "musical-form", "classics",
)  # fmt: skip
Chosen = list[Row]
Entry = tuple[float, int, int, Many]  # the worth of a row, less than 0; its number of all; its number of many; these


def shortlist(candidates: Iterable[tuple[str, Many]], aim: Aim) -> tuple[Chosen, dict[str, int]]:
    """The rows worth a look, best first, and how many candidates there were of each kind.

    A row is worth what is found in it alone at the top of a page; of each kind at most 60 are kept, 300 in all, and the
    best of every kind in any case; of equals those that came first. Only these rows are made whole.
    """
    counts: dict[str, int] = {}
    best: dict[str, list[Entry]] = {}
    for kind, many in candidates:
        before, worth = sum(counts.values()), aim.alone(many.first)
        top = np.argsort(-worth, kind="stable")[:OF_A_KIND].tolist()
        entries = [(-float(worth[number]), before + number, number, many) for number in top]
        if len(many):
            best[kind] = sorted(best.get(kind, []) + entries, key=_first)[:OF_A_KIND]
            counts[kind] = counts.get(kind, 0) + len(many)
    first = [kept[0] for kept in best.values()]
    others = sorted((one for kept in best.values() for one in kept[1:]), key=_first)
    chosen = sorted(first + others[: max(SHORTLIST - len(first), 0)], key=_first)
    return [many.whole(number) for _, _, number, many in chosen], counts


def _first(entry: Entry) -> tuple[float, int]:
    """By what entries are sorted: what is worth more first, of equals the one that came first."""
    return entry[:2]


def alone(rows: Sequence[Row], aim: Aim) -> Figures:
    """What is found in each row that stands alone at the top of a page, (len(rows),)."""
    return aim.alone(filled([row.works for row in rows], aim.shape.columns))


def template(rows: Sequence[Row], aim: Aim) -> list[Laid]:
    """Kinds in a fixed order, the best row of each, then the second best of each: no page knows its visitor.

    The row of a kind that is not in the order comes after the others.
    """
    order = {kind: place for place, kind in enumerate(TEMPLATE)}
    turns: dict[str, int] = {}
    keyed: list[tuple[int, int, int, Row]] = []
    for number, row in enumerate(rows):
        turns[row.kind] = turns.get(row.kind, 0) + 1
        keyed.append((turns[row.kind], order.get(row.kind, len(order)), number, row))
    return lay([row for *_, row in sorted(keyed, key=lambda one: one[:3])], aim.shape)


def independent(rows: Sequence[Row], aim: Aim) -> list[Laid]:
    """The rows that are worth most each by itself, whatever stands beside them."""
    order = np.argsort(-alone(rows, aim), kind="stable")
    return lay([rows[number] for number in order.tolist()], aim.shape)


def stagewise(rows: Sequence[Row], aim: Aim) -> list[Laid]:
    """Row by row the one that adds most to V of the page so far; of equals the first.

    Greedy choice; for a monotone submodular value it reaches (1 − 1/e) of the best (Nemhauser et al. 1978). V is no
    pure case of that (places differ, a work is shown once), so the share is measured: see docs/rows.md.
    """
    return lay([rows[number] for number in Board(rows, aim).by_stages()], aim.shape)


def whole(rows: Sequence[Row], aim: Aim) -> list[Laid]:
    """The page of `stagewise`, then each row exchanged for another one, or two rows for each other, while V grows.

    At most three passes; never worth less than `stagewise`.
    """
    board = Board(rows, aim)
    page = board.by_stages()
    value = aim.value(lay([rows[number] for number in page], aim.shape))
    for _ in range(PASSES):
        before = value
        for place in range(len(page)):
            for number in board.hopeful(page, place, value):
                if number not in page:
                    page, value = _better(page, value, [*page[:place], number, *page[place + 1 :]], rows, aim)
        for one, other in combinations(range(len(page)), 2):
            order = page.copy()
            order[one], order[other] = order[other], order[one]
            page, value = _better(page, value, order, rows, aim)
        if value <= before:
            break
    return lay([rows[number] for number in page], aim.shape)


def _better(page: list[int], value: float, order: list[int], rows: Sequence[Row], aim: Aim) -> tuple[list[int], float]:
    """Another order of rows and its value, if it has as many and is worth more; else the page as it is."""
    tried = lay([rows[number] for number in order], aim.shape)
    worth = aim.value(tried) if len(tried) == len(page) else value
    return (order, worth) if worth > value + 1e-12 else (page, value)


STRATEGIES: dict[str, Callable[[Sequence[Row], Aim], list[Laid]]] = {
    "template": template,
    "independent": independent,
    "stagewise": stagewise,
    "page": whole,
}
