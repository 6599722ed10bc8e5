"""What a kind of row is: a name, and `rows`, which makes the rows that might be shown to a visitor, one by one.

The class's docstring says which works, its «Source:», its «Cost:» and what its «Use:» is; docs/rows.md is made of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from culturedata.data.described import Groups, Numbers
from culturedata.recommend.rows._visitor import Visitor

LEAST = 3  # a row with fewer unseen works is none
DEPTH = 60  # works that a row keeps, the most relevant first: enough for the widest screen when others took the best
DOMAINS_IN_WORDS = {"film": ("Films", "Films"), "museum": ("Œuvres d’art", "Art"), "music": ("Musique", "Music")}


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row that might be shown: `works` best first, none twice, none seen, and the evidence why it is one.

    `key` is its name among all rows; `domain` that of its works, «» if they are of several; `pool` how many unseen
    works it could show, of which `works` are at most the first `DEPTH`; `items` the liked works that it rests on.
    """

    kind: str
    key: str
    domain: str
    works: Numbers
    pool: int
    text_fr: str
    text_en: str
    items: tuple[int, ...] = ()


class RowKind:
    """Base of all kinds of rows. `needs_history`: it has nothing for somebody of whom nothing is known."""

    name: ClassVar[str]
    summary: ClassVar[str]
    needs_history: ClassVar[bool] = False

    def rows(self, visitor: Visitor) -> Iterator[Row]:
        """The rows that might be shown, of at least `LEAST` works each; none where what they need is missing."""
        raise NotImplementedError

    def row(
        self,
        visitor: Visitor,
        among: Numbers,
        text: tuple[str, str],
        *,
        key: str,
        items: tuple[int, ...] = (),
    ) -> Iterator[Row]:
        """One row of the unseen works `among`, the most relevant first; none if they are too few."""
        yield from self.of(visitor, visitor.best(among), text, key=key, items=items)

    def of(
        self, visitor: Visitor, pool: Numbers, text: tuple[str, str], *, key: str, items: tuple[int, ...] = ()
    ) -> Iterator[Row]:
        """One row of the unseen works `pool` in their order; none if they are too few."""
        if len(pool) >= LEAST:
            works = pool[:DEPTH]
            domains = set(visitor.stock.works.domains[works].tolist())
            domain = domains.pop() if len(domains) == 1 else ""
            yield Row(self.name, f"{self.name}/{key}", domain, works, len(pool), *text, items)


class OfGroups(RowKind):
    """Base of the kinds of which each group of a facet is a row: `facet`, and `say`, the evidence of a group."""

    facet: ClassVar[str]
    domains: ClassVar[tuple[str, ...]] = ("museum", "music", "film")

    def say(self, label: tuple[str, str], domain: str) -> tuple[str, str]:
        """The evidence of a group, in French and English."""
        raise NotImplementedError

    def rows(self, visitor: Visitor) -> Iterator[Row]:
        groups = visitor.stock.works.groups.get(self.facet)
        if groups is None:
            return
        liked = _liked(visitor, groups)
        for group in np.flatnonzero(groups.sizes >= LEAST).tolist():
            members = groups.members(group)
            domain = str(visitor.stock.works.domains[members[0]])
            if domain not in self.domains:
                continue
            text, work = self.say(groups.labels[group], domain), liked.get(group)
            items = () if work is None else (work,)
            if work is not None:
                fr, en = visitor.stock.works.title(work)
                did_fr, (did_en, often) = visitor.did(work)
                text = (
                    f"{text[0]}, comme «\u00a0{fr}\u00a0», que vous avez {did_fr}",
                    f"{text[1]}, like “{en}”, which you {did_en}{often}",
                )
            yield from self.row(visitor, members, text, key=groups.ids[group], items=items)


def _liked(visitor: Visitor, groups: Groups) -> dict[int, int]:
    """For each group that has one, the work that the visitor liked most of it."""
    found: dict[int, int] = {}
    for work in visitor.liked:
        for group in groups.of(work):
            found.setdefault(group, work)
    return found
