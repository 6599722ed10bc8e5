"""An object of the Harvard Art Museums as a work: from a list, or with all that it has when asked for by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from culturedata.data.licences import licence
from culturedata.data.records import (
    Date,
    Dimension,
    Entity,
    Holding,
    Image,
    Measure,
    Relation,
    Rights,
    Term,
    Text,
    Title,
    Work,
    WorkTerm,
)
from culturedata.importing.source import Context, Issue
from culturedata.importing.values import dates
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.text import number, slug
from culturedata.sources.harvard import history
from culturedata.sources.harvard.people import Audit, Row, culture_term, makers, objects, text

MUSEUM = "Harvard Art Museums"
METADATA = Rights(covers="metadata", statement="non-commercial use only (API terms of use)", holder=MUSEUM)
# What may be done with pictures, by `imagepermissionlevel`.
PERMISSIONS = {
    0: "images may be shown in any size, for non-commercial use",
    1: "images may be shown up to 256 pixels, for non-commercial use",
    2: "images may not be shown",
}
SMALL = "width=256&height=256"
# Fields with a word that describes the work, the field with its number, and the facet.
WORDS = (
    ("classification", "classificationid", "classification"), ("technique", "techniqueid", "technique"),
    ("period", "periodid", "period"), ("century", "", "period"), ("style", "", "movement"),
    ("department", "", "department"), ("division", "", "collection"),
)  # fmt: skip
# The museums' vocabularies in `terms`, and the facet of each; century and culture are in fields of their own, too.
VOCABULARIES = {
    "medium": "material", "support": "material", "technique": "technique", "place": "place", "topic": "collection",
    "period": "period", "worktype": "type", "classification": "classification", "group": "collection",
}  # fmt: skip
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
_SIZE = re.compile(r"(?<![\w.])(?P<kind>h|w|l|diam)\.\s*(?P<size>\d+(?:\.\d+)?)\s*cm\b", re.IGNORECASE)
_KINDS = {"h": "height", "w": "width", "l": "length", "diam": "diameter"}
_COIN = {
    "denomination": "denomination", "metal": "metal", "dieaxis": "die axis", "dateonobject": "date on the object",
    "obverseinscription": "inscription on the obverse", "reverseinscription": "inscription on the reverse",
}  # fmt: skip


def work(row: Row, context: Context, audit: Audit, name: str) -> Iterator[Entity]:
    """The terms and makers that an object names, then the work; what is not known stays in `row`."""
    agents, of_agents, credits = makers(context.descriptor.name, row, audit)
    terms = _terms(context.descriptor.name, row, audit)
    inventory, permission = row.pop("objectnumber", None), _permission(row, context, name)
    owned = any(row.get(field) for field in ("accessionyear", "accessionmethod"))
    shown, written = history.exhibitions(row, audit), history.publications(row, audit)
    yield from dict.fromkeys((*terms, *of_agents))
    yield from agents
    yield Work(
        id=name,
        domain="museum",
        titles=tuple(_titles(row, audit)),
        url=row.pop("url", None) or None,
        credits=tuple(credits),
        dates=tuple(_dates(row, context, name)),
        terms=tuple(WorkTerm(facet=term.facet, term=term.id) for term in terms),
        texts=(*_texts(row, audit), *shown.texts, *written.texts, *history.gallery(row, audit)),
        images=tuple(_images(row, permission, audit)),
        rights=tuple(_rights(row, permission)),
        identifiers=identifiers(
            context, name, accession=inventory, **_manifests(row, audit)
        ),
        dimensions=tuple(_dimensions(row)),
        holdings=(
            Holding(
                kind="owner" if owned else "keeper", name=MUSEUM, city="Cambridge, Massachusetts", country="US",
                inventory=str(inventory) if inventory else None, credit_line=text(row, "creditline") or None,
            ),
        ),
        measures=tuple(_measures(row, audit)),
        relations=(
            *_relations(context.descriptor.name, row, audit), *shown.relations(context.descriptor.name),
            *written.relations(context.descriptor.name),
        ),
    )  # fmt: skip


def _terms(source: str, row: Row, audit: Audit) -> list[Term]:
    """The words that describe the object, each once; a number tells words of one vocabulary apart, else the word."""
    found: dict[str, Term] = {}
    for field, numbered, facet in WORDS:
        label, at = text(row, field), row.pop(numbered, None) if numbered else None
        found.update(_term(source, field, at, facet, label))
    cultures = [text(row, "culture")]
    for one in objects(row, "worktypes", audit):
        found.update(_term(source, "worktype", one.pop("worktypeid", None), "type", text(one, "worktype")))
    for one in objects(row, "groupings", audit):
        found.update(_term(source, "group", one.pop("groupid", None), "collection", text(one, "name")))
    said = row.pop("terms", None) or {}
    for field, facet in VOCABULARIES.items():
        kind = "group" if field == "topic" else field  # topics are groups, and have their numbers
        for one in objects(said, field, audit):
            found.update(_term(source, kind, one.pop("id", None), facet, text(one, "name")))
    for one in objects(said, "century", audit, "id"):
        found.update(_term(source, "century", None, "period", text(one, "name")))
    cultures += [text(one, "name") for one in objects(said, "culture", audit, "id")]
    audit(said)
    for place in row.get("places") or ():
        if isinstance(place, dict):  # its number is that of the last word; the words themselves are a text
            last = str(place.get("displayname") or "").rpartition(", ")[2]
            for id_, term in _term(source, "place", place.pop("placeid", None), "place", last).items():
                found.setdefault(id_, term)
    found.update((term.id, term) for term in (culture_term(source, culture) for culture in cultures if slug(culture)))
    return list(found.values())


def _term(source: str, kind: str, at: Any, facet: str, label: str) -> dict[str, Term]:
    end = str(at) if at else slug(label)
    id_ = f"{source}:term:{kind}-{end}"
    return {id_: Term(id=id_, facet=facet, label=label, label_en=label)} if label and end else {}


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
    said = row.pop(field, None)
    if said in (None, ""):
        return None
    try:
        return int(said) or None
    except (TypeError, ValueError):
        context.report(Issue("not-a-year", f"{said!r} is no year", record=name, field=field, raw=str(said)))
        return None


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


def _permission(row: Row, context: Context, name: str) -> int | None:
    """What may be done with the pictures: a key of PERMISSIONS; None where that is not said or not known."""
    said: int | None = row.pop("imagepermissionlevel", None)
    if said is not None and said not in PERMISSIONS:
        message = f"the image permission {said!r} is not known: pictures are left out"
        context.report(Issue("unknown-permission", message, record=name, field="imagepermissionlevel", raw=str(said)))
        return 2
    return said


def _images(row: Row, permission: int | None, audit: Audit) -> Iterator[Image]:
    """The pictures in their order, none of them open; small ones only where that is asked for, none where none may
    be shown. The credit says too when and how the photograph was taken."""
    first, urls = row.pop("primaryimageurl", None), []
    for one in objects(row, "images", audit):
        url, iiif = one.pop("baseimageurl", None), one.pop("iiifbaseuri", None)
        size = [one.pop(side, None) or None for side in ("width", "height")]
        alt = "; ".join(filter(None, (text(one, said) for said in ("alttext", "publiccaption", "description"))))
        whose, taken = text(one, "copyright") or MUSEUM, [text(one, field) for field in ("date", "technique")]
        credit = f"{whose} ({', '.join(filter(None, taken))})" if any(taken) else whose
        if url and permission != 2:
            urls.append(url)
            yield _image(url, iiif, size, alt or None, credit, permission)
    if first and first not in urls and permission != 2:
        yield _image(first, None, [None, None], None, MUSEUM, permission)


def _image(
    url: str, iiif: str | None, size: list[int | None], alt: str | None, credit: str, permission: int | None
) -> Image:
    small = f"{url}{'&' if '?' in url else '?'}{SMALL}"
    free = permission == 0
    return Image(
        url=url if free else small, thumbnail=small, iiif=iiif if free else None, width=size[0] if free else None,
        height=size[1] if free else None, alt=alt, credit=credit,
    )  # fmt: skip


def _rights(row: Row, permission: int | None) -> Iterator[Rights]:
    yield METADATA
    if permission is not None:
        yield Rights(covers="image", statement=PERMISSIONS[permission], holder=MUSEUM)
    notice = text(row, "copyright")
    if notice:
        found = licence(notice)
        yield Rights(covers="work", licence=found.uri if found else None, statement=notice)


def _dimensions(row: Row) -> Iterator[Dimension]:
    """The sizes that the text names («h. 41.9 cm»), before what it says in brackets; then the text."""
    said = text(row, "dimensions")
    for found in _SIZE.finditer(said.partition("(")[0]):
        size = number(found["size"])
        yield Dimension(kind=_KINDS[found["kind"].lower()], value=size, unit="cm", text=found["size"])
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
        address, kind = str(one.pop("id", None) or ""), slug(text(one, "type")) or "iiif-manifest"
        if address and not address.endswith("/undefined"):
            found.setdefault(kind, []).append(address)
    return found


def _relations(source: str, row: Row, audit: Audit) -> Iterator[Relation]:
    for one in objects(row, "related", audit):
        at, said = one.get("objectid"), text(one, "formattedrelationship")
        kind, title, inventory = (text(one, field) for field in ("relationship", "title", "objectnumber"))
        shown = "; ".join(filter(None, (said, title, inventory)))
        target = f"{source}:{at}" if at else None
        yield Relation(kind=kind.lower() or "related to", target=target, text=shown or None)
