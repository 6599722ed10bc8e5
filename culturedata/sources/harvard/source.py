"""The Harvard Art Museums: the objects and the people of their API, which needs a key, or answers of it in files.

The lists leave out fields that an object asked for by itself has (subjects, places, literature, exhibitions). At the
2,500 requests a day that the museums allow, all objects by themselves would take a hundred days, so the lists are read;
a descriptor of one's own with `options: {details: true}` asks for each object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import msgspec

from culturedata.data.records import Entity, RawRecord
from culturedata.importing.inputs import answers, ways
from culturedata.importing.protocols.paging import Page, walk
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Issue, Source
from culturedata.importing.values.address import split
from culturedata.importing.web.fetch import Fetcher
from culturedata.sources.harvard import objects, people

LISTS = ("object", "person")
_AGENT = "agent:"


class _Info(msgspec.Struct):
    """What a page says about its list; `next` is the address of the page after it."""

    next: str | None = None


class _Answer(msgspec.Struct):
    """A page of a list; its records stay bytes."""

    info: _Info
    records: list[msgspec.Raw]


class _Head(msgspec.Struct):
    """The fields by which a record is named and dated."""

    id: int | str | None = None
    objectid: int | str | None = None
    personid: int | str | None = None
    objectnumber: str | None = None
    url: str | None = None
    lastupdate: str | None = None

    @property
    def key(self) -> str:
        """The record's number, from its address where it has no field; else the inventory number; empty if none."""
        person = self.personid is not None and self.objectnumber is None
        number = self.personid if person else self.id or self.objectid
        last = split(self.url or "").path.rstrip("/").rpartition("/")[2]
        if not number and last.isdigit():
            number = last
        if person:
            return f"{_AGENT}{number}" if number else ""
        return str(number) if number else f"number:{self.objectnumber}" if self.objectnumber else ""


class Harvard(Source):
    """Reads the API's two lists, or files with what it answered; a cursor of the API is «list:page done»."""

    name = "harvard"
    summary = "Harvard Art Museums: objects and people from their API"
    # Counts of what the record lists or the website has; when its page was looked at first and last; when the record
    # was made and changed; to whom it is shown and whether the work may be lent; whom to write to; the codes of colours
    # whose names are kept; the number a second time, that of a gallery too; in which order titles and pictures stand,
    # and their numbers; the formats of files; the text with the marks of a word processor; what roles a person has in
    # how many records; the years by which the people of a search are found, which are years of work for some.
    ignored = frozenset({
        "imagecount", "mediacount", "colorcount", "markscount", "peoplecount", "titlescount", "publicationcount",
        "exhibitioncount", "contextualtextcount", "groupcount", "relatedcount", "objectcount",
        "dateoffirstpageview", "dateoflastpageview", "lastupdate", "createdate", "accesslevel",
        "lendingpermissionlevel", "contact", "galleryid", "color", "css3", "spectrum",
        "objectid", "personid", "displayorder", "titleid", "imageid", "idsid", "fileid", "format",
        "formattedtext", "roles", "verificationleveldescription",
    })  # fmt: skip

    def records(self) -> Iterator[RawRecord]:
        since, way = Since(self.context.since), ways.way(self.context)
        found = self._api(way.base, since) if way.path is None else self._filed(way.path)
        for body, located, cursor in found:
            head = self._head(body, located)
            if head is not None and since.wants(head.lastupdate):
                yield RawRecord(key=head.key, body=body, located=located, cursor=cursor)

    def _api(self, base: str, since: Since) -> Iterator[tuple[bytes, str, str]]:
        at, _, cursor = (self.context.cursor or "").partition(":")
        details = bool(self.descriptor.options.get("details"))
        with ways.client(self.context, base) as (fetcher, http):
            for name in LISTS[LISTS.index(at) if at else 0 :]:
                params: dict[str, object] = {"size": http.page_size, "sort": "id", "sortorder": "asc"}
                if since:
                    params["q"] = f"lastupdate:>={since.day}"
                for item in walk(self._asking(fetcher, f"{base}/{name}", params), "1", cursor if name == at else None):
                    body: bytes | None = bytes(item.value)
                    if details and name == "object":
                        body = self._detail(fetcher, base, bytes(item.value))
                    if body is not None:
                        yield body, f"{base}/{name}", f"{name}:{item.cursor}"

    def _asking(
        self, fetcher: Fetcher, url: str, params: dict[str, object]
    ) -> Callable[[str, bool], Page[msgspec.Raw] | None]:
        """What brings a page of the list at `url` by its number. There is no page after one that does not name it.

        A list that is not there says nothing of what was in it before: that is reported, and not taken for gone.
        """

        def ask(where: str, again: bool) -> Page[msgspec.Raw] | None:
            found = fetcher.json(url, params | {"page": where}, type=_Answer, again=again)
            if found is None:
                self.context.partial = True
                self.context.report(Issue("no-list", f"there is no list at {url}: nothing of it came in", field="page"))
                return None
            after = parse_qs(split(found.info.next or "").query).get("page")
            return Page(found.records, after[0] if after else None)

        return ask

    def _detail(self, fetcher: Fetcher, base: str, listed: bytes) -> bytes | None:
        """The object asked for by itself; as it is listed, where it has no number to ask for; None if it vanished."""
        head = self._head(listed, f"{base}/object")
        if head is None or not head.key.isdigit():
            return listed
        return ways.alone(fetcher, f"{base}/object/{head.key}", head.key, self.context)

    def _filed(self, path: Path) -> Iterator[tuple[bytes, str, str]]:
        """The records in a file or in the files of a folder: pages of lists, single records, records a line."""
        for line in answers.numbered(path, int(self.context.cursor or 0)):
            yield line.body, line.located, str(line.number)

    def _head(self, body: bytes, located: str) -> _Head | None:
        """What names a record; None, and an issue, if it is no object with a number."""
        try:
            head = msgspec.json.decode(body, type=_Head)
            if head.key:
                return head
            message = "the record has no number: it is left out"
        except (msgspec.DecodeError, RecursionError) as error:
            message = f"the record can't be read ({error}): it is left out"
        raw = body.decode("utf-8", "replace")[:2000]
        self.context.report(Issue("no-key", message, field="id", raw=raw, located=located))
        return None

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        row = msgspec.json.decode(record.body, type=dict[str, Any])
        name = f"{self.descriptor.name}:{record.key}"

        def audit(left: dict[str, Any]) -> None:
            self.context.audit(left, self.ignored, name)

        row.pop("id", None)
        if record.key.startswith(_AGENT):
            yield from people.person(row, self.context, audit, name)
        else:
            yield from objects.work(row, self.context, audit, name)
        audit(row)
