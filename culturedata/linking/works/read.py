"""Reading the works of a source as linking compares them."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict

from culturedata.linking import normalise
from culturedata.linking.described import Described
from culturedata.linking.people import names as people
from culturedata.linking.works.films import genre
from culturedata.linking.works.objects import GLOBAL, Object
from culturedata.vocabularies import SECONDARY

_TITLES = """SELECT work_id, text FROM titles JOIN works USING (work_id) WHERE source = ? ORDER BY work_id, position"""
_MAKERS = """SELECT work_id, coalesce(credits.attribution || ' ', '') || agents.name FROM credits
JOIN works USING (work_id) JOIN agents USING (agent_id)
WHERE works.source = ? AND role NOT IN (SELECT value FROM json_each(?)) ORDER BY work_id, credits.position"""
_OBJECTS = """SELECT work_id, title, works.domain, d.earliest, d.latest FROM works
LEFT JOIN dates AS d USING (work_id) WHERE works.source = ? AND works.domain != 'film' AND coalesce(d.position, 1) = 1
ORDER BY work_id"""


def films(connection: sqlite3.Connection, source: str, rated: dict[str, int]) -> list[Described]:
    """The films of a source, in the order of their ids; `rated` says how often each was rated."""
    names = _grouped(connection, _TITLES, source)
    genres = _grouped(
        connection,
        """SELECT work_id, label FROM work_terms JOIN works USING (work_id) JOIN terms USING (term_id)
           WHERE works.source = ? AND work_terms.facet = 'genre'""",
        source,
    )
    known = _identifiers(connection, source)
    return [
        Described(
            id=work,
            names=tuple(names[work] or [title]),
            year=year,
            traits=frozenset(map(genre, genres[work])) - {""},
            identifiers=frozenset(known[work]),
            weight=rated.get(work, 0),
        )
        for work, title, year in connection.execute(
            "SELECT work_id, title, year FROM works WHERE source = ? AND domain = 'film' ORDER BY work_id", [source]
        )
    ]


def objects(connection: sqlite3.Connection, source: str) -> list[Object]:
    """The museum works and the music of a source, in the order of their ids."""
    names = _grouped(
        connection,
        _TITLES.replace(" ORDER", " AND kind != 'group' ORDER"),
        source,
    )
    makers = _grouped(connection, _MAKERS, source, json.dumps(SECONDARY))
    keepers: dict[str, set[str]] = defaultdict(set)
    numbers: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for work, keeper, number in connection.execute(
        """SELECT work_id, coalesce(h.name, a.name), h.inventory FROM holdings AS h JOIN works USING (work_id)
           LEFT JOIN agents AS a ON a.agent_id = h.holder_id WHERE works.source = ?""",
        [source],
    ):
        if keeper:
            keepers[work].add(normalise.compact(keeper))
            numbers[work] |= {(normalise.compact(keeper), normalise.compact(number))} if number else set()
    known = _identifiers(connection, source)
    return [
        Object(
            id=work,
            names=tuple(names[work] or [title]),
            domain=domain,
            makers=tuple(dict.fromkeys(map(people.read, makers[work]))),
            years=None if first is None else (first, first if last is None else last),
            keepers=frozenset(keepers[work]),
            numbers=frozenset(numbers[work]),
            identifiers=frozenset(pair for pair in known[work] if pair[0] in GLOBAL),
        )
        for work, title, domain, first, last in connection.execute(_OBJECTS, [source])
    ]


def _grouped(connection: sqlite3.Connection, sql: str, *values: str) -> dict[str, list[str]]:
    """The second column of a query by its first, in the order of the rows."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in connection.execute(sql, values):
        found[key].append(value)
    return found


def _identifiers(connection: sqlite3.Connection, source: str) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for work, scheme, value in connection.execute(
        "SELECT owner_id, scheme, value FROM identifiers JOIN works ON work_id = owner_id WHERE source = ?", [source]
    ):
        found[work].append((scheme, value))
    return found
