"""Any Linked Art: documents in files, or on a server that lists their addresses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import msgspec

from culturedata.data.records import Entity, RawRecord
from culturedata.errors import DescriptorError, InputEmpty, InputFormat, InputMissing
from culturedata.importing.protocols import linked_art_list
from culturedata.importing.source import Issue, Source
from culturedata.importing.standards.linked_art import record as linked_art
from culturedata.sources.readers import linked_art_documents, standard_files

_ENDINGS = (".json", ".jsonld", ".jsonl", ".ndjson")


class _Head(msgspec.Struct):
    """What names a document."""

    id: str = ""


class LinkedArtFile(Source):
    """Reads files («file:document» is a cursor), or the list at an address, and each document that it names.

    A record's key is its address without protocol and host.
    """

    name = "linked-art"
    summary = "Your own records in Linked Art: JSON files, or a server that lists them"
    general: ClassVar[bool] = True
    ignored = linked_art.IGNORED

    def records(self) -> Iterator[RawRecord]:
        given, http = self.context.input, self.descriptor.http
        if given is None and http is None:
            name = self.descriptor.name
            raise InputMissing(f"{name} has no file of its own.", f"Give it: culturedata import {name} FILE.")
        if given is None or given.startswith(("http://", "https://")):
            yield from self._listed(given)
        else:
            yield from self._files(Path(given))

    def _files(self, path: Path) -> Iterator[RawRecord]:
        file, _, done = (self.context.cursor or "0:0").partition(":")
        empty = int(done) == 0
        for found in standard_files.found(path, self.context, _ENDINGS, int(file)):
            after = int(done) if found.number == int(file) else 0
            try:
                for one in linked_art_documents.documents(found, self.context, after):
                    empty = False
                    record = self._record(one.body, one.located, f"{found.number}:{one.number}")
                    if record is not None:
                        yield record
            except InputFormat as error:
                if path.is_file() and found.located == path.name:
                    raise
                self.context.report(Issue("not-json", f"{error.message} It is left out.", located=found.located))
        if empty:
            raise InputEmpty(
                f"{path} holds no Linked Art document.", "Is it the right file? It ends in .json or .jsonl."
            )

    def _listed(self, given: str | None) -> Iterator[RawRecord]:
        if self.context.fetcher is None or self.descriptor.http is None:
            name = self.descriptor.name
            raise DescriptorError(f"{name} is read over HTTP: it needs «http» in its descriptor.", _HTTP)
        start = given or self.descriptor.http.base
        with self.context.fetcher() as fetcher:
            if given:
                fetcher.trust(given)
            for item in linked_art_list.references(fetcher, start, self.context.cursor):
                body = linked_art_list.document(fetcher, item.value)
                if body is None:
                    key = _key(item.value)
                    message = f"{item.value} is in the list and not there by itself"
                    self.context.report(Issue("vanished", message, record=key, raw=key))
                    continue
                record = self._record(body, item.value, item.cursor)
                if record is not None:
                    yield record

    def _record(self, body: bytes, located: str, cursor: str) -> RawRecord | None:
        """The raw record; None, and an issue, if it is no object that has an address."""
        try:
            key = _key(msgspec.json.decode(body, type=_Head).id)
            message = "the document has no id: it is left out"
        except (msgspec.DecodeError, ValueError) as error:
            key, message = "", f"the document can't be read ({error}): it is left out"
        if not key:
            raw = body.decode("utf-8", "replace")[:2000]
            self.context.report(Issue("no-key", message, field="id", raw=raw, located=located))
            return None
        return RawRecord(key=key, body=body, located=located, cursor=cursor)

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        document: dict[str, Any] = msgspec.json.decode(record.body)
        return iter(linked_art.linked_art(document, self.context, self.descriptor.name, record.key))


_HTTP = "Say http: {base: https://…} there; see docs/add-a-source.md."


def _key(address: str) -> str:
    """An address without protocol and host; what is no address as it is."""
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.path}{query}".strip("/") if parts.netloc else address.strip()
