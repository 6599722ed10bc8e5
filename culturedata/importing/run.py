"""An import: a source's records, batch by batch, into the library; interruptible at any moment, and resumable.

A batch's rows, its counters and its cursor are written in one transaction: whatever kills the process, the library
holds whole batches, and `resume` goes on after the last of them.
"""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from culturedata import __version__
from culturedata.data.records import RawRecord
from culturedata.errors import AssertionFailed
from culturedata.importing.behaviour import write_interactions
from culturedata.importing.descriptor import Descriptor, descriptor
from culturedata.importing.source import Context, Issue, Source
from culturedata.registry import Seam
from culturedata.store import schema, search_index
from culturedata.store.library import Library, transaction
from culturedata.store.writer import Writer

SOURCES = Seam("culturedata.sources", "source")
BATCH = 400
_SAID = (
    "title", "title_fr", "description", "description_fr", "publish", "licence", "licence_url", "attribution",
    "homepage", "terms", "notes", "notes_fr", "provenance",
)  # fmt: skip
Progress = Callable[[str, int], None]


@dataclass(slots=True)
class Counts:
    """What an import has done so far; the columns of `imports` of the same names."""

    records: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    works: int = 0
    agents: int = 0
    interactions: int = 0
    issues: int = 0


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How an import ended; `as_json` is what `import --json` prints."""

    source: str
    import_id: int
    status: str
    counts: Counts
    seconds: float
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The result as one flat object."""
        rate = self.counts.works / self.seconds if self.seconds else 0.0
        return {
            "source": self.source,
            "import_id": self.import_id,
            "status": self.status,
            **asdict(self.counts),
            "seconds": round(self.seconds, 2),
            "works_per_second": round(rate, 1),
            "notes": list(self.notes),
        }


def import_source(
    library: Library,
    name: str,
    input: str | None = None,
    *,
    limit: int | None = None,
    since: str | None = None,
    resume: bool = False,
    refresh: bool = False,
    progress: Progress | None = None,
    fetcher: Callable[[Descriptor, bool], Any] | None = None,
) -> ImportResult:
    """Import the source called `name` into `library` (open for writing) and return what was done.

    `resume` goes on where the last unfinished import of the source stopped. `fetcher` makes the HTTP client from the
    descriptor and `refresh`. `progress` is told what is being read and how many so far.
    Raises UnknownName, InputError, FetchError, AssertionFailed; what was read before the error is in the library.
    """
    described = descriptor(name)
    run = _Run(library, described, input, limit, since, resume, progress or (lambda *_: None))
    if fetcher is not None:
        make = fetcher
        run.context.fetcher = lambda: make(described, refresh)
    return run.go()


