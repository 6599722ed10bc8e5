"""An import: a source's records, batch by batch, into the library; interruptible at any moment, and resumable.

A batch's rows, its counters, its issues and its cursor are written in one transaction: whatever kills the process, the
library holds whole batches, and `resume` goes on after the last of them. Records about people go into audience.db just
before (see raw_records). What the database says of an import is the truth; the counters in memory are only what is
written next.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from culturedata.errors import FetchError, InputEmpty, InputError, InputFormat
from culturedata.importing.bookkeeping import gone, promises, source_row
from culturedata.importing.bookkeeping.behaviour import possible, write_follows, write_interactions
from culturedata.importing.bookkeeping.import_row import LAST, ImportRow, now
from culturedata.importing.bookkeeping.issues import IssueLog, left_out
from culturedata.importing.bookkeeping.raw_records import RawRecords, Verdict
from culturedata.importing.bookkeeping.result import ImportResult
from culturedata.importing.bookkeeping.state import state
from culturedata.importing.descriptor import Descriptor, descriptor
from culturedata.importing.protocols.since import Since
from culturedata.importing.reading.again import again
from culturedata.importing.reading.beside import Beside, pays
from culturedata.importing.reading.broken import meant
from culturedata.importing.reading.here import Here
from culturedata.importing.reading.items import ALLOCATED, UNREADABLE, UNSTORABLE, Item, Unreadable
from culturedata.importing.source import Context, Issue, Source
from culturedata.registry import Seam
from culturedata.store.catalogue import search_index
from culturedata.store.library import Library, transaction
from culturedata.store.tables import schema
from culturedata.store.writing.loose import drop_loose
from culturedata.store.writing.rows import Gathered
from culturedata.store.writing.writer import Writer, lengthen_log

SOURCES = Seam("culturedata.sources", "source")
BATCH = 100
Progress = Callable[[str, int], None]


def import_source(
    library: Library,
    name: str,
    input: str | None = None,
    *,
    limit: int | None = None,
    since: str | None = None,
    resume: bool = False,
    refresh: bool = False,
    reread: bool = False,
    instead: bool = False,
    progress: Progress | None = None,
    fetcher: Callable[[Descriptor, bool], Any] | None = None,
) -> ImportResult:
    """Import the source called `name` into `library` (open for writing) and return what was done.

    `resume` goes on where the last unfinished import of the source stopped, with the same input. `fetcher` makes the
    HTTP client from the descriptor and `refresh`. `reread` reads also those records anew that did not change; so does
    a descriptor whose options, domain or reader changed. `instead` says that the input replaces all earlier ones of the
    source: what it does not hold is gone. `progress` is told what is being read and how many so far.
    Raises UnknownName, InputError, FetchError, AssertionFailed; what was read before the error is in the library.
    Raises UsageError if `resume` is asked for with another input, and if `since` is no date.
    """
    described = descriptor(name, library.folder)
    if since != LAST:
        Since(since)
    run = _Run(library, described, input, limit, since, resume, reread, instead, progress or (lambda *_: None))
    if fetcher is not None:
        make = fetcher
        run.context.fetcher = lambda: run.heard(make(described, refresh))
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
        reread: bool,
        instead: bool,
        progress: Progress,
    ) -> None:
        self.library = library
        self.culture = library.culture
        self.described = described
        self.progress = progress
        self.instead = instead
        self.issues = IssueLog(self.culture, described.name)
        self.began = time.monotonic()
        self.context = Context(described, input, limit=limit, since=since, report=self._report, anew=self._anew)
        self.source_class: type[Source] = SOURCES.load(described.reader or described.name)
        self.writer = Writer(self.culture, described.name)
        self.again: Callable[[str], Gathered | None] = lambda _: None  # into an empty library nothing changes
        read_since = source_row.read_since(self.culture, described)
        with transaction(self.culture):
            source_row.write(self.culture, described)
        self.row = ImportRow(self.culture, self.context, resume=resume)
        if self.row.resumed and read_since is None:
            self.row.begin_anew("The descriptor changed since the import began: everything is read anew.")
        self.import_id = self.row.id
        self.raw = RawRecords(library, described.name, self._anew_before(read_since, reread))
        if self.row.resumed:
            self.writer.recall(self.import_id)
            self.issues.recall(self.import_id)
        else:
            self.raw.begin()

    def _anew_before(self, read_since: int | None, reread: bool) -> int:
        """The import before which all was read otherwise than now: kept, so that a later import reads what is left."""
        since = self.row.id if read_since is None or (reread and self._wants_all()) else read_since
        with transaction(self.culture):
            source_row.write_since(self.culture, self.described, since)
        return self.row.id if reread else since

    def heard(self, client: Any) -> Any:
        """The HTTP client; a file of which nobody can say whether it came whole is an issue of this import."""
        message = "no length was given, and the file does not tell by its end whether it is whole"
        client.on_doubt = lambda url: self._report(Issue("no-length", message, located=url))
        return client

    def go(self) -> ImportResult:
        """Read everything, make it findable (also what came before an error), hold it against the descriptor."""
        first = self._first_load()
        lengthen_log(self.culture)
        try:
            try:
                self._identify()
                with _few_collections(), closing(self._reader(first)) as reader:
                    self._records(reader.items())
                    if isinstance(reader, Here):
                        self._interactions(reader.source)
            except (InputError, FetchError):
                self._index(first)
                raise
            self._index(first)
            self._gone()
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
        self._limited()
        self._end("done")
        seconds = time.monotonic() - self.began
        row, left = self.row, left_out(self.culture, self.import_id)
        return ImportResult(self.described.name, row.id, "done", row.counts, seconds, tuple(row.notes), left)

    def _index(self, first: bool) -> None:
        """Make what came in findable."""
        if first:
            schema.run(self.culture, schema.sql("culture_indexes"))
        self.progress("indexing", self.row.counts.works)
        with self._transaction():
            self.writer.describe_anew(self.again)
            self.writer.name_makers()
            drop_loose(self.culture, self.described.name)
            if self.row.resumed:
                search_index.forget(self.culture, self.import_id)
        search_index.update(self.culture)

    def _first_load(self) -> bool:
        """Whether the catalogue is empty: then its indexes are made after the load, which is faster."""
        empty = self.culture.execute("SELECT NOT EXISTS (SELECT 1 FROM works)").fetchone()[0]
        if empty:
            for statement in schema.statements(schema.sql("culture_indexes")):
                name = statement.split(" IF NOT EXISTS ")[1].split()[0]
                self.culture.execute(f"DROP INDEX IF EXISTS {name}")
        return bool(empty)

    def _reader(self, first: bool) -> Here | Beside:
        """A process of its own reads what is large and not known yet; what is known need not be parsed."""
        if first and pays(self.source_class, self.context):
            return Beside(self.source_class, self.context)
        reader = Here(self.source_class(self.context))
        self.again = partial(again, reader.source, self.culture)
        return reader

    def _records(self, items: Iterator[Item]) -> None:
        if self.context.limit is not None:
            items = islice(items, max(0, self.context.limit - self.row.counts.records))
        while True:
            batch, fault = _batch(items, self.row.input)
            if batch:
                self._write(batch)
                self.progress("records", self.row.counts.records)
            if fault is not None or not batch:
                break
        with self._transaction():
            self.row.write()
        if fault is not None:
            raise fault
        if not self.row.counts.records and self.row.counts.issues:
            raise InputFormat(
                f"nothing in {self.context.input or self.described.input} could be read as {self.described.title}.",
                f"Is it the right file? See culturedata issues --source {self.described.name}.",
            )
        if not self.row.counts.records and self._wants_all() and not self.context.partial:
            raise InputEmpty(f"{self.row.input} holds no records.", "Is it the right file? Download it again.")

    def _identify(self) -> None:
        """Of a file or a folder that somebody gave: what tells it from the one that it may be next time."""
        found = state(Path(self.context.input)) if self.context.input else None
        if found is not None:
            self.context.identified(found)

    def _anew(self) -> None:
        """Begin another import in place of the one that was taken up: its input is not there any more."""
        self.row.begin_anew()
        self.import_id = self.row.id
        self.issues.begin()
        self.raw.begin()
        self.writer = Writer(self.culture, self.described.name)

    def _write(self, batch: list[Item], fault: Exception | None = None) -> None:
        """Parse what is new or changed, and write the batch in one transaction.

        If something in it can't be stored, its halves are written by themselves, down to the one record that is to
        blame: that one is kept raw, for the reason `fault`.
        """
        before, cursor = replace(self.row.counts), self.context.cursor
        try:
            self._write_whole(batch, fault)
        except (*UNREADABLE, *UNSTORABLE) as error:
            if fault is not None:
                raise
            self.row.counts, self.context.cursor = replace(before, issues=self.row.counts.issues), cursor
            self.writer.discard()
            half = len(batch) // 2
            if half:
                self._write(batch[:half])
                self._write(batch[half:])
            else:
                self._write(batch, fault=error)

    def _write_whole(self, batch: list[Item], fault: Exception | None) -> None:
        counts = self.row.counts
        read: list[Gathered] = []
        for record_id, item, verdict in self.raw.judged(batch, self.import_id, counts.records):
            counts.records += 1
            if verdict is Verdict.UNCHANGED:
                counts.unchanged += 1
            elif verdict is Verdict.GONE:
                counts.gone += 1
            elif verdict is Verdict.TWICE:
                message = "the record stands twice in this import with different content: the first was kept"
                self._skip("duplicate-record", message, record_id, item)
            elif (found := self._read(record_id, item, fault)) is not None:
                read.append(found)
                counts.added += verdict is Verdict.NEW
                counts.updated += verdict is Verdict.CHANGED
        works, agents = self.writer.take(read)
        counts.works += works
        counts.agents += agents
        self.raw.write_private()
        with self._transaction():
            self.writer.remove(self.raw.changed)
            self.raw.write(now())
            self.writer.write()
            self.context.cursor = batch[-1].cursor
            self.row.write()

    def _read(self, record_id: str, item: Item, fault: Exception | None) -> Gathered | None:
        """The rows of what a record says; None if it can't be read, which is reported."""
        try:
            if fault is not None:
                raise Unreadable.of(fault)
            return item.gathered()
        except Unreadable as error:
            said = error.kind if item.private else str(error)
            self._skip("unreadable-record", f"the record could not be read ({said}); it is kept raw", record_id, item)
            return None

    def _skip(self, code: str, message: str, record_id: str, item: Item) -> None:
        """Count and report a record that is left out. Issues lie in the catalogue: of people they say only where."""
        self.row.counts.skipped += 1
        if item.private:
            self._report(Issue(code, message, located=item.located))
        else:
            self._report(Issue(code, message, record_id, raw=item.text(), located=item.located))

    def _interactions(self, source: Source) -> None:
        try:
            found = possible(source, self._report)
            for count in write_interactions(self.library.audience, self.described, found):
                self.row.counts.interactions = count
                with self._transaction():
                    self.row.write()
                self.progress("interactions", count)
            write_follows(self.library.audience, self.described, source.follows())
        except OSError as error:
            raise meant(error, self.row.input) from error
        if source.rating_scale is not None:
            with self._transaction():
                source_row.write_scale(self.culture, self.library.audience, self.described.name, source.rating_scale)

    def _report(self, issue: Issue) -> None:
        """Take note of an issue. When there are many they are written at once, so that memory stays flat.

        One that belongs to no record tells of something that was left out: what is missing then is not gone.
        """
        self.context.partial = self.context.partial or issue.record is None
        if self.issues.note(issue) and not self.culture.in_transaction:
            with self._transaction():
                pass

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """A transaction of culture.db, at whose end the issues so far are written too."""
        with transaction(self.culture):
            yield
            told = self.issues.write(self.import_id)
        self.issues.written()
        self.row.counts.issues += told

    def _gone(self) -> None:
        """Mark what a whole import of the same input, or of one instead of it, did not bring any more: it stays.

        Nothing is marked where that may be for another reason, which is told.
        """
        if not self._wants_all():
            return
        whole = not self.context.partial
        absent = gone.judged(self.raw, self.import_id, self.row.input, instead=self.instead, whole=whole)
        self.row.notes.extend(absent.notes)
        if absent.gone:
            of = None if self.instead else self.row.input
            with self._transaction():
                self.row.counts.gone += self.raw.mark_gone(self.import_id, of, now())
                self.row.write()

    def _limited(self) -> None:
        """Say so where the limit was reached before the first work: some sources have their people first."""
        counts, limit = self.row.counts, self.context.limit
        if limit is not None and counts.agents and not counts.works and counts.records >= limit:
            self.row.notes.append(
                f"{counts.records:,} records were read, and none of them is a work: people come first in this source. "
                "A larger --limit reaches the works."
            )

    def _promises(self) -> None:
        """Hold the whole library's share of this source against the descriptor. Raises AssertionFailed."""
        if self._wants_all() and self.context.input is None:
            promises.hold(self.culture, self.described, self.row.counts.interactions, self._report)

    def _end(self, status: str) -> None:
        """Write how it ended. What a batch in the making had counted is not written: its rows were not, either."""
        if self.culture.in_transaction:
            self.culture.rollback()
        with self._transaction():
            self.row.end(status)
            if status == "done":
                self.raw.forget_met()

    def _wants_all(self) -> bool:
        """Whether everything is asked for that the source holds."""
        return self.context.limit is None and self.context.since is None


@contextmanager
def _few_collections() -> Iterator[None]:
    """While records come in, cycles are looked for seldom: values and rows hold none, and there are many of them."""
    was = gc.get_threshold()
    gc.set_threshold(ALLOCATED, *was[1:])
    try:
        yield
    finally:
        gc.set_threshold(*was)


def _batch(items: Iterator[Item], input: str) -> tuple[list[Item], BaseException | None]:
    """The next records, and the error that cut them short, if one did: what came before it is written first."""
    batch: list[Item] = []
    try:
        for item in items:
            batch.append(item)
            if len(batch) == BATCH:
                break
    except Exception as error:
        return batch, meant(error, input)
    return batch, None
