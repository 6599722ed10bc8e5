"""One record on its way in: named, hashed, packed, and as the rows that it fills."""

from __future__ import annotations

import sqlite3
import zlib
from dataclasses import dataclass

from isal import isal_zlib

from culturedata.data.records import RawRecord
from culturedata.importing.source import Source
from culturedata.store.writing.rows import Gathered, gathered

# What reading a record may raise, and what SQLite says of values that it can't hold: a number past 64 bits, a lone
# surrogate, a list where a text belongs. The record is then kept raw and reported, and the rest goes in.
UNREADABLE = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError)
UNSTORABLE = (sqlite3.ProgrammingError, sqlite3.InterfaceError, sqlite3.IntegrityError, sqlite3.DataError)

ALLOCATED = 100_000  # new objects after which cycles are looked for while records come in (Python's own: 700)


class Unreadable(Exception):
    """Nothing of a record can be used: `kind` is the name of what was raised, `said` what it said."""

    def __init__(self, kind: str, said: str) -> None:
        super().__init__(kind, said)
        self.kind, self.said = kind, said

    @classmethod
    def of(cls, error: Exception) -> Unreadable:
        """What `error` says of the record that it was raised for."""
        return cls(type(error).__name__, str(error))

    def __str__(self) -> str:
        return f"{self.kind}: {self.said}"


@dataclass(slots=True)
class Item:
    """A record but for its body, of which `digest` is the SHA-256 in hexadecimal. See RawRecord for the rest."""

    key: str
    located: str
    cursor: str
    format: str
    private: bool
    gone: bool
    digest: str

    def packed(self) -> bytes:
        """The body as it is kept: a zlib stream."""
        raise NotImplementedError

    def gathered(self) -> Gathered:
        """The rows of what it says, of a private one none; its issues are reported. Raises Unreadable."""
        raise NotImplementedError

    def text(self) -> str:
        """The body as text."""
        return zlib.decompress(self.packed()).decode("utf-8", "replace")


def pack(body: bytes) -> bytes:
    """A record's body as it is kept. ISA-L writes the format of zlib in a third of the time."""
    return isal_zlib.compress(body, 1)


def gather(source: Source, record: RawRecord) -> Gathered:
    """The rows of what `record` says, of a private one none. Raises Unreadable."""
    name = source.descriptor.name
    try:
        return gathered(() if record.private else source.parse(record), name, f"{name}:{record.key}")
    except (*UNREADABLE, *UNSTORABLE) as error:
        raise Unreadable.of(error) from error
