"""Wikidata for tests: its JSON put together piece by piece, and the query service and the API played over it. All of it
is synthetic, in the true shape."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

from tests.contract_http import JSON
from tests.http_faults import Asked, Reply

Json = dict[str, Any]


def item(at: str) -> Json:
    value = {"entity-type": "item", "numeric-id": int(at[1:]), "id": at}
    return {"snaktype": "value", "hash": "h", "datavalue": {"value": value, "type": "wikibase-entityid"},
            "datatype": "wikibase-item"}  # fmt: skip


def text(said: str, datatype: str = "external-id") -> Json:
    return {"snaktype": "value", "hash": "h", "datavalue": {"value": said, "type": "string"}, "datatype": datatype}


def spoken(said: str, language: str) -> Json:
    value = {"text": said, "language": language}
    return {
        "snaktype": "value",
        "datavalue": {"value": value, "type": "monolingualtext"},
        "datatype": "monolingualtext",
    }


def time(said: str, precision: int) -> Json:
    value = {"time": f"{said}T00:00:00Z", "timezone": 0, "before": 0, "after": 0, "precision": precision,
             "calendarmodel": "http://www.wikidata.org/entity/Q1985727"}  # fmt: skip
    return {"snaktype": "value", "datavalue": {"value": value, "type": "time"}, "datatype": "time"}


def size(amount: str, unit: str) -> Json:
    value = {"amount": amount, "unit": f"http://www.wikidata.org/entity/{unit}", "upperBound": "+9", "lowerBound": "+1"}
    return {"snaktype": "value", "datavalue": {"value": value, "type": "quantity"}, "datatype": "quantity"}


NOBODY: Json = {"snaktype": "somevalue", "hash": "h", "datatype": "wikibase-item"}
NOTHING: Json = {"snaktype": "novalue", "hash": "h", "datatype": "wikibase-item"}


def claim(snak: Json, rank: str = "normal", **qualifiers: list[Json]) -> Json:
    said: Json = {"mainsnak": snak | {"property": "P"}, "type": "statement", "id": "Q1$1", "rank": rank,
                  "references": [{"hash": "r", "snaks": {}, "snaks-order": []}]}  # fmt: skip
    if qualifiers:
        said |= {"qualifiers": qualifiers, "qualifiers-order": list(qualifiers)}
    return copy.deepcopy(said)


def uri(at: str) -> Json:
    return {"type": "uri", "value": at if "/" in at else f"http://www.wikidata.org/entity/{at}"}


def literal(said: str, lang: str = "", datatype: str = "") -> Json:
    more = {"xml:lang": lang, "datatype": f"http://www.w3.org/2001/XMLSchema#{datatype}" if datatype else ""}
    return {"type": "literal", "value": said} | {name: value for name, value in more.items() if value}


def answered(*rows: Json) -> bytes:
    """An answer of the query service, as it is saved."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}, indent=1).encode()


class Played:
    """The query service and the API over entities; `vanished` ones are listed only.

    `labels` and `facts` are of the items that entities name, `property` is the one that choices go by.
    """

    def __init__(self, labels: Json, facts: Json, property: str) -> None:
        self.labels, self.facts_of, self.property = labels, facts, property
        self.vanished: set[str] = set()
        self.queries: list[str] = []

    def answer(self, rows: list[Json], asked: Asked) -> Reply:
        path = asked.address.partition("?")[0]
        if path.endswith("/sparql"):
            assert asked.method == "POST"
            query = parse_qs(asked.body.decode())["query"][0]
            self.queries.append(query)
            return Reply(200, json.dumps(self.found(rows, query)).encode(), JSON)
        by_id = {row["id"]: row for row in rows}
        ids = asked.query["ids"].split("|") if path.endswith("/w/api.php") else [path.rpartition("/")[2][:-5]]
        if len(ids) > 50:
            return Reply(200, b'{"error":{"code":"toomanyvalues"}}', JSON)
        there = {at: by_id[at] for at in ids if at in by_id and at not in self.vanished}
        if not path.endswith("/w/api.php") and not there:
            return Reply(404, b"{}")
        entities = {at: there.get(at, {"id": at, "missing": ""}) for at in ids}
        return Reply(200, json.dumps({"entities": entities, "success": 1}).encode(), JSON)

    def found(self, rows: list[Json], query: str) -> Json:
        if "VALUES ?item" in query:
            bindings = list(self.facts(re.findall(r"wd:(Q\d+)", query)))
        else:
            ids = list(self.listed(rows, query))
            uri = [{"item": {"type": "uri", "value": f"http://www.wikidata.org/entity/{at}"}} for at in ids]
            number = {"type": "literal", "value": str(len(set(ids)))}
            bindings = [{"n": number}] if "COUNT" in query else uri
        return {"head": {"vars": []}, "results": {"bindings": bindings}}

    def listed(self, rows: list[Json], query: str) -> Iterator[str]:
        [choice] = re.findall(rf"\?item wdt:{self.property} wd:(Q\d+) \.", query)
        before = re.findall(rf"NOT EXISTS \{{ \?item wdt:{self.property} wd:(Q\d+) \}}", query)
        end, day = (
            re.findall(pattern, query) for pattern in (r'STRENDS\(STR\(\?item\), "(\d+)"\)', r'\?at >= "([^"]+)"')
        )
        least = [int(one) for one in re.findall(r"\?pages >= (\d+)", query)]
        for row in rows:
            of = [one["mainsnak"]["datavalue"]["value"]["id"] for one in row["claims"][self.property]]
            if choice not in of or set(before) & set(of) or (day and row["modified"] < day[0]):
                continue
            if least and len(row["sitelinks"]) < least[0]:
                continue
            if not end or row["id"].endswith(end[0]):
                yield row["id"]

    def facts(self, ids: list[str]) -> Iterator[Json]:
        assert len(ids) <= 200
        for at in ids:
            start = {"item": {"type": "uri", "value": f"http://www.wikidata.org/entity/{at}"}}
            for language, label in self.labels.get(at, {}).items():
                value = {"type": "literal", "value": label, "xml:lang": language}
                yield start | {"what": {"type": "literal", "value": "label"}, "value": value}
            for what, values in self.facts_of.get(at, {}).items():
                for one in values:
                    said, precision = one if isinstance(one, list) else (one, None)
                    item = str(said).startswith("Q")
                    value = {"type": "uri", "value": f"http://www.wikidata.org/entity/{said}"} if item else {
                        "type": "literal", "value": said}  # fmt: skip
                    more = {"precision": {"type": "literal", "value": str(precision)}} if precision else {}
                    yield start | {"what": {"type": "literal", "value": what}, "value": value} | more
