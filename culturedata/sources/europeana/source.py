"""Europeana: its search, which needs a key; its OAI-PMH; files of its datasets (EDM as RDF/XML), and of its answers.

The search answers with items, the others hold whole EDM records too; all name an object by the same address, so that a
work has one id whatever the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from culturedata.data.records import Entity, RawRecord
from culturedata.errors import DescriptorError, WrongContent
from culturedata.importing.inputs import ways, xml
from culturedata.importing.protocols import oai_records
from culturedata.importing.protocols.oai_pmh import Asked
from culturedata.importing.protocols.oai_records import Format, OaiRecords
from culturedata.importing.protocols.paging import Page, walk
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Context, Issue, Source
from culturedata.importing.standards.edm import record as edm
from culturedata.importing.standards.edm import resources as edm_resources
from culturedata.importing.web.scrub import scrub
from culturedata.sources.europeana import files, schema_org
from culturedata.sources.europeana import item as europeana_item
from culturedata.sources.europeana import record as europeana_record
from culturedata.sources.europeana.item import OWN

OAI = "oai"  # the way, and what the address of another OAI-PMH has in its path
START = "*"
_HOMES = ("http://data.europeana.eu/item/", "https://data.europeana.eu/item/")
# Options that are handed to the search as they are.
_ASKED = ("query", "reusability", "media", "thumbnail", "theme", "landingpage")


class _Answer(msgspec.Struct):
    """A page of the search; its items stay bytes. `success` is a boolean, or the word for it."""

    success: bool | str = True
    error: str | None = None
    items: list[msgspec.Raw] = []
    next: str | None = msgspec.field(name="nextCursor", default=None)
    total: int | None = msgspec.field(name="totalResults", default=None)


class _Head(msgspec.Struct):
    """The fields by which an item is named and dated."""

    id: str = ""
    timestamp_update: Any = None


class Europeana(Source):
    """Reads the search for the descriptor's `query`, the OAI-PMH (of the set in `set`), or files.

    A cursor of the two lists is «how many are done, where the page is asked for, how many of it are done», of files a
    number.
    """

    name = "europeana"
    summary = "Europeana: its search, its OAI-PMH, or files: EDM of its datasets, answers of its APIs"
    ignored = frozenset().union(
        *(one.IGNORED for one in (europeana_item, europeana_record, schema_org, edm_resources, oai_records))
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        options, given = self.descriptor.options, context.input or ""
        base = str(options.get(OAI) or "") if given == OAI else given.rstrip("/")
        asked = Asked("edm", str(options.get("set") or ""), context.since)
        self._list = OaiRecords(context, base, asked, Format(edm.PREFIXES, _edm), key)
        self._by_oai = given == OAI or (given.startswith(("http://", "https://")) and f"/{OAI}" in given)

    def records(self) -> Iterator[RawRecord]:
        if self._by_oai:
            if self.context.input == OAI and not self.descriptor.options.get(OAI):
                said = f"{self.descriptor.name}.yml does not say where the OAI-PMH is."
                raise DescriptorError(said, "Say options: {oai: https://…} in it.")
            yield from self._list.records()
            return
        way = ways.way(self.context)
        if way.path is not None:
            for record in files.records(way.path, self.context):
                yield msgspec.structs.replace(record, key=key(record.key))
        else:
            yield from self._search(way.base)

    def _search(self, base: str) -> Iterator[RawRecord]:
        http, since = self.descriptor.http, Since(self.context.since)
        if http is None or self.context.fetcher is None:
            raise DescriptorError("europeana is read over HTTP: it needs a client, and «http» in its descriptor.")
        done, _, where = (self.context.cursor or f"0 {START} 0").partition(" ")
        number, total, url = int(done), 0, f"{base}/record/v2/search.json"
        params = self._params(since) | {"rows": http.page_size}
        with self.context.fetcher() as fetcher:
            if base != http.base.rstrip("/"):
                fetcher.trust(base)

            def ask(cursor: str, again: bool) -> Page[msgspec.Raw] | None:
                nonlocal total
                answer = fetcher.get(
                    url, params | {"cursor": cursor}, reader=_read, accept="application/json", again=again
                )
                if answer is None:
                    raise WrongContent(f"there is no search at {url} (404).", "Check the address.")
                total = max(total, answer.total or 0)
                return Page(answer.items, None if answer.next == cursor or not answer.items else answer.next)

            for item in walk(ask, START, where):
                number += 1
                head = self._head(bytes(item.value), url)
                if head is not None and since.wants(_moment(head)):
                    yield RawRecord(
                        key=key(head.id), body=bytes(item.value), located=f"{url}: {head.id}",
                        cursor=f"{number} {item.cursor}",
                    )  # fmt: skip
        if number < total:
            self.context.partial = True
            message = f"the list ended after {number:,} items, though it said that it has {total:,}"
            self.context.report(Issue("short-list", message, located=url))

    def _params(self, since: Since) -> dict[str, object]:
        """What is asked of the search: the options, and what changed since a moment."""
        options = self.descriptor.options
        params: dict[str, object] = {"query": "*", "profile": "rich"}
        for name in _ASKED:
            said = options.get(name)
            if said is not None:
                params[name] = str(said).lower() if isinstance(said, bool) else said
        filters = options.get("qf") or []
        filters = [filters] if isinstance(filters, str) else list(filters)
        if since:
            filters.append(f"timestamp_update:[{since.instant} TO *]")
        if filters:
            params["qf"] = " AND ".join(map(str, filters))
        return params

    def _head(self, body: bytes, located: str) -> _Head | None:
        """What names an item; None, and an issue, if nothing does."""
        try:
            head = msgspec.json.decode(body, type=_Head)
            if head.id.strip("/ "):
                return head
            message = "the item has no id: it is left out"
        except msgspec.DecodeError as error:
            message = f"the item can't be read ({error}): it is left out"
        raw = body.decode("utf-8", "replace")[:2000]
        self.context.report(Issue("no-key", message, field="id", raw=raw, located=located))
        return None

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        name = self.descriptor.name
        if record.format == "json":
            row = msgspec.json.decode(record.body, type=dict[str, Any])
            for form in (europeana_record, schema_org):
                if form.is_record(row):
                    yield from _edm(
                        form.tree(row, self.context, f"{name}:{record.key}"), self.context, name, record.key
                    )
                    return
            yield from europeana_item.item(row, self.context, name, record.key)
        elif b":RDF" in record.body[:200].partition(b">")[0] or record.body.startswith(b"<RDF"):
            yield from _edm(xml.tree(record.body, edm.PREFIXES), self.context, name, record.key)
        else:
            yield from self._list.parse(record)


def key(address: str) -> str:
    """«2022704/x» of «/2022704/x» or «http://data.europeana.eu/item/2022704/x»; of another address what it is."""
    bare = address.strip()
    for home in _HOMES:
        bare = bare.removeprefix(home)
    return bare.strip("/#")


def _edm(tree: dict[str, Any], context: Context, source: str, record: str) -> list[Entity]:
    return edm.edm(tree, context, source, record, OWN)


def _read(body: bytes) -> _Answer:
    """An answer of the search. Raises WrongContent if it says that it failed: that is not stored."""
    answer = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"), type=_Answer)
    if str(answer.success).lower() != "true":
        said = scrub(answer.error or "it does not say why")
        raise WrongContent(f"Europeana's search failed: {said}.", "Check «query» and «qf», and the key.")
    return answer


def _moment(head: _Head) -> str | None:
    return head.timestamp_update if isinstance(head.timestamp_update, str) else None
