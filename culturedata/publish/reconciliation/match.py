"""What a query means: its candidates, each with a score from 0 to 100, and which one of them is sure.

The score is how alike the names are, less what speaks against:

* 100 for the same words, whatever their case, accents and order; 98 but for an article
* below that rapidfuzz's token sort ratio, or 0.88 times its token set ratio («Lautrec» in «Henri de
  Toulouse-Lautrec»)
* −2 for a property of which the catalogue says nothing, −25 for one that contradicts, −40 for another identifier
* an identifier in common gives 100 by itself

Of equal scores the one with more works comes first. «match» is said only of one candidate that is sure: an identifier
in common, or the same name with a property that agrees and nothing against it, with no other within 10 points; or for
people the same name of two words or more, with no other within 15: nobody else whose name holds these words.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from culturedata.publish.reconciliation import find, properties
from culturedata.publish.reconciliation.asked import Constraint, Query
from culturedata.publish.reconciliation.offered import Offered
from culturedata.publish.reconciliation.properties import AGENT, PROPERTIES, SCHEMES, TYPES, YEARS, Thing, borne
from culturedata.vocabularies import LANGUAGES

SAME, ARTICLE, ALIKE = 100.0, 98.0, 88.0
APART, FAR_APART = 10.0, 15.0
UNSAID, AGAINST, ANOTHER = 2.0, 25.0, 40.0
_YEAR = re.compile(r"-?\d{3,4}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing with its score, how far below all others must be if it is to be the match (None: it can't be), and what
    was compared: the name, and each property."""

    thing: Thing
    score: float
    apart: float | None
    features: dict[str, float | bool]


def best(connection: sqlite3.Connection, offered: Offered, query: Query) -> list[tuple[Candidate, bool]]:
    """The candidates, highest score first, and of each whether it is the match."""
    types = wanted(query)
    known = find.by_identifier(connection, query)
    text = "" if find.is_item(query.text) else query.text or _said(query)
    ids = [*known, *find.by_name(connection, offered, text, types)] if types else []
    things = [one for one in properties.things(connection, offered, list(dict.fromkeys(ids))).values()
              if one.type in types]  # fmt: skip
    scored = _scored(connection, offered, query, things, known)
    credited = properties.credited(connection, things)
    scored.sort(key=lambda one: (-one.score, -credited.get(one.thing.id, 0), one.thing.id))
    return [(one, n == 0 and _is_match(one, scored[1:2])) for n, one in enumerate(scored[: query.most])]


def _is_match(first: Candidate, others: Sequence[Candidate]) -> bool:
    """Whether the first candidate is the match, the others being worse."""
    return first.apart is not None and all(one.score <= first.score - first.apart for one in others)


def wanted(query: Query) -> set[str]:
    """The types that candidates may be of: those that bear one of the types asked for, or each of them if it is «all».

    What the library has no type for nothing bears: if only such are asked for, there are no candidates, unless the
    types «should» only help; then they may be of any.
    """
    said = set(query.types)
    if not said:
        return set(TYPES)
    if query.type_strict == "all":
        return {one for one in TYPES if said <= set(borne(one))}
    spelt = {one for one in TYPES if said & set(borne(one))}
    return spelt or (set(TYPES) if query.type_strict == "should" else set())


def _said(query: Query) -> str:
    """What to look for where only properties are given: names among them."""
    return " ".join(value for one in query.properties if one.pid == "name" for value in one.values()[:1])


def _scored(
    connection: sqlite3.Connection, offered: Offered, query: Query, things: Sequence[Thing], known: dict[str, None]
) -> list[Candidate]:
    names = properties.read(connection, offered, PROPERTIES["name"], things, "en")
    asked = [one for one in query.properties if one.pid in PROPERTIES and one.values()]
    said = {one.pid: _in_all_languages(connection, offered, one, things) for one in asked}
    spans = properties.spans(connection, things) if "year" in said else {}
    scored = []
    for thing in things:
        told = [thing.name, *(one["str"] for one in names[thing.id])]
        name = max(alike(query.text, one) for one in told) if query.text else SAME
        agree = {one.pid: _agrees(one, said[one.pid][thing.id], spans.get(thing.id)) for one in asked}
        scored.append(_candidate(query, thing, name, agree, by_id=thing.id in known))
    return scored


def _in_all_languages(
    connection: sqlite3.Connection, offered: Offered, asked: Constraint, things: Sequence[Thing]
) -> dict[str, list[dict[str, Any]]]:
    found = [properties.read(connection, offered, PROPERTIES[asked.pid], things, lang) for lang in LANGUAGES]
    return {one.id: [value for said in found for value in said[one.id]] for one in things}


def _candidate(query: Query, thing: Thing, name: float, agree: dict[str, bool | None], *, by_id: bool) -> Candidate:
    against = [pid for pid, it in agree.items() if it is False]
    loss = sum(ANOTHER if pid in SCHEMES else AGAINST for pid in against)
    loss += UNSAID * sum(it is None for it in agree.values())
    identified = by_id and not against
    score = 100.0 if identified else max(0.0, name - loss)
    told = any(it is True for it in agree.values())
    same = bool(query.text) and name >= SAME and not against
    full = thing.type == AGENT and len(find.key(query.text)) > 1
    apart = APART if identified or (same and told) else FAR_APART if same and full else None
    features: dict[str, float | bool] = {"name": round(name, 1)} if query.text and not identified else {}
    features |= {pid: it for pid, it in agree.items() if it is not None}
    return Candidate(thing, round(score, 2), apart, features)


def alike(left: str, right: str) -> float:
    """How alike two names are, 0 to 100."""
    from rapidfuzz import fuzz

    a, b = find.key(left), find.key(right)
    if sorted(a) == sorted(b):
        return 100.0 if a or left.strip() == right.strip() else 0.0
    if find.bare(a) == find.bare(b):
        return ARTICLE
    one, other = " ".join(a), " ".join(b)
    return min(ARTICLE, max(fuzz.token_sort_ratio(one, other), ALIKE / 100 * fuzz.token_set_ratio(one, other)))


def _agrees(asked: Constraint, said: list[dict[str, Any]], span: tuple[int | None, int | None] | None) -> bool | None:
    """Whether any of the values is what the catalogue says; None if it, or the query, says nothing."""
    values = asked.values()
    if asked.pid == "year":
        return _in_years(values, *(span or (None, None)))
    if not said:
        return None
    if asked.pid in YEARS:
        years = {year for value in values for year in _years(value)}
        return bool(years & {one["int"] for one in said}) if years else None
    if asked.pid in SCHEMES:
        return bool({find.written(asked.pid, value) for value in values} & {one["str"] for one in said})
    ids = {one["id"] for one in said if "id" in one}
    texts = [str(one.get("name", one.get("str", one.get("int")))) for one in said]
    return bool(ids & set(values)) or any(_same_text(value, text) for value in values for text in texts)


def _same_text(value: str, text: str) -> bool:
    """Whether two texts are spelled nearly the same, or one has all the words of the other."""
    a, b = set(find.key(value)), set(find.key(text))
    within = bool(a and b) and (a <= b or b <= a)
    return within or alike(value, text) >= ALIKE


def _in_years(values: Sequence[str], first: int | None, last: int | None) -> bool | None:
    """Whether a year lies between two; where one of them is unknown, not on its wrong side."""
    years = [year for value in values for year in _years(value)]
    if not years or (first is None and last is None):
        return None
    return any((first is None or year >= first) and (last is None or year <= last) for year in years)


def _years(text: str) -> list[int]:
    return [int(year) for year in _YEAR.findall(text)]
