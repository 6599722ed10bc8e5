"""What every source promises. A test file of a source subclasses `SourceContract` and gives it a small input.

    class TestContract(SourceContract):
        source = "small-museum"

        def input(self, tmp_path: Path) -> str:
            ...  # write a few synthetic records in the source's true shape, return their path

A source that reads from a server overrides `fetcher` too; one whose whole input lies elsewhere overrides `whole`. A
general reader brings a descriptor of its own as `own`, which is put into the catalogues of the test's library.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import msgspec
import pytest

from culturedata import vocabularies
from culturedata.data.records import Agent, RawRecord, Term, Work
from culturedata.importing import run
from culturedata.importing.bookkeeping import behaviour
from culturedata.importing.descriptor import Descriptor, descriptor
from culturedata.importing.drafts.fields import fields
from culturedata.importing.reading import beside
from culturedata.importing.run import ImportResult, import_source
from culturedata.importing.source import Context, Issue, Source
from culturedata.store.library import Library
from culturedata.store.tables import schema
from tests.json_places import check_texts, objects

Fetch = Callable[[Descriptor, bool], Any]
MADE_UP = "aFieldMadeUp"
ENOUGH = 12  # records whose fields are changed one by one
UNREAD = ("new-field", "unreadable-record", "duplicate-record", "unknown-role")
LISTS = {
    ("credits", "role"): vocabularies.ROLES,
    ("credits", "attribution"): (None, *vocabularies.ATTRIBUTIONS),
    ("titles", "kind"): vocabularies.TITLE_KINDS,
    ("dates", "kind"): vocabularies.DATE_KINDS,
    ("dates", "precision"): vocabularies.DATE_PRECISIONS,
    ("dates", "qualifier"): (None, *vocabularies.DATE_QUALIFIERS),
    ("terms", "facet"): vocabularies.FACETS,
    ("work_terms", "facet"): vocabularies.FACETS,
    ("agents", "kind"): vocabularies.AGENT_KINDS,
}  # fmt: skip


class Stopped(BaseException):
    """Stands for Ctrl-C at a chosen moment."""


class SourceContract:
    """The promises; `source` is the descriptor's name."""

    source: ClassVar[str]
    composed: ClassVar[frozenset[str]] = frozenset()
    """The objects of a record that the source's reader makes itself, of several rows: nothing can be new in them."""
    understood: ClassVar[frozenset[str] | None] = None
    """The fields (as `source fields` prints them) of the small input that say nothing of their own, each with the
    reason in a comment; None where nobody has looked at them yet."""
    choices: ClassVar[tuple[str, ...]] = ()
    """The ends of the paths of texts that say which of several things something is, or lead to one («type», «about»):
    what stands there and is none of these may be lost."""
    of_tables: ClassVar[bool] = False
    """Whether its reader makes the records of rows of tables, in whose cells are texts and numbers only."""
    own: ClassVar[str] = ""
    """The text of the descriptor, for a reader that has none in the package's catalogues/."""

    def input(self, tmp_path: Path) -> str | None:
        """The path of a small synthetic input with three records or more, all of them readable."""
        raise NotImplementedError

    def fetcher(self) -> Fetch | None:
        """What makes the HTTP client, for a source that needs one."""
        return None

    def whole(self, request: pytest.FixtureRequest) -> None:
        """Make the default input ready, or skip."""
        if self.own:
            pytest.skip(f"{self.source} has no file of its own")
        described = self.described()
        if described.http is not None:
            pytest.skip(f"{self.source} is read from its server")
        if described.package:
            pytest.importorskip(described.package.replace("-", "_"))

    def check_whole(self, library: Library, request: pytest.FixtureRequest) -> None:
        """Assert what else is known of the whole source."""

    @pytest.fixture
    def given(self, tmp_path: Path) -> str | None:
        (tmp_path / "input").mkdir()
        return self.input(tmp_path / "input")

    def bring(self, folder: Path, given: str | None, **more: Any) -> ImportResult:
        """Import the input into the library in `folder`, which is made if it isn't there."""
        self.describe(folder)
        with Library.open(folder, create=True) as library:
            return import_source(library, self.source, given, fetcher=self.fetcher(), **more)

    def describe(self, folder: Path) -> None:
        """Put the descriptor into the library in `folder`, if it is not one of the package's."""
        if self.own:
            (folder / "catalogues").mkdir(parents=True, exist_ok=True)
            (folder / "catalogues" / f"{self.source}.yml").write_text(self.own, encoding="utf-8")

    def described(self) -> Descriptor:
        """What is said of the source."""
        with TemporaryDirectory() as folder:
            self.describe(Path(folder))
            return descriptor(self.source, Path(folder))

    def reader(self, given: str | None, **more: Any) -> Source:
        """The source itself, over the input."""
        context = Context(self.described(), given, **more)
        make = self.fetcher()
        if make is not None:
            context.fetcher = lambda: make(context.descriptor, False)
        return self.reader_class()(context)

    def reader_class(self) -> type[Source]:
        described = self.described()
        found: type[Source] = run.SOURCES.load(described.reader or described.name)
        return found

    def test_the_small_input_goes_in(self, tmp_path: Path, given: str | None) -> None:
        result = self.bring(tmp_path / "library", given)
        counts = result.counts
        assert (result.status, counts.added, counts.skipped) == ("done", counts.records, 0)
        assert counts.records >= 3, "three records or more, so that an import can stop among them"
        assert counts.works > 0
        with Library.open(tmp_path / "library") as library:
            sound(library, self.source)

    def test_a_record_says_by_itself_what_is_read_in_it(self, given: str | None) -> None:
        """Who parses it need not have read the others: a process beside, or an import of what is kept."""
        one, other = self.reader(given), self.reader(given)
        for record in one.records():
            if record.private or record.gone:
                continue
            found = []
            for reader in (one, other):
                issues: list[Issue] = []
                reader.context.report, silent = issues.append, reader.context.report
                found.append((list(reader.parse(record)), [i for i in issues if i.record and i.code != "new-field"]))
                reader.context.report = silent
            assert found[0] == found[1]

    def test_the_raw_record_is_kept(self, tmp_path: Path, given: str | None) -> None:
        self.bring(tmp_path / "library", given)
        read = list(self.reader(given).records())
        with Library.open(tmp_path / "library") as library:
            for base, private in ((library.culture, False), (library.audience, True)):
                stored = {row[0]: row[1:] for row in base.execute("SELECT record_id, sha256, raw FROM records")}
                expected = {f"{self.source}:{record.key}": record.body for record in read if record.private is private}
                assert {id_: zlib.decompress(raw) for id_, (_, raw) in stored.items()} == expected
                assert {id_: digest for id_, (digest, _) in stored.items()} == {
                    id_: sha256(body).hexdigest() for id_, body in expected.items()
                }

    def test_what_is_about_people_is_not_told_in_the_catalogue(self, tmp_path: Path, given: str | None) -> None:
        """No id and no content of a private record stands anywhere in culture.db, and it describes no work."""
        self.bring(tmp_path / "library", given)
        source = self.reader(given)
        private = [record for record in source.records() if record.private]
        with Library.open(tmp_path / "library") as library:
            catalogue = set(cells(library.culture))
        for record in private:
            assert list(source.parse(record)) == []
            said = (f"{self.source}:{record.key}", record.key, record.body.decode(), sha256(record.body).hexdigest())
            assert catalogue.isdisjoint(said)

    def test_a_new_field_anywhere_in_a_record_is_reported(self, given: str | None) -> None:
        """Every field is mapped or named as ignored: one that is neither gives an issue, at each depth."""
        for record in self.reader(given).records():
            for place, body in () if record.private else self.enlarged(record.body):
                issues: list[Issue] = []
                list(self.reader(given, report=issues.append).parse(msgspec.structs.replace(record, body=body)))
                found = [(issue.code, issue.field) for issue in issues if issue.code in UNREAD]
                assert found == [("new-field", MADE_UP)], f"a field made up in {place or 'the record'} of {record.key}"

    def test_each_field_goes_somewhere(self, given: str | None) -> None:
        """Each goes to a column, or is named as ignored or as one that says nothing of its own."""
        if self.understood is None:
            pytest.skip(f"the fields of {self.source} have not been looked at one by one")
        source = self.reader(given)
        found = fields(source, islice(source.records(), ENOUGH))
        lost = {field.path for field in found if not (field.columns or field.ignored)} - self.understood
        assert not lost, f"lost: map them, or name them in `ignored` with the reason: {', '.join(sorted(lost))}"
        mapped = {field.path for field in found if field.columns} & self.understood
        assert not mapped, f"said to go nowhere, and there is a column: {', '.join(sorted(mapped))}"

    def test_a_new_field_is_reported_once_an_import(
        self, tmp_path: Path, given: str | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.change_all(monkeypatch)
        self.bring(tmp_path / "library", given)
        with Library.open(tmp_path / "library") as library:
            found = library.culture.execute("SELECT field FROM issues WHERE code = 'new-field'").fetchall()
        assert found == [(MADE_UP,)]

    def test_what_is_no_text_is_reported_and_not_written(self, given: str | None) -> None:
        """An object or a list where a text was expected; see `check_texts`."""
        if self.of_tables:
            pytest.skip(f"{self.source} is made of tables: nothing else can stand in them")
        check_texts(self, given)

    def test_a_term_is_described_in_one_way(self, given: str | None) -> None:
        """Else what stands in the library would hang on the order of reading."""
        source = self.reader(given)
        terms: dict[str, Term] = {}
        for record in source.records():
            for entity in source.parse(record):
                if isinstance(entity, Term):
                    assert terms.setdefault(entity.id, entity) == entity

    def test_importing_again_changes_nothing(self, tmp_path: Path, given: str | None) -> None:
        once = self.bring(tmp_path / "library", given)
        before = dump(tmp_path / "library")
        again = self.bring(tmp_path / "library", given)
        after = dump(tmp_path / "library")
        assert (again.counts.added, again.counts.updated) == (0, 0)
        assert again.counts.unchanged == once.counts.records
        assert len(after.pop("imports")) == len(before.pop("imports")) + 1
        assert after.pop("issues")[: len(before["issues"])] == before.pop("issues")
        assert after == before

    def test_a_changed_record_keeps_its_ids_and_its_old_hash(
        self, tmp_path: Path, given: str | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.bring(tmp_path / "library", given)
        before = dump(tmp_path / "library")
        old = {row[0]: row[2] for row in before.pop("records")}
        private = {row[0]: row[2] for row in before.pop("private records")}
        self.change_all(monkeypatch)
        counts = self.bring(tmp_path / "library", given).counts
        after = dump(tmp_path / "library")
        assert (counts.updated, counts.added, counts.unchanged) == (counts.records, 0, 0)
        assert {row[0]: row[1] for row in after.pop("record_history")} == old
        assert {row[0] for row in after.pop("records")} == set(old)
        assert {row[0]: row[-1] for row in after.pop("private records")} == private
        for table in ("imports", "issues", "record_history", "search_texts"):
            before.pop(table), after.pop(table, None)
        assert after == before

    def test_stopped_at_any_batch_and_resumed_equals_one_go(
        self, tmp_path: Path, given: str | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(run, "BATCH", 1)
        monkeypatch.setattr(behaviour, "BATCH", 1)
        moments: list[str] = []
        self.bring(tmp_path / "whole", given, progress=lambda phase, _: moments.append(phase))
        whole = dump(tmp_path / "whole")
        assert moments.count("records") >= 3
        for stop in range(1, len(moments) + 1):
            folder = tmp_path / f"stopped-{stop}"
            with pytest.raises(Stopped):
                self.bring(folder, given, progress=stop_at(stop))
            with Library.open(folder) as library:
                assert library.culture.execute("SELECT status FROM imports").fetchall() == [("failed",)]
            assert self.bring(folder, given, resume=True).import_id == 1
            assert dump(folder) == whole, f"stopped at moment {stop}, {moments[stop - 1]}"

    @pytest.mark.slow
    def test_read_in_a_process_of_its_own_it_gives_the_same(
        self, tmp_path: Path, given: str | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(beside, "LEAST", 0)
        monkeypatch.setattr(beside, "_cores", lambda: 2)
        monkeypatch.setattr(beside, "_is_busy", lambda: False)
        if not beside.pays(self.reader_class(), Context(self.described(), given)):
            pytest.skip("it is never read beside: no file, or behaviour")
        self.bring(tmp_path / "beside", given)
        monkeypatch.setattr(beside, "_cores", lambda: 1)
        self.bring(tmp_path / "here", given)
        assert dump(tmp_path / "beside") == dump(tmp_path / "here")

    @pytest.mark.slow
    @pytest.mark.timeout(900)
    def test_the_whole_source_keeps_the_descriptors_promises(
        self, tmp_path: Path, request: pytest.FixtureRequest
    ) -> None:
        self.whole(request)
        result = self.bring(tmp_path / "library", None)
        assert (result.status, result.counts.skipped) == ("done", result.counts.records - result.counts.added)
        asked = self.described().assertions
        assert asked.min, "a source that can be read whole promises how much it brings"
        with Library.open(tmp_path / "library") as library:
            sound(library, self.source)
            for what, least in asked.min.items():
                table, base = ("ratings", library.audience) if what == "interactions" else (what, library.culture)
                [found] = base.execute(f"SELECT count(*) FROM {table}").fetchone()
                assert least <= found <= asked.max.get(what, found)
            self.check_whole(library, request)

    def change_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """From here on, every record of the source has one field more."""
        reader, records = self.reader_class(), self.reader_class().records

        def changed(source: Source) -> Iterator[RawRecord]:
            for record in records(source):
                yield msgspec.structs.replace(record, body=next(self.enlarged(record.body))[1])

        monkeypatch.setattr(reader, "records", changed)

    def enlarged(self, body: bytes) -> Iterator[tuple[str, bytes]]:
        """The record with a made-up field in each of its objects in turn, once a path («subjects.children[]»).

        What lies below a field that is ignored is ignored with it.
        """
        ignored = self.reader_class().ignored
        places = dict.fromkeys(place for place, found in objects(self.decoded(body), ignored) if found)
        for place in places:
            if place not in self.composed:
                whole = self.decoded(body)
                next(found for at, found in objects(whole, ignored) if at == place and found)[MADE_UP] = "x"
                yield place, self.encoded(whole)

    def decoded(self, body: bytes) -> Any:
        """The record as nested objects and lists; a source whose records are not JSON says how."""
        return json.loads(body)

    def encoded(self, value: Any) -> bytes:
        """The record that these objects make."""
        return json.dumps(value, ensure_ascii=False).encode()


def stop_at(moment: int) -> Callable[[str, int], None]:
    """A progress callback that stops the import when it is called for the `moment`-th time."""
    calls: list[str] = []

    def progress(phase: str, _: int) -> None:
        calls.append(phase)
        if len(calls) == moment:
            raise Stopped

    return progress


def dump(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of both files, and the words of the search index; all columns but the times of `imports`.

    Raw records are unpacked: ISA-L packs the same bytes otherwise in some processes. The table `records` of audience.db
    is called «private records».
    """
    found: dict[str, list[tuple[Any, ...]]] = {}
    with Library.open(folder) as library:
        for name, base in (("culture", library.culture), ("audience", library.audience)):
            for table in schema.tables(name):
                columns = [column.name for column in table.columns]
                if table.name == "imports":
                    columns = [column for column in columns if not column.endswith("_at")]
                if table.name == "sources":
                    columns.remove("options")  # written once everything was read so: not by an import that left out
                order = f"ORDER BY {', '.join(columns)}" if name == "culture" else ""
                key = f"private {table.name}" if table.name in found else table.name
                base.create_function("unpacked", 1, zlib.decompress)
                said = [
                    f"unpacked({column})" if (table.name, column) == ("records", "raw") else column
                    for column in columns
                ]
                found[key] = base.execute(f"SELECT {', '.join(said)} FROM {table.name} {order}").fetchall()
        found["words"] = library.culture.execute("SELECT * FROM works_words ORDER BY term").fetchall()
    return found


def cells(base: sqlite3.Connection) -> Iterator[str]:
    """Each value of each column of each table of a database as text; raw records unpacked."""
    names = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for name in names:
        cursor = base.execute(f'SELECT * FROM "{name}"')
        columns = [column[0] for column in cursor.description]
        for row in cursor:
            for column, value in zip(columns, row, strict=True):
                unpacked = zlib.decompress(value) if (name, column) == ("records", "raw") else value
                yield unpacked.decode("utf-8", "replace") if isinstance(unpacked, bytes) else str(unpacked)


def sound(library: Library, source: str) -> None:
    """Assert what holds for whatever a source brings: ids, words from the closed lists, bounds, references, reports."""
    culture = library.culture
    for table, column, start in (
        ("works", "work_id", f"{source}:"), ("agents", "agent_id", f"{source}:agent:"),
        ("terms", "term_id", f"{source}:term:"),
    ):  # fmt: skip
        assert not culture.execute(f"SELECT {column} FROM {table} WHERE {column} NOT GLOB ? || '*'", [start]).fetchall()
    for (table, column), words in LISTS.items():
        used = {row[0] for row in culture.execute(f"SELECT DISTINCT {column} FROM {table}")}
        assert used <= set(words), f"{table}.{column}"
    domains = {row[0] for row in culture.execute("SELECT DISTINCT domain FROM works")}
    assert domains <= set(descriptor(source, library.folder).domain)
    assert not culture.execute("SELECT * FROM dates WHERE earliest > latest OR 0 IN (earliest, latest)").fetchall()
    assert not culture.execute("SELECT * FROM agents WHERE born > died OR 0 IN (born, died)").fetchall()
    assert not culture.execute("PRAGMA foreign_key_check").fetchall()
    marks = ", ".join("?" * len(UNREAD))
    assert not culture.execute(f"SELECT code, field, message FROM issues WHERE code IN ({marks})", UNREAD).fetchall()


def entities(source: Source) -> tuple[dict[str, Work], dict[str, Agent], dict[str, Term]]:
    """All that a source yields, by id: works, agents, terms (of several with one id the last)."""
    found: tuple[dict[str, Any], ...] = ({}, {}, {})
    for record in source.records():
        for entity in source.parse(record):
            found[(Work, Agent, Term).index(type(entity))][entity.id] = entity
    return found[0], found[1], found[2]
