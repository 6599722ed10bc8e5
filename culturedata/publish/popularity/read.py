"""What the page on popularity shows of a library: works that at least LEAST people met, and no others.

Everybody may see the page who may see the catalogue: figures of works that few met could tell who these were.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from culturedata.publish import where
from culturedata.publish.evaluation.stored import LEAST
from culturedata.signals import most_popular
from culturedata.signals.agreement import Agreement, Move, agreement, common, moves
from culturedata.signals.popularity._known import Known
from culturedata.signals.popularity._sums import Figures
from culturedata.signals.popularity.people import people
from culturedata.store.catalogue.works import described, exists
from culturedata.store.library import Library


@dataclass(frozen=True, eq=False)
class Popular:
    """What was `known` of a domain, and the figure of each work by each measure that is defined for any, (N,)."""

    known: Known
    of: dict[str, Figures]

    @property
    def works(self) -> int:
        """How many works enough people met."""
        return int(np.isfinite(self.of["people"]).sum())

    def agreements(self, name: str) -> dict[str, Agreement]:
        """How far each other measure agrees with that of `name`, the nearest first; nothing where it is undefined."""
        found = {}
        for other in self.of:
            works = common(self.of[name], self.of[other])
            told = agreement(self.of[name][works], self.of[other][works]) if other != name else None
            if told is not None and told.tau is not None:
                found[other] = told
        return dict(sorted(found.items(), key=lambda one: -(one[1].tau or 0.0)))

    def moves(self, name: str, other: str, k: int) -> list[Move]:
        """The k works that move most from one measure to another."""
        return moves(self.of[name], self.of[other], common(self.of[name], self.of[other]), k)


def read(library: Library, domain: str) -> Popular:
    """The figures of a domain of which there is behaviour. Raises ModelError if there is none."""
    known = most_popular.known(library, domain)
    enough = people(known) >= LEAST
    made = most_popular.make(most_popular.MEASURES.members())
    found = {name: np.where(enough, of, np.nan) for name, of in most_popular.figures(known, made).items()}
    of = {name: figures for name, figures in found.items() if np.isfinite(figures).any() or name == "people"}
    return Popular(known, of)


def named(library: Library, popular: Popular, works: Iterable[int], lang: str) -> dict[int, tuple[str | None, str]]:
    """The id of the described work, None if there is none, and the title, by the numbers of works."""
    ids, titles = popular.known.interactions.item_ids.ids, most_popular.titles(library, popular.known, works, lang)
    pages = {work: described(library.culture, ids[work]) for work in titles}
    return {work: (id_ if exists(library.culture, id_) else None, titles[work]) for work, id_ in pages.items()}


@contextmanager
def opened(datasette: Any) -> Iterator[Library]:
    """The library behind the pages, to read; its files may have any name. Call it in a thread that may wait."""
    files = [Path(database.path) for database in (where.catalogue(datasette), where.audience(datasette)) if database]
    with closing(_reading(files[0])) as culture, closing(_reading(files[1])) as audience:
        yield Library(files[0].parent, culture, audience, None)


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
