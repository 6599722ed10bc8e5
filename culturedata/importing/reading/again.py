"""A record that is kept, read once more: its source may have said nothing new, and yet somebody is described by it."""

from __future__ import annotations

import sqlite3
import zlib

from culturedata.data.records import RawRecord
from culturedata.importing.reading.items import Unreadable, gather
from culturedata.importing.source import Source
from culturedata.store.writing.rows import Gathered

_KEPT = "SELECT raw, located, format FROM records WHERE record_id = ?"


def again(source: Source, culture: sqlite3.Connection, record_id: str) -> Gathered | None:
    """The rows of what a kept record of `source` says, None if it can't be read; its issues were told before."""
    kept = culture.execute(_KEPT, [record_id]).fetchone()
    if kept is None:
        return None
    raw, located, kind = kept
    key = record_id.removeprefix(f"{source.descriptor.name}:")
    context, report = source.context, source.context.report
    context.report = lambda _: None
    try:
        return gather(source, RawRecord(key=key, body=zlib.decompress(raw), located=located, cursor="", format=kind))
    except Unreadable:
        return None
    finally:
        context.report = report
