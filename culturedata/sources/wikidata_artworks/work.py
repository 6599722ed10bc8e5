"""An item of Wikidata as a work: labels, makers with their attributions, dates, collections, sizes and rights."""

from __future__ import annotations

from collections.abc import Iterator

from culturedata.data.records import Dimension, Entity, Work, WorkTerm
from culturedata.importing.source import Context
from culturedata.importing.standards.wikibase import Audit, Claims, Json, Quantity, Unreadable
from culturedata.importing.standards.wikidata import item
from culturedata.importing.standards.wikidata.names import Names
from culturedata.importing.values.identifying import identifiers
from culturedata.sources.wikidata_artworks import words
from culturedata.sources.wikidata_artworks.holdings import holdings
from culturedata.sources.wikidata_artworks.makers import makers

ITEMS = (
    "P195", "P276", "P127", "P7763", "P6216", "P275", *words.MAKERS, *words.WORDS, *words.RELATIONS, *words.SIZES,
)  # fmt: skip
_DATES = {"P571": "created", "P577": "published"}
_TEXTS = {"P1684": "inscription", "P973": "described at", "P953": "full work at"}


def work(
    row: Json, names: Names, context: Context, audit: Audit, unreadable: Unreadable, name: str
) -> Iterator[Entity]:
    """The words and makers that an item names, then the work; what is not known stays in `row`."""
    held = row.pop("claims", None)
    claims = Claims(held if isinstance(held, dict) else {}, audit, unreadable)  # PHP writes [] for an empty object
    at = row.pop("id")
    said = {property: claims.take(property) for property in words.MAKERS}
    agents, credits = makers(said, names, context)
    terms = item.words(claims, names, words.WORDS)
    kept, acquired, former, inventories = holdings(claims, names)
    images = item.images(claims, ("P18",))
    yield from terms.values()
    yield from agents
    yield Work(
        id=name,
        domain="museum",
        titles=tuple(item.titles(row, claims, at)),
        url=f"{item.PAGE}{at}",
        credits=credits,
        dates=(*item.dates(claims, _DATES), *acquired),
        terms=tuple(WorkTerm(facet=term.facet, term=term.id) for term in terms.values()),
        texts=(*item.descriptions(row, claims), *item.texts(claims, _TEXTS), *former),
        images=images,
        rights=tuple(item.rights(claims, names, pictured=bool(images))),
        dimensions=tuple(_dimensions(claims, names)),
        relations=tuple(item.relations(claims, names, words.RELATIONS, words.NAME)),
        holdings=kept,
        identifiers=(
            *identifiers(context, name, wikidata=at, accession=inventories),
            *item.elsewhere(row, claims, context, name, words.SCHEMES),
        ),
    )
    audit(claims.left)


def _dimensions(claims: Claims, names: Names) -> Iterator[Dimension]:
    for property, kind in words.SIZES.items():
        for one in claims.take(property):
            size, part = one.main.value, one.first("P518")
            if isinstance(size, Quantity):
                unit = words.UNITS.get(size.unit or "")
                of = names.label(part.text) if part and part.text else None
                said = " ".join(filter(None, (f"{size.amount:g}", size.unit if unit is None else None)))
                yield Dimension(kind=kind, part=of, value=size.amount, unit=unit, text=said)
