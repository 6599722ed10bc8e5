"""A saved answer of the query service as entities: the rows of an item, read by what their variables are called.

Who asks names the variables. Read are those that are called by a property (?P170) or by what it is (?creator), and what
the label service adds to a variable (?creatorLabel). Rows have neither ranks nor qualifiers, and their times do not say
how exact they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import msgspec

from culturedata.importing.source import Context, Issue
from culturedata.importing.standards.wikibase import Json
from culturedata.importing.standards.wikidata.names import DAY, YEAR, time
from culturedata.importing.values.text import NoText

Value = dict[str, str]  # with the fields of _VALUE; its type is «uri», «literal» or «bnode»
Row = dict[str, Value]

_VALUE = {"type", "value", "xml:lang", "datatype"}
_ITEM = re.compile(r"https?://www\.wikidata\.org/entity/(Q[1-9]\d*)")
_ADDED = re.compile(r"(.+?)(Label|Description|AltLabel)")
_PROPERTY = re.compile(r"P[1-9]\d*")
_TIMES, _FILES, _TITLES = ("P571", "P577"), ("P18",), ("P1476", "P1684")


@dataclass(frozen=True, slots=True)
class Variables:
    """What the variables of queries mean: `called` gives the property of a name in lower case and without «_».

    The values of `schemes` are identifiers, those of `sizes` are quantities; other properties' values tell by
    themselves.
    """

    called: Mapping[str, str]
    schemes: Mapping[str, str]
    sizes: Mapping[str, str]

    def property(self, variable: str) -> str | None:
        """The property whose values a variable has, by its name."""
        return variable if _PROPERTY.fullmatch(variable) else self.called.get(variable.casefold().replace("_", ""))


class _Head(msgspec.Struct):
    vars: list[str] = []


class _Bindings(msgspec.Struct):
    bindings: list[Row]


class _Answer(msgspec.Struct):
    results: _Bindings
    head: _Head = msgspec.field(default_factory=_Head)


def by_item(body: bytes, located: str, context: Context, known: Variables) -> Iterator[bytes]:
    """Each item of the answer as `{"id": …, "item": the variable that names it, "claims": its properties, "rows": …}`.

    That variable is ?item, or the first that is an item in some row and means no property. Raises ValueError if there
    is none.
    """
    answer = msgspec.json.decode(body, type=_Answer)
    said = answer.results.bindings
    variables = sorted(answer.head.vars or {one: None for row in said for one in row}, key="item".__ne__)
    free = (one for one in variables if not known.property(one))
    item = next((one for one in free if any(_item(row.get(one)) for row in said)), None)
    if item is None:
        raise ValueError("nothing in this answer is an item: ask for ?item too")
    found: dict[str, list[Row]] = {}
    for row in said:
        at = _item(row.get(item))
        if at is None:
            raw = msgspec.json.encode(row).decode()[:2000]
            context.report(Issue("no-key", "a row without an item is left out", field=item, raw=raw, located=located))
        else:
            found.setdefault(at, []).append(row)
    for at, own in found.items():
        claims: Json = {property: [] for row in own for one in row if (property := known.property(one))}
        yield msgspec.json.encode({"id": at, "item": item, "claims": claims, "rows": own})


def entity(at: str, item: str, rows: list[Row], known: Variables) -> tuple[Json, Json, Json]:
    """The entity that the rows of an item say, what the items that it names are called, and what is left of the rows.

    A row repeats what it shares with others: each value is taken once.
    """
    row: Json = {"id": at, "labels": {}, "descriptions": {}, "aliases": {}, "claims": {}}
    linked: Json = {}
    left: Json = {}
    for said in rows:
        for variable, value in said.items():
            if not isinstance(value, dict):
                left[variable] = value
                continue
            left |= {name: NoText(one) for name, one in value.items() if not isinstance(one, str)}
            value = {name: one for name, one in value.items() if isinstance(one, str)}
            left |= {name: value[name] for name in value.keys() - _VALUE}
            added = _ADDED.fullmatch(variable)
            named = _item(said.get(added[1])) if added and added[2] == "Label" and known.property(added[1]) else None
            if added and added[1] == item:
                _spoken(row, added[2], at, value)
            elif named:
                linked.setdefault(named, {"label": {}})["label"][_language(value)] = value["value"]
            elif property := known.property(variable):
                statement = {"mainsnak": _snak(property, value, known), "rank": "normal"}
                claims = row["claims"].setdefault(property, [])
                claims.extend([] if statement in claims else [statement])
            elif variable != item:
                left[variable] = value["value"]
    return row, linked, left


def _spoken(row: Json, what: str, at: str, value: Value) -> None:
    """Put what the label service says of the item itself into its place; it calls what has no label by its id."""
    language, text = _language(value), value["value"]
    if what == "AltLabel":
        row["aliases"][language] = [{"value": one} for one in text.split(", ")]
    elif text != at:
        row["labels" if what == "Label" else "descriptions"][language] = {"value": text}


def _language(value: Value) -> str:
    """A language that titles have here; else «mul», which names none."""
    said = value.get("xml:lang", "")
    return said if said in ("fr", "en") else "mul"


def _snak(property: str, value: Value, known: Variables) -> Json:
    """A value as the JSON of Wikibase has it."""
    text, item = value["value"], _item(value)
    if value["type"] == "bnode":
        return {"snaktype": "somevalue"}
    of: tuple[str, str, Any] = ("external-id" if property in known.schemes else "string", "string", text)
    if item:
        of = ("wikibase-item", "wikibase-entityid", {"id": item})
    elif property in _FILES:
        of = ("commonsMedia", "string", unquote(text.rpartition("/")[2]))
    elif property in _TIMES:
        of = ("time", "time", _time(text))
    elif property in known.sizes:
        of = ("quantity", "quantity", {"amount": text})
    elif property in _TITLES and "xml:lang" in value:
        of = ("monolingualtext", "monolingualtext", {"text": text, "language": value["xml:lang"]})
    datatype, kind, held = of
    return {"snaktype": "value", "datatype": datatype, "datavalue": {"type": kind, "value": held}}


def _time(text: str) -> Json:
    """A time, where 1 January stands for the year, as the query service says it; what is no time stays as it is."""
    try:
        said = time(text)
    except ValueError:
        said = text
    return {"time": said, "precision": YEAR if re.search("-(?:01-01|00-00)T", said) else DAY}


def _item(value: Value | None) -> str | None:
    found = _ITEM.fullmatch(value["value"]) if value and value.get("type") == "uri" else None
    return found[1] if found else None