class _Run:
    """One import while it runs."""

    def __init__(
        self,
        library: Library,
        described: Descriptor,
        input: str | None,
        limit: int | None,
        since: str | None,
        resume: bool,
        progress: Progress,
    ) -> None:
        self.library = library
        self.culture = library.culture
        self.described = described
        self.progress = progress
        self.counts = Counts()
        self.issues: list[Issue] = []
        self.notes: list[str] = []
        self.began = time.monotonic()
        self.context = Context(described, input, limit=limit, since=since, report=self.issues.append)
        source_class: type[Source] = SOURCES.load(described.reader or described.name)
        self.source = source_class(self.context)
        with transaction(self.culture):
            write_source(self.culture, described)
            self.import_id = self._resumed() if resume else self._new()
        self.writer = Writer(self.culture, described.name)

    def go(self) -> ImportResult:
        """Read everything, then the search index, then what the descriptor promises."""
        first = self._first_load()
        try:
            self._records()
            self._interactions()
            if first:
                schema.run(self.culture, schema.sql("culture_indexes"))
            self.progress("indexing", self.counts.works)
            search_index.update(self.culture)
            self._promises()
        except KeyboardInterrupt:
            self._end("interrupted")
            raise
        except BaseException:
            self._end("failed")
            raise
        finally:
            if first:
                schema.run(self.culture, schema.sql("culture_indexes"))
        self._end("done")
        seconds = time.monotonic() - self.began
        return ImportResult(self.described.name, self.import_id, "done", self.counts, seconds, tuple(self.notes))

    def _new(self) -> int:
        unfinished = self.culture.execute(
            "UPDATE imports SET status = 'interrupted' WHERE source = ? AND status = 'running'", [self.described.name]
        ).rowcount
        if unfinished:
            self.notes.append("An earlier import did not end: --resume would have gone on with it.")
        cursor = self.culture.execute(
            "INSERT INTO imports (source, input, status, started_at, version) VALUES (?, ?, 'running', ?, ?)",
            [self.described.name, self.context.input or self.described.input, _now(), __version__],
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def _resumed(self) -> int:
        """The last import of this source if it did not end, with its counters and cursor; else a new one."""
        columns = [f.name for f in fields(Counts)]
        row = self.culture.execute(
            f"""SELECT import_id, status, cursor, {", ".join(columns)} FROM imports
                WHERE source = ? ORDER BY import_id DESC LIMIT 1""",
            [self.described.name],
        ).fetchone()
        if row is None or row[1] == "done":
            self.notes.append("There was nothing to resume: everything was read from the beginning.")
            return self._new()
        self.context.cursor = row[2]
        self.counts = Counts(*row[3:])
        self.culture.execute("UPDATE imports SET status = 'running', finished_at = NULL WHERE import_id = ?", [row[0]])
        return int(row[0])

    def _first_load(self) -> bool:
        """Whether the catalogue is empty: then its indexes are made after the load, which is faster."""
        empty = self.culture.execute("SELECT NOT EXISTS (SELECT 1 FROM works)").fetchone()[0]
        if empty:
            for statement in schema.statements(schema.sql("culture_indexes")):
                name = statement.split(" IF NOT EXISTS ")[1].split()[0]
                self.culture.execute(f"DROP INDEX IF EXISTS {name}")
        return bool(empty)

    def _records(self) -> None:
        records = self.source.records()
        if self.context.limit is not None:
            records = islice(records, max(0, self.context.limit - self.counts.records))
        self.culture.execute("CREATE TEMP TABLE IF NOT EXISTS seen (record_id TEXT PRIMARY KEY) WITHOUT ROWID")
        self.culture.execute("DELETE FROM seen")
        fault: BaseException | None = None
        while True:
            batch, fault = _batch(records)
            if batch:
                self._write(batch)
                self.progress("records", self.counts.records)
            if fault is not None or not batch:
                break
        with transaction(self.culture):
            self._write_state()
        if fault is not None:
            raise fault

    def _write(self, batch: list[RawRecord]) -> None:
        """Parse what is new or changed, and write the batch in one transaction."""
        keyed = [(f"{self.described.name}:{record.key}", record) for record in batch]
        known = self._known([record_id for record_id, _ in keyed])
        rows, changed, unchanged = [], [], []
        fresh: dict[str, str] = {}
        for record_id, record in keyed:
            self.counts.records += 1
            digest = sha256(record.body).hexdigest()
            before, by = known.get(record_id, (None, None))
            before = fresh.get(record_id, before)
            if before == digest:
                self.counts.unchanged += 1
                unchanged.append((record_id,))
            elif before is not None and (record_id in fresh or by == self.import_id or self._was_seen(record_id)):
                self._twice(record_id, record)
            else:
                fresh[record_id] = digest
                if before is not None:
                    changed.append((record_id, before))
                rows.append(
                    (record_id, self.described.name, digest, record.format, zlib.compress(record.body, 1),
                     record.located, self.import_id)
                )  # fmt: skip
                self._parse(record_id, record, new=before is None)
        with transaction(self.culture):
            self._store(rows, changed, unchanged)
            self.context.cursor = batch[-1].cursor
            self._write_state()

    def _known(self, record_ids: list[str]) -> dict[str, tuple[str, int]]:
        marks = ", ".join("?" * len(record_ids))
        found = self.culture.execute(
            f"SELECT record_id, sha256, import_id FROM records WHERE record_id IN ({marks})", record_ids
        )
        return {row[0]: (row[1], row[2]) for row in found}

    def _was_seen(self, record_id: str) -> bool:
        return self.culture.execute("SELECT 1 FROM seen WHERE record_id = ?", [record_id]).fetchone() is not None

    def _twice(self, record_id: str, record: RawRecord) -> None:
        self.counts.skipped += 1
        raw = record.body.decode("utf-8", "replace")
        message = "the record stands twice in this import with different content: the first was kept"
        self.issues.append(Issue("duplicate-record", message, record=record_id, raw=raw, located=record.located))

    def _parse(self, record_id: str, record: RawRecord, *, new: bool) -> None:
        try:
            entities = list(self.source.parse(record))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            self.counts.skipped += 1
            raw = record.body.decode("utf-8", "replace")
            message = f"the record could not be read ({type(error).__name__}: {error}); it is kept raw"
            self.issues.append(Issue("unreadable-record", message, record_id, raw=raw, located=record.located))
            return
        works, agents = self.writer.add(entities, record_id)
        self.counts.works += works
        self.counts.agents += agents
        if new:
            self.counts.added += 1
        else:
            self.counts.updated += 1

    def _store(self, rows: list[Any], changed: list[tuple[str, str]], unchanged: list[tuple[str]]) -> None:
        execute = self.culture.executemany
        if changed:
            self.writer.remove(record_id for record_id, _ in changed)
            execute(
                "INSERT OR IGNORE INTO record_history VALUES (?, ?, ?)",
                [(record_id, before, self.import_id) for record_id, before in changed],
            )
        execute("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        execute("INSERT OR IGNORE INTO seen VALUES (?)", unchanged)
        self.writer.write()

    def _interactions(self) -> None:
        for count in write_interactions(self.library.audience, self.described, self.source.interactions()):
            self.counts.interactions = count
            self.progress("interactions", count)

    def _write_state(self) -> None:
        """The counters, the cursor and the issues so far, inside the transaction that is open."""
        self.counts.issues += len(self.issues)
        self.culture.executemany(
            """INSERT INTO issues (import_id, source, code, record_id, field, raw, located, message)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            [
                (
                    self.import_id,
                    self.described.name,
                    i.code,
                    i.record,
                    i.field,
                    i.raw and i.raw[:2000],
                    i.located,
                    i.message,
                )
                for i in self.issues
            ],
        )
        self.issues.clear()
        said = asdict(self.counts) | {"cursor": self.context.cursor}
        setters = ", ".join(f"{column} = ?" for column in said)
        self.culture.execute(f"UPDATE imports SET {setters} WHERE import_id = ?", [*said.values(), self.import_id])

    def _promises(self) -> None:
        """Hold the whole library's share of this source against the descriptor. Raises AssertionFailed."""
        if self.context.limit is not None or self.context.since is not None or self.context.input is not None:
            return
        asked = self.described.assertions
        for what, least in asked.min.items():
            found = self._count(what)
            if found < least:
                raise AssertionFailed(
                    f"{self.described.name} brought {found:,} {what}, less than the {least:,} its descriptor promises.",
                    "What came is in the library. See culturedata issues; the source may have changed.",
                )
        for what, most in asked.max.items():
            found = self._count(what)
            if found > most:
                message = f"{found:,} {what}, more than the {most:,} expected"
                self.issues.append(Issue("more-than-expected", message, field=what))

    def _count(self, what: str) -> int:
        if what == "interactions":
            return self.counts.interactions
        row = self.culture.execute(f"SELECT count(*) FROM {what} WHERE source = ?", [self.described.name]).fetchone()
        return int(row[0])

    def _end(self, status: str) -> None:
        if self.culture.in_transaction:
            self.culture.rollback()
        with transaction(self.culture):
            self._write_state()
            self.culture.execute(
                "UPDATE imports SET status = ?, finished_at = ? WHERE import_id = ?", [status, _now(), self.import_id]
            )


def write_source(connection: sqlite3.Connection, described: Descriptor) -> None:
    """Write the row of `sources` that says what the descriptor says."""
    low, high = described.rating_scale or (None, None)
    row: dict[str, object] = {
        "source": described.name,
        "domain": ", ".join(described.domain),
        "rating_low": low,
        "rating_high": high,
    }
    for name in _SAID:
        row[name] = getattr(described, name) or None
    connection.execute(
        f"""INSERT INTO sources ({", ".join(row)}) VALUES ({", ".join("?" * len(row))})
            ON CONFLICT (source) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in row)}""",
        list(row.values()),
    )


def _batch(records: Iterator[RawRecord]) -> tuple[list[RawRecord], BaseException | None]:
    """The next records, and the error that cut them short, if one did: what came before it is written first."""
    batch: list[RawRecord] = []
    try:
        for record in records:
            batch.append(record)
            if len(batch) == BATCH:
                break
    except Exception as error:
        return batch, error
    return batch, None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
