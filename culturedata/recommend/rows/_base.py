"""What a kind of row is: a name, and `rows`, which makes the rows that might be shown to a visitor, one by one.

The class's docstring says which works, its «Source:», its «Cost:» and what its «Use:» is; docs/rows.md is made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import ClassVar

import numpy as np

from culturedata.data.described import NOTHING, Groups, Numbers, Ordered
from culturedata.recommend.rows._stock import Figures, Stock
from culturedata.recommend.rows._visitor import Visitor

LEAST = 3  # a row with fewer unseen works is none
DEPTH = 60  # works that a row keeps, the most relevant first: enough for the widest screen when others took the best
AT_ONCE = 1000  # rows of a kind that makes them one by one
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


@dataclass(frozen=True, slots=True, eq=False)
class Many:
    """R rows of one kind, of which only what they are compared by is made: the `first` works of each (R, columns).

    `NOTHING` stands where a row has fewer works; `whole` makes one of the rows, by its number.
    """

    first: Numbers
    whole: Callable[[int], Row]

    def __len__(self) -> int:
        return len(self.first)


def filled(rows: Sequence[Numbers], columns: int) -> Numbers:
    """The first `columns` works of each row as one matrix (len(rows), columns), shorter ones filled up with NOTHING."""
    cut = [works[:columns] for works in rows]
    lengths = np.array([len(works) for works in cut], dtype=np.int64)
    found = np.full((len(cut), columns), NOTHING)
    found[np.arange(columns) < lengths[:, None]] = np.concatenate([*cut, np.empty(0, dtype=np.int64)])
    return found


def largest(values: Figures, most: int) -> Numbers:
    """Places of the `most` largest of `values` (n,), falling; of equals the first. Cost: O(n + most log most)."""
    places = np.arange(len(values))
    if 0 < most < len(values):
        places = np.flatnonzero(values >= np.partition(values, -most)[-most])
    return places[np.argsort(-values[places], kind="stable")][:most]


class RowKind:
    """Base of all kinds of rows. `needs_history`: it has nothing for somebody of whom nothing is known."""

    name: ClassVar[str]
    summary: ClassVar[str]
    needs_history: ClassVar[bool] = False

    def rows(self, visitor: Visitor) -> Iterator[Row]:
        """The rows that might be shown, of at least `LEAST` works each; none where what they need is missing."""
        raise NotImplementedError

    def many(self, visitor: Visitor, columns: int) -> Iterator[Many]:
        """The same rows, many at once; override it where a thousand rows can be made as quickly as one."""
        rows = self.rows(visitor)
        while some := list(islice(rows, AT_ONCE)):
            yield Many(filled([row.works for row in some], columns), some.__getitem__)

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
        pool = int(np.count_nonzero(visitor.unseen[among]))
        yield from self.of(visitor, visitor.best(among, DEPTH), text, key=key, items=items, pool=pool)

    def of(
        self,
        visitor: Visitor,
        works: Numbers,
        text: tuple[str, str],
        *,
        key: str,
        items: tuple[int, ...] = (),
        pool: int | None = None,
    ) -> Iterator[Row]:
        """One row of unseen `works` in their order, of `pool` or as many as they are; none if these are too few."""
        pool = len(works) if pool is None else pool
        if pool >= LEAST:
            works = works[:DEPTH]
            domains = set(visitor.stock.works.domains[works].tolist())
            domain = domains.pop() if len(domains) == 1 else ""
            yield Row(self.name, f"{self.name}/{key}", domain, works, pool, *text, items)


class OfDomains(RowKind):
    """Base of the kinds of which each domain has one row: `works`, and `say`, the evidence of a domain.

    Of the works the first `most` that a visitor has not seen are taken, all without it; `works` is asked once a stock.
    """

    most: ClassVar[int | None] = None

    def works(self, stock: Stock, domain: str) -> Numbers:
        """The works of a domain that may stand in the row, whoever visits, in the order in which they are taken."""
        raise NotImplementedError

    def say(self, domain: tuple[str, str]) -> tuple[str, str]:
        """The evidence of a domain, which is told in French and English, in the same."""
        raise NotImplementedError

    def rows(self, visitor: Visitor) -> Iterator[Row]:
        for domain in visitor.stock.domains:
            works = visitor.stock.once((self.name, domain), partial(self.works, visitor.stock, domain))
            unseen = works[visitor.unseen[works]][: self.most]
            yield from self.row(visitor, unseen, self.say(DOMAINS_IN_WORDS[domain]), key=domain)


class OfGroups(RowKind):
    """Base of the kinds of which each group of a facet is a row: `facet`, and `say`, the evidence of a group."""

    facet: ClassVar[str]
    domains: ClassVar[tuple[str, ...]] = ("museum", "music", "film")

    def say(self, label: tuple[str, str], domain: str) -> tuple[str, str]:
        """The evidence of a group, in French and English."""
        raise NotImplementedError

    def rows(self, visitor: Visitor) -> Iterator[Row]:
        for many in self.many(visitor, LEAST):
            yield from map(many.whole, range(len(many)))

    def many(self, visitor: Visitor, columns: int) -> Iterator[Many]:
        groups = visitor.stock.works.groups.get(self.facet)
        if groups is None:
            return
        best, liked = visitor.ordered(self.facet), groups.ordered(np.array(visitor.liked, dtype=np.int64))
        rows = np.flatnonzero(best.sizes >= LEAST)
        first = best.first(rows, columns)
        mine = visitor.stock.of(first[:, 0], self.domains)
        rows, first = rows[mine], first[mine]
        yield Many(first, lambda number: self._whole(visitor, groups, int(rows[number]), best, liked))

    def _whole(self, visitor: Visitor, groups: Groups, group: int, best: Ordered, liked: Ordered) -> Row:
        """The row of a group of whose works `best` has the unseen ones, and `liked` those that the visitor liked."""
        works, items = best.of(group, DEPTH), tuple(liked.of(group, 1).tolist())
        domain = str(visitor.stock.works.domains[works[0]])
        fr, en = self.say(groups.labels[group], domain)
        if items:
            title_fr, title_en = visitor.stock.works.title(items[0])
            did_fr, (did_en, often) = visitor.did(items[0])
            fr = f"{fr}, comme «\u00a0{title_fr}\u00a0», que vous avez {did_fr}"
            en = f"{en}, like “{title_en}”, which you {did_en}{often}"
        return Row(self.name, f"{self.name}/{groups.ids[group]}", domain, works, int(best.sizes[group]), fr, en, items)
