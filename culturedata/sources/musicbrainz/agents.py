"""Artists and labels: those that have a record of their own, and those that others name."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from culturedata.data.identifiers import canonical
from culturedata.data.records import Agent, Identifier, Title
from culturedata.importing.values.life_years import in_order
from culturedata.sources.musicbrainz.found import Found, aliases
from culturedata.sources.musicbrainz.shape import Artist, LifeSpan, Thing
from culturedata.sources.musicbrainz.words import year

SITE = "https://musicbrainz.org"
VARIOUS = "89ad4ac3-39f7-470e-963a-56509c546377"
_KINDS = {"Person": "person", "Group": "group", "Orchestra": "group", "Choir": "group"}


def is_nobody(said: Artist | None) -> bool:
    """Whether it stands for nobody in particular: «Various Artists», «[unknown]», «[no label]»."""
    return said is not None and (said.id == VARIOUS or (said.name or "").startswith("["))


def mention(said: Artist | None, found: Found, kind: str = "artist") -> Agent | None:
    """Somebody whom another record names; None for nobody in particular, and if it gives no id or no name.

    Their tags are told by the record of their own.
    """
    if said is None or not said.id or not said.name or is_nobody(said):
        return None
    id_ = found.mbid(said.id).value
    agent = _mentioned(kind, id_, said.name, said.sort_name, said.type, said.country, said.disambiguation)
    if not (said.aliases or said.label_code):
        return agent
    code = (Identifier(scheme="label-code", value=f"LC {said.label_code}"),) if said.label_code else ()
    names = tuple(dict.fromkeys((*agent.names, *aliases(said.aliases, said.name))))
    return msgspec.structs.replace(agent, names=names, identifiers=agent.identifiers + code)


@lru_cache(maxsize=20_000)
def _mentioned(
    kind: str, id_: str, name: str, sort_name: str | None, type_: str | None, country: str | None, more: str | None
) -> Agent:
    return Agent(
        id=f"musicbrainz:agent:{id_}",
        name=name,
        kind=_KINDS.get(type_ or "", "unknown") if kind == "artist" else "group",
        sort_name=sort_name or None,
        country=country or None,
        url=f"{SITE}/{kind}/{id_}",
        names=_parted(name, more),
        identifiers=(Identifier(scheme="mbid", value=id_),),
    )


def _parted(name: str, more: str | None) -> tuple[Title, ...]:
    """The name with what parts it from others of the same name, as MusicBrainz prints it."""
    return (Title(text=f"{name} ({more})", kind="alternative"),) if more else ()


def agent(said: Artist, kind: str, id_: str, found: Found) -> Agent:
    """The agent that a record of its own describes; its terms are gathered in `found`, and so are its identifiers."""
    name = said.name or "[unnamed]"
    base = _mentioned(kind, id_, name, said.sort_name, said.type, said.country, said.disambiguation)
    found.voted(said)
    found.rated(said)
    found.annotated(said)
    if said.type:
        found.use(found.words.term("type", kind.capitalize()))
        found.use(found.words.term("type", said.type, kind.capitalize()))
    for part in _places(said.area):
        found.use(found.words.term("place", part))
    begin, end = said.begin_area or said.begin_area_, said.end_area or said.end_area_
    born, died, life = _life(said.life_span, found)
    for scheme, values in (("isni", said.isnis), ("ipi", said.ipis)):
        for value in values or ():
            found.identifier(scheme, value)
    found.identifier("label-code", f"LC {said.label_code}" if said.label_code else None)
    return msgspec.structs.replace(
        base,
        authority=1,
        born=born,
        died=died,
        life_text=life,
        gender=said.gender or None,
        born_place=", ".join(_places(begin)) or None,
        died_place=", ".join(_places(end)) or None,
        names=tuple(dict.fromkeys((*base.names, *aliases(said.aliases, name)))),
        identifiers=base.identifiers + found.all_identifiers(None),
        terms=tuple(found.used),
        texts=tuple(found.texts),
        measures=tuple(found.measures),
        relations=tuple(dict.fromkeys(found.relations)),
    )


def _places(area: Thing | None) -> list[str]:
    """The name of a place, and what parts it from others of that name; the codes of a place without one."""
    if area is None:
        return []
    codes = [code for several in (area.iso_3166_1_codes, area.iso_3166_2_codes, area.iso_3166_3_codes)
             for code in several or () if code]  # fmt: skip
    named = area.name or ", ".join(codes)
    if not named:
        return []
    return [f"{named} ({area.disambiguation})" if area.disambiguation else named]


def _life(said: LifeSpan | None, found: Found) -> tuple[int | None, int | None, str | None]:
    """The years of birth and death, and the life as printed: «1991-02-17–», «1960–?»."""
    if said is None:
        return None, None, None
    begin, end = said.begin or "", said.end or ("?" if said.ended else "")
    if not (begin or end):
        return None, None, None
    printed = f"{begin}–{end}"
    born, died = (year(text) if text else None for text in (begin, said.end))
    return *in_order(born, died, found.context, found.name, raw=printed), printed


# Where an address says an identifier of the agent or the work: the end of its host, and the scheme.
_HOSTS = {
    "wikidata.org": "wikidata", "viaf.org": "viaf", "d-nb.info": "gnd", "isni.org": "isni", "imdb.com": "imdb",
    "bnf.fr": "bnf", "vocab.getty.edu": "ulan", "rkd.nl": "rkd", "orcid.org": "orcid",
}  # fmt: skip
# Relations that say that the address is about the very same thing.
_SAME = {"wikidata", "viaf", "imdb", "discogs", "other databases", "vgmdb", "isni"}
_HOST = re.compile(r"https?://(?:[^/@]*\.)?((?:vocab\.)?[a-z0-9-]+\.[a-z]+)/", re.ASCII)
_DISCOGS = re.compile(r"https?://(?:www\.)?discogs\.com/(artist|label|master|release)/(\d+)")


def elsewhere(relation: str, address: str) -> tuple[str, str] | None:
    """The scheme and the identifier that an address says of the same thing; None if it says none."""
    if relation.casefold() not in _SAME:
        return None
    discogs = _DISCOGS.match(address)
    if discogs:
        return f"discogs-{discogs[1]}", discogs[2]
    host = _HOST.match(address)
    scheme = _HOSTS.get(host[1]) if host else None
    if scheme is None:
        return None
    try:
        return scheme, canonical(scheme, address)
    except ValueError:
        return None
