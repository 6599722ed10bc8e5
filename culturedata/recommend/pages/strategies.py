"""Four ways to choose rows, from a fixed order of kinds to the page as a whole: the history of the home page."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from culturedata.recommend.pages.aim import Aim
from culturedata.recommend.pages.layout import Laid, fresh, lay
from culturedata.recommend.rows._base import Row

SHORTLIST, OF_A_KIND, PASSES = 300, 60, 3
# The order of kinds that an editor would write down once for all.
TEMPLATE = (
    "editorial", "popular-now", "because-you-liked", "trending", "genre", "across-the-arts", "same-movement",
    "hidden-gems", "newly-open", "more-by-maker", "from-one-museum", "decade", "material", "musical-form", "classics",
)  # fmt: skip
Chosen = list[Row]


def shortlist(rows: Iterable[Row], aim: Aim) -> tuple[Chosen, dict[str, int]]:
    """The rows worth a look, best first, and how many candidates there were of each kind.

    A row is worth what is found in it alone at the top of a page; of each kind at most 60 are kept, 300 in all, and the
    best of every kind in any case. Memory is that of the shortlist, however many candidates there are.
    """
    counts: dict[str, int] = {}
    best: dict[str, list[tuple[float, int, Row]]] = {}
    for number, row in enumerate(rows):
        counts[row.kind] = counts.get(row.kind, 0) + 1
        kept = best.setdefault(row.kind, [])
        entry = (alone(row, aim), -number, row)
        (heapq.heappush if len(kept) < OF_A_KIND else heapq.heappushpop)(kept, entry)
    ranked = {kind: sorted(kept, key=lambda one: (-one[0], -one[1])) for kind, kept in best.items()}
    first = [kept[0] for kept in ranked.values()]
    others = sorted((one for kept in ranked.values() for one in kept[1:]), key=lambda one: (-one[0], -one[1]))
    chosen = first + others[: max(SHORTLIST - len(first), 0)]
    return [row for _, _, row in sorted(chosen, key=lambda one: (-one[0], -one[1]))], counts


def alone(row: Row, aim: Aim) -> float:
    """What is found in a row that stands alone at the top of a page."""
    return 1 - aim.missed(row.works[: aim.shape.columns].tolist(), 0)


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
    order = sorted(range(len(rows)), key=lambda number: (-alone(rows[number], aim), number))
    return lay([rows[number] for number in order], aim.shape)


def stagewise(rows: Sequence[Row], aim: Aim) -> list[Laid]:
    """Row by row the one that adds most to V of the page so far; of equals the first.

    Greedy choice; for a monotone submodular value it reaches (1 − 1/e) of the best (Nemhauser et al. 1978). V is no
    pure case of that (places differ, a work is shown once), so the share is measured: see docs/rows.md.
    """
    page: list[Laid] = []
    left, shown = list(rows), set[int]()
    missed, kinds, domains = 1.0, set[str](), set[str]()
    while left and len(page) < aim.shape.rows:
        best: tuple[float, int, Laid, float] | None = None
        for number, row in enumerate(left):
            works = fresh(row.works, shown, aim.shape.columns)
            if len(works) < aim.shape.least:
                continue
            after = missed * aim.missed(works, len(page))
            value = aim.total(after, len(kinds | {row.kind}), len(domains | aim.domains(works)))
            if best is None or value > best[0]:
                best = value, number, Laid(row, works), after
        if best is None:
            break
        _, number, laid, missed = best
        page.append(laid)
        del left[number]
        shown.update(laid.works)
        kinds.add(laid.row.kind)
        domains |= aim.domains(laid.works)
    return page


def whole(rows: Sequence[Row], aim: Aim) -> list[Laid]:
    """The page of `stagewise`, then each row exchanged for another one, or two rows for each other, while V grows.

    At most three passes; never worth less than `stagewise`.
    """
    page = stagewise(rows, aim)
    value = aim.value(page)
    for _ in range(PASSES):
        before = value
        for place in range(len(page)):
            for row in rows:
                if any(row is one.row for one in page):
                    continue
                order = [one.row for one in page]
                order[place] = row
                page, value = _better(page, value, order, aim)
        for one, other in combinations(range(len(page)), 2):
            order = [laid.row for laid in page]
            order[one], order[other] = order[other], order[one]
            page, value = _better(page, value, order, aim)
        if value <= before:
            break
    return page


def _better(page: list[Laid], value: float, order: Sequence[Row], aim: Aim) -> tuple[list[Laid], float]:
    """The page of another order of rows, if it has as many and is worth more; else the page as it is."""
    tried = lay(order, aim.shape)
    worth = aim.value(tried) if len(tried) == len(page) else value
    return (tried, worth) if worth > value + 1e-12 else (page, value)


STRATEGIES: dict[str, Callable[[Sequence[Row], Aim], list[Laid]]] = {
    "template": template,
    "independent": independent,
    "stagewise": stagewise,
    "page": whole,
}
