"""Works of art in Wikidata: those of chosen museums and classes, live; or any in a file of entities or of answers.

A record's body is `{"entity": …, "linked": …}`: the entity with its own bytes, and what the items that it names are
called, with the years and identifiers of makers. A file of entities has no such names: words and makers are called by
their ids. Of a saved answer of the query service it is `{"id": …, "item": …, "rows": …}`, its rows as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from culturedata.data.records import Entity, RawRecord
from culturedata.errors import UsageError
from culturedata.importing.inputs import ways
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Context, Issue, Source
from culturedata.importing.standards.wikibase import Snak
from culturedata.sources.wikidata_artworks import files, rows, work
from culturedata.sources.wikidata_artworks.api import Chosen, Wikidata
from culturedata.sources.wikidata_artworks.words import NAME, Names

# An entity in a file is taken for a work of art if it says one of these: maker, collection, inventory number, Joconde.
TELLING = frozenset({"P170", "P195", "P217", "P347"})


class WikidataArtworks(Source):
    """Reads the query service and the API, or files; a cursor is «choice digits item», of a file its line or number."""

    name = "wikidata-artworks"
    summary = "Works of art in Wikidata: of museums and classes that you choose"
    # What kind of entity it is, where its page stands and which version it is; where a statement comes from.
    # Pages of Wikimedia about it and lists of its projects; where on Earth it is. What a part of the JSON says of it:
    # which property it stands under, its number, its hash, the order of qualifiers, an older form of an item's id, in
    # which zone and calendar a time is (only its year is compared), how far off a size may be.
    ignored = frozenset({
        "type", "pageid", "ns", "title", "lastrevid", "modified", "references", "property", "id", "hash",
        "qualifiers-order", "entity-type", "numeric-id", "timezone", "calendarmodel", "before", "after",
        "upperBound", "lowerBound", "badges", "site", "url",
        "P373", "P935", "P910", "P1424", "P5008", "P6104", "P625", "P131", "P17",
    })  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._told: set[str] = set()

    def records(self) -> Iterator[RawRecord]:
        way = ways.way(self.context)
        yield from self._asked(way.base) if way.path is None else self._filed(way.path)

    def _asked(self, base: str) -> Iterator[RawRecord]:
        options = self.descriptor.options
        with ways.client(self.context, base) as (fetcher, http):
            own = base == http.base.rstrip("/")
            endpoint = str(options["sparql"]) if own and "sparql" in options else f"{base}/sparql"
            for one in Wikidata(fetcher, base, endpoint, self.context).items(_choices(options)):
                body = b'{"entity":' + one.body + b',"linked":' + one.linked + b"}"
                yield RawRecord(key=one.id, body=body, located=one.located, cursor=one.cursor)

    def _filed(self, path: Path) -> Iterator[RawRecord]:
        """The works of art among the items of a file."""
        since = Since(self.context.since)
        for one in files.items(path, self.context):
            if not TELLING & one.properties:
                message = (
                    f"what has no maker, collection or inventory number is no work of art: left out, as {one.id} is"
                )
                self._tell("left-out", message)
            elif since.wants(one.modified):
                yield RawRecord(key=one.id, body=one.body, located=one.located, cursor=str(one.number))

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        whole = msgspec.json.decode(record.body, type=dict[str, Any])
        name = f"{NAME}:{record.key}"

        def audit(left: dict[str, Any]) -> None:
            self.context.audit(left, self.ignored, name)

        def unreadable(property: str, value: Snak) -> None:
            if property not in self.ignored:
                message = f"a value of {property} can't be read: it is kept in the raw record only"
                self.context.report(Issue("unreadable-value", message, record=name, field=property, raw=value.raw))

        if "rows" in whole:
            row, linked, left = rows.entity(whole.pop("id"), whole.pop("item"), whole.pop("rows"))
            whole.pop("claims")
            audit(left)
        else:
            row, linked = whole.pop("entity"), whole.pop("linked", None) or {}
        names = Names(linked)
        yield from work.work(row, names, self.context, audit, unreadable, name)
        audit(row | whole)
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
