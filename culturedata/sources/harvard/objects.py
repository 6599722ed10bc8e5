"""An object of the Harvard Art Museums as a work: from a list, or with all that it has when asked for by itself."""

from __future__ import annotations

from collections.abc import Iterator

from culturedata.data.records import Date, Dimension, Entity, Holding, Measure, Relation, Text, Title, Work, WorkTerm
from culturedata.importing.source import Context, Issue
from culturedata.importing.values import dates, sizes
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.text import number, slug, text_of
from culturedata.sources.harvard import history, pictures
from culturedata.sources.harvard.people import Audit, Row, makers, numbered, objects, text
from culturedata.sources.harvard.terms import terms_of

TEXTS = {
    "medium": "medium", "signed": "signature", "state": "state", "edition": "edition",
    "standardreferencenumber": "standard reference number", "description": "description", "provenance": "provenance",
    "commentary": "commentary", "labeltext": "label", "accessionmethod": "acquisition",
}  # fmt: skip
TITLES = {"title": "original", "translated title": "translated", "series/book title": "group"}
MEASURES = {
    "verificationlevel": ("verification level", "none"), "totalpageviews": ("page views", "views"),
    "totaluniquepageviews": ("unique page views", "views"), "rank": ("rank", "none"),
}  # fmt: skip
_COIN = {
    "denomination": "denomination", "metal": "metal", "dieaxis": "die axis", "dateonobject": "date on the object",
    "obverseinscription": "inscription on the obverse", "reverseinscription": "inscription on the reverse",
}  # fmt: skip


def work(row: Row, context: Context, audit: Audit, name: str) -> Iterator[Entity]:
    """The terms and makers that an object names, then the work; what is not known stays in `row`."""
    agents, of_agents, credits = makers(context.descriptor.name, row, audit)
    terms = terms_of(context.descriptor.name, row, audit)
    inventory, shown = text_of(row, "objectnumber"), pictures.pictures(row, context, audit, name)
    owned = any(row.get(field) for field in ("accessionyear", "accessionmethod"))
    exhibited, written = history.exhibitions(row, audit), history.publications(row, audit)
    yield from dict.fromkeys((*terms, *of_agents))
    yield from agents
    yield Work(
        id=name,
        domain="museum",
        titles=tuple(_titles(row, audit)),
        url=text_of(row, "url") or None,
        credits=tuple(credits),
        dates=tuple(_dates(row, context, name)),
        terms=tuple(WorkTerm(facet=term.facet, term=term.id) for term in terms),
        texts=(*_texts(row, audit), *exhibited.texts, *written.texts, *history.gallery(row, audit)),
        images=shown.images,
        rights=(*shown.rights, *pictures.of_work(row)),
        identifiers=identifiers(context, name, accession=inventory, **_manifests(row, audit)),
        dimensions=tuple(_dimensions(row)),
        holdings=(
            Holding(
                kind="owner" if owned else "keeper", name=pictures.MUSEUM, city="Cambridge, Massachusetts",
                country="US", inventory=inventory or None,
                credit_line=text(row, "creditline") or None,
            ),
        ),
        measures=tuple(_measures(row, audit)),
        relations=(
            *_relations(context.descriptor.name, row, audit), *exhibited.relations(context.descriptor.name),
            *written.relations(context.descriptor.name), *shown.relations,
        ),
    )  # fmt: skip


def _titles(row: Row, audit: Audit) -> Iterator[Title]:
    """The title that is shown, then the others, with the kind that the museums give them."""
    shown = text(row, "title")
    others = []
    for one in objects(row, "titles", audit):
        kind, other = text(one, "titletype").casefold(), text(one, "title")
        if other and other != shown:
            others.append(Title(text=other, kind=TITLES.get(kind, "alternative")))
    yield Title(text=shown or "[no title]")
    yield from dict.fromkeys(others)


