"""The raw records of an import, each kept once, by its hash; those about people in audience.db, out of the catalogue.

The two files can't be written in one transaction. So the private rows of a batch are written first, each with its
number in the import: a number past what culture.db says was read belongs to a batch that was not finished, and the
record is then judged as if it had not been written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from enum import Enum, auto
from typing import Any, NamedTuple

from culturedata.importing.reading.items import Item
from culturedata.importing.web.scrub import scrub
from culturedata.store.library import Library, transaction

_HERE = """source = :source AND gone_at IS NULL AND (:input IS NULL OR
    import_id IN (SELECT import_id FROM imports WHERE source = :source AND input = :input))"""
_UNMET = f"{_HERE} AND import_id <> :import AND record_id NOT IN (SELECT record_id FROM met)"
_KNOWN = f"SELECT count(*) FROM records WHERE {_HERE}"
_MISSING = f"SELECT count(*) FROM records WHERE {_UNMET}"
_MARK = f"UPDATE records SET gone_at = :now WHERE {_UNMET}"


class Verdict(Enum):
    """What a record is to a library: `TWICE` stands for another content under a key that this import had before."""

    NEW = auto()
    CHANGED = auto()
    UNCHANGED = auto()
    TWICE = auto()
    GONE = auto()


class _Known(NamedTuple):
    """The hash of a record that is kept and the import that wrote it; `again` if that was in an unfinished batch.

    `gone` is whether it was marked as gone before.
    """

    digest: str | None = None
    import_id: int | None = None
    again: bool = False
    gone: bool = False


class RawRecords:
    """Judges the raw records of one import of `source`, a batch at a time, and writes those that are new or changed.

    A record that did not change is read anew too, and counts as changed, if an import before `anew_before` wrote it.
    """

    def __init__(self, library: Library, source: str, anew_before: int = 0) -> None:
        self._culture, self._audience = library.culture, library.audience
        self._source = source
        self._anew_before = anew_before
        self._forget()

    def begin(self) -> None:
        """Forget what an import that never ended met: this one begins anew."""
        with transaction(self._culture):
            self.forget_met()

    def forget_met(self) -> None:
        """Forget which records were met unchanged, inside the transaction that is open."""
        self._culture.execute("DELETE FROM met WHERE record_id GLOB ? || ':*'", [self._source])

    def judged(self, batch: list[Item], import_id: int, read: int) -> Iterator[tuple[str, Item, Verdict]]:
        """Yield the id, the record and the verdict for each of `batch`, before which the import read `read` records.

        What is to be written is gathered; what an earlier batch gathered and did not write is forgotten.
        """
        self._forget()
        ids = [f"{self._source}:{item.key}" for item in batch]
        public = [id_ for id_, item in zip(ids, batch, strict=True) if not item.private]
        private = [id_ for id_, item in zip(ids, batch, strict=True) if item.private]
        known = dict(_public(self._culture, public)) | dict(_private(self._audience, private, import_id, read))
        for number, (id_, item) in enumerate(zip(ids, batch, strict=True), read + 1):
            before = known.get(id_, _Known())
            if item.gone:
                self._gone.append((id_,))
                yield id_, item, Verdict.UNCHANGED if before.digest is None or before.gone else Verdict.GONE
                continue
            again = not item.private and before.import_id is not None and before.import_id < self._anew_before
            if before.digest == item.digest and not before.again and not again:
                known[id_] = _Known(item.digest, import_id)
                self._unchanged.append((id_,))
                yield id_, item, Verdict.UNCHANGED
            elif before.digest is not None and (before.import_id == import_id or self._was_seen(id_)):
                yield id_, item, Verdict.TWICE
            else:
                known[id_] = _Known(item.digest, import_id)
                self._gather(id_, item, before.digest, import_id, number)
                yield id_, item, Verdict.NEW if before.digest is None else Verdict.CHANGED

    @property
    def changed(self) -> list[str]:
        """The ids of the catalogue's records that the batch changes."""
        return self._changed

    def write_private(self) -> None:
        """Write the batch's records about people, in a transaction of audience.db. To do so again changes nothing."""
        if self._private:
            with transaction(self._audience):
                self._audience.executemany(
                    "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", self._private
                )

    def write(self, now: str) -> None:
        """Write the batch's records of the catalogue, inside the transaction of culture.db that is open."""
        execute = self._culture.executemany
        execute("INSERT OR IGNORE INTO record_history VALUES (?, ?, ?)", self._history)
        execute("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, NULL)", self._public)
        execute("INSERT OR IGNORE INTO met VALUES (?)", self._unchanged)
        execute("UPDATE records SET gone_at = NULL WHERE record_id = ? AND gone_at IS NOT NULL", self._unchanged)
        said = ((now, *row) for row in self._gone)
        execute("UPDATE records SET gone_at = coalesce(gone_at, ?) WHERE record_id = ?", said)

    def missing(self, import_id: int, input: str | None) -> tuple[int, int]:
        """How many records this import did not meet, and how many are known; those marked before are left apart.

        Of `input` alone, or of all inputs if that is None.
        """
        known = self._culture.execute(_KNOWN, self._of(import_id, input)).fetchone()[0]
        return self._culture.execute(_MISSING, self._of(import_id, input)).fetchone()[0], known

    def mark_gone(self, import_id: int, input: str | None, now: str) -> int:
        """Mark the records that `missing` counts, in the open transaction; return how many."""
        return self._culture.execute(_MARK, self._of(import_id, input) | {"now": now}).rowcount

    def _of(self, import_id: int, input: str | None) -> dict[str, object]:
        return {"source": self._source, "input": input, "import": import_id}

    def _gather(self, id_: str, item: Item, before: str | None, import_id: int, number: int) -> None:
        located = scrub(item.located) if "://" in item.located else item.located
        row = (id_, self._source, item.digest, item.format, item.packed(), located, import_id)
        if item.private:
            self._private.append((*row, number, before))
        else:
            self._public.append(row)
            if before is not None:
                self._changed.append(id_)
                if before != item.digest:
                    self._history.append((id_, before, import_id))

    def _forget(self) -> None:
        self._public: list[tuple[Any, ...]] = []
        self._private: list[tuple[Any, ...]] = []
        self._history: list[tuple[str, str, int]] = []
        self._changed: list[str] = []
        self._unchanged: list[tuple[str]] = []
        self._gone: list[tuple[str]] = []

    def _was_seen(self, record_id: str) -> bool:
        return self._culture.execute("SELECT 1 FROM met WHERE record_id = ?", [record_id]).fetchone() is not None


def _public(culture: sqlite3.Connection, ids: list[str]) -> Iterator[tuple[str, _Known]]:
    """What is known of the catalogue's records among `ids`."""
    marks = ", ".join("?" * len(ids))
    said = f"SELECT record_id, sha256, import_id, gone_at IS NOT NULL FROM records WHERE record_id IN ({marks})"
    for id_, digest, by, gone in culture.execute(said, ids):
        yield id_, _Known(digest, by, gone=bool(gone))


def _private(audience: sqlite3.Connection, ids: list[str], import_id: int, read: int) -> Iterator[tuple[str, _Known]]:
    """What is known of records about people; of those in an unfinished batch of this import, what was known before."""
    for id_ in ids:
        found = audience.execute("SELECT sha256, import_id, number, replaced FROM records WHERE record_id = ?", [id_])
        for digest, by, number, replaced in found:
            unfinished = by == import_id and number > read
            yield id_, _Known(replaced, again=True) if unfinished else _Known(digest, by)
