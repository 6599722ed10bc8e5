"""Records that come by OAI-PMH: harvested, kept as their own XML, and read by the standard that they are written in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from culturedata.data.records import Entity, RawRecord, Term, Work, WorkTerm
from culturedata.errors import DescriptorError
from culturedata.importing.inputs import xml
from culturedata.importing.protocols import oai_pmh, oai_saved
from culturedata.importing.protocols.oai_pmh import Asked, Harvested, Repository
from culturedata.importing.source import Context, Issue
from culturedata.importing.standards import oai_dc as dc_standard
from culturedata.importing.standards.edm import record as edm_standard
from culturedata.importing.values.text import slug

Read = Callable[[dict[str, Any], Context, str, str], list[Entity]]
FORMATS = ("oai_dc", "edm", "lido")
# When the record was changed, which is no property of the work; where it came from before; where the schema is.
IGNORED = frozenset({"oai:datestamp", "oai:about", "@xsi:schemaLocation", "@status"})


@dataclass(frozen=True, slots=True)
class Format:
    """A standard: the prefixes of its names, and what reads a record in it."""

    prefixes: Mapping[str, str]
    read: Read


def format_of(name: str) -> Format:
    """The standard called `name`, one of FORMATS. Raises DescriptorError."""
    if name == "oai_dc":
        return Format(dc_standard.PREFIXES, dc_standard.oai_dc)
    if name == "edm":
        return Format(edm_standard.PREFIXES, edm_standard.edm)
    if name == "lido":
        from culturedata.importing.standards.lido import record as lido

        return Format(lido.PREFIXES, lido.lido)
    raise DescriptorError(f"records in the format {name!r} can't be read.", f"«format» is one of {', '.join(FORMATS)}.")


class OaiRecords:
    """The records of one list of a repository. `key` makes a record's key of its OAI identifier."""

    def __init__(
        self, context: Context, base: str, asked: Asked, form: Format, key: Callable[[str], str] = str.strip
    ) -> None:
        self._context = context
        self._base = base
        self._asked = asked
        self._form = form
        self._key = key

    def records(self) -> Iterator[RawRecord]:
        """The raw records after the context's cursor; what the repository deleted is `gone`. Raises FetchError."""
        if self._context.descriptor.http is None or self._context.fetcher is None:
            name = self._context.descriptor.name
            raise DescriptorError(f"{name} is read over HTTP: it needs a client, and «http» in its descriptor.")
        with self._context.fetcher() as fetcher:
            if (self._context.input or "").startswith(("http://", "https://")):
                fetcher.trust(self._base)
            repository = Repository(fetcher, self._base, self._context)
            for found, cursor in repository.records(self._asked, self._context.cursor):
                yield self._raw(found, self._base, cursor)

    def saved(self, path: Path) -> Iterator[RawRecord]:
        """The raw records in kept answers after the context's cursor, which is their number. Raises InputError."""
        after = int(self._context.cursor or 0)
        for number, (located, found) in enumerate(oai_saved.records(path, self._context), 1):
            if number > after and found.identifier:
                yield self._raw(found, located, str(number))
            elif number > after:
                message = "the record has no identifier: it is left out"
                raw = found.body.decode()[:2000]
                self._context.report(Issue("no-key", message, field="identifier", raw=raw, located=located))

    def _raw(self, found: Harvested, where: str, cursor: str) -> RawRecord:
        return RawRecord(
            key=self._key(found.identifier),
            body=b"" if found.deleted else found.body,
            located=f"{where}: {found.identifier}",
            cursor=cursor,
            format="xml",
            gone=found.deleted,
        )

    def parse(self, record: RawRecord) -> list[Entity]:
        """What a record says; the sets that it is in are terms. Raises ValueError if it has no metadata."""
        context = self._context
        source = context.descriptor.name
        name = f"{source}:{record.key}"
        tree = xml.tree(record.body, {**oai_pmh.PREFIXES, **self._form.prefixes})
        content = tree.pop("oai:record")
        sets: list[str] = []
        for header in content.pop("oai:header", ()):
            sets += self._header(header, name)
        [metadata] = content.pop("oai:metadata", None) or [{}]
        context.audit(content, IGNORED, name)
        entities = self._form.read(self._document(metadata, name), context, source, record.key)
        context.audit(metadata, IGNORED, name)
        return [*self._sets(sets), *(_in_sets(entity, source, sets) for entity in entities)]

    def _document(self, metadata: dict[str, Any], name: str) -> dict[str, Any]:
        """The document that the metadata are, as xml.tree gives it; of a LIDO wrapper what is in it."""
        root = next((child for child in metadata if not child.startswith(("@", "#"))), None)
        if root is None:
            raise ValueError("the record has no metadata")
        content = metadata.pop(root)[0]
        if root.rpartition(":")[2] == "lidoWrap":
            [inner, *_] = content.pop("lido", None) or [{}]
            self._context.audit(content, IGNORED, name)
            return {"lido": inner}
        return {root: content}

    def _header(self, header: dict[str, Any], name: str) -> list[str]:
        """The sets that a header names."""
        sets = []
        for one in header.pop("oai:setSpec", ()):
            sets.append(one.pop("#text", ""))
            self._context.audit(one, IGNORED, name)
        for one in header.pop("oai:identifier", ()):
            one.pop("#text", None)
            self._context.audit(one, IGNORED, name)
        self._context.audit(header, IGNORED, name)
        return [one for one in sets if slug(one)]

    def _sets(self, sets: list[str]) -> Iterator[Term]:
        """The terms of sets, under the names that the descriptor's option `sets` gives them."""
        source, names = self._context.descriptor.name, self._context.descriptor.options.get("sets") or {}
        known = {str(spec): str(name) for spec, name in names.items()}
        for one in dict.fromkeys(sets):
            yield Term(id=_set_id(source, one), facet="collection", label=known.get(one, one))


def _set_id(source: str, spec: str) -> str:
    return f"{source}:term:set/{slug(spec)}"


def _in_sets(entity: Entity, source: str, sets: list[str]) -> Entity:
    """A work with the terms of its sets; anything else as it is."""
    if not isinstance(entity, Work) or not sets:
        return entity
    more = (WorkTerm(facet="collection", term=_set_id(source, one)) for one in dict.fromkeys(sets))
    return msgspec.structs.replace(entity, terms=tuple(dict.fromkeys((*entity.terms, *more))))
