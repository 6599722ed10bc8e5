"""What the catalogue says of a person or a group, under every id that is linked to be theirs, and of their works.

A link that stands joins two ids of one person; works are those of all of them, doubles counted once.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from culturedata.store.catalogue.elsewhere import linked, listed
from culturedata.store.catalogue.search import SAME_AGENT, Filters, conditions
from culturedata.store.catalogue.works import SHOWN, Row, named, rows
from culturedata.vocabularies import SECONDARY

Ids = Collection[str]
_FILING = ("classification", "department", "collection")  # how an institution files works: no words for what they are
_LISTED, _OF_WORKS = "(SELECT value FROM json_each(:ids))", "(SELECT value FROM json_each(:works))"
_SAID = f"""SELECT a.*, s.title AS source_title, s.title_fr AS source_title_fr, s.licence, s.licence_fr, s.publish,
    (SELECT count(DISTINCT work_id) FROM credits WHERE agent_id = a.agent_id) AS works, r.located, r.sha256, r.gone_at
FROM agents AS a JOIN sources AS s ON s.source = a.source JOIN records AS r USING (record_id)
WHERE a.agent_id IN {_LISTED}"""
_OF_EACH = {
    "names": f"""SELECT agent_id, name, lang, kind FROM agent_names WHERE agent_id IN {_LISTED}
        ORDER BY agent_id, name, lang""",
    "identifiers": f"""SELECT owner_id AS agent_id, scheme, value FROM identifiers WHERE owner_id IN {_LISTED}
        ORDER BY owner_id, scheme, value""",
    "terms": f"""SELECT x.agent_id, x.facet, t.term_id, t.label, t.label_fr, t.label_en
        FROM agent_terms AS x JOIN terms AS t USING (term_id) WHERE x.agent_id IN {_LISTED}
        ORDER BY x.agent_id, x.facet, t.label""",
    "texts": f"SELECT * FROM agent_texts WHERE agent_id IN {_LISTED} ORDER BY agent_id, position",
    "measures": f"SELECT * FROM agent_measures WHERE agent_id IN {_LISTED} ORDER BY agent_id, kind",
    "relations": f"""SELECT r.agent_id, r.kind, r.target_id, coalesce(r.text, a.name, r.target_id) AS text,
        a.agent_id IS NOT NULL AS known FROM agent_relations AS r LEFT JOIN agents AS a ON a.agent_id = r.target_id
        WHERE r.agent_id IN {_LISTED} ORDER BY r.agent_id, r.position""",
}  # fmt: skip
_WORKS = f"""SELECT w.work_id FROM works AS w
WHERE {SHOWN} AND w.work_id IN (SELECT work_id FROM credits WHERE agent_id IN ({SAME_AGENT}))
ORDER BY w.year, w.work_id"""
_SURELY = f"""EXISTS (SELECT 1 FROM credits AS c
    WHERE c.work_id = w.work_id AND c.attribution IS NULL AND c.agent_id IN ({SAME_AGENT}))"""
_ROLES = f"""SELECT role, attribution, count(DISTINCT work_id) AS works FROM credits
WHERE agent_id IN {_LISTED} AND work_id IN {_OF_WORKS}
GROUP BY 1, 2 ORDER BY attribution IS NOT NULL, works DESC, role, attribution"""
_PICTURES = f"""SELECT coalesce(sum(w.open_image), 0) AS open, coalesce(sum(w.open_image
    OR EXISTS (SELECT 1 FROM images WHERE work_id = w.work_id)), 0) AS seen
FROM works AS w WHERE w.work_id IN {_OF_WORKS}"""
_WORDS = f"""SELECT x.facet, x.works, t.term_id, t.label, t.label_fr, t.label_en FROM (
    SELECT facet, term_id, count(*) AS works FROM work_terms WHERE work_id IN {_OF_WORKS} AND facet NOT IN {_FILING}
    GROUP BY 1, 2 ORDER BY works DESC, term_id LIMIT :most
) AS x JOIN terms AS t USING (term_id) ORDER BY x.works DESC, t.label"""
_PEOPLE = f"""SELECT a.agent_id, a.name,
    (SELECT n.name FROM agent_names AS n WHERE n.agent_id = a.agent_id AND n.lang = 'fr' ORDER BY n.name) AS name_fr,
    (SELECT n.name FROM agent_names AS n WHERE n.agent_id = a.agent_id AND n.lang = 'en' ORDER BY n.name) AS name_en
