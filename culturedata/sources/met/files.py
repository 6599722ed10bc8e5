"""The records of the Met that lie in files: the rows of MetObjects.csv, or answers of its API that somebody kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from culturedata.data.records import RawRecord
from culturedata.importing.inputs import answers, files, json_objects
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Context, Issue
from culturedata.sources.met.row import Head

FILE = "MetObjects.csv"


def records(path: Path, context: Context) -> Iterator[RawRecord]:
    """The records of a file, or of a folder: its MetObjects.csv, else its JSON files. Raises InputError.

    Their number in what is read is the cursor. Standard input is the CSV file.
    """
    table = path / FILE if path.is_dir() else path
    if path.is_dir() and not table.exists() and any(path.rglob("*.json*")):
        return _answers(path, context)
    return _answers(table, context) if json_objects.is_json(table) else _rows(table, context)


def _rows(table: Path, context: Context) -> Iterator[RawRecord]:
    """The rows of the file, those that changed since then if that is asked for."""
    since, after = Since(context.since), int(context.cursor or 0)
    for row in files.rows(table, context, needed={"Object ID"}, after=after):
        key = row.cells["Object ID"].strip()
        if not key.isdecimal():
            message = f"{key!r} is no number of an object: the row is left out"
            context.report(Issue("not-a-record", message, raw=str(row.cells), located=row.located))
        elif not since or since.wants(row.cells.get("Metadata Date")):
            body = msgspec.json.encode(row.cells)
            yield RawRecord(key=key, body=body, located=row.located, cursor=str(row.number), format="csv")


def _answers(path: Path, context: Context) -> Iterator[RawRecord]:
    """The objects in answers: one in a file, a list of them, or one a line."""
    since = Since(context.since)
    for line in answers.numbered(path, int(context.cursor or 0)):
        head = _head(line.body, line.located, context)
        if head is not None and since.wants(head.changed or None):
            yield RawRecord(key=str(head.number), body=line.body, located=line.located, cursor=str(line.number))


def _head(body: bytes, located: str, context: Context) -> Head | None:
    """What names an object; None, and an issue, if it has no number."""
    try:
        return msgspec.json.decode(body, type=Head)
    except (msgspec.DecodeError, RecursionError) as error:
        message = f"what is no object of the API is left out: {error}"
        context.report(Issue("not-a-record", message, raw=body.decode("utf-8", "replace")[:2000], located=located))
        return None
