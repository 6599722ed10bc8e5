"""Works of art in Wikidata: those of chosen museums and classes, live; or any in a file of entities or of answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from culturedata.data.records import Entity
from culturedata.importing.protocols.wikidata import Chosen, Wanted
from culturedata.importing.standards.wikibase import Audit, Json, Unreadable
from culturedata.importing.standards.wikidata import item
from culturedata.importing.standards.wikidata.files import Found
from culturedata.importing.standards.wikidata.names import Names
from culturedata.importing.standards.wikidata.rows import Variables
from culturedata.importing.standards.wikidata.source import OF_JSON, Items, chosen
from culturedata.sources.wikidata_artworks import words, work

# An entity in a file is taken for a work of art if it says one of these: maker, collection, inventory number, Joconde.
TELLING = frozenset({"P170", "P195", "P217", "P347"})


class WikidataArtworks(Items):
    """One record a work."""

    name = "wikidata-artworks"
    summary = "Works of art in Wikidata: of museums and classes that you choose"
    # Pages of Wikimedia about it and lists of its projects; where on Earth it is.
    ignored = OF_JSON | {"P373", "P935", "P910", "P1424", "P5008", "P6104", "P625", "P131", "P17"}
    wanted = Wanted(partial(item.linked, properties=work.ITEMS), wikis=("frwiki", "enwiki"))
    variables = Variables(words.VARIABLES, words.SCHEMES, words.SIZES)
    left_out = "what has no maker, collection or inventory number is no work of art"

    def choices(self) -> Sequence[Chosen]:
        return chosen(self.descriptor.options, {"museums": "P195", "classes": "P31"}, self.name)

    def is_wanted(self, found: Found) -> bool:
        return bool(TELLING & found.properties)

    def work(self, row: Json, names: Names, audit: Audit, unreadable: Unreadable, name: str) -> Iterator[Entity]:
        yield from work.work(row, names, self.context, audit, unreadable, name)
