"""Which column each field of a source's records goes to: found by changing the fields one by one.

Each field of a record is changed, taken away and changed again; the columns whose values then differ are where the
field goes. Nobody keeps such a list by hand, so it can't be wrong.
"""

from __future__ import annotations

import copy
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from culturedata.data.records import Agent, Entity, RawRecord, Work
from culturedata.importing import xml
from culturedata.importing.source import Source

_OF_AGENTS = {"names": "agent_names", "terms": "agent_terms"}  # parts and the tables that they go to
_OF_WORKS = {"terms": "work_terms"}
_IDS = {"agent": "agent_id", "term": "term_id", "target": "target_id", "holder": "holder_id"}
Columns = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Field:
    """A field («subjects.children[].name»): the columns («terms.label») that it goes to, and in how many records it is.

    `columns` is empty where it goes nowhere: `ignored` says whether the source names it as ignored.
    """

    path: str
    columns: tuple[str, ...]
    records: int
    ignored: bool


def fields(source: Source, records: Iterable[RawRecord]) -> list[Field]:
    """The fields of `records` in the order in which they are first met; of private records nothing is told.

    A record that can't be read is left out, and so are fields whose change makes it unreadable.
    """
    columns: dict[str, set[str]] = defaultdict(set)
    met: Counter[str] = Counter()
    for record in records:
        if record.private or record.gone:
            continue
        whole = opened(source, record)
        before = _columns(source, record, whole)
        if before is None:
            continue
        places = dict(reversed([*_places(whole)]))  # of a list the first item stands for all
        met.update(list(dict.fromkeys(path for path, _ in _places(whole))))
        for path, keys in places.items():
            seen = (_columns(source, record, changed) for changed in _changes(whole, keys))
            found = ({column for column, _ in (before - after) + (after - before)} for after in seen if after)
            columns[path] |= next(filter(None, found), set())
    return [
        Field(path, tuple(sorted(columns[path])), number, _is_ignored(path, source.ignored))
        for path, number in met.items()
    ]


def opened(source: Source, record: RawRecord) -> Any:
    """A record as nested objects and lists."""
    if record.format == "xml":
        return xml.tree(record.body, source.prefixes)
    return msgspec.json.decode(record.body)


def _closed(source: Source, record: RawRecord, whole: Any) -> bytes:
    return xml.untree(whole, source.prefixes) if record.format == "xml" else msgspec.json.encode(whole)


def _places(value: Any, path: str = "", keys: tuple[Any, ...] = ()) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The leaves of a record: their path in words, and the keys that lead there."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _places(inner, f"{path}.{name}".lstrip("."), (*keys, name))
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value):
            yield from _places(inner, f"{path}[]", (*keys, number))
    elif keys:
        yield path, keys


def _changes(whole: Any, keys: tuple[Any, ...]) -> Iterator[Any]:
    """The record with the leaf at `keys` changed in ways that a field of its kind may have, at last without it."""
    value = _at(whole, keys)
    for other in _others(value):
        changed = copy.deepcopy(whole)
        _at(changed, keys[:-1])[keys[-1]] = other
        yield changed
    changed = copy.deepcopy(whole)
    del _at(changed, keys[:-1])[keys[-1]]
    yield changed


def _others(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1]
    if isinstance(value, str) and value:
        return [f"{value} x", f"{value}1"]
    return ["x", "1850", 1850, True, ["x"]]


def _at(value: Any, keys: tuple[Any, ...]) -> Any:
    for key in keys:
        value = value[key]
    return value


def _columns(source: Source, record: RawRecord, whole: Any) -> Columns | None:
    """The values that a record brings, by column; None if it can't be read."""
    try:
        body = _closed(source, record, whole)
        entities = list(source.parse(msgspec.structs.replace(record, body=body)))
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError):
        return None
    return Counter(value for entity in entities for value in _values(entity))


def _values(entity: Entity) -> Iterator[tuple[str, str]]:
    """The values of an entity with their columns, by the names of schema.md."""
    table, parts = (
        ("works", _OF_WORKS) if isinstance(entity, Work) else ("agents", _OF_AGENTS) if isinstance(entity, Agent) else
        ("terms", {})
    )  # fmt: skip
    for attribute, value in msgspec.structs.asdict(entity).items():
        if not isinstance(value, tuple):
            yield from _value(table, attribute, value)
            continue
        for part in value:
            if isinstance(part, msgspec.Struct):
                for name, inner in msgspec.structs.asdict(part).items():
                    yield from _value(parts.get(attribute, attribute), name, inner)
            else:
                yield "term_parents.parent_id", repr(part)


def _value(table: str, name: str, value: Any) -> Iterator[tuple[str, str]]:
    if value is not None:
        column = f"{table[:-1]}_id" if name == "id" else _IDS.get(name, name)
        yield f"{table}.{column}", repr(value)


def _is_ignored(path: str, ignored: frozenset[str]) -> bool:
    return any(part.removesuffix("[]").strip("[]") in ignored for part in path.split("."))
