"""The Rijksmuseum: all its objects by OAI-PMH, in EDM; or what its search finds, in Linked Art, with the pictures."""

from __future__ import annotations

from collections.abc import Iterator

from culturedata.data.records import Entity, RawRecord
from culturedata.errors import DescriptorError, UsageError
from culturedata.importing.source import Context, Source
from culturedata.importing.standards.linked_art import record as linked_art
from culturedata.sources.rijksmuseum.oai import IGNORED, RijksmuseumOai
from culturedata.sources.rijksmuseum.search import RijksmuseumSearch
from culturedata.sources.rijksmuseum.sets import Sets

SEARCH = ("search", "api")


class Rijksmuseum(Source):
    """Nothing given: OAI-PMH; «search»: the search for everything; the address of a search with its conditions; or the
    address of another server («…/oai»). Both ways name an object by the same number.
    """

    name = "rijksmuseum"
    summary = "Rijksmuseum: all objects by OAI-PMH, or by its search with pictures and literature"
    ignored = linked_art.IGNORED | IGNORED

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._sets = Sets(context)

    def records(self) -> Iterator[RawRecord]:
        yield from self._way().records()

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        way = RijksmuseumOai if record.format == "xml" else RijksmuseumSearch
        entities = way(self.context, "").parse(record)
        return self._sets.named(entities, f"{self.descriptor.name}:{record.key}")

    def _way(self) -> RijksmuseumOai | RijksmuseumSearch:
        http, said = self.descriptor.http, self.context.input
        if http is None:
            raise DescriptorError("rijksmuseum is read over HTTP: it needs «http» in its descriptor.")
        base = http.base.rstrip("/")
        if said is None:
            return RijksmuseumOai(self.context, f"{base}/oai")
        if said in SEARCH:
            return RijksmuseumSearch(self.context, base)
        if not said.startswith(("http://", "https://")):
            hint = "Give nothing (everything, by OAI-PMH), search, or the address of a search at data.rijksmuseum.nl."
            raise UsageError(f"{said!r} is no way into the Rijksmuseum.", hint)
        if "/search" in said:
            return RijksmuseumSearch(self.context, said)
        return RijksmuseumOai(self.context, said)
