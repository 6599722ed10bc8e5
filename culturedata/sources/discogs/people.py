"""An artist and a label: both are agents, linked with those whom they belong to, and who belong to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import msgspec

from culturedata.data.records import Entity, Identifier, Relation, Text, Title
from culturedata.importing.source import Context
from culturedata.importing.values.identifying import identifiers
from culturedata.sources.discogs.credits import agent_id, bare, mention
from culturedata.sources.discogs.markup import plain
from culturedata.sources.discogs.release import judged
from culturedata.sources.discogs.shape import text, texts

# Of whose pages an address on the web is the identifier, and in which scheme.
_SCHEMES = {
    "musicbrainz.org/artist/": "mbid", "musicbrainz.org/label/": "mbid", "wikidata.org/": "wikidata",
    "imdb.com/name/": "imdb", "viaf.org/viaf/": "viaf", "isni.org/": "isni", "d-nb.info/gnd/": "gnd",
}  # fmt: skip
# «born 3 February 1978 near Bad Nauheim, Germany»: words of dates and places, before the year and behind it.
_NAME = r"[^\W\d_a-z][^\s,.;()]*"
_BEFORE = rf":?(?:[ ,]+(?:on|in|at|near|the|of|\d{{1,2}}(?:st|nd|rd|th)?|{_NAME}\.?))*?[ ,]+(?:\d{{1,2}}[./-]){{0,2}}"
_BEHIND = rf"(?:,? (?:in|near|at)(?:,? (?:the|town|city|village|of|{_NAME}))+)?"
_YEAR = rf"{_BEFORE}((?:1[5-9]|20)\d\d)\b{_BEHIND}"
_BORN, _DIED = re.compile(rf"\b(?:[Bb]orn|b\.){_YEAR}"), re.compile(rf"\b(?:[Dd]ied|d\.){_YEAR}")
# How others are connected with an artist or a label, and what kind of entry they have.
_TIES = {
    "aliases": ("alias", "artist"),
    "members": ("has member", "artist"),
    "groups": ("member of", "artist"),
    "parentLabel": ("part of", "label"),
    "sublabels": ("has part", "label"),
}


def artist(root: Element, context: Context, record: str) -> Iterator[Entity]:
    """What an <artist> says."""
    profile = plain(text(root, "profile"))
    is_group = next(_others(root, "members"), None) is not None
    life, born, died = (None, None, None) if is_group else _life(profile)
    names = [plain(text(root, "realname")), *texts(root, "namevariations")]
    yield from _agent(
        root, context, record, profile, names, kind="group" if is_group else "unknown", born=born, died=died,
        life_text=life,
    )  # fmt: skip


def label(root: Element, context: Context, record: str) -> Iterator[Entity]:
    """What a <label> says."""
    yield from _agent(root, context, record, plain(text(root, "profile")), [])


def _agent(
    root: Element, context: Context, record: str, profile: str, names: list[str], **more: object
) -> Iterator[Entity]:
    kind, number = root.tag, text(root, "id")
    quality = text(root, "data_quality")
    french = context.descriptor.options.get("labels_fr", {}).get("quality", {})
    pairs = [judged(quality, french.get(quality))] if quality else []
    mentioned = mention(kind, number, text(root, "name"))
    others = dict.fromkeys(filter(None, names))
    others.pop(mentioned.name, None)
    yield from (term for term, _ in pairs)
    yield msgspec.structs.replace(
        mentioned,
        names=(*mentioned.names, *(Title(text=one, kind="alternative") for one in others)),
        identifiers=(Identifier(scheme=f"discogs-{kind}", value=number), *_elsewhere(root, context, record)),
        terms=tuple(used for _, used in pairs),
        texts=(Text(kind="biography" if kind == "artist" else "description", text=profile),) if profile else (),
        relations=tuple(dict.fromkeys(_ties(root))),
        authority=1,
        **more,
    )


def _others(root: Element, field: str) -> Iterator[tuple[str, str]]:
    """Number and name of whom a field names. Up to 2015 there were names alone; since then members have their number
    beside the name too."""
    found = root.find(field)
    if found is None:
        return
    if field == "parentLabel":
        yield found.get("id", ""), (found.text or "").strip()
        return
    numbers = [(one.text or "").strip() for one in found if one.tag == "id"]
    named = [one for one in found if one.tag != "id"]
    paired = len(numbers) == len(named)
    for n, one in enumerate(named):
        number, name = one.get("id", "") or (numbers[n] if paired else ""), (one.text or "").strip()
        if number or name:
            yield number, name


def _ties(root: Element) -> Iterator[Relation]:
    """Whom an artist or a label is connected with, in the order of the record."""
    for part in root:
        if part.tag in _TIES:
            said, kind = _TIES[part.tag]
            for number, name in _others(root, part.tag):
                yield Relation(kind=said, target=agent_id(kind, number, name), text=bare(name) or number)


def _elsewhere(root: Element, context: Context, record: str) -> Iterator[Identifier]:
    """The addresses on the web, those of other catalogues as their identifiers."""
    for address in texts(root, "urls"):
        scheme = next((scheme for part, scheme in _SCHEMES.items() if part in address), None)
        if scheme:
            yield from identifiers(context, record, **{scheme: address})
        else:
            yield Identifier(scheme="website", value=address)


def _life(profile: str) -> tuple[str | None, int | None, int | None]:
    """What a profile says of a birth, and of a death beside it, in its words and with the years.

    Nothing where it says it of several, or of a death alone: that may be another's.
    """
    born, died = list(_BORN.finditer(profile)), list(_DIED.finditer(profile))
    if len(born) != 1 or len(died) > 1:
        return None, None, None
    years = [int(found[1]) for found in (*born, *died)]
    if years != sorted(years):
        return None, None, None
    return "; ".join(found[0].strip(" ,") for found in (*born, *died)), years[0], years[1] if died else None
