"""Any LIDO: records in XML files, with or without a lidoWrap or an OAI answer around them, one after another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from culturedata.data.records import Entity, RawRecord
from culturedata.errors import InputEmpty, InputMissing
from culturedata.importing.inputs import xml
from culturedata.importing.source import Issue, Source
from culturedata.importing.standards.lido import record as lido
from culturedata.sources.readers import standard_files

_NAMES = (f"{{{lido.LIDO}}}lido",)
_ENDINGS = (".xml", ".lido")


class LidoFile(Source):
    """Reads the file, folder or archive that is given; a cursor is «file:record», both by their numbers from 1.

    A record's key is its first lidoRecID. The raw record is the element in canonical form.
    """

    name = "lido"
    summary = "Your own records in LIDO: XML files, in a folder or an archive"
    general: ClassVar[bool] = True
    ignored = lido.IGNORED

    def records(self) -> Iterator[RawRecord]:
        name, given = self.descriptor.name, self.context.input
        if given is None:
            raise InputMissing(f"{name} has no file of its own.", f"Give it: culturedata import {name} FILE.")
        file, _, record = (self.context.cursor or "0:0").partition(":")
        path, any_record = Path(given), int(record) > 0
        for found in standard_files.found(path, self.context, _ENDINGS, int(file)):
            after = int(record) if found.number == int(file) else 0
            with found.open() as stream:
                for number, body in xml.records(stream, _NAMES, found.located, after):
                    any_record = True
                    made = self._record(body, f"{found.located}: record {number:,}", f"{found.number}:{number}")
                    if made is not None:
                        yield made
        if not any_record:
            raise InputEmpty(f"{path} holds no LIDO record.", "Is it the right file? A record is a lido:lido element.")

    def _record(self, body: bytes, located: str, cursor: str) -> RawRecord | None:
        """The raw record; None, and an issue, if it has no lidoRecID or can't be read."""
        try:
            key = lido.key(xml.tree(body, lido.PREFIXES))
            message = "the record has no lidoRecID: it is left out"
        except ValueError as error:
            key, message = None, f"the record can't be read ({error}): it is left out"
        if key is None:
            raw = body.decode("utf-8", "replace")[:2000]
            self.context.report(Issue("no-key", message, field="lidoRecID", raw=raw, located=located))
            return None
        return RawRecord(key=key, body=body, located=located, cursor=cursor, format="xml")

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        return iter(lido.lido(xml.tree(record.body, lido.PREFIXES), self.context, self.descriptor.name, record.key))
