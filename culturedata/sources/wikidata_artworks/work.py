"""An item of Wikidata as a work: labels, makers with their attributions, dates, collections, sizes and rights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import msgspec

from culturedata.data.licences import CC0_METADATA, IN_COPYRIGHT, PUBLIC_DOMAIN
from culturedata.data.records import (
    Date,
    Dimension,
    Entity,
    Image,
    Relation,
    Rights,
    Text,
    Title,
    Work,
    WorkTerm,
)
from culturedata.importing.source import Context
from culturedata.importing.standards import wikibase
from culturedata.importing.standards.wikibase import Audit, Claims, Json, Quantity, Unreadable
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.text import text_of
from culturedata.sources.wikidata_artworks import words
from culturedata.sources.wikidata_artworks.holdings import holdings
from culturedata.sources.wikidata_artworks.makers import makers
from culturedata.sources.wikidata_artworks.words import Names

PICTURE = Rights(covers="image", statement="licence as stated on Wikimedia Commons", holder=None)
COMMONS = "https://commons.wikimedia.org/wiki/Special:FilePath/"
SPOKEN = ("fr", "en", "mul")
_ITEMS = ("P195", "P276", "P127", "P7763", *words.MAKERS, *words.WORDS, *words.RELATIONS, *words.SIZES)


def linked(body: bytes) -> list[str]:
    """The items that an entity names in what is read of it, each once; empty where it can't be read."""
    try:
        said = msgspec.json.decode(body, type=dict[str, Any]).get("claims") or {}
        claims = Claims(said, lambda _: None, lambda *_: None)
        found: dict[str, None] = {}
        for property in _ITEMS:
            for statement in claims.take(property):
                snaks = (one for _, one in statement.said(property))
                found.update((one.text, None) for one in snaks if one.datatype == "wikibase-item" and one.text)
    except (msgspec.DecodeError, AttributeError, TypeError, KeyError):
        return []
    return list(found)


def work(
    row: Json, names: Names, context: Context, audit: Audit, unreadable: Unreadable, name: str
) -> Iterator[Entity]:
    """The words and makers that an item names, then the work; what is not known stays in `row`."""
    held = row.pop("claims", None)
    claims = Claims(held if isinstance(held, dict) else {}, audit, unreadable)  # PHP writes [] for an empty object
    at = row.pop("id")
    said = {property: claims.take(property) for property in words.MAKERS}
    agents, credits = makers(said, names, context)
    terms = {
        term.id: term
        for property, facet in words.WORDS.items() if facet
        for statement in claims.take(property) if statement.main.text
        for term in (names.term(facet, statement.main.text),)
    }  # fmt: skip
    kept, acquired, former, inventories = holdings(claims, names)
    pictures = [one.main.text for one in claims.take("P18") if one.main.text]
    yield from terms.values()
    yield from agents
    yield Work(
        id=name,
        domain="museum",
        titles=tuple(_titles(row, claims, at)),
        url=f"https://www.wikidata.org/wiki/{at}",
        credits=credits,
        dates=(*_dates(claims), *acquired),
        terms=tuple(WorkTerm(facet=term.facet, term=term.id) for term in terms.values()),
        texts=(*_texts(row, claims), *former),
        images=tuple(_image(picture) for picture in pictures),
        rights=tuple(_rights(claims, names, pictured=bool(pictures))),
        dimensions=tuple(_dimensions(claims, names)),
        relations=tuple(_relations(claims, names)),
        holdings=kept,
        identifiers=(
            *identifiers(context, name, wikidata=at, accession=inventories),
            *_elsewhere(row, claims, context, name),
        ),
    )
    audit(claims.left)


def _spoken(row: Json, field: str, audit: Audit) -> dict[str, list[str]]:
    """Texts by language, of the languages of this library; those in others stay in the raw record."""
    found: dict[str, list[str]] = {}
    said = row.pop(field, None) or {}
    for language, texts in said.items() if isinstance(said, dict) else ():
        if isinstance(texts, str):
            audit({language: texts})
            continue
        for one in texts if isinstance(texts, list) else [texts]:
            text = text_of(one, "value")
            one.pop("language", None)
            audit(one)
            if language in SPOKEN and text:
                found.setdefault(language, []).append(text)
    return found


