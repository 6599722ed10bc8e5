"""Any JSON: an object a line, or one document with a list of objects; the descriptor says what each field is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from culturedata.data.records import RawRecord
from culturedata.errors import InputFormat
from culturedata.importing.inputs import json_objects
from culturedata.importing.inputs.files import Line
from culturedata.importing.inputs.json_objects import NO_LIST, UNREADABLE
from culturedata.importing.mapped import file_options
from culturedata.importing.source import Issue
from culturedata.sources.readers.mapped import Mapped


class JsonlFile(Mapped):
    """Reads the file that is given; the raw record is the object's own bytes, a cursor its line or its place.

    A document is read whole into memory, lines are not.
    """

    name = "jsonl"
    summary = "Your own JSON: lines or one document, by a mapping"

    def records(self) -> Iterator[RawRecord]:
        place = file_options.jsonl(self.descriptor.options).place
        for line in json_objects.lines(Path(self.path), self.context, place, int(self.context.cursor or 0)):
            found = self._record(line, place is None)
            if found is not None:
                yield found

    def _record(self, line: Line, may_be_another: bool) -> RawRecord | None:
        """The record in a line. The first one that can't be read says that it is another file; a later one is told."""
        try:
            row: Any = msgspec.json.decode(line.body)
            if not isinstance(row, dict):
                raise ValueError("it is no object")
        except UNREADABLE as error:
            message = f"{line.located} is no JSON object: {error}"
            if line.number == 1 and may_be_another:
                raise InputFormat(f"{message}.", NO_LIST) from error
            raw = line.body.decode("utf-8", "replace")
            self.context.report(Issue("not-json", message, raw=raw[:2000], located=line.located))
            return None
        return self.record(row, line.body, line.located, line.number)
