"""Who had a part in a release: its artists, those of its tracks, others with their roles, labels and companies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import Element

from culturedata.data.records import Agent, Credit, Title
from culturedata.importing.values.text import slug
from culturedata.sources.discogs import roles
from culturedata.sources.discogs.markup import SITE
from culturedata.sources.discogs.shape import text

_NUMBER = re.compile(r"(.*\S)\s\(\d+\)")
_NOBODY = ("", "0")  # in place of the number of whom Discogs has no entry for
_SAID_NO_MORE = (("performer", ""),)
_COPYRIGHT = {"Phonographic Copyright (p)": "℗", "Copyright (c)": "©"}


class Named(NamedTuple):
    """An artist as credited: number and name of the entry, the name that is printed if it is another (`anv`), what
    joins it to the next one, what was done, and on which tracks."""

    number: str
    name: str
    anv: str
    join: str
    role: str
    tracks: str

    @property
    def printed(self) -> str:
        return self.anv or bare(self.name)


def bare(name: str) -> str:
    """A name without the number that Discogs puts behind those of namesakes: «Antidote (4)»."""
    found = _NUMBER.fullmatch(name) if name.endswith(")") else None
    return found[1] if found else name


@lru_cache(maxsize=50_000)
def mention(kind: str, number: str, name: str) -> Agent:
    """The artist or label that is named somewhere; who has no entry is known by the name alone."""
    shown = bare(name)
    linked = number not in _NOBODY
    return Agent(
        id=agent_id(kind, number, name),
        name=shown or "[no name]",
        kind="group" if kind == "label" else "unknown",
        url=f"{SITE}/{kind}/{number}" if linked else None,
        names=(Title(text=name, kind="alternative"),) if shown != name else (),
    )


def agent_id(kind: str, number: str, name: str) -> str:
    """The id of an artist or label: its number, or its name where there is no entry."""
    return f"discogs:agent:{kind}:{number}" if number not in _NOBODY else f"discogs:agent:{kind}:name:{slug(name)}"


def named(elements: Iterable[Element]) -> list[Named]:
    """The artists in <artists> or <extraartists>."""
    found = []
    for one in elements:
        said = {part.tag: part.text for part in one}
        get = said.get
        artist = Named(
            get("id") or "", (get("name") or "").strip(), (get("anv") or "").strip(), (get("join") or "").strip(),
            (get("role") or "").strip(), (get("tracks") or "").strip(),
        )  # fmt: skip
        if artist.name or artist.anv:
            found.append(artist)
    return found


def line(artists: list[Named]) -> str:
    """Several artists as they are printed: «Nerio's Dubwork Meets Kathy Lee»."""
    if not artists:
        return ""
    last = len(artists) - 1
    pieces = [
        f"{one.printed}{'' if n == last and not one.join else ', ' if one.join in (',', '') else f' {one.join} '}"
        for n, one in enumerate(artists)
    ]
    return "".join(pieces).strip()


class Credits:
    """The credits of one release, gathered in the order in which they are met, and the agents that they name."""

    def __init__(self) -> None:
        self.agents: dict[str, Agent] = {}
        self._found: dict[tuple[str, str, str, str, bool], list[str]] = {}

    def artists(self, artists: list[Named], track: str = "") -> None:
        """Artists of the release, or of a track: performers, for nothing else is said of them."""
        for one in artists:
            for role, words in (one.role and roles.parted(one.role)) or _SAID_NO_MORE:
                self._add("artist", one, role, words, one.tracks or track)

    def company(self, number: str, name: str, role: str, words: str) -> None:
        """A label, or a company with its part."""
        self._add("label", Named(number, name, "", "", "", ""), role, words, "")

    def _add(self, kind: str, one: Named, role: str, words: str, tracks: str) -> None:
        agent = mention(kind, one.number, one.name or one.anv)
        self.agents[agent.id] = agent
        self._found.setdefault((agent.id, role, words, one.anv, bool(tracks)), []).append(tracks)

    def credits(self) -> tuple[Credit, ...]:
        """All of them; who did the same on several tracks has one credit, which names them."""
        return tuple(
            Credit(agent=agent, role=role, note=_note(words, anv, tracks))
            for (agent, role, words, anv, _), tracks in self._found.items()
        )


def _note(words: str, anv: str, tracks: list[str]) -> str | None:
    """Discogs' own words, the name as it is printed, the tracks: «Remix [Additional]; as «K.A.B.»; tracks: 1, 3»."""
    on = tracks[0] if len(tracks) == 1 else ", ".join(dict.fromkeys(filter(None, tracks)))
    if not (anv or on):
        return words or None
    parts = (words, f"as «{anv}»" if anv else "", f"tracks: {on}" if on else "")
    return "; ".join(filter(None, parts)) or None


def label_credits(elements: Iterable[Element], into: Credits) -> None:
    """The labels that a release came out on, with its number at each."""
    for one in elements:
        name, catno = one.get("name", "").strip(), one.get("catno", "").strip()
        if name or catno:
            into.company(one.get("id", ""), name, "publisher", catno)


def company_credits(elements: Iterable[Element], into: Credits) -> list[tuple[str, str]]:
    """The companies with their parts; returns the holders of copyrights, with what they hold."""
    holders = []
    for one in elements:
        name, catno = text(one, "name"), text(one, "catno")
        part = text(one, "entity_type_name") or text(one, "entity_type")
        if name or catno:
            words = f"{part} {catno}".strip()
            into.company(text(one, "id"), name, roles.role_of(part), words)
        if part in _COPYRIGHT and name:
            holders.append((f"{_COPYRIGHT[part]} {bare(name)}", bare(name)))
    return holders
