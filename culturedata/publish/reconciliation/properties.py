"""The types and properties of the service, and what the catalogue says of them.

A property is read for many things at once. What it reads is a text, a year, or another thing of the catalogue; the same
values answer a constraint and fill a column.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from culturedata.publish.reconciliation.offered import Offered, marks
from culturedata.publish.words.language import Translator
from culturedata.vocabularies import FACETS

WORK, AGENT = "work", "agent"
DOMAINS = {"artwork": "museum", "film": "film", "music-work": "music"}  # the types of works, by domain
TYPES = (WORK, *DOMAINS, AGENT)
SCHEMES = (
    "wikidata", "viaf", "isni", "gnd", "bnf", "ulan", "rkd", "mbid", "discogs", "imdb", "tmdb", "joconde", "accession",
)  # fmt: skip
YEARS = ("year", "born", "died")
_LABEL = "coalesce(t.label_{lang}, t.label)"
_MATTER = "kind IN ('created', 'published', 'released')"


@dataclass(frozen=True, slots=True)
class Property:
    """How a property is read: SQL with `{ids}`, that gives the thing, the value, and the id of the value if it is a
    thing too; of works and of agents, where they have it."""

    id: str
    work: str = ""
    agent: str = ""

    def name(self, t: Translator) -> str:
        """Its name in the language of the service."""
        if self.id in SCHEMES:
            return t("reconcile:identifier", scheme=self.id)
        return t(f"reconcile:{self.id}") if f"reconcile:{self.id}" in _OWN_WORDS else t.capital(t.facet(self.id))

    def is_of(self, type: str | None) -> bool:
        """Whether things of a type may have it; of no type, any may."""
        return bool(self.agent if type == AGENT else self.work if type in TYPES else self.work or self.agent)


def _facet(facet: str) -> Property:
    sql = f"""SELECT wt.work_id, {_LABEL}, NULL FROM work_terms AS wt JOIN terms AS t USING (term_id)
              WHERE wt.work_id IN ({{ids}}) AND wt.facet = '{facet}' ORDER BY t.label"""
    return Property(facet, work=sql)


def _identifier(scheme: str) -> Property:
    sql = f"SELECT owner_id, value, NULL FROM identifiers WHERE owner_id IN ({{ids}}) AND scheme = '{scheme}'"
    return Property(scheme, work=sql, agent=sql)


_PLACES = f"""SELECT wt.work_id, {_LABEL}, NULL FROM work_terms AS wt JOIN terms AS t USING (term_id)
    WHERE wt.work_id IN ({{ids}}) AND wt.facet IN ('place', 'country')
    UNION SELECT work_id, coalesce(city_{{lang}}, city), NULL FROM (SELECT *, city AS city_en FROM holdings)
    WHERE work_id IN ({{ids}})
    UNION SELECT work_id, country, NULL FROM holdings WHERE work_id IN ({{ids}})"""
_AGENT_PLACES = " UNION ".join(
    f"SELECT agent_id, {column}, NULL FROM agents WHERE agent_id IN ({{ids}})"
    for column in ("born_place", "died_place", "country")
)
_BOTH_NAMES = """SELECT agent_id, name, NULL FROM agents WHERE agent_id IN ({ids})
    UNION SELECT agent_id, name, NULL FROM agent_names WHERE agent_id IN ({ids})"""
_OWN = (
    Property("name", """SELECT work_id, text, NULL FROM titles WHERE work_id IN ({ids}) AND kind != 'group'
             ORDER BY work_id, position""", _BOTH_NAMES),
    Property("year", "SELECT work_id, year, NULL FROM works WHERE work_id IN ({ids})"),
    Property("maker", """SELECT c.work_id, a.name, a.agent_id FROM credits AS c JOIN agents AS a USING (agent_id)
             WHERE c.work_id IN ({ids}) AND c.role NOT IN ('donor', 'collector', 'cast', 'production company')
             AND a.source IN (SELECT source FROM sources WHERE publish = 'open')
             ORDER BY c.work_id, c.position"""),
    Property("born", agent="SELECT agent_id, born, NULL FROM agents WHERE agent_id IN ({ids})"),
    Property("died", agent="SELECT agent_id, died, NULL FROM agents WHERE agent_id IN ({ids})"),
    Property("place", _PLACES, _AGENT_PLACES),
    Property("gender", agent="SELECT agent_id, gender, NULL FROM agents WHERE agent_id IN ({ids})"),
    Property("role", agent="SELECT DISTINCT agent_id, role, NULL FROM credits WHERE agent_id IN ({ids}) ORDER BY role"),
    Property("keeper", """SELECT work_id, name, NULL FROM holdings WHERE work_id IN ({ids}) AND kind = 'keeper'
             ORDER BY work_id, position"""),
    Property("image", """SELECT work_id, url, NULL FROM images WHERE work_id IN ({ids}) AND open
             ORDER BY work_id, position"""),
    Property("page", "SELECT work_id, url, NULL FROM works WHERE work_id IN ({ids})",
             "SELECT agent_id, url, NULL FROM agents WHERE agent_id IN ({ids})"),
    Property("source", """SELECT work_id, s.title, NULL FROM works JOIN sources AS s USING (source)
             WHERE work_id IN ({ids})""", """SELECT agent_id, s.title, NULL FROM agents JOIN sources AS s USING (source)
             WHERE agent_id IN ({ids})"""),
    Property("licence", """SELECT work_id, coalesce(s.licence_url, s.licence), NULL FROM works
             JOIN sources AS s USING (source) WHERE work_id IN ({ids})""", """SELECT agent_id,
             coalesce(s.licence_url, s.licence), NULL FROM agents JOIN sources AS s USING (source)
             WHERE agent_id IN ({ids})"""),
)  # fmt: skip
_OWN_WORDS = {f"reconcile:{one.id}" for one in _OWN}
PROPERTIES: dict[str, Property] = {
    one.id: one for one in (*_OWN, *(_facet(facet) for facet in FACETS if facet != "place"), *map(_identifier, SCHEMES))
}


@dataclass(frozen=True, slots=True)
class Thing:
    """A work or an agent that is offered: `type` is one of TYPES; of agents the year is that of birth, `until` that of
    death; of works `maker` is who made it."""

    id: str
    name: str
    type: str
    year: int | None
    until: int | None
    maker: str | None
    source: str


_WORKS = """SELECT w.work_id, w.title, w.domain, w.year, NULL, w.maker, w.source, w.record_id FROM works AS w
    WHERE w.work_id IN ({ids})"""
_AGENTS = (
    """SELECT agent_id, name, 'agent', born, died, NULL, source, record_id FROM agents WHERE agent_id IN ({ids})"""
)


def borne(type: str) -> tuple[str, ...]:
    """The types that a thing of a type bears: its own, and if it is a work that of all works."""
    return (type, WORK) if type in DOMAINS else (type,)


def things(connection: sqlite3.Connection, offered: Offered, ids: Sequence[str]) -> dict[str, Thing]:
    """The works and agents among `ids` that are offered, by their ids, in their order."""
    types = {domain: name for name, domain in DOMAINS.items()} | {AGENT: AGENT}
    found = {}
    for sql in (_WORKS, _AGENTS):
        for id_, name, kind, year, until, maker, source, record in connection.execute(
            sql.format(ids=marks(ids)), list(ids)
        ):
            if offered.has(source, record):
                found[id_] = Thing(id_, name, types[kind], year, until, maker, source)
    return {id_: found[id_] for id_ in ids if id_ in found}


def read(
    connection: sqlite3.Connection, offered: Offered, property: Property, of: Sequence[Thing], lang: str
) -> dict[str, list[dict[str, Any]]]:
    """What a property says of each of the things: `{"str": …}`, `{"int": …}` or `{"id": …, "name": …}`, each once."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for kind, sql in ((WORK, property.work), (AGENT, property.agent)):
        ids = [one.id for one in of if (one.type == AGENT) == (kind == AGENT)]
        if not ids or not sql:
            continue
        times = sql.count("{ids}")
        for id_, value, thing in connection.execute(sql.format(ids=marks(ids), lang=lang), ids * times):
            said = _value(value, thing)
            if said and said not in found[id_]:
                found[id_].append(said)
    _only_offered(connection, offered, found)
    return found


