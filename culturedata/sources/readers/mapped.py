"""General readers: they read a format, and a descriptor's mapping says what is in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec

from culturedata.data.records import Entity, RawRecord
from culturedata.errors import InputMissing
from culturedata.importing.descriptor import mapping_of
from culturedata.importing.mapped import works
from culturedata.importing.mapped.places import Known, find
from culturedata.importing.source import Context, Issue, Source

MOST_NEW = 1000  # fields; in a file with more the names are data themselves


class Mapped(Source):
    """A reader of a format, without a source of its own: `general` says so.

    A subclass writes `records`, whose bodies are JSON objects. Any number of descriptors name it as their `reader`,
    in the package's catalogues/ or in a library's; ids begin with the descriptor's name.
    """

    general: ClassVar[bool] = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.mapping = mapping_of(context.descriptor)
        self._known = Known.of((*self.mapping.places, *self.mapping.ignored))
        self._new: set[str] = set()

    @property
    def path(self) -> str:
        """The file that was given. Raises InputMissing if none was."""
        if self.context.input is None:
            name = self.descriptor.name
            raise InputMissing(f"{name} has no file of its own.", f"Give it: culturedata import {name} FILE.")
        return self.context.input

    def record(self, row: Any, body: bytes, located: str, cursor: int) -> RawRecord | None:
        """The raw record of a row; None, and an issue, if it is no object or lacks the key of the mapping."""
        place = self.mapping.key
        keys = [one.value for one in find(row, place)] if isinstance(row, dict) else []
        key = _key(keys[0]) if len(keys) == 1 else ""
        if not key or key in self.mapping.missing:
            raw = body.decode("utf-8", "replace")
            message = f"the record has no key in {place.said!r}: it is left out"
            self.context.report(Issue("no-key", message, field=place.said, raw=raw[:2000], located=located))
            return None
        return RawRecord(key=key, body=body, located=located, cursor=str(cursor))

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        row: dict[str, Any] = msgspec.json.decode(record.body)
        yield from works.entities(row, record.key, self.mapping, self.context)
        self._audit(row, record.key)

    def _audit(self, row: dict[str, Any], key: str) -> None:
        """Report each field that is neither mapped nor ignored, once an import and a path, and at most MOST_NEW."""
        for path, name, value in self._known.left(row):
            if path not in self._new and len(self._new) <= MOST_NEW:
                self._new.add(path)
                new = f"a new field {path!r}" if len(self._new) <= MOST_NEW else f"more than {MOST_NEW:,} new fields"
                message = (
                    f"{self.descriptor.name} has {new}: it is kept in the raw record only. "
                    "Say what it is in «mapping», or name it in «ignored»."
                )
                raw = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                self.context.report(Issue("new-field", message, record=key, field=name, raw=raw[:2000]))


def _key(value: Any) -> str:
    """A key as text; a number as it is printed, empty for what is no name."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
