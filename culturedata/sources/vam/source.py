"""The Victoria and Albert Museum: the objects of its API, version 2, or answers of it in files.

A record's body is the object as the search gives it in full, or `{"meta": …, "record": …}` as an object asked for by
itself is given, which says more about its pictures. Asking for each object by itself would take three weeks, so that is
done only where a descriptor of one's own says `options: {details: true}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from culturedata.data.records import Entity, RawRecord
from culturedata.importing.inputs import answers, ways
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Issue, Source
from culturedata.importing.web.fetch import Fetcher
from culturedata.sources.vam import object
from culturedata.sources.vam.search import Search


class _Head(msgspec.Struct):
    """What names an object and dates its record."""

    key: str = msgspec.field(default="", name="systemNumber")
    changed: str | None = msgspec.field(default=None, name="recordModificationDate")


class _Alone(msgspec.Struct):
    """An object that was asked for by itself."""

    record: _Head


class Vam(Source):
    """Reads the API's search piece by piece, or files; a cursor is «piece page records» or the number in the files."""

    name = "vam"
    summary = "Victoria and Albert Museum: objects from its API"
    # The two parts of the accession number; the shelf and the box in which the staff find it; pictures and files of
    # other kinds, by numbers that lead nowhere; in what size pictures may be had; when the record was made and changed;
    # whether a study room lets it be booked; what the museum's own tools add to a record asked for by itself.
    ignored = frozenset({
        "accessionNumberNum", "accessionNumberPrefix", "shelf", "box", "assets", "imageResolution",
        "recordCreationDate", "recordModificationDate", "availableToBook", "_links", "version", "_alt_iiif_image",
        "_iiif_image", "_alt_iiif_pres",
    })  # fmt: skip

    def records(self) -> Iterator[RawRecord]:
        since, way = Since(self.context.since), ways.way(self.context)
        found = self._searched(way.base) if way.path is None else self._filed(way.path)
        for body, located, cursor in found:
            head = self._head(body, located)
            if head is not None and since.wants(head.changed):
                yield RawRecord(key=head.key, body=body, located=located, cursor=cursor)

    def _searched(self, base: str) -> Iterator[tuple[bytes, str, str]]:
        options = self.descriptor.options
        with ways.client(self.context, base) as (fetcher, http):
            url = f"{base}/objects/search"
            search = Search(fetcher, url, http.page_size, options.get("ask") or {}, self.context)
            for one in search.after(self.context.cursor):
                body = self._detail(fetcher, base, one.body) if options.get("details") else one.body
                if body is not None:
                    yield body, url, one.cursor

    def _detail(self, fetcher: Fetcher, base: str, listed: bytes) -> bytes | None:
        """The object asked for by itself; None, and an issue, if it has no number or vanished."""
        head = self._head(listed, f"{base}/objects/search")
        if head is None:
            return None
        return ways.alone(fetcher, f"{base}/museumobject/{head.key}", head.key, self.context)

    def _filed(self, path: Path) -> Iterator[tuple[bytes, str, str]]:
        """The records in a file or in the files of a folder, by their number in all of them."""
        for line in answers.numbered(path, int(self.context.cursor or 0)):
            yield line.body, line.located, str(line.number)

    def _head(self, body: bytes, located: str) -> _Head | None:
        """What names an object; None, and an issue, if it has no number."""
        fault = "it has no systemNumber"
        try:
            head = msgspec.json.decode(body, type=_Head)
            if not head.key:
                head = msgspec.json.decode(body, type=_Alone).record
            if head.key:
                return head
        except (msgspec.DecodeError, RecursionError) as error:
            fault = str(error)
        raw = body.decode("utf-8", "replace")[:2000]
        message = f"what is no record of an object ({fault}) is left out"
        self.context.report(Issue("not-a-record", message, raw=raw, located=located))
        return None

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        row = msgspec.json.decode(record.body, type=dict[str, Any])
        name = f"vam:{record.key}"

        def audit(left: dict[str, Any]) -> None:
            self.context.audit(left, self.ignored, name)

        meta = row.pop("meta", None) or {}
        inner = row.pop("record", None)
        if inner is not None:
            audit(row)
            row = inner
        yield from object.work(row, meta, self.context, audit, name)
        audit(meta)
        audit(row)
