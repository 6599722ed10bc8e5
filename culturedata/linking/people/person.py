"""What linking compares of a person or group, and how a library is read for it."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field

from culturedata.linking.people.made import first_made
from culturedata.linking.people.names import Name, read

ROLES = {
    "acting": ("cast",),
    "film": ("director", "writer", "producer", "production company"),
    "music": (
        "composer", "lyricist", "librettist", "singer", "performer", "conductor", "arranger", "bandleader", "producer",
    ),
}  # fmt: skip
_NO_NAME = re.compile(r"^\W*(?:unknown|unidentified|anonym\w*|inconnue?|various( artists)?|divers)\b", re.IGNORECASE)
_ABOUT = re.compile(r"\bc(?:a|irca)?\b|\babout\b|\bvers\b|\?|\bactive\b|\bfl\b", re.IGNORECASE)
_AGENTS = """SELECT agent_id, name, sort_name, kind, born, died, life_text, gender, country, born_place, authority
FROM agents WHERE source = ? ORDER BY agent_id"""
_ACTIVE = """SELECT agent_id, domain, role, min(year), max(year) FROM credits JOIN works USING (work_id)
WHERE source = ? GROUP BY agent_id, domain, role"""


@dataclass(frozen=True, slots=True)
class Person:
    """An agent with its `names`; `roles` are (domain, group of roles); `active` the years of its dated works,
    `made` the first year of what only somebody alive can have made (see made.py).

    `about` says that the life dates are not exact; `own_record` that the source describes the agent, and does not only
    name it: then two of its agents are two people.
    """

    id: str
    names: tuple[Name, ...]
    kind: str = "unknown"
    born: int | None = None
    died: int | None = None
    about: bool = False
    gender: str = ""
    countries: frozenset[str] = frozenset()
    place: str = ""
    roles: frozenset[tuple[str, str]] = frozenset()
    active: tuple[int, int] | None = None
    made: int | None = None
    identifiers: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    own_record: bool = True


def people(connection: sqlite3.Connection, source: str) -> list[Person]:
    """The agents of a source as linking sees them, institutions too, but nobody called «unknown»."""
    others: dict[str, list[str]] = defaultdict(list)
    for agent, name in connection.execute(
        """SELECT agent_id, n.name FROM agent_names AS n JOIN agents USING (agent_id) WHERE source = ?
           ORDER BY agent_id, n.name""",
        [source],
    ):
        others[agent].append(name)
    identifiers: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for agent, scheme, value in connection.execute(
        "SELECT owner_id, scheme, value FROM identifiers JOIN agents ON agent_id = owner_id WHERE source = ?", [source]
    ):
        identifiers[agent].add((scheme, value))
    roles: dict[str, set[tuple[str, str]]] = defaultdict(set)
    years: dict[str, list[int]] = defaultdict(list)
    for agent, domain, role, first, last in connection.execute(_ACTIVE, [source]):
        roles[agent].add((domain, group(domain, role)))
        years[agent] += [year for year in (first, last) if year is not None]
    made = first_made(connection, source)
    found = []
    for agent, name, sort, kind, born, died, life, gender, country, place, authority in connection.execute(
        _AGENTS, [source]
    ):
        if _NO_NAME.match(name):
            continue
        found.append(
            Person(
                id=agent,
                names=tuple(dict.fromkeys(read(text) for text in (name, sort, *others[agent]) if text)),
                kind=kind,
                born=born,
                died=died,
                about=bool(life and _ABOUT.search(life)),
                gender=(gender or "").casefold()[:1],
                countries=frozenset((country or "").split("|")) - {""},
                place=place or "",
                roles=frozenset(roles[agent]),
                active=(min(years[agent]), max(years[agent])) if years[agent] else None,
                made=made.get(agent),
                identifiers=frozenset(identifiers[agent]),
                own_record=bool(authority),
            )
        )
    return found


def group(domain: str, role: str) -> str:
    """The group of a role: who acts, who makes films, who makes music; in a museum all who make."""
    if domain == "museum":
        return "making"
    return next(
        (name for name, roles in ROLES.items() if role in roles and (name == "music") == (domain == "music")), role
    )
