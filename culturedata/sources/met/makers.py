"""What the Met prints of makers: roles, prefixes («Attributed to») and suffixes («and Workshop») as closed words."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from culturedata.data.records import Agent, Title
from culturedata.importing.source import Context, Issue
from culturedata.importing.values import attribution, whom
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.life_years import in_order
from culturedata.importing.values.text import slug
from culturedata.sources.met.row import BOTH, Maker, assigned
from culturedata.vocabularies import ROLES

# Roles for which the words of printed makers have no entry of their own.
_OF_THE_MET = {
    "print artist": "printmaker", "block cutter": "printmaker", "author": "writer", "silversmith": "artist",
    "jeweler": "artist", "armorer": "artist", "gunsmith": "artist", "bladesmith": "artist", "watchmaker": "artist",
    "clockmaker": "artist", "embroiderer": "artist", "instrument maker": "artist", "modeler": "sculptor",
    "decorator": "designer", "fashion house": "designer", "design house": "designer", "former attribution": "artist",
    "factory director": "contributor", "workshop": "artist",
    "retailer": "contributor", "distributor": "contributor", "editor": "contributor", "translator": "contributor",
    "compiler": "contributor", "dedicatee": "contributor", "sitter": "contributor", "subject": "contributor",
    "person in photograph": "contributor", "owner": "contributor", "inscriber": "contributor",
}  # fmt: skip
_GENERAL = ("artist", "contributor")


class Part(NamedTuple):
    """What a maker did: the words of the closed lists, the Met's own where they say more, and whether the role is
    known."""

    role: str
    attribution: str | None
    note: str | None
    known: bool


@lru_cache(maxsize=4_000)
def part(role: str, prefix: str, suffix: str) -> Part:
    """What role, prefix and suffix say together; the prefix («Engraved by») goes before a role without trade."""
    plain = role.strip().casefold()
    found = plain if plain in ROLES else _OF_THE_MET.get(plain) or attribution.role(plain)
    before = attribution.role(prefix) if prefix else None
    if before and (found in _GENERAL or found is None):
        found = before
    said = attribution.attribution(prefix) if prefix else None
    said = said or (attribution.attribution(suffix) if suffix else None)
    if said is None and plain == "former attribution":
        said = "formerly attributed to"
    words = (None if plain in ("", "artist", found) else role.strip(), prefix.strip(), suffix.strip())
    note = "; ".join(filter(None, words)) or None
    return Part(found or ("contributor" if plain else "artist"), said, note, found is not None or not plain)


def agent(maker: Maker, context: Context) -> Agent:
    """The person or group that a maker is; faults in what is said of it are reported under its own id.

    The API describes the first maker of a work and names the others: a description outranks a name.
    """
    id_ = f"met:agent:{maker.id.strip() or slug(maker.name) or maker.name}"
    born, died = (_year(context, id_, field, said) for field, said in (("born", maker.born), ("died", maker.died)))
    born, died = in_order(born, died, context, id_, raw=f"{maker.born}–{maker.died}")
    life, sort_name = maker.life.strip() or None, maker.sort_name.strip() or None
    return Agent(
        id=id_,
        name=maker.name.strip(),
        kind="person" if maker.gender else whom.kind(maker.name),
        sort_name=sort_name,
        born=born,
        died=died,
        life_text=life,
        gender=maker.gender.strip().lower() or None,
        country=maker.nationality.strip() or None,
        names=(Title(text=maker.other, kind="alternative"),) if maker.other else (),
        identifiers=identifiers(context, id_, ulan=_addresses(maker.ulan), wikidata=_addresses(maker.wikidata)),
        authority=int(bool(life or sort_name)),
    )


def _addresses(said: str) -> list[str]:
    """The addresses of a maker, nearly always one."""
    return [found for found in map(assigned, said.split(BOTH)) if found]


def _year(context: Context, id_: str, field: str, said: str) -> int | None:
    """The year that is said; 9999 stands for who lives, 0 for who is not known, and neither is a year."""
    text = said.strip()
    if not text:
        return None
    try:
        year = int(text[:4] if len(text) == 10 and text[4] == "-" else text)
    except ValueError:
        context.report(Issue("bad-year", f"{said!r} is no year: left out", id_, field=field, raw=said))
        return None
    return None if year in (0, 9999) else year
