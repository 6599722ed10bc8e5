"""What the service answers, as the Reconciliation API 0.2 has it: its manifest, results, suggestions, columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from culturedata.publish.reconciliation import asked, find, match, properties
from culturedata.publish.reconciliation.asked import Extension, Query
from culturedata.publish.reconciliation.offered import Offered
from culturedata.publish.reconciliation.properties import AGENT, DOMAINS, PROPERTIES, TYPES, WORK, Property, Thing
from culturedata.publish.words.language import Translator
from culturedata.store.catalogue.works import titles_in
from culturedata.vocabularies import LANGUAGES

Json = dict[str, Any]
SUGGESTED = 10
PREVIEW = {"width": 430, "height": 220}


def manifest(root: str, library: str, t: Translator) -> Json:
    """What the service at the address `root` is and can do, in one of its languages."""
    base = f"{root}/{t.lang}"
    suggest = {
        what: {
            "service_url": base,
            "service_path": f"/suggest/{what}",
            "flyout_service_url": base,
            "flyout_service_path": f"/flyout/{what}?id=${{id}}",
        }
        for what in ("entity", "type", "property")
    }
    limit = {"name": "limit", "label": t("reconcile:limit"), "type": "number", "default": 0,
             "help_text": t("reconcile:limit:help")}  # fmt: skip
    return {
        "versions": ["0.1", "0.2"],
        "name": t("reconcile:service", library=library),
        "identifierSpace": f"{root}/view?id=",
        "schemaSpace": f"{root}/properties",
        "defaultTypes": [type_(name, t) for name in TYPES],
        "view": {"url": f"{base}/view?id={{{{id}}}}"},
        "preview": {"url": f"{base}/preview?id={{{{id}}}}", **PREVIEW},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/properties"},
            "property_settings": [limit],
        },
        "batchSize": asked.MOST_QUERIES,
    }


def type_(name: str, t: Translator) -> Json:
    """A type with the broader one, if there is one."""
    said: Json = {"id": name, "name": t(f"type:{name}")}
    return said | {"broader": [{"id": WORK, "name": t(f"type:{WORK}")}]} if name in DOMAINS else said


def _types(thing: Thing, t: Translator) -> list[Json]:
    """The types of a thing, the narrower first."""
    return [{"id": name, "name": t(f"type:{name}")} for name in properties.borne(thing.type)]


def describe(
    connection: sqlite3.Connection, offered: Offered, things: Sequence[Thing], t: Translator
) -> dict[str, Json]:
    """`id`, `name` and `description` of each of the things, by its id."""
    titles = titles_in(connection, [one.id for one in things if one.type != AGENT], t.lang)
    return {
        one.id: {"id": one.id, "name": titles.get(one.id, one.name), "description": _about(one, offered, t)}
        for one in things
    }


def _about(thing: Thing, offered: Offered, t: Translator) -> str:
    source = offered.sources[thing.source][LANGUAGES.index(t.lang)]
    years = [t.year(year) if year is not None else "" for year in (thing.year, thing.until)]
    when = "–".join(years) if thing.type == AGENT and any(years) else years[0]
    return ", ".join(filter(None, (thing.maker, when, t(f"type:{thing.type}"), source)))


def results(connection: sqlite3.Connection, offered: Offered, batch: dict[str, Query], t: Translator) -> Json:
    """The candidates for each of the queries."""
    return {name: {"result": _result(connection, offered, query, t)} for name, query in batch.items()}


def _result(connection: sqlite3.Connection, offered: Offered, query: Query, t: Translator) -> list[Json]:
    found = match.best(connection, offered, query)
    described = describe(connection, offered, [one.thing for one, _ in found], t)
    return [
        described[one.thing.id]
        | {
            "type": _types(one.thing, t),
            "score": one.score,
            "match": is_match,
            "features": [{"id": name, "value": value} for name, value in one.features.items()],
        }
        for one, is_match in found
    ]


def extended(connection: sqlite3.Connection, offered: Offered, wanted: Extension, t: Translator) -> Json:
    """The values of the properties that there are, of each of the ids; none of what is not offered."""
    columns = [one for one in wanted.properties if one.id in PROPERTIES]
    things = list(properties.things(connection, offered, list(dict.fromkeys(wanted.ids))).values())
    rows: dict[str, Json] = {id_: {one.id: [] for one in columns} for id_ in wanted.ids}
    for column in columns:
        read = properties.read(connection, offered, PROPERTIES[column.id], things, t.lang)
        for one in things:
            rows[one.id][column.id] = read[one.id][: column.limit or None]
    return {"meta": [_column(PROPERTIES[one.id], t) for one in columns], "rows": rows}


def _column(property: Property, t: Translator) -> Json:
    said: Json = {"id": property.id, "name": property.name(t)}
    return said | {"type": {"id": AGENT, "name": t(f"type:{AGENT}")}} if property.id == "maker" else said


def proposed(type: str | None, limit: int | None, t: Translator) -> Json:
    """The properties that things of a type may have."""
    found = [{"id": one.id, "name": one.name(t)} for one in PROPERTIES.values() if one.is_of(type)]
    said: Json = {"properties": found[:limit]}
    return said | ({"type": type} if type else {}) | ({"limit": limit} if limit is not None else {})


def entities(connection: sqlite3.Connection, offered: Offered, prefix: str, skipped: int, t: Translator) -> Json:
    """Works and agents whose id is `prefix`, or whose names hold its words, of which the last may be half-typed."""
    prefix = prefix[: asked.MOST_LETTERS]
    known = find.by_identifier(connection, Query(query=prefix))
    ids = [*known, *find.by_name(connection, offered, prefix, set(TYPES), typed=True)]
    things = list(properties.things(connection, offered, list(dict.fromkeys(ids))).values())
    things.sort(key=lambda one: (one.id not in known, -match.alike(prefix, one.name), one.id))
    shown = things[skipped : skipped + SUGGESTED]
    described = describe(connection, offered, shown, t)
    return {"result": [described[one.id] | {"notable": _types(one, t)} for one in shown]}


def types(prefix: str, skipped: int, t: Translator) -> Json:
    """The types whose names begin so."""
    return _beginning([(type_(name, t)) for name in TYPES], prefix, skipped)


def names_of_properties(prefix: str, skipped: int, t: Translator) -> Json:
    """The properties whose names, or one of their words, begin so."""
    return _beginning([{"id": one.id, "name": one.name(t)} for one in PROPERTIES.values()], prefix, skipped)


def _beginning(all_: list[Json], prefix: str, skipped: int) -> Json:
    typed = " ".join(find.key(prefix))

    def begins(one: Json) -> bool:
        return any(f" {typed}" in f" {' '.join(find.key(one[what]))}" for what in ("id", "name"))

    return {"result": [one for one in all_ if begins(one)][skipped : skipped + SUGGESTED]}
