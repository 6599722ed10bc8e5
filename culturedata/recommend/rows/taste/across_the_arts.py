"""From a work that was liked to works of the other arts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from culturedata.recommend.rows._base import Row, RowKind
from culturedata.recommend.rows._stock import SHARED, word
from culturedata.recommend.rows._visitor import Visitor

LIKED = 20


class AcrossTheArts(RowKind):
    """The unseen works of the other arts that share a word with a liked one: a genre, subject, movement, place,
    country, period, maker or decade.

    Words are the same where their English labels are, without case and without « film» or « music» at their end. Each
    word is one row, that of the liked work which comes first. None for who liked nothing, or in a library of one art.

    Source: a rule of the house. Cost: O(words of the liked works · w log w).
    Use: to lead from what somebody knows to what they do not; a shared word is no shared taste.
    """

    name = "across-the-arts"
    summary = "From a liked work to the other arts, by a word that they share"
    needs_history = True

    def rows(self, visitor: Visitor) -> Iterator[Row]:
        works, said = visitor.stock.works, set[str]()
        for work in visitor.liked[:LIKED]:
            for facet in SHARED:
                groups = works.groups.get(facet)
                for group in groups.of(work) if groups is not None else ():
                    label = groups.labels[group]  # type: ignore[union-attr]
                    shared = word(label[1])
                    if shared in said or shared not in visitor.stock.words:
                        continue
                    said.add(shared)
                    yield from self._row(visitor, work, shared, label)

    def _row(self, visitor: Visitor, work: int, shared: str, label: tuple[str, str]) -> Iterator[Row]:
        works, domain = visitor.stock.works, str(visitor.stock.works.domains[work])
        members = [works.groups[facet].members(group) for facet, group in visitor.stock.words[shared]
                   if visitor.stock.domain_of(facet, group) != domain]  # fmt: skip
        among = np.unique(np.concatenate(members)) if members else np.empty(0, dtype=np.int64)
        there = set(works.domains[among].tolist())
        fr, en = works.title(work)
        text = (
            f"De «\u00a0{fr}\u00a0» aux autres arts\u00a0: {label[0]}",
            f"From “{en}” to the other arts: {label[1]}",
        )
        of = there.pop() if len(there) == 1 else ""
        yield from self.row(visitor, among, text, key=shared, domain=of, items=(work,))
