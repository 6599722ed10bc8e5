"""Where things stand in a JSON record: its objects, its texts, and what comes of it if one of these is no text."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from culturedata.data.records import RawRecord
from culturedata.importing.reading.items import Unreadable, gather
from culturedata.importing.source import Issue

if TYPE_CHECKING:
    from tests.contract_source import SourceContract

MARK = 770077  # a number that stands in no record
NO_TEXTS: tuple[Any, ...] = ({"a": MARK}, [MARK, MARK])
ENOUGH = 12  # records whose texts are changed one by one


class Leaf(NamedTuple):
    """A text in a record: its path («people[].name»), that of the object it is in («people[]»), the keys to it."""

    path: str
    within: str
    keys: tuple[Any, ...]
    text: str = ""


def objects(value: Any, ignored: frozenset[str], place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON objects in a value with their paths, but those below the ignored names."""
    if isinstance(value, dict):
        yield place, value
        for name in [name for name in value if name not in ignored]:
            yield from objects(value[name], ignored, f"{place}.{name}".lstrip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner, ignored, f"{place}[]")


def texts(value: Any, ignored: frozenset[str], leaf: Leaf = Leaf("", "", ())) -> Iterator[Leaf]:  # noqa: B008
    """The texts in a value, but those below the ignored names."""
    if isinstance(value, dict):
        for name in [name for name in value if name not in ignored]:
            path = f"{leaf.path}.{name}".lstrip(".")
            yield from texts(value[name], ignored, Leaf(path, leaf.path, (*leaf.keys, name)))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts(inner, ignored, Leaf(f"{leaf.path}[]", leaf.within, (*leaf.keys, number)))
    elif isinstance(value, str) and value:
        yield leaf._replace(text=value)


def check_texts(contract: SourceContract, given: str | None) -> None:
    """Assert that an object or a list in place of a text is reported, and written nowhere as Python prints it.

    The same holds where all texts of a record are none. What stands in a field that says nothing of its own or only
    chooses may be lost; and so may the whole record, which is reported then. The texts by which the record is known are
    left alone.
    """
    ignored, done = contract.reader_class().ignored, set(contract.understood or ())
    for record in islice(contract.reader(given).records(), ENOUGH):
        if record.private or record.format != "json":
            continue
        whole = contract.decoded(record.body)
        name = record.key.rpartition(":")[2]
        found = [
            leaf for leaf in texts(whole, ignored)
            if leaf.within not in contract.composed and not leaf.text.endswith(name)
        ]  # fmt: skip
        for value in NO_TEXTS:
            for leaf in found:
                if leaf.path not in done:
                    cells, told = _came(contract, given, record, whole, [leaf], value)
                    said = f"{value} in {leaf.path} of {record.key}: {cells}, {told}"
                    kept = cells is None or str(MARK) in " ".join([*cells, *told])
                    assert kept or leaf.path.endswith(contract.choices), f"lost: {said}"
            _came(contract, given, record, whole, found, value)
        done.update(leaf.path for leaf in found)


def _came(
    contract: SourceContract, given: str | None, record: RawRecord, whole: Any, leaves: list[Leaf], value: Any
) -> tuple[list[str] | None, list[str]]:
    """The texts that are written of the record with `value` in the place of `leaves`, None if it can't be read; and
    the values that are reported with their field."""
    issues: list[Issue] = []
    changed = copy.deepcopy(whole)
    for leaf in leaves:
        within = changed
        for key in leaf.keys[:-1]:
            within = within[key]
        within[leaf.keys[-1]] = copy.deepcopy(value)
    source = contract.reader(given, report=issues.append)
    try:
        rows = gather(source, msgspec.structs.replace(record, body=contract.encoded(changed)))
    except Unreadable:
        return None, []
    cells = list(_cells(rows))
    printed = [cell for cell in cells if repr(value) in cell or json.dumps(value) in cell]
    assert not printed, f"{value} in {', '.join(leaf.path for leaf in leaves)} of {record.key}: {printed}"
    told = [issue.raw for issue in issues if issue.field and issue.raw is not None]
    assert all(isinstance(raw, str) for raw in told), told
    return cells, told


def _cells(value: Any) -> Iterator[str]:
    """The texts and numbers in the rows of a record."""
    if isinstance(value, str | int | float):
        yield str(value)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _cells(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _cells(inner)