FROM agents AS a WHERE a.agent_id IN {_LISTED}"""
_TOGETHER = f"""SELECT DISTINCT agent_id, work_id FROM credits
WHERE work_id IN {_OF_WORKS} AND agent_id NOT IN {_LISTED}"""
_NEAR = f"""SELECT DISTINCT c.agent_id, s.work_id FROM similar AS s JOIN credits AS c ON c.work_id = s.similar_id
WHERE s.work_id IN {_OF_WORKS} AND c.agent_id NOT IN {_LISTED} AND c.attribution IS NULL
AND c.role NOT IN {SECONDARY}"""


def maker(connection: sqlite3.Connection, agent_id: str) -> Row | None:
    """A person or group with `name_fr` and `name_en`, and what each source has `said`; None for nobody.

    `kind` is what the first of them says that knows it.

    `said` has a row for each id that is theirs, their own first, with the `link` that led there, and lists of `names`,
    `identifiers`, `terms`, `texts`, `measures` and `relations`.
    """
    links = linked(connection, [agent_id]).get(agent_id, {})
    ids = listed([agent_id, *links])
    found = {row["agent_id"]: row for row in rows(connection, _SAID, ids)}
    if agent_id not in found:
        return None
    said = [found[one] | {"link": links.get(one)} for one in (agent_id, *links) if one in found]
    for name, sql in _OF_EACH.items():
        of: dict[str, list[Row]] = defaultdict(list)
        for row in rows(connection, sql, ids):
            of[row.pop("agent_id")].append(row)
        for one in said:
            one[name] = of[one["agent_id"]]
    kind = next((one["kind"] for one in said if one["kind"] != "unknown"), "unknown")
    return {**said[0], **(named(connection, "agents", "agent_id", agent_id) or {}), "kind": kind, "said": said}


def works(connection: sqlite3.Connection, agent_id: str) -> list[str]:
    """The ids of all works of a person or group, the oldest first, undated ones before them."""
    return [row[0] for row in connection.execute(_WORKS, [agent_id])]


def listed_works(connection: sqlite3.Connection, filters: Filters, limit: int, offset: int) -> list[str]:
    """The ids of the filtered works of a maker: those with an open picture first, then those that are surely theirs,
    then by year; undated ones last.
    """
    where, values = conditions(filters)
    found = connection.execute(
        f"""SELECT w.work_id FROM works AS w WHERE {" AND ".join(where)}
            ORDER BY w.open_image DESC, {_SURELY} DESC, w.year IS NULL, w.year, w.work_id LIMIT ? OFFSET ?""",
        [*values, filters.agent, limit, offset],
    )
    return [row[0] for row in found]


def roles(connection: sqlite3.Connection, agents: Ids, works: Ids) -> list[Row]:
    """In which `role` the ids of one person had to do with how many `works`; those with an `attribution` last."""
    return rows(connection, _ROLES, _asked(agents, works))


def pictures(connection: sqlite3.Connection, works: Ids) -> dict[str, int]:
    """How many of the works have an «open» picture, one that is «closed», «none»."""
    found = rows(connection, _PICTURES, _asked((), works))[0]
    return {"open": found["open"], "closed": found["seen"] - found["open"], "none": len(works) - found["seen"]}


def words(connection: sqlite3.Connection, works: Ids, most: int) -> list[Row]:
    """The words that describe most of the works, each with its `facet` and how many `works`."""
    return rows(connection, _WORDS, {**_asked((), works), "most": most})


def together(connection: sqlite3.Connection, agents: Ids, works: Ids, most: int) -> list[Row]:
    """Who else had to do with most of the works, each with how many `works`."""
    return _most(connection, connection.execute(_TOGETHER, _asked(agents, works)), most)


def near(connection: sqlite3.Connection, agents: Ids, works: Ids, most: int) -> list[Row]:
    """Others who made works that stand among the ten nearest in content to these, with of how many `works` of these.

    Empty where `relate` did not look for near works.
    """
    return _most(connection, connection.execute(_NEAR, _asked(agents, works)), most)


def _most(connection: sqlite3.Connection, pairs: Iterable[tuple[str, str]], most: int) -> list[Row]:
    """Of pairs of a person and a work who has most works, those of linked ids together under the id that has most."""
    of: dict[str, set[str]] = defaultdict(set)
    for agent_id, work_id in pairs:
        of[agent_id].add(work_id)
    links = linked(connection, of)
    heads: dict[str, str] = {}
    for one in sorted(of, key=lambda one: (-len(of[one]), one)):
        for other in (one, *links.get(one, ())):
            heads.setdefault(other, one)
    merged: dict[str, set[str]] = defaultdict(set)
    for one, theirs in of.items():
        merged[heads[one]] |= theirs
    first = sorted(merged, key=lambda one: (-len(merged[one]), one))[:most]
    found = [row | {"works": len(merged[row["agent_id"]])} for row in rows(connection, _PEOPLE, listed(first))]
    return sorted(found, key=lambda row: (-row["works"], row["name"]))


def spread(works: Sequence[str], most: int) -> Sequence[str]:
    """All works, or every so many-th of them, so that there are at most so many."""
    return works[:: max(1, -(-len(works) // most))]


def _asked(agents: Ids, works: Ids) -> dict[str, object]:
    return {"ids": json.dumps(list(agents)), "works": json.dumps(list(works))}
