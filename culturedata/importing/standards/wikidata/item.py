"""What every reader takes of an item of Wikidata: titles, texts, dates, pictures, rights, links, numbers elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from culturedata.data.licences import CC0_METADATA, IN_COPYRIGHT, PUBLIC_DOMAIN
from culturedata.data.records import Date, Identifier, Image, Relation, Rights, Term, Text, Title
from culturedata.importing.source import Context
from culturedata.importing.standards import wikibase
from culturedata.importing.standards.wikibase import Claims, Json
from culturedata.importing.standards.wikidata.names import Names
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.text import text_of

PAGE = "https://www.wikidata.org/wiki/"
PICTURE = Rights(covers="image", statement="licence as stated on Wikimedia Commons", holder=None)
COMMONS = "https://commons.wikimedia.org/wiki/Special:FilePath/"
SPOKEN = ("fr", "en", "mul")
KIND = "P31"  # what an item is an instance of
PUBLIC, COPYRIGHTED = "Q19652", "Q50423863"


def linked(body: bytes, properties: Collection[str]) -> list[str]:
    """The items that an entity names under some properties, each once; empty where it can't be read."""
    try:
        said = msgspec.json.decode(body, type=dict[str, Any]).get("claims") or {}
        claims = Claims(said, lambda _: None, lambda *_: None)
        found: dict[str, None] = {}
        for property in properties:
            for statement in claims.take(property):
                snaks = (one for _, one in statement.said(property))
                found.update((one.text, None) for one in snaks if one.datatype == "wikibase-item" and one.text)
    except (msgspec.DecodeError, AttributeError, TypeError, KeyError):
        return []
    return list(found)


def words(claims: Claims, names: Names, facets: Mapping[str, str]) -> dict[str, Term]:
    """The words that describe the item, by their ids; `facets` gives the facet of each property."""
    return {
        term.id: term
        for property, facet in facets.items()
        for statement in claims.take(property) if statement.main.text
        for term in (names.term(facet, statement.main.text),)
    }  # fmt: skip


def spoken(row: Json, field: str, claims: Claims, languages: Collection[str]) -> dict[str, list[str]]:
    """Texts by language, of the `languages` only: those in others stay in the raw record."""
    found: dict[str, list[str]] = {}
    said = row.pop(field, None) or {}
    for language, texts in said.items() if isinstance(said, dict) else ():
        if isinstance(texts, str):
            claims.audit({language: texts})
            continue
        for one in texts if isinstance(texts, list) else [texts]:
            text = text_of(one, "value")
            one.pop("language", None)
            claims.audit(one)
            if language in languages and text:
                found.setdefault(language, []).append(text)
    return found


def titles(
    row: Json, claims: Claims, at: str, languages: Collection[str] = SPOKEN, original: Collection[str] = SPOKEN
) -> Iterator[Title]:
    """The title in its own language, the labels, other names; the item's id where it has none of them.

    Where there is no title of its own, a label in one of the `original` languages is the original one. A label that is
    the same in two languages is of none: it need not be French.
    """
    own = [Title(text=one.main.text, lang=one.main.lang) for one in claims.take("P1476") if one.main.text]
    met = {title.text for title in own}
    found = list(own)
    labels = spoken(row, "labels", claims, languages)
    for language in languages:
        for text in labels.get(language, ()):
            if text not in met:
                same = {other for other, texts in labels.items() if text in texts}
                lang = None if language == "mul" or len(same) > 1 else language
                kind = "original" if not own and same & set(original) else "translated"
                found.append(Title(text=text, lang=lang, kind=kind))
                met.add(text)
    for language, texts in spoken(row, "aliases", claims, languages).items():
        lang = None if language == "mul" else language
        found.extend(Title(text=text, lang=lang, kind="alternative") for text in texts if text not in met)
    yield from dict.fromkeys(found or [Title(text=at, kind="alternative")])


def descriptions(row: Json, claims: Claims) -> Iterator[Text]:
    """What the item is, in a few words, in French and English."""
    for language, texts in spoken(row, "descriptions", claims, SPOKEN).items():
        for text in texts:
            yield Text(kind="short description", text=text, lang=None if language == "mul" else language)


def texts(claims: Claims, kinds: Mapping[str, str]) -> Iterator[Text]:
    """The texts that stand in statements; `kinds` gives the kind of each property."""
    for property, kind in kinds.items():
        for one in claims.take(property):
            if one.main.text:
                yield Text(kind=kind, text=one.main.text, lang=one.main.lang)


def dates(claims: Claims, kinds: Mapping[str, str]) -> Iterator[Date]:
    """Its dates, each once; `kinds` gives the kind of each property."""
    for property, kind in kinds.items():
        found = (wikibase.date(one, kind) for one in claims.take(property))
        yield from dict.fromkeys(one for one in found if one is not None)


def images(claims: Claims, properties: Collection[str]) -> tuple[Image, ...]:
    """Files of Wikimedia Commons, whose licences Wikidata does not know: none is taken for open."""
    return tuple(_image(one.main.text) for name in properties for one in claims.take(name) if one.main.text)


def file(name: str) -> str:
    """The address of a file of Wikimedia Commons."""
    return COMMONS + quote(name.replace(" ", "_"), safe="")


def _image(picture: str) -> Image:
    url = file(picture)
    return Image(url=url, thumbnail=f"{url}?width=400", credit="Wikimedia Commons")


def rights(claims: Claims, names: Names, *, pictured: bool) -> Iterator[Rights]:
    """The rights in the data, in the pictures, and in the work itself as far as they are said."""
    yield CC0_METADATA
    if pictured:
        yield PICTURE
    holders = names.labels(one.main for one in claims.take("P7763"))
    for one in claims.take("P6216"):
        if one.main.text:
            uri = {PUBLIC: PUBLIC_DOMAIN, COPYRIGHTED: IN_COPYRIGHT}.get(one.main.text)
            where = names.labels(one.qualifiers.get("P1001", []))
            said = ", ".join([names.label(one.main.text), *where])
            yield Rights(covers="work", licence=uri, statement=said, holder="; ".join(holders) or None)
    for one in claims.take("P275"):
        if one.main.text:
            yield Rights(covers="work", statement=names.label(one.main.text), holder="; ".join(holders) or None)


def relations(claims: Claims, names: Names, kinds: Mapping[str, str], source: str) -> Iterator[Relation]:
    """Links to other items; `kinds` gives the kind of each property."""
    for property, kind in kinds.items():
        for one in claims.take(property):
            if one.main.text:
                yield Relation(kind=kind, target=f"{source}:{one.main.text}", text=names.label(one.main.text))


def elsewhere(row: Json, claims: Claims, context: Context, name: str, schemes: Mapping[str, str]) -> Iterator[Any]:
    """Its number in other catalogues, by the name of the scheme or by the property; its pages in Wikipedia."""
    for property in list(claims.left):
        told = claims.left[property] if property[:1] == "P" else []
        kinds = [(one.get("mainsnak") or {}).get("datatype") for one in told if isinstance(one, dict)]
        if kinds and all(kind == "external-id" for kind in kinds):
            scheme = schemes.get(property, f"wikidata-{property}")
            yield from identifiers(context, name, **{scheme: [one.main.text for one in claims.take(property)]})
    for catalogued in claims.take("P528"):
        yield from identifiers(context, name, catalogue=catalogued.main.text)
    yield from _pages(row, claims, context, name)


def _pages(row: Json, claims: Claims, context: Context, name: str) -> Iterator[Identifier]:
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
