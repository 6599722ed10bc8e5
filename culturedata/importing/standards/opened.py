"""A record whose objects are opened one by one, so that what nobody asked for is known at the end.

Records of some standards are deep, and what an object means hangs on where it stands. Whoever reads an object takes its
fields out; a field that nobody took is reported from any depth, and so is all that lies below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from culturedata.importing.source import Context
from culturedata.importing.values.text import text_of, texts_of


class Opened:
    """The objects of one record that were opened so far."""

    def __init__(self, context: Context, ignored: frozenset[str], record: str) -> None:
        self._context = context
        self._ignored = ignored
        self._record = record
        self._fields: list[dict[str, Any]] = []

    def open(self, fields: dict[str, Any]) -> Part:
        """An object, whose fields are taken out of `fields` itself."""
        self._fields.append(fields)
        return Part(self, fields)

    def close(self) -> None:
        """Report what was left in any object that was opened."""
        for fields in self._fields:
            self._context.audit(fields, self._ignored, self._record)


class Part:
    """An object of a record: each field can be taken once."""

    def __init__(self, opened: Opened, fields: dict[str, Any]) -> None:
        self._opened = opened
        self._fields = fields

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def take(self, name: str, default: Any = None) -> Any:
        """The field as it stands; `default` if there is none, or it is null."""
        value = self._fields.pop(name, None)
        return default if value is None else value

    def text(self, name: str) -> str:
        """The field as a text without space at its ends; empty if there is none."""
        return text_of(self._fields, name).strip()

    def texts(self, name: str) -> list[str]:
        """The texts in the list of the field, or its one text."""
        return list(filter(None, texts_of(self._fields, name)))

    def many(self, name: str) -> list[Part]:
        """The objects of a list, or the single object that stands in its place; a bare text is an object's `id`."""
        return list(self._parts(self.take(name)))

    def one(self, name: str) -> Part | None:
        """The first object of the field; the others stay and are reported."""
        value = self.take(name)
        if isinstance(value, list) and len(value) > 1:
            self._fields[name] = value[1:]
            value = value[0]
        return next(self._parts(value), None)

    def peek(self) -> Mapping[str, Any]:
        """The fields that were not taken yet."""
        return self._fields

    def _parts(self, value: Any) -> Iterator[Part]:
        for one in value if isinstance(value, list) else [] if value is None else [value]:
            if isinstance(one, dict):
                yield self._opened.open(one)
            elif one is not None:
                yield self._opened.open({"id": one})
