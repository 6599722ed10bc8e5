"""The Smithsonian's open access: records of its museums, archives and collections as their own systems print them.

Read from the dump (line-delimited JSON, a folder a unit), from files of it, or from the API. The records hold texts
under labels that differ from unit to unit, and an index in which some of them stand again in one form.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import msgspec

from culturedata.data.records import Entity, RawRecord
from culturedata.errors import DescriptorError
from culturedata.importing.inputs import ways
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Source
from culturedata.importing.values.address import split
from culturedata.sources.smithsonian.ways import Found, of_api, of_dump, of_path
from culturedata.sources.smithsonian.work import Reading


class Smithsonian(Source):
    """Reads `dump` or `api`, each with units behind a colon if others are wanted (`dump:saam,npg`), or files."""

    name = "smithsonian"
    summary = "Smithsonian Open Access: the art museums, or any of its units"
    # Hashes, versions and times of the Smithsonian's own index; how many pictures there are, and that there are.
    ignored = frozenset({
        "hash", "docSignature", "timestamp", "lastTimeUpdated", "version", "linkedId", "mediaCount",
        "online_media_type",
    })  # fmt: skip

    def records(self) -> Iterator[RawRecord]:
        since = Since(self.context.since)
        for found in self._found():
            if since.wants(_moment(found.head.changed)):
                yield RawRecord(key=found.head.key, body=found.body, located=found.located, cursor=found.cursor)

    def _found(self) -> Iterator[Found]:
        """The records that the input asks for, after the cursor."""
        http, options, said = self.descriptor.http, self.descriptor.options, self.context.input or ways.DUMP
        if http is None:
            raise DescriptorError(f"{self.name} needs «http» in its descriptor.")
        kind, _, chosen = said.partition(":")
        units = [unit.strip() for unit in chosen.split(",") if unit.strip()]
        asked = units or [str(unit) for unit in options["units"]]
        index = str(options["dump"]) if kind == ways.DUMP else said
        if kind == ways.DUMP or ("://" in said and split(said).path.endswith("/index.txt")):
            if self.context.fetcher is None:
                raise DescriptorError(f"{self.name} needs a client to bring its dump.")
            with self.context.fetcher() as fetcher:
                if kind != ways.DUMP:
                    fetcher.trust(index)
                yield from of_dump(fetcher, index, asked, self.context, chosen=bool(units) and kind == ways.DUMP)
            return
        way = ways.Way(base=http.base.rstrip("/")) if kind == ways.API else ways.way(self.context)
        if way.path is not None:
            yield from of_path(way.path, self.context)
            return
        if self.context.fetcher is None:
            raise DescriptorError(f"{self.name} needs a client to ask its API.")
        with self.context.fetcher() as fetcher:
            if kind != ways.API:
                fetcher.trust(way.base)
                asked = [str(unit) for unit in options["units"]]
            yield from of_api(fetcher, way.base, asked, http.page_size, self.context)

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        row: dict[str, Any] = msgspec.json.decode(record.body)
        key = f"{self.name}:{record.key}"
        reading = Reading(self.context, record.key)
        try:
            entities = reading.work(row)
        except (AttributeError, TypeError) as error:
            raise ValueError(f"a part of the record has another form than in all records known: {error}") from error
        for part in (*reading.left, row):
            self.context.audit(part, self.ignored, key)
        return iter(entities)


def _moment(said: int | float | str | None) -> str | None:
    """Seconds since 1970 as an ISO time; None where they can't be read."""
    with suppress(TypeError, ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(float(said), UTC).isoformat()  # type: ignore[arg-type]
    return None
