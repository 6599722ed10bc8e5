"""Which sources are whole collections, and which are a part or a choice: there a share has an interval."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from culturedata.openness.counting.shares import GONE
from culturedata.registry import unknown


@dataclass(frozen=True, slots=True)
class Extent:
    """`chosen`: sources written or chosen as a sample, by somebody else than the institutions that they describe.
    `part`: sources of which the library has only a part, as far as it can tell. `gone`: how many works a source had and
    has no more, which are not counted."""

    chosen: frozenset[str] = frozenset()
    part: frozenset[str] = frozenset()
    gone: Mapping[str, int] = field(default_factory=dict)

    def of(self, source: str) -> str:
        """«chosen», «part» or «whole»."""
        return "chosen" if source in self.chosen else "part" if source in self.part else "whole"

    def is_sampled(self, source: str) -> bool:
        """Whether the works of `source` are not all that there are."""
        return self.of(source) != "whole"


def extent(
    connection: sqlite3.Connection,
    promised: Mapping[str, int],
    chosen: Collection[str],
    *,
    sampled: Iterable[str] = (),
    whole: Iterable[str] = (),
) -> Extent:
    """How far the sources of a library reach.

    A source is whole if the library has at least as many of its works as are `promised` of a whole import (those that
    are gone aside), and nobody says that it is a sample; where nothing is promised, it counts as a part. `sampled` and
    `whole` overrule this. Raises UnknownName if they name a source that the library does not have.
    """
    gone = dict(connection.execute(f"SELECT source, count(*) FROM works AS w WHERE {GONE} GROUP BY source").fetchall())
    every = connection.execute("""SELECT source, (SELECT count(*) FROM works AS w WHERE w.source = s.source)
                                  FROM sources AS s""")
    counts = {source: works - gone.get(source, 0) for source, works in every}
    said = dict.fromkeys(sampled, False) | dict.fromkeys(whole, True)
    for name in said:
        if name not in counts:
            raise unknown("source", name, counts)
    part = {name for name, works in counts.items() if works < promised.get(name, works + 1) and name not in chosen}
    part |= {name for name, is_whole in said.items() if not is_whole and name not in chosen}
    wholes = {name for name, is_whole in said.items() if is_whole}
    return Extent(frozenset(chosen) & frozenset(counts) - wholes, frozenset(part - wholes), gone)
