"""From one art to another: the film about a painter, the works of a film's composer, the record of a film's music.

Every line says by which link, name or number it was found, and the places and times that both works share.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable

from culturedata.data.years import century_in_words, decade_in_words
from culturedata.store.catalogue.elsewhere import DESCRIBED, Links, described, listed
from culturedata.store.catalogue.search import fold
from culturedata.store.catalogue.works import SHOWN, Row, rows

MOST = 3  # works told for one reason
_READ = 200  # rows that are read for one question
_PLACES = ("place", "country")
_TIMES = ("period", "movement")
_ITEM = re.compile(r"\bQ[1-9]\d*$")
_LISTED = "(SELECT value FROM json_each(:ids))"
# The plus keeps SQLite from reading every subject that there is.
_TERMS_NAMED = f"SELECT term_id, label, url FROM terms WHERE +facet = 'subject' AND label IN {_LISTED}"
_WITH_TERM = f"""SELECT work_id FROM work_terms JOIN works USING (work_id) WHERE term_id = ? AND domain != ?
ORDER BY year IS NULL, year, work_id LIMIT {MOST}"""
_SUBJECTS = """SELECT t.label, t.label_fr, t.label_en, t.url FROM work_terms AS wt JOIN terms AS t USING (term_id)
WHERE wt.work_id = ? AND wt.facet = 'subject'"""
_AGENTS_NAMED = f"""SELECT agent_id, name,
  (SELECT value FROM identifiers WHERE owner_id = agent_id AND scheme = 'wikidata') AS item
FROM agents WHERE name IN {_LISTED} LIMIT {_READ}"""
_OWNERS = f"""SELECT owner_id, value FROM identifiers WHERE scheme = 'wikidata' AND value IN {_LISTED}
LIMIT {_READ}"""
_NAMES = f"""SELECT name, agent_id FROM agents WHERE agent_id IN {_LISTED}
UNION SELECT name, agent_id FROM agent_names WHERE agent_id IN {_LISTED} ORDER BY 1, 2"""
_ITEMS = f"SELECT owner_id, value FROM identifiers WHERE owner_id IN {_LISTED} AND scheme = 'wikidata'"
_BY = f"""SELECT first.agent_id, first.role, {DESCRIBED} FROM (
  SELECT c.agent_id, c.role, c.work_id,
         row_number() OVER (PARTITION BY c.agent_id ORDER BY w.year IS NULL, w.year, w.work_id) AS place
  FROM credits AS c JOIN works AS w USING (work_id)
  WHERE c.agent_id IN {_LISTED} AND c.attribution IS NULL AND w.domain != :domain AND {SHOWN}
) AS first JOIN works AS w USING (work_id) JOIN sources AS s ON s.source = w.source
WHERE first.place <= {MOST} ORDER BY first.agent_id, first.place"""
_WORDS = f"""SELECT wt.work_id, wt.facet, t.label, t.label_fr, t.label_en
FROM work_terms AS wt JOIN terms AS t USING (term_id)
WHERE wt.work_id IN {_LISTED} AND wt.facet IN {(*_PLACES, *_TIMES)} ORDER BY wt.facet, t.label"""


def crossings(connection: sqlite3.Connection, whole: Row, links: Links) -> list[Row]:
    """Works of other arts to which the `whole` work (works.work) leads; `links` are those of elsewhere.links.

    Each has its `work`, its `kind`, who or what joins the two (`name`), why (`link`, `item` or `by_name`), and what
    they `share`. The kinds: «subject» (a maker of this work is a subject of that one), «portrayed» (a subject of this
    one made that one), «agent» (somebody had to do with both, in the roles `here` and `there`), «relation» (the source
    says so).
    """
    found = [
        *_subject_of(connection, whole, links),
        *_portrayed(connection, whole),
        *_shared_agents(connection, whole, links),
        *_related(connection, whole),
    ]
    _tell_what_is_shared(connection, whole, found)
    return found


def _subject_of(connection: sqlite3.Connection, whole: Row, links: Links) -> list[Row]:
    """Works of other arts of which a maker of this one is a subject."""
    makers = {c["agent_id"]: c for c in whole["credits"] if c["role"] != "cast" and not c["attribution"]}
    owners = {other: one for one in makers for other in (one, *links.get(one, ()))}
    if not owners:
        return []
    names = _names(connection, owners)
    items = dict(_items(connection, owners))
    found = []
    for term in rows(connection, _TERMS_NAMED, listed(names)):
        for owner in names[term["label"]]:
            joined = _joined(term["label"], _item(term["url"]), items.get(owner))
            if joined is None:
                continue
            one = owners[owner]
            line = {
                "kind": "subject",
                "name": makers[one],
                "term": term["term_id"],
                "link": links.get(one, {}).get(owner),
            }
            found += [line | joined | {"work": work} for work in _with_term(connection, whole, term["term_id"])]
    return _once(found)


def _portrayed(connection: sqlite3.Connection, whole: Row) -> list[Row]:
    """Works of other arts by somebody who is a subject of this one."""
    if not any(term["facet"] == "subject" for term in whole["terms"]):
        return []
    items: dict[str, str | None] = {}
    for label, french, english, url in connection.execute(_SUBJECTS, [whole["work_id"]]):
        items |= dict.fromkeys(filter(None, (label, french, english)), _item(url))
    found = []
    for agent in _called(connection, items):
        joined = _joined(agent["name"], items.get(agent["name"], agent["item"]), agent["item"])
        if joined is not None:
            line = {"kind": "portrayed", "name": agent, "link": None, **joined}
            by = _by(connection, whole["domain"], [agent["agent_id"]])
            found += [line | {"work": work, "there": work.pop("role")} for work in by]
    return _once(found)


def _called(connection: sqlite3.Connection, subjects: dict[str, str | None]) -> list[Row]:
    """The agents with one of these names, or one of these items of Wikidata, each with their own `item` or None."""
    found = {agent["agent_id"]: agent for agent in rows(connection, _AGENTS_NAMED, listed(subjects))}
    owners = dict(connection.execute(_OWNERS, listed(item for item in subjects.values() if item)).fetchall())
    for name, ids in _names(connection, owners).items() if owners else ():
        found |= {one: {"agent_id": one, "name": name, "item": owners[one]} for one in ids if one not in found}
    return [found[one] for one in sorted(found)]


def _shared_agents(connection: sqlite3.Connection, whole: Row, links: Links) -> list[Row]:
    """Works of other arts that somebody of this one had to do with, under another id."""
    credits = {credit["agent_id"]: credit for credit in reversed(whole["credits"]) if credit["agent_id"] in links}
    ends = {other: (credits[one], link) for one in credits for other, link in links[one].items()}
    found = []
    for work in _by(connection, whole["domain"], list(ends)) if ends else ():
        credit, link = ends[work.pop("agent_id")]
        line = {"kind": "agent", "name": credit, "here": credit["role"], "there": work.pop("role")}
        found.append({**line, "link": link, "work": work})
    return _once(found)


def _related(connection: sqlite3.Connection, whole: Row) -> list[Row]:
    """Works of other arts that this one's source joins to it, found by their items of Wikidata in other sources."""
    targets = {item: relation for relation in reversed(whole["relations"]) if (item := _item(relation["target_id"]))}
    if not targets:
        return []
    owners = dict(connection.execute(_OWNERS, listed(targets)).fetchall())
    if not owners:
        return []
    others = (work for work in described(connection, owners) if work["domain"] != whole["domain"])
    items = ((owners[work["work_id"]], work) for work in others)
    return [
        {"kind": "relation", "name": targets[item], "link": None, "item": item, "work": work} for item, work in items
    ]


