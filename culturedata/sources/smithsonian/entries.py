"""The two ways in which a record of the Smithsonian says things: texts under labels, and the values of its index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from culturedata.importing.values.text import plain

Row = dict[str, Any]
Left = list[Mapping[str, Any]]


def entries(free: Row, category: str, left: Left) -> list[tuple[str, str]]:
    """The labels and the texts of a category; what else an entry says goes to `left`."""
    found = []
    for entry in listed(free.pop(category, None)):
        said = {"content": entry} if isinstance(entry, str) else entry
        label, text = said.pop("label", None) or "", plain(str(said.pop("content", None) or ""))
        left.append(said)
        if text:
            found.append((" ".join(label.split()), text))
    return found


def values(said: Any, left: Left) -> Iterator[tuple[str, str]]:
    """The texts of a list in the index with their types, where they have one."""
    for value in listed(said):
        one = value if isinstance(value, dict) else {"content": value}
        text, kind = plain(str(one.pop("content", None) or "")), one.pop("type", None) or ""
        left.append(one)
        if text:
            yield text, kind


def listed(value: Any) -> list[Any]:
    """What may stand alone or in a list, as a list."""
    return value if isinstance(value, list) else [value] if value else []
