"""What a descriptor may say of a file beside its mapping: how a table is cut, where a document's records stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

from culturedata.importing.mapped.mapping import FIELDS, MappingFault, converted, no_such
from culturedata.importing.mapped.places import Place, path

Encoding = Literal["utf-8", "cp1252", "latin-1", "mac_roman", "cp850"]


class CsvOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`delimiter`: None is found out among these. `encoding` by its name."""

    delimiter: Literal[",", ";", "|", "\t", "tab"] | None = None
    encoding: Encoding = "utf-8"

    @property
    def separator(self) -> str | None:
        """The character between two cells, or None."""
        return "\t" if self.delimiter == "tab" else self.delimiter


class JsonlOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`records`: the path of the list in a file that is one JSON document; empty for JSON lines and a bare list."""

    records: str = ""

    @property
    def place(self) -> Place | None:
        """Where the list stands, or None. Raises ValueError if it is no path."""
        return path(self.records) if self.records else None


def csv(options: Mapping[str, Any]) -> CsvOptions:
    """What a descriptor's `options` say for the reader `csv`. Raises MappingFault with the path of the field."""
    found: CsvOptions = _read(options, CsvOptions, "csv")
    return found


def jsonl(options: Mapping[str, Any]) -> JsonlOptions:
    """What a descriptor's `options` say for the reader `jsonl`. Raises MappingFault with the path of the field."""
    found: JsonlOptions = _read(options, JsonlOptions, "jsonl")
    try:
        place = found.place
    except ValueError as error:
        raise MappingFault("options.records", str(error)) from error
    if place is not None and place.lists:
        raise MappingFault("options.records", "it leads to one list, without [] on the way")
    return found


OF_READER: dict[str, Callable[[Mapping[str, Any]], CsvOptions | JsonlOptions]] = {"csv": csv, "jsonl": jsonl}


def _read(options: Mapping[str, Any], kind: type[CsvOptions | JsonlOptions], reader: str) -> Any:
    own = kind.__struct_fields__
    for name in options:
        if name not in own and name not in FIELDS:
            known = (*FIELDS, *own)
            raise MappingFault(f"options.{name}", no_such("option", name, known, f" of the reader {reader!r}"))
    return converted({name: options[name] for name in own if name in options}, kind, "options")
