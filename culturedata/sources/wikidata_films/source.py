"""Films in Wikidata: those of chosen classes that are known well enough, live; or any in a file of entities or answers.

Which films there are is asked with SPARQL, in parts; each then comes as the whole entity that it is, so that no cast is
ever multiplied by genres. What the items that it names are called, and the facts about people, come in batches whose
rows do not multiply either: see importing.protocols.wikidata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from culturedata.data.records import Entity
from culturedata.errors import UsageError
from culturedata.importing.protocols import sparql
from culturedata.importing.protocols.wikidata import Chosen, Wanted
from culturedata.importing.standards.wikibase import Audit, Json, Unreadable
from culturedata.importing.standards.wikidata import item
from culturedata.importing.standards.wikidata.files import Found
from culturedata.importing.standards.wikidata.names import Names
from culturedata.importing.standards.wikidata.rows import Variables
from culturedata.importing.standards.wikidata.source import OF_JSON, Items, chosen, named
from culturedata.sources.wikidata_films import words, work

# What films only have: a number at TMDb or AlloCiné; and what tells one if nothing says what it is: direction, cast.
TELLING = frozenset({"P4947", "P1265"})
OF_FILMS = TELLING | {"P57", "P161"}
_PROPERTY = re.compile(r"P[1-9]\d*")


class WikidataFilms(Items):
    """One record a film."""

    name = "wikidata-films"
    summary = "Films in Wikidata: people with their parts, subjects, places, releases, titles in eleven languages"
    # Pages of Wikimedia about it, lists of its projects, what it must not be taken for; the country a page is filed by.
    ignored = OF_JSON | {
        "P373", "P935", "P910", "P1424", "P5008", "P6104", "P1151", "P971", "P2354", "P7084", "P1889", "P5125", "P17",
    }  # fmt: skip
    wanted = Wanted(partial(item.linked, properties=work.ITEMS), work.LANGUAGES)
    variables = Variables(words.VARIABLES, words.SCHEMES, words.FIGURES)
    left_out = "what is of none of the classes in the options is no film"

    def choices(self) -> Sequence[Chosen]:
        options = self.descriptor.options
        return chosen(options, {"classes": item.KIND}, self.name, conditions(options))

    def is_wanted(self, found: Found) -> bool:
        kinds = found.kinds
        if kinds & set(named(self.descriptor.options, "classes")):
            return True
        return bool((TELLING if kinds else OF_FILMS) & found.properties)

    def work(self, row: Json, names: Names, audit: Audit, unreadable: Unreadable, name: str) -> Iterator[Entity]:
        yield from work.work(row, names, self.context, audit, unreadable, name)


def conditions(options: Mapping[str, Any]) -> str:
    """What `least_sitelinks` and `only` ask of a film, in SPARQL. Raises UsageError."""
    least, only = options.get("least_sitelinks") or 0, options.get("only") or {}
    if not isinstance(least, int) or not isinstance(only, dict):
        raise UsageError("least_sitelinks is a number, and only: {P495: [Q142]}.", "See wikidata-films.yml.")
    said = [f"?item wikibase:sitelinks ?pages . FILTER(?pages >= {least})"] if least else []
    for number, property in enumerate(only, 1):
        if not _PROPERTY.fullmatch(str(property)):
            raise UsageError(f"{property!r} in options.only is no property of Wikidata.", "One is written P495.")
        said.append(f"?item wdt:{property} ?only{number} . {sparql.values(f'only{number}', named(only, property))}")
    return " ".join(said)
