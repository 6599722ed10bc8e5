"""What every source of items of Wikidata does: it reads chosen ones live, or those of a file of entities or of answers.

A record's body is `{"entity": …, "linked": …}`: the entity with its own bytes, and what the items that it names are
called, with the years and identifiers of makers. A file of entities has no such names: words and makers are called by
their ids. Of a saved answer of the query service it is `{"id": …, "item": …, "rows": …}`, its rows as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import msgspec

from culturedata.data.records import Entity, RawRecord
from culturedata.errors import UsageError
from culturedata.importing.inputs import ways
from culturedata.importing.protocols.since import Since
from culturedata.importing.protocols.wikidata import Chosen, Wanted, Wikidata
from culturedata.importing.source import Context, Issue, Source
from culturedata.importing.standards.wikibase import Audit, Json, Snak, Unreadable
from culturedata.importing.standards.wikidata import files, rows
from culturedata.importing.standards.wikidata.names import Names
from culturedata.importing.standards.wikidata.rows import Variables

# What kind of entity it is, where its page stands and which version it is; where a statement comes from. What a part of
# the JSON says of it: which property it stands under, its number, its hash, the order of qualifiers, an older form of
# an item's id, in which zone and calendar a time is (only its year is compared), how far off a size may be.
OF_JSON = frozenset({
    "type", "pageid", "ns", "title", "lastrevid", "modified", "references", "property", "id", "hash",
    "qualifiers-order", "entity-type", "numeric-id", "timezone", "calendarmodel", "before", "after",
    "upperBound", "lowerBound", "badges", "site", "url",
})  # fmt: skip


class Items(Source):
    """Reads the query service and the API, or files; a cursor is «choice digits item», of a file its line or number.

    A subclass says what of an item is `wanted`, what the `variables` of answers mean, what in a file is `left_out`,
    and which items are its works.
    """

    wanted: ClassVar[Wanted]
    variables: ClassVar[Variables]
    left_out: ClassVar[str]

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._told: set[str] = set()

    def choices(self) -> Sequence[Chosen]:
        """What the descriptor chooses. Raises UsageError."""
        raise NotImplementedError

    def is_wanted(self, found: files.Found) -> bool:
        """Whether an item of a file is a work of this source."""
        raise NotImplementedError

    def work(self, row: Json, names: Names, audit: Audit, unreadable: Unreadable, name: str) -> Iterator[Entity]:
        """The words and makers that an item names, then the work; what is not known stays in `row`."""
        raise NotImplementedError

    def records(self) -> Iterator[RawRecord]:
        way = ways.way(self.context)
        yield from self._asked(way.base) if way.path is None else self._filed(way.path)

    def _asked(self, base: str) -> Iterator[RawRecord]:
        options = self.descriptor.options
        with ways.client(self.context, base) as (fetcher, http):
            own = base == http.base.rstrip("/")
            endpoint = str(options["sparql"]) if own and "sparql" in options else f"{base}/sparql"
            for one in Wikidata(fetcher, base, endpoint, self.context, self.wanted).items(self.choices()):
                body = b'{"entity":' + one.body + b',"linked":' + one.linked + b"}"
                yield RawRecord(key=one.id, body=body, located=one.located, cursor=one.cursor)

    def _filed(self, path: Path) -> Iterator[RawRecord]:
        """The works among the items of a file."""
        since = Since(self.context.since)
        for one in files.items(path, self.context, self.variables):
            if not self.is_wanted(one):
                self.tell("left-out", f"{self.left_out}: left out, as {one.id} is")
            elif since.wants(one.modified):
                yield RawRecord(key=one.id, body=one.body, located=one.located, cursor=str(one.number))

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        whole = msgspec.json.decode(record.body, type=dict[str, Any])
        name = f"{self.name}:{record.key}"

        def audit(left: dict[str, Any]) -> None:
            self.context.audit(left, self.ignored, name)

        def unreadable(property: str, value: Snak) -> None:
            if property not in self.ignored:
                message = f"a value of {property} can't be read: it is kept in the raw record only"
                self.context.report(Issue("unreadable-value", message, record=name, field=property, raw=value.raw))

        if "rows" in whole:
            at, item, said = whole.pop("id"), whole.pop("item"), whole.pop("rows")
            row, linked, left = rows.entity(at, item, said, self.variables)
            whole.pop("claims")
            audit(left)
        else:
            row, linked = whole.pop("entity"), whole.pop("linked", None) or {}
        names = Names(linked, self.name)
        yield from self.work(row, names, audit, unreadable, name)
        audit(row | whole)
        if names.missing:
            self.tell("no-label", "makers and words without a name in French or English are called by their ids")

    def tell(self, code: str, message: str) -> None:
        """Report what holds for many records, once."""
        if code not in self._told:
            self._told.add(code)
            self.context.report(Issue(code, message))


def chosen(options: Mapping[str, Any], properties: Mapping[str, str], source: str, more: str = "") -> list[Chosen]:
    """The items that the options name, of each of which `properties` gives the property. Raises UsageError."""
    found = [(name, one) for option, name in properties.items() for one in named(options, option)]
    if not found:
        least = " and no ".join(properties)
        raise UsageError(f"{source} has no {least} in its options.", "Name some: an item is written Q19675.")
    return [Chosen(name, one, tuple(found[:number]), more) for number, (name, one) in enumerate(found)]


def named(options: Mapping[str, Any], option: str) -> list[str]:
    """The items of Wikidata that an option names. Raises UsageError."""
    for item in (items := list(options.get(option) or ())):
        if not (isinstance(item, str) and item[:1] == "Q" and item[1:].isdecimal()):
            raise UsageError(f"{item!r} in options.{option} is no item of Wikidata.", "An item is written Q19675.")
    return items
