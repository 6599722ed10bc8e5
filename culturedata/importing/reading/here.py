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
class _ReadHere(Item):
    record: RawRecord
    source: Source

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
        for r in self.source.records():
            digest = sha256(r.body).hexdigest()
            yield _ReadHere(r.key, r.located, r.cursor, r.format, r.private, r.gone, digest, r, self.source)

    def close(self) -> None:
        """Nothing is left open."""