def _value(value: object, thing: str | None) -> dict[str, Any] | None:
    if value is None or value == "":
        return None
    if thing is not None:
        return {"id": thing, "name": str(value)}
    return {"int": value} if isinstance(value, int) else {"str": str(value)}


def _only_offered(connection: sqlite3.Connection, offered: Offered, found: dict[str, list[dict[str, Any]]]) -> None:
    """Things whose records stay at home are left as names, as in the copy that is given away."""
    ids = sorted({one["id"] for said in found.values() for one in said if "id" in one})
    known = things(connection, offered, ids) if ids else {}
    for said in found.values():
        said[:] = [{"str": one["name"]} if "id" in one and one["id"] not in known else one for one in said]


def credited(connection: sqlite3.Connection, of: Sequence[Thing]) -> dict[str, int]:
    """Of how many works each agent is credited."""
    ids = [one.id for one in of if one.type == AGENT]
    sql = f"SELECT agent_id, count(*) FROM credits WHERE agent_id IN ({marks(ids)}) GROUP BY agent_id"
    return dict(connection.execute(sql, ids).fetchall())


def spans(connection: sqlite3.Connection, of: Sequence[Thing]) -> dict[str, tuple[int | None, int | None]]:
    """The years in which each thing was made, or in which it lived, first and last."""
    ids = [one.id for one in of if one.type != AGENT]
    made = connection.execute(
        f"""SELECT work_id, min(earliest), max(latest) FROM dates WHERE work_id IN ({marks(ids)}) AND {_MATTER}
            GROUP BY work_id""",
        ids,
    )
    found = {id_: (first, last) for id_, first, last in made}
    return {one.id: found.get(one.id, (one.year, one.year if one.type != AGENT else one.until)) for one in of}
