"""Which column each field of a source's records goes to: found by changing the fields one by one.

Each field of a record is changed, taken away, and given what the same field says elsewhere; the columns whose values
then differ are where the field goes. What only says which of several things comes first goes to a `position`. Nobody
keeps such a list by hand, so it can't be wrong.

One field is changed at a time: a field that counts only where another is empty, or that says the same as another, is
told as one that goes nowhere.
"""

from __future__ import annotations

import copy
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import msgspec

from culturedata.data.records import Agent, Entity, RawRecord, Work
from culturedata.importing.inputs import xml
from culturedata.importing.protocols import oai_pmh
from culturedata.importing.source import Source
from culturedata.importing.standards import oai_dc
from culturedata.importing.standards.edm import record as edm
from culturedata.importing.standards.lido import record as lido

# How namespaces are called in paths, whichever standard a source reads.
_PREFIXES = {
    space: short or "lido"
    for standard in (lido.PREFIXES, edm.PREFIXES, oai_dc.PREFIXES, oai_pmh.PREFIXES)
    for space, short in standard.items()
}
_OF_AGENTS = {  # parts and the tables that they go to
    part: f"agent_{part}" for part in ("names", "terms", "texts", "measures", "relations")
}
_OF_WORKS = {"terms": "work_terms"}
_OWN_IDS = ("works.work_id", "agents.agent_id", "terms.term_id")
_IDS = {"agent": "agent_id", "term": "term_id", "target": "target_id", "holder": "holder_id"}
_ORDERED = ("titles", "credits", "dates", "texts", "images", "rights", "dimensions", "holdings", "relations",
            "agent_texts", "agent_relations")  # fmt: skip
_TRIED = 4  # places of a record at which a field of a list is changed
_SEEN = 6  # different values of a field that are tried in each other's place
_OPPOSITE = {"true": "false", "yes": "no", "oui": "non", "1": "0"}
_OPPOSITE |= {other: word for word, other in _OPPOSITE.items()}

Keys = tuple[Any, ...]
Values = list[tuple[str, str, str]]  # the entity, the column, the value


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

    A record that can't be read is left out. A field goes nowhere if each change of it makes its record unreadable. An
    empty list or object is no field of its own where another record tells what stands in it.
    """
    read = [(record, opened(source, record)) for record in records if not (record.private or record.gone)]
    seen = _seen(whole for _, whole in read)
    columns: dict[str, set[str]] = defaultdict(set)
    met: Counter[str] = Counter()
    keys = _Keys(source)
    for record, whole in read:
        before = _values(source, record, whole)
        if before is None:
            continue
        places: dict[str, list[Keys]] = defaultdict(list)
        for path, at in _places(whole):
            places[path].append(at)
        met.update(list(places))
        keys.look(record, whole, places, before)
        for path, found in places.items():
            changes = (changed for at in found[:_TRIED] for changed in _changes(whole, at, seen[path]))
            after = (_values(source, record, changed) for changed in changes)
            columns[path] |= next(filter(None, (_moved(before, one) for one in after if one is not None)), set())
    for path, found_in in keys.found().items():
        columns[path] = columns[path] or found_in
    return [
        Field(path, tuple(sorted(columns[path])), number, _is_ignored(path, source.ignored))
        for path, number in met.items()
        if columns[path] or seen[path] or not any(other.startswith((f"{path}.", f"{path}[")) for other in met)
    ]


class _Keys:
    """Finds the fields that hold the key by which a record is known: the reader has it from there, and not again."""

    def __init__(self, source: Source) -> None:
        self._name = source.descriptor.name
        self._found: dict[str, set[str]] = {}
        self._others: set[str] = set()

    def look(self, record: RawRecord, whole: Any, places: Mapping[str, list[Keys]], values: Values) -> None:
        """Note which fields say the key of a record that is known by it."""
        id_, said = repr(f"{self._name}:{record.key}"), record.key.rpartition(":")[2]
        column = next((column for _, column, value in values if value == id_ and column in _OWN_IDS), None)
        for path, [at, *_] in places.items():
            if column is not None and str(_at(whole, at)).strip() == said and "[]" not in path:
                self._found.setdefault(path, set()).add(column)
            else:
                self._others.add(path)

    def found(self) -> dict[str, set[str]]:
        """The fields that said it in all records, and the columns of the ids that are made of it."""
        return {path: columns for path, columns in self._found.items() if path not in self._others}


def _seen(wholes: Iterable[Any]) -> dict[str, list[Any]]:
    """Some of the values that each field has, those left out that say nothing."""
    seen: dict[str, list[Any]] = defaultdict(list)
    for whole in wholes:
        for path, keys in _places(whole):
            value = _at(whole, keys)
            if value not in (None, "", [], {}) and value not in seen[path] and len(seen[path]) < _SEEN:
                seen[path].append(value)
    return seen


def opened(source: Source, record: RawRecord) -> Any:
    """A record as nested objects and lists."""
    if record.format == "xml":
        return xml.tree(record.body, _PREFIXES)
    return msgspec.json.decode(record.body)


def _closed(source: Source, record: RawRecord, whole: Any) -> bytes:
    return xml.untree(whole, _PREFIXES) if record.format == "xml" else msgspec.json.encode(whole)


def _places(value: Any, path: str = "", keys: Keys = ()) -> Iterator[tuple[str, Keys]]:
    """The leaves of a record: their path in words, and the keys that lead there."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _places(inner, f"{path}.{name}".lstrip("."), (*keys, name))
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value):
            yield from _places(inner, f"{path}[]", (*keys, number))
    elif keys:
        yield path, keys


