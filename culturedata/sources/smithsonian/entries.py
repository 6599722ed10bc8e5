"""The two ways in which a record of the Smithsonian says things: texts under labels, and the values of its index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from culturedata.importing.values.text import plain, text_of

Row = dict[str, Any]
Left = list[Mapping[str, Any]]


def entries(free: Row, category: str, left: Left) -> list[tuple[str, str]]:
    """The labels and the texts of a category; what else an entry says, and what is no text, goes to `left`."""
    found = []
    for entry in listed(free.pop(category, None)):
        said = {"content": entry} if isinstance(entry, str) else entry
        label, text = text_of(said, "label"), plain(text_of(said, "content"))
        left.append(said)
        if text:
            found.append((" ".join(label.split()), text))
    return found


def values(said: Any, left: Left) -> Iterator[tuple[str, str]]:
    """The texts of a list in the index with their types, where they have one."""
    for value in listed(said):
        one = value if isinstance(value, dict) else {"content": value}
        text, kind = plain(text_of(one, "content")), text_of(one, "type")
        left.append(one)
        if text:
            yield text, kind


def listed(value: Any) -> list[Any]:
    """What may stand alone or in a list, as a list."""
    return value if isinstance(value, list) else [value] if value else []