def _joined(name: str, one: str | None, other: str | None) -> Row | None:
    """Why a word and a person are the same: one item of Wikidata, else a name of two words or more; None if not."""
    if one and other:
        return {"item": one} if one == other else None
    return {"by_name": name} if " " in name else None


def _item(text: str | None) -> str | None:
    """The number in Wikidata at the end of an address or an id."""
    found = _ITEM.search(text or "")
    return found[0] if found else None


def _names(connection: sqlite3.Connection, agents: Iterable[str]) -> dict[str, list[str]]:
    """All names of the agents, with those who have them."""
    found: dict[str, list[str]] = {}
    for name, agent in connection.execute(_NAMES, listed(agents)):
        found.setdefault(name, []).append(agent)
    return found


def _items(connection: sqlite3.Connection, ids: Iterable[str]) -> list[tuple[str, str]]:
    """The item of Wikidata that each of the ids is, if it is one."""
    return connection.execute(_ITEMS, listed(ids)).fetchall()


def _with_term(connection: sqlite3.Connection, whole: Row, term: str) -> list[Row]:
    """The first works of other arts that the term describes."""
    found = connection.execute(_WITH_TERM, [term, whole["domain"]])
    return described(connection, [row[0] for row in found])


def _by(connection: sqlite3.Connection, domain: str, agents: Iterable[str]) -> list[Row]:
    """The first works of each agent in other arts than `domain`, each with the `role` and the `agent_id`."""
    return rows(connection, _BY, {"domain": domain, **listed(agents)})


def _tell_what_is_shared(connection: sqlite3.Connection, whole: Row, crossings: list[Row]) -> None:
    """Add to each crossing what both works `share`: places, periods, movements, and their decade or century."""
    ids = list({crossing["work"]["work_id"] for crossing in crossings})
    if not ids:
        return
    own = {_word(term) for term in whole["terms"] if term["facet"] in (*_PLACES, *_TIMES)}
    shared: dict[str, dict[tuple[bool, str], Row]] = {one: {} for one in ids}
    for term in rows(connection, _WORDS, listed(ids)):
        if _word(term) in own:
            shared[term["work_id"]].setdefault(_word(term), term)
    for crossing in crossings:
        work = crossing["work"]
        crossing["share"] = [*shared[work["work_id"]].values(), *_time(whole, work)]


def _word(term: Row) -> tuple[bool, str]:
    """What makes two words of a place, or of a time, the same in two sources."""
    return term["facet"] in _PLACES, fold(term["label_en"] or term["label"])


def _time(one: Row, other: Row) -> Iterable[Row]:
    """The decade of both works, else their century, if it is the same."""
    if one["year"] is None or other["year"] is None:
        return []
    centuries = century_in_words(one["year"]), century_in_words(other["year"])
    if one["decade"] == other["decade"]:
        said = decade_in_words(one["decade"])
    elif centuries[0] == centuries[1]:
        said = centuries[0]
    else:
        return []
    return [{"label": said[1], "label_fr": said[0], "label_en": said[1]}]


def _once(crossings: list[Row]) -> list[Row]:
    """The first crossing of each work."""
    return list({crossing["work"]["work_id"]: crossing for crossing in reversed(crossings)}.values())[::-1]
