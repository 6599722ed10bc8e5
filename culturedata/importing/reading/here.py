"""Reading in the process that writes. A record is parsed when its rows are asked for: one that is known never is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from culturedata.data.records import RawRecord
from culturedata.importing.reading.items import Item, gather, pack
from culturedata.importing.source import Source
from culturedata.store.writing.rows import Gathered


@dataclass(slots=True)
class ReadHere(Item):
    """A record that `source` has read, or another instance of it."""

    record: RawRecord
    source: Source

    @classmethod
    def of(cls, record: RawRecord, source: Source) -> ReadHere:
        """The record with its digest."""
        r, digest = record, sha256(record.body).hexdigest()
        return cls(r.key, r.located, r.cursor, r.format, r.private, r.gone, digest, r, source)

    def packed(self) -> bytes:
        return pack(self.record.body)

    def gathered(self) -> Gathered:
        return gather(self.source, self.record)


class Here:
    """The records of `source`, one after the other."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def items(self) -> Iterator[Item]:
        """What `Source.records` yields and raises."""
        for record in self.source.records():
            yield ReadHere.of(record, self.source)

    def close(self) -> None:
        """Nothing is left open."""
