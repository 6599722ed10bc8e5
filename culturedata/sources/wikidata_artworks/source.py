"""Works of art in Wikidata: those of chosen museums and classes, live; or any in a file with an entity a line.

A record's body is `{"entity": …, "linked": …}`: the entity with its own bytes, and what the items that it names are
called, with the years and identifiers of makers. A file has no such names: words and makers are called by their ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from culturedata.data.records import Entity, RawRecord
from culturedata.errors import DescriptorError, InputEmpty, InputFormat, UsageError
from culturedata.importing.inputs import files, ways
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Context, Issue, Source
from culturedata.sources.wikidata_artworks import work
from culturedata.sources.wikidata_artworks.api import Chosen, Wikidata
from culturedata.sources.wikidata_artworks.words import NAME, Names

# An entity in a file is taken for a work of art if it says one of these: maker, collection, inventory number, Joconde.
TELLING = frozenset({"P170", "P195", "P217", "P347"})


class _Line(msgspec.Struct):
    """What names an entity of a file and tells whether it is a work of art."""

    id: str = ""
    claims: dict[str, msgspec.Raw] | list[msgspec.Raw] = {}
    modified: str | None = None


class WikidataArtworks(Source):
    """Reads the query service and the API, or a file; a cursor is «choice digits item», of a file its line."""

    name = "wikidata-artworks"
    summary = "Works of art in Wikidata: of museums and classes that you choose"
    # What kind of entity it is, where its page stands and which version it is; where a statement comes from.
    # Pages of Wikimedia about it and lists of its projects; where on Earth it is.
    ignored = frozenset({
        "type", "pageid", "ns", "title", "lastrevid", "modified", "references",
        "P373", "P935", "P910", "P1424", "P5008", "P6104", "P625", "P131", "P17",
    })  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._told: set[str] = set()

    def records(self) -> Iterator[RawRecord]:
        way = ways.way(self.context)
        yield from self._asked(way.base) if way.path is None else self._filed(way.path)

    def _asked(self, base: str) -> Iterator[RawRecord]:
        http, options = self.descriptor.http, self.descriptor.options
        if http is None or self.context.fetcher is None:
            raise DescriptorError(f"{NAME} is read over HTTP: it needs a client, and «http» in its descriptor.")
        own = base == http.base.rstrip("/")
        endpoint = str(options["sparql"]) if own and "sparql" in options else f"{base}/sparql"
        with self.context.fetcher() as fetcher:
            if not own:
                fetcher.trust(base)
            for one in Wikidata(fetcher, base, endpoint, self.context).items(_choices(options)):
                body = b'{"entity":' + one.body + b',"linked":' + one.linked + b"}"
                yield RawRecord(key=one.id, body=body, located=one.located, cursor=one.cursor)

    def _filed(self, path: Path) -> Iterator[RawRecord]:
        """The works of art in a file with an entity a line, also in the form of the dumps: «[», lines with «,», «]»."""
        since, met = Since(self.context.since), 0
        for line in files.lines(path, self.context, int(self.context.cursor or 0)):
            body = line.body.strip().rstrip(b",")
            if body in (b"[", b"]", b"[]"):
                continue
            try:
                said = msgspec.json.decode(body, type=_Line)
                fault = "" if said.id else "it has no id"
            except (msgspec.DecodeError, RecursionError) as error:
                said, fault = _Line(), str(error)
            if fault:
                if line.number <= 2 and not met:
                    raise InputFormat(f"{line.located} is no entity of Wikidata: {fault}.", "Give one entity a line.")
                raw = body[:2000].decode("utf-8", "replace")
                message = f"the line is no entity of Wikidata ({fault}): left out"
                self.context.report(Issue("not-a-record", message, raw=raw, located=line.located))
                continue
            met += 1
            if not TELLING & set(said.claims if isinstance(said.claims, dict) else ()):
                self._tell("left-out", "entities without maker, collection and inventory number are left out")
            elif since.wants(said.modified):
                body = b'{"entity":' + body + b',"linked":{}}'
                yield RawRecord(key=said.id, body=body, located=line.located, cursor=str(line.number))
        if not met and not self.context.cursor:
            raise InputEmpty(f"{path.name} holds no entities.", "Give one entity a line.")

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        whole = msgspec.json.decode(record.body, type=dict[str, dict[str, Any]])
        name = f"{NAME}:{record.key}"

        def audit(left: dict[str, Any]) -> None:
            self.context.audit(left, self.ignored, name)

        row, names = whole["entity"], Names(whole.get("linked") or {})
        yield from work.work(row, names, self.context, audit, name)
        audit(row)
        if names.missing:
            self._tell("no-label", "makers and words without a name in French or English are called by their ids")

    def _tell(self, code: str, message: str) -> None:
        """Report what holds for many records, once."""
        if code not in self._told:
            self._told.add(code)
            self.context.report(Issue(code, message))


def _choices(options: dict[str, Any]) -> list[Chosen]:
    """What the descriptor chooses: the items of museums, then those of classes. Raises UsageError."""
    found: list[tuple[str, str]] = []
    for option, property in (("museums", "P195"), ("classes", "P31")):
        for item in options.get(option) or ():
            if not (isinstance(item, str) and item[:1] == "Q" and item[1:].isdecimal()):
                raise UsageError(f"{item!r} in options.{option} is no item of Wikidata.", "An item is written Q19675.")
            found.append((property, item))
    if not found:
        raise UsageError(f"{NAME} has no museums and no classes in its options.", "Name some: museums: [Q19675].")
    return [Chosen(property, item, tuple(found[:number])) for number, (property, item) in enumerate(found)]
