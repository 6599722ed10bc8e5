"""The same work and the same people in other sources, by the links that are in force."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from culturedata.store.catalogue.works import Row, rows

Links = dict[str, dict[str, Row]]  # by id, the ids that links lead to, each with the link that led there
MOST = 60  # credits of a work whose people are looked for, in their order
DESCRIBED = """w.work_id, w.title, w.maker, w.year, w.decade, w.domain, w.source,
  s.title AS source_title, s.title_fr AS source_title_fr,
  (SELECT text FROM titles AS t WHERE t.work_id = w.work_id AND lang = 'fr' AND kind != 'group' ORDER BY position)
    AS title_fr,
  (SELECT text FROM titles AS t WHERE t.work_id = w.work_id AND lang = 'en' AND kind != 'group' ORDER BY position)
    AS title_en"""
_LISTED = "(SELECT value FROM json_each(:ids))"
_MATCH = "SELECT left_id, right_id, kind, score, method, evidence, decided_by FROM matches WHERE undone_at IS NULL"
_MATCHES = f"{_MATCH} AND left_id IN {_LISTED} UNION ALL {_MATCH} AND right_id IN {_LISTED}"
_WORKS = f"""SELECT {DESCRIBED} FROM works AS w JOIN sources AS s ON s.source = w.source
WHERE w.work_id IN {_LISTED} ORDER BY w.year IS NULL, w.year, w.work_id"""
_PEOPLE = f"""SELECT a.agent_id, a.name, a.source, s.title AS source_title, s.title_fr AS source_title_fr,
  (SELECT count(DISTINCT work_id) FROM credits WHERE agent_id = a.agent_id) AS works
FROM agents AS a JOIN sources AS s USING (source) WHERE a.agent_id IN {_LISTED}"""
_PAIRS = ("names", "titles", "years", "lives")  # what the evidence holds of both sides


def links(connection: sqlite3.Connection, whole: Row) -> Links:
    """Where links lead to from the `whole` work (works.work) and its people; see `linked`."""
    return linked(connection, [whole["work_id"], *(credit["agent_id"] for credit in whole["credits"][:MOST])])


def linked(connection: sqlite3.Connection, ids: Iterable[str]) -> Links:
    """Where links lead to from each of the works and agents `ids`, also over a third one; empty without any.

    A link is a row of matches with what was `compared` for it.
    """
    ids = list(dict.fromkeys(ids))
    near: dict[str, dict[str, Row]] = {}
    asked: set[str] = set()
    wanted = set(ids)
    while wanted - asked:
        for match in _matches(connection, wanted - asked):
            near.setdefault(match["left_id"], {})[match["right_id"]] = match
            near.setdefault(match["right_id"], {})[match["left_id"]] = match
        asked |= wanted
        wanted = set(near)
    return {one: _reached(near, one) for one in ids if one in near}


def works(connection: sqlite3.Connection, whole: Row, links: Links) -> list[Row]:
    """The same work in other sources, each with its `link`; only its id where the catalogue does not describe it."""
    led = links.get(whole["work_id"], {})
    if not led:
        return []
    found = {row["work_id"]: row for row in described(connection, led)}
    return [found.get(one, {"work_id": one, "title": None}) | {"link": link} for one, link in led.items()]


def people(connection: sqlite3.Connection, whole: Row, links: Links) -> list[Row]:
    """The people of the work in other sources, each with its `link`, the credit `here`, and how many `works` there."""
    credits = {credit["agent_id"]: credit for credit in reversed(whole["credits"]) if credit["agent_id"] in links}
    others = [other for one in credits for other in links[one]]
    if not others:
        return []
    found = {row["agent_id"]: row for row in rows(connection, _PEOPLE, listed(others))}
    return [
        found[other] | {"here": credit, "link": link}
        for one, credit in reversed(credits.items())
        for other, link in links[one].items()
        if other in found
    ]


def described(connection: sqlite3.Connection, ids: Iterable[str]) -> list[Row]:
    """The works `ids` with titles in both languages and their source's name, the oldest first."""
    return rows(connection, _WORKS, listed(ids))


def listed(ids: Iterable[str]) -> dict[str, object]:
    """The parameter `:ids` of a statement that reads it by json_each."""
    return {"ids": json.dumps(list(ids))}


def _matches(connection: sqlite3.Connection, ids: Iterable[str]) -> list[Row]:
    found = rows(connection, _MATCHES, listed(ids))
    return [match | {"compared": compared(json.loads(match["evidence"]))} for match in found]


def compared(evidence: dict[str, Any]) -> str:
    """What a link rests on: «Lautrec = Henri de Toulouse-Lautrec, 1864–1901 = 1864–?»; «» if nothing is told.

    What only one side knows was not compared.
    """
    pairs = [_pair(evidence[key]) for key in _PAIRS if isinstance(evidence.get(key), list)]
    shared = evidence.get("identifiers")
    numbers = [str(one) for one in shared] if isinstance(shared, list) else []
    return ", ".join([*filter(None, pairs), *numbers])


def _pair(sides: list[Any]) -> str:
    said = ["–".join(_known(one) for one in side) if isinstance(side, list) else _known(side) for side in sides]
    return " = ".join(said) if all(side.strip("?–") for side in said) else ""


def _known(value: Any) -> str:
    return "?" if value is None else str(value)


def _reached(near: dict[str, dict[str, Row]], start: str) -> dict[str, Row]:
    """What links lead to from `start`, by id, the nearest first."""
    found: dict[str, Row] = {}
    ahead = [start]
    for one in ahead:
        for other, match in sorted(near[one].items()):
            if other != start and other not in found:
                found[other] = match
                ahead.append(other)
    return found