def _changes(whole: Any, keys: Keys, seen: list[Any]) -> Iterator[Any]:
    """The record with the leaf at `keys` changed in ways that a field of its kind may have, then without it, at last
    with what has been `seen` in the field elsewhere."""
    value = _at(whole, keys)
    for other in _others(value):
        yield _with(whole, keys, other)
    changed = _with(whole, keys, None)
    del _at(changed, keys[:-1])[keys[-1]]
    yield changed
    yield from (_with(whole, keys, other) for other in seen if other != value)


def _with(whole: Any, keys: Keys, value: Any) -> Any:
    """The record with another value at `keys`; all beside the way to it is shared with `whole`."""
    changed = copy.copy(whole)
    at = changed
    for key in keys[:-1]:
        at[key] = copy.copy(at[key])
        at = at[key]
    at[keys[-1]] = value
    return changed


def _others(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1, value + 1000]
    if isinstance(value, str) and value:
        opposite = _OPPOSITE.get(value.lower())
        turned = [opposite.capitalize() if value[:1].isupper() else opposite] if opposite else []
        return [f"{value} x", f"{value}1", *turned]
    return ["x", "1850", 1850, True, ["x"]]


def _at(value: Any, keys: Keys) -> Any:
    for key in keys:
        value = value[key]
    return value


def _values(source: Source, record: RawRecord, whole: Any) -> Values | None:
    """The values that a record brings; None if it can't be read."""
    try:
        body = _closed(source, record, whole)
        entities = list(source.parse(msgspec.structs.replace(record, body=body)))
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError):
        return None
    return [(entity.id, *value) for entity in entities for value in _of_entity(entity)]


def _moved(before: Values, after: Values) -> set[str]:
    """The columns in which there are other values; if there are none, those that say in which order they stand."""
    one, other = (Counter(value[1:] for value in values) for values in (before, after))
    found = {column for column, _ in (one - other) + (other - one)}
    return found or {f"{table}.position" for table in _ORDERED if _of_table(before, table) != _of_table(after, table)}


def _of_table(values: Values, table: str) -> Values:
    """The values of a table, entity by entity, in the order of each."""
    return sorted((value for value in values if value[1].startswith(f"{table}.")), key=itemgetter(0))


def _of_entity(entity: Entity) -> Iterator[tuple[str, str]]:
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
    names = [part.removesuffix("[]") for part in path.split(".")]
    return any(name in ignored or name.partition(":")[2] in ignored for name in names)