def _titles(row: Json, claims: Claims, at: str) -> Iterator[Title]:
    """The title in its own language, the labels, other names; the item's id where it has none of them.

    A label that is the same in both languages is of none: it need not be French.
    """
    own = [Title(text=one.main.text, lang=one.main.lang) for one in claims.take("P1476") if one.main.text]
    met = {title.text for title in own}
    found = list(own)
    labels = _spoken(row, "labels", claims.audit)
    for language in SPOKEN:
        for text in labels.get(language, ()):
            if text not in met:
                shared = language == "mul" or sum(text in texts for texts in labels.values()) > 1
                lang = None if shared else language
                found.append(Title(text=text, lang=lang, kind="translated" if own else "original"))
                met.add(text)
    for language, texts in _spoken(row, "aliases", claims.audit).items():
        lang = None if language == "mul" else language
        found.extend(Title(text=text, lang=lang, kind="alternative") for text in texts if text not in met)
    yield from dict.fromkeys(found or [Title(text=at, kind="alternative")])


def _dates(claims: Claims) -> Iterator[Date]:
    for property, kind in (("P571", "created"), ("P577", "published")):
        found = (wikibase.date(one, kind) for one in claims.take(property))
        yield from dict.fromkeys(one for one in found if one is not None)


def _texts(row: Json, claims: Claims) -> Iterator[Text]:
    for language, texts in _spoken(row, "descriptions", claims.audit).items():
        for text in texts:
            yield Text(kind="short description", text=text, lang=None if language == "mul" else language)
    for property, kind in (("P1684", "inscription"), ("P973", "described at"), ("P953", "full work at")):
        for one in claims.take(property):
            if one.main.text:
                yield Text(kind=kind, text=one.main.text, lang=one.main.lang)


def _image(picture: str) -> Image:
    """A file of Wikimedia Commons, whose licence Wikidata does not know: it is not taken for open."""
    url = COMMONS + quote(picture.replace(" ", "_"), safe="")
    return Image(url=url, thumbnail=f"{url}?width=400", credit="Wikimedia Commons")


def _rights(claims: Claims, names: Names, *, pictured: bool) -> Iterator[Rights]:
    yield CC0_METADATA
    if pictured:
        yield PICTURE
    holders = [names.label(one.main.text) for one in claims.take("P7763") if one.main.text]
    for one in claims.take("P6216"):
        if one.main.text:
            uri = {words.PUBLIC: PUBLIC_DOMAIN, words.COPYRIGHTED: IN_COPYRIGHT}.get(one.main.text)
            where = [names.label(place.text) for place in one.qualifiers.get("P1001", []) if place.text]
            said = ", ".join([names.label(one.main.text), *where])
            yield Rights(covers="work", licence=uri, statement=said, holder="; ".join(holders) or None)
    for one in claims.take("P275"):
        if one.main.text:
            yield Rights(covers="work", statement=names.label(one.main.text), holder="; ".join(holders) or None)


def _dimensions(claims: Claims, names: Names) -> Iterator[Dimension]:
    for property, kind in words.SIZES.items():
        for one in claims.take(property):
            size, part = one.main.value, one.first("P518")
            if isinstance(size, Quantity):
                unit = words.UNITS.get(size.unit or "")
                of = names.label(part.text) if part and part.text else None
                said = " ".join(filter(None, (f"{size.amount:g}", size.unit if unit is None else None)))
                yield Dimension(kind=kind, part=of, value=size.amount, unit=unit, text=said)


def _relations(claims: Claims, names: Names) -> Iterator[Relation]:
    for property, kind in words.RELATIONS.items():
        for one in claims.take(property):
            if one.main.text:
                yield Relation(kind=kind, target=f"{words.NAME}:{one.main.text}", text=names.label(one.main.text))


def _elsewhere(row: Json, claims: Claims, context: Context, name: str) -> Iterator[Any]:
    """Its number in other catalogues, by the name of the scheme or by the property; its pages in Wikipedia."""
    for property in list(claims.left):
        told = claims.left[property] if property[:1] == "P" else []
        kinds = [(one.get("mainsnak") or {}).get("datatype") for one in told if isinstance(one, dict)]
        if kinds and all(kind == "external-id" for kind in kinds):
            scheme = words.SCHEMES.get(property, f"wikidata-{property}")
            yield from identifiers(context, name, **{scheme: [one.main.text for one in claims.take(property)]})
    for catalogued in claims.take("P528"):
        yield from identifiers(context, name, catalogue=catalogued.main.text)
    sites = row.pop("sitelinks", None) or {}
    for site, link in sites.items() if isinstance(sites, dict) else ():
        if isinstance(link, str):
            claims.audit({site: link})
            continue
        title = text_of(link, "title")
        for known in ("site", "badges", "url"):
            link.pop(known, None)
        claims.audit(link)
        if site in ("frwiki", "enwiki") and title:
            yield from identifiers(context, name, **{f"wikipedia-{site[:2]}": title})
