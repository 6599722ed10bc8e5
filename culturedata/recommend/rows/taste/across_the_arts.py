"""From a work that was liked to works of the other arts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from culturedata.recommend.rows._base import Row, RowKind
from culturedata.recommend.rows._stock import SHARED, Stock, word
from culturedata.recommend.rows._visitor import Visitor

LIKED = 20


class AcrossTheArts(RowKind):
    """The unseen works of the other arts that share a word with a liked one: a genre, subject, movement, place,
    country, period, maker or decade.

    Words are the same where their English labels are, without case and without « film» or « music» at their end. Each
    word is one row, that of the liked work which comes first. None for who liked nothing, or in a library of one art.

    Source: a rule of the house. Cost: O(words of the liked works · N).
    Use: to lead from what somebody knows to what they do not; a shared word is no shared taste.
    """

    name = "across-the-arts"
    summary = "From a liked work to the other arts, by a word that they share"
    needs_history = True

    def rows(self, visitor: Visitor) -> Iterator[Row]:
        said = set[str]()
        for work in visitor.liked[:LIKED]:
            for label in _labels(visitor.stock, work):
                shared = word(label[1])
                if shared in visitor.stock.words and shared not in said:
                    said.add(shared)
                    yield from self._row(visitor, work, shared, label)

    def _row(self, visitor: Visitor, work: int, shared: str, label: tuple[str, str]) -> Iterator[Row]:
        stock, (fr, en) = visitor.stock, visitor.stock.works.title(work)
        elsewhere = [
            stock.works.groups[facet].members(group)
            for facet, group in stock.words[shared]
            if stock.domain_of(facet, group) != stock.works.domains[work]
        ]
        text = (
            f"De «\u00a0{fr}\u00a0» aux autres arts\u00a0: {label[0]}",
            f"From “{en}” to the other arts: {label[1]}",
        )
        works = np.flatnonzero(np.bincount(np.concatenate(elsewhere)))
        yield from self.row(visitor, works, text, key=shared, items=(work,))


def _labels(stock: Stock, work: int) -> Iterator[tuple[str, str]]:
    """The words of a work that another art may share, in French and English."""
    for facet in SHARED:
        if facet in stock.works.groups:
            groups = stock.works.groups[facet]
            yield from (groups.labels[group] for group in groups.of(work))
