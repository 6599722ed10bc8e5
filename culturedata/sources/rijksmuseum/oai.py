"""The Rijksmuseum's OAI-PMH: all its objects in EDM, and which it deleted (it never forgets them)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from culturedata.data.records import Entity, RawRecord, Work
from culturedata.importing.protocols import oai_records
from culturedata.importing.protocols.oai_pmh import Asked
from culturedata.importing.protocols.oai_records import Format, OaiRecords
from culturedata.importing.source import Context
from culturedata.importing.standards.edm import record as edm
from culturedata.importing.standards.edm import resources as edm_resources

MUSEUM = "Rijksmuseum"
OWN = "https://id.rijksmuseum.nl/"
IGNORED = oai_records.IGNORED | edm_resources.IGNORED


class RijksmuseumOai:
    """The objects at `base` (the address of the OAI-PMH itself), of the set in the option `set`, if there is one.

    A record's key is the number in its address: `https://id.rijksmuseum.nl/200107928` is 200107928.
    """

    def __init__(self, context: Context, base: str) -> None:
        asked = Asked("edm", str(context.descriptor.options.get("set") or ""), context.since)
        form = Format(edm.PREFIXES, _read)
        self._list = OaiRecords(context, base.rstrip("/"), asked, form, key=key)

    def records(self) -> Iterator[RawRecord]:
        """The raw records after the context's cursor. Raises FetchError."""
        yield from self._list.records()

    def parse(self, record: RawRecord) -> list[Entity]:
        """The work that a record says, with its agents and terms. Raises ValueError if it can't be read."""
        return self._list.parse(record)


def key(identifier: str) -> str:
    """The key of an object by its address; any other identifier as it is."""
    return identifier.partition("://")[2].removeprefix(OWN.partition("://")[2]) or identifier


def _read(tree: dict[str, Any], context: Context, source: str, record: str) -> list[Entity]:
    """An EDM record; the museum keeps what the record names no keeper of."""
    return [_kept(entity) for entity in edm.edm(tree, context, source, record, OWN)]


def _kept(entity: Entity) -> Entity:
    if not isinstance(entity, Work):
        return entity
    held = tuple(
        msgspec.structs.replace(one, name=one.name or MUSEUM, city="Amsterdam", country="NL")
        if one.name in (None, MUSEUM)
        else one
        for one in entity.holdings
    )
    return msgspec.structs.replace(entity, holdings=held)
