"""The same pages without arrays: rows made one by one, strategies by trying row after row, to compare with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from culturedata.recommend.pages.aim import Aim
from culturedata.recommend.pages.layout import Laid, fresh, lay
from culturedata.recommend.rows._base import DEPTH, LEAST, OfGroups, Row, RowKind
from culturedata.recommend.rows._visitor import Visitor


def candidates(visitor: Visitor, kinds: Sequence[RowKind]) -> Iterator[Row]:
    for kind in kinds:
        yield from of_groups(kind, visitor) if isinstance(kind, OfGroups) else kind.rows(visitor)


def of_groups(kind: OfGroups, visitor: Visitor) -> Iterator[Row]:
    """A row of each group that has enough unseen works: the most relevant first, equals by their numbers."""
    stock = visitor.stock
    groups = stock.works.groups.get(kind.facet)
    for group in range(len(groups) if groups else 0):
        pool = [work for work in groups.members(group).tolist() if visitor.unseen[work]]
        if len(pool) < LEAST or stock.works.domains[pool[0]] not in kind.domains:
            continue
        domain = str(stock.works.domains[pool[0]])
        works = sorted(pool, key=lambda work: (-visitor.chances[work], work))[:DEPTH]
        items = tuple(work for work in visitor.liked if group in groups.of(work))[:1]
        fr, en = kind.say(groups.labels[group], domain)
        for title_fr, title_en in map(stock.works.title, items):
            fr, en = (
                f"{fr}, comme «\u00a0{title_fr}\u00a0», que vous avez aimé",
                f"{en}, like “{title_en}”, which you liked",
            )
        yield Row(kind.name, f"{kind.name}/{groups.ids[group]}", domain, np.array(works), len(pool), fr, en, items)


def missed(works: Sequence[int], place: int, aim: Aim) -> float:
    left = 1.0
    for at, work in enumerate(works):
        left *= 1 - aim.looked[place, at] * aim.gains[work]
    return left


def shortlist(rows: Sequence[Row], aim: Aim) -> list[Row]:
    """60 of a kind, 300 in all, the best of every kind in any case."""
    worth = [1 - missed(row.works[: aim.shape.columns].tolist(), 0, aim) for row in rows]
    order = sorted(range(len(rows)), key=lambda number: (-worth[number], number))
    of: dict[str, list[int]] = {}
    for number in order:
        of.setdefault(rows[number].kind, []).append(number)
    first = {numbers[0] for numbers in of.values()}
    kept = {number for numbers in of.values() for number in numbers[:60]} - first
    others = [number for number in order if number in kept][: 300 - len(first)]
    return [rows[number] for number in order if number in first | set(others)]


def stagewise(rows: Sequence[Row], aim: Aim) -> list[Laid]:
    page: list[Laid] = []
    left, shown = list(rows), set[int]()
    chance, kinds, domains = 1.0, set[str](), set[str]()
    while left and len(page) < aim.shape.rows:
        best: tuple[float, int, Laid, float] | None = None
        for number, row in enumerate(left):
            works = fresh(row.works, shown, aim.shape.columns)
            if len(works) < aim.shape.least:
                continue
            after = chance * missed(works, len(page), aim)
            value = aim.total(after, len(kinds | {row.kind}), len(domains | aim.domains(works)))
            if best is None or value > best[0]:
                best = value, number, Laid(row, works), after
        if best is None:
            break
        _, number, laid, chance = best
        page.append(laid)
        del left[number]
        shown.update(laid.works)
        kinds.add(laid.row.kind)
        domains |= aim.domains(laid.works)
    return page


def whole(rows: Sequence[Row], aim: Aim) -> list[Laid]:
    page = stagewise(rows, aim)
    value = aim.value(page)
    for _ in range(3):
        before = value
        for place in range(len(page)):
            for row in rows:
                if any(row is one.row for one in page):
                    continue
                order = [one.row for one in page]
                order[place] = row
                page, value = better(page, value, order, aim)
        for one, other in combinations(range(len(page)), 2):
            order = [laid.row for laid in page]
            order[one], order[other] = order[other], order[one]
            page, value = better(page, value, order, aim)
        if value <= before:
            break
    return page


def better(page: list[Laid], value: float, order: Sequence[Row], aim: Aim) -> tuple[list[Laid], float]:
    tried = lay(order, aim.shape)
    worth = aim.value(tried) if len(tried) == len(page) else value
    return (tried, worth) if worth > value + 1e-12 else (page, value)