def _dates(row: Row, context: Context, name: str) -> Iterator[Date]:
    """When it was made: a bound of 0 is none, for there is no such year. Then the year in which it was acquired."""
    first, last = (_year(row, field, context, name) for field in ("datebegin", "dateend"))
    years = [str(year) for year in dict.fromkeys((first, last)) if year is not None]
    said = text(row, "dated") or "–".join(years)
    if said:
        yield dates.bounded(said, first, last)
    acquired = text(row, "accessionyear")
    if acquired:
        yield dates.read(acquired, "acquired")


def _year(row: Row, field: str, context: Context, name: str) -> int | None:
    said = text_of(row, field)
    year = number(said)
    if said and year is None:
        context.report(Issue("not-a-year", f"{said!r} is no year", record=name, field=field, raw=said))
    return int(year) if year else None


def _texts(row: Row, audit: Audit) -> Iterator[Text]:
    for field, kind in TEXTS.items():
        said = text(row, field)
        if said:
            yield Text(kind=kind, text=said, lang="en")
    for place in objects(row, "places", audit):
        kind, said = text(place, "type").lower() or "place", text(place, "displayname")
        if said:
            yield Text(kind=kind, text=said, lang="en")
    for mark in objects(row, "marks", audit):
        kind, said = text(mark, "type").lower() or "mark", text(mark, "text")
        if said:
            yield Text(kind=kind, text=said)
    yield from _longer(row, audit)


def _longer(row: Row, audit: Audit) -> Iterator[Text]:
    """What was written about it, with where and when that was; what was measured; what stands on a coin."""
    for one in objects(row, "contextualtext", audit):
        kind, said = text(one, "type").lower() or "text", [text(one, field) for field in ("text", "textiletext")]
        where = ", ".join(filter(None, (text(one, "context"), text(one, "date"))))
        if any(said):
            yield Text(kind=kind, text="\n".join(filter(None, (*said, where))), lang="en")
    details = row.pop("details", None) or {}
    for one in objects(details, "technical", audit):
        kind, found = text(one, "type").lower() or "technical details", text(one, "text")
        if found:
            yield Text(kind=kind, text=found, lang="en")
    coin = details.pop("coins", None) or {}
    for field, kind in _COIN.items():
        found = text(coin, field)
        if found:
            yield Text(kind=kind, text=found)
    audit(coin)
    audit(details)


def _dimensions(row: Row) -> Iterator[Dimension]:
    """The sizes that the text names («h. 41.9 cm»), then the text."""
    said = text(row, "dimensions")
    yield from sizes.read(said)
    if said:
        yield Dimension(kind="text", text=said)


def _measures(row: Row, audit: Audit) -> Iterator[Measure]:
    """How well the museums know the object, from 0, unchecked, to 4, best; how often its page was looked at, and how
    much so beside others; of each colour of its pictures the part."""
    for field, (kind, unit) in MEASURES.items():
        value = row.pop(field, None)
        if value is not None:
            yield Measure(kind=kind, value=float(value), unit=unit)
    hues: dict[str, float] = {}
    for one in objects(row, "colors", audit):
        hue, part = text(one, "hue").lower(), one.pop("percent", None)
        if hue and part is not None:
            hues[hue] = hues.get(hue, 0.0) + float(part)
    yield from (Measure(kind=f"colour {hue}", value=round(part, 6), unit="share") for hue, part in hues.items())


def _manifests(row: Row, audit: Audit) -> dict[str, list[str]]:
    """The addresses of IIIF manifests; what else there should be goes by its own name."""
    found: dict[str, list[str]] = {}
    for one in objects(row, "seeAlso", audit, "profile"):
        address, kind = text_of(one, "id"), slug(text(one, "type")) or "iiif-manifest"
        if address and not address.endswith("/undefined"):
            found.setdefault(kind, []).append(address)
    return found


def _relations(source: str, row: Row, audit: Audit) -> Iterator[Relation]:
    for one in objects(row, "related", audit):
        at, said = numbered(one, "objectid"), text(one, "formattedrelationship")
        kind, title, inventory = (text(one, field) for field in ("relationship", "title", "objectnumber"))
        shown = "; ".join(filter(None, (said, title, inventory)))
        target = f"{source}:{at}" if at else None
        yield Relation(kind=kind.lower() or "related to", target=target, text=shown or None)
