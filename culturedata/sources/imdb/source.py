"""IMDb's non-commercial data sets: a record a title, with the rows of all tables that belong to it, and one a person.

Ratings are means over IMDb's voters, with how many they are: figures of a title, and nobody's ratings.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import msgspec

from culturedata.data.records import Entity, RawRecord
from culturedata.importing.inputs.side_tables import SideTables
from culturedata.importing.source import Source
from culturedata.sources.imdb.files import BASICS, NAMES, Joined, rows, tables
from culturedata.sources.imdb.people import person
from culturedata.sources.imdb.title import Reading

_AGENT = "agent:"  # how the keys of people begin


class Imdb(Source):
    """Titles in the order of their table, then people; the cursor is «table:number of the row»."""

    name = "imdb"
    summary = "IMDb's non-commercial data sets: titles, people, mean ratings (this machine only)"
    ignored: ClassVar[frozenset[str]] = frozenset(
        {
            "region", "types", "attributes",  # of another title: where and on what it is called so; no place for it
            "primaryProfession",  # what somebody did most: the credits say it of each title
            "knownForTitles",  # a choice among the credits that IMDb computes
        }
    )  # fmt: skip

    def records(self) -> Iterator[RawRecord]:
        at, _, done = (self.context.cursor or f"{BASICS}:0").partition(":")
        paths = tables(self.context)
        if at == BASICS:
            yield from self._titles(paths, int(done))
        if NAMES in paths:
            after = int(done) if at == NAMES else 0
            for number, id_, row, located in rows(NAMES, paths[NAMES], self.context, after):
                yield _record(f"{_AGENT}{id_}", {"person": row}, located, f"{NAMES}:{number}")

    def _titles(self, paths: dict[str, Path], after: int) -> Iterator[RawRecord]:
        with SideTables() as sides:
            joined = Joined(sides, paths, self.context)
            for number, id_, row, located in rows(BASICS, paths[BASICS], self.context):
                whole = joined.title(id_, row)  # also of what is known already: the rows that are its are counted
                if number > after:
                    yield _record(id_, whole, located, f"{BASICS}:{number}")
            joined.report_unjoined(self.context)

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        row: dict[str, Any] = msgspec.json.decode(record.body)
        if record.key.startswith(_AGENT):
            yield person(row["person"], record.key.removeprefix(_AGENT), self.context)
            self.context.audit(row["person"], self.ignored, record.key)
        else:
            yield from Reading(record.key, row, self.context, self.ignored).entities()


def _record(key: str, body: dict[str, Any], located: str, cursor: str) -> RawRecord:
    return RawRecord(key=key, body=msgspec.json.encode(body), located=located, cursor=cursor)
