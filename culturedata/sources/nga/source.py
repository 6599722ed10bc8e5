"""The National Gallery of Art, Washington: the relational CSVs of its open data, joined into one record an object.

A record of an object holds its row and the rows of all other tables that belong to it; a record of a constituent
(artist, donor, owner, whether or not an object names them) its row with its other names and identifiers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from culturedata.data.records import Entity, RawRecord
from culturedata.importing.inputs import files
from culturedata.importing.inputs.side_tables import SideTables
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Issue, Source
from culturedata.sources.nga.agent import agent
from culturedata.sources.nga.files import CONSTITUENTS, OBJECTS, tables
from culturedata.sources.nga.join import Joined
from culturedata.sources.nga.work import Reading

_LISTS = {OBJECTS: ("objectid", ""), CONSTITUENTS: ("constituentid", "agent:")}


class Nga(Source):
    """Reads the dump, a folder or an archive of it; a cursor is «table, number of the row, its id»."""

    name = "nga"
    summary = "National Gallery of Art, Washington: the CSVs of its open data"
    # Slots and groups that the museum's website computes from dates, nationalities and classifications; the inverted
    # form of printed attributions; whether somebody made one of the objects, which the roles say; a part of the name,
    # and which kind of other name it is; when a picture was made and touched, and where in its order (which is kept);
    # a shop; a postal code of a sale, which is about people; how maps of the building are drawn; whether a room is
    # used for events; pictures and marks with which the website shows recordings; keys that only join tables. The
    # number of the museum's former system. Texts and recordings about people, who have no place for them. All of it
    # stays in the raw record.
    ignored = frozenset({
        "visualbrowsertimespan", "visualbrowsernationality", "attributioninverted", "invertedtext", "artistofngaobject",
        "lastname", "nametype", "altnameid", "created", "modified", "customprinturl", "zipcode", "mapimageurl",
        "mapshapetype", "mapshapecoords", "ispublicvenue", "publicaccess", "locationkey", "locationtype", "partof",
        "locationid", "uuid", "lastdetectedmodification", "objectleonardoid", "thumbnailurl",
        "tags", "imageurl", "lastmodified", "relatedentity", "relatedid", "depictstmsobjectid", "texts_about",
        "media_about",
    })  # fmt: skip

    def records(self) -> Iterator[RawRecord]:
        since = Since(self.context.since)
        at, number, key = (self.context.cursor or f"{OBJECTS} 0 ").split(" ", 2)
        # What is wrong with the side tables was told before the import was stopped.
        telling = replace(self.context, report=lambda _: None) if self.context.cursor else self.context
        with tables(self.context) as paths, SideTables() as sides:
            joined = Joined(sides, paths, telling)
            if at == OBJECTS:
                yield from self._objects(paths[OBJECTS], joined, since, int(number), key)
                number, key = "0", ""
            if CONSTITUENTS not in paths:
                self.context.partial = True
                return
            for row, cursor in self._rows(CONSTITUENTS, paths[CONSTITUENTS], int(number), key):
                yield self._record(CONSTITUENTS, row, joined.constituent(row.cells), cursor)

    def _objects(self, path: Path, joined: Joined, since: Since, number: int, key: str) -> Iterator[RawRecord]:
        first = number == 0
        for row, cursor in self._rows(OBJECTS, path, number, key):
            if first:
                joined.check_uuid(row.cells, self.context)
            first = False
            whole = joined.object(row.cells)
            if not since or _changed(whole, since):
                yield self._record(OBJECTS, row, whole, cursor)

    def _rows(self, table: str, path: Path, number: int, key: str) -> Iterator[tuple[files.Row, str]]:
        """The rows of a table with their cursors, after row `number` if that still has the id `key`; else all."""
        column, _ = _LISTS[table]
        found = files.rows(path, self.context, needed={column}, after=max(0, number - 1))
        if number:
            row = next(found, None)
            if row is None or (row.number, row.cells[column]) != (number, key):
                found = files.rows(path, self.context, needed={column})
        for row in found:
            id_ = row.cells[column]
            if id_.strip():
                yield row, f"{table} {row.number} {id_}"
            else:
                raw = str(row.cells)[:500]
                self.context.report(Issue("no-id", f"the row has no {column}: left out", raw=raw, located=row.located))

    def _record(self, table: str, row: files.Row, whole: Mapping[str, Any], cursor: str) -> RawRecord:
        column, prefix = _LISTS[table]
        key = f"{prefix}{row.cells[column]}"
        return RawRecord(key=key, body=msgspec.json.encode(whole), located=row.located, cursor=cursor)

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        whole: dict[str, Any] = msgspec.json.decode(record.body)
        key = f"{self.name}:{record.key}"
        left: list[Mapping[str, Any]] = []
        if "object" in whole:
            entities = Reading(self.context, key, left).work(whole)
        else:
            entities = agent(self.context, key, whole, left)
        for part in (*left, whole):
            self.context.audit(part, self.ignored, key)
        return iter(entities)


def _changed(whole: Mapping[str, Any], since: Since) -> bool:
    """Whether the object or one of its pictures changed; one that does not say when may have."""
    pictures = (image.get("modified") for image in whole.get("images", ()))
    said = [whole["object"].get("lastdetectedmodification"), *filter(None, pictures)]
    return any(since.wants(moment or None) for moment in said)
