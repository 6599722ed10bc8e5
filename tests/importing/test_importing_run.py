"""An import: what it counts, what it writes, where it can be stopped, and how it goes on."""

from __future__ import annotations

import gzip
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest

from culturedata.data.records import Interaction, RawRecord, Work
from culturedata.errors import AssertionFailed, InputFormat, InputTruncated, UnknownName, UsageError
from culturedata.importing import run as room
from culturedata.importing.bookkeeping import behaviour
from culturedata.importing.bookkeeping.import_row import ImportRow
from culturedata.importing.bookkeeping.issues import LONGEST_RAW, MANY, IssueLog
from culturedata.importing.bookkeeping.raw_records import RawRecords
from culturedata.importing.descriptor import descriptor
from culturedata.importing.run import ImportResult, import_source
from culturedata.importing.source import Issue
from culturedata.sources.movielens.source import MovieLens
from culturedata.store.catalogue import search_index
from culturedata.store.library import Library, translated
from culturedata.store.writing.writer import Writer
from tests.importing.conftest import (
    Rows,
    artwork,
    artworks,
    encoded,
    issues,
    people,
    ratings,
    rows,
    same,
    troubled,
    whole,
)


def bring(folder: Path, source: str, given: Path | None, **options: Any) -> ImportResult:
    with Library.open(folder, create=True) as library:
        return import_source(library, source, None if given is None else str(given), **options)


def row(folder: Path) -> dict[str, Any]:
    """The last row of `imports`."""
    with Library.open(folder) as library:
        cursor = library.culture.execute("SELECT * FROM imports ORDER BY import_id DESC LIMIT 1")
        return dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))


def count(folder: Path, table: str) -> int:
    with Library.open(folder) as library:
        return int(library.culture.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


class TestCounts:
    def test_what_it_says_is_what_is_there(self, tmp_path: Path) -> None:
        done = bring(tmp_path / "lib", "tate", artworks(tmp_path / "t.jsonl", 900))
        assert done.as_json() | {"seconds": 0, "works_per_second": 0} == {
            "source": "tate", "import_id": 1, "status": "done", "records": 900, "added": 900, "updated": 0,
            "unchanged": 0, "skipped": 0, "gone": 0, "works": 900, "agents": 171, "interactions": 0, "issues": 0,
            "seconds": 0, "works_per_second": 0, "notes": [], "left_out": 0,
        }  # fmt: skip
        said = row(tmp_path / "lib")
        assert (said["status"], said["records"], said["works"], said["agents"], said["cursor"]) == (
            "done", 900, 900, 171, "0:900",
        )  # fmt: skip
        assert said["finished_at"] >= said["started_at"]
        # By hand: the 128 multiples of 7 up to 900 are people of their own; of the 50 remainders the 7 multiples of 7
        # below 50 and 0 occur in both, and n % 50 reaches every remainder by an n that is no multiple of 7.
        people = {n if n % 7 == 0 else n % 50 for n in range(1, 901)}
        assert count(tmp_path / "lib", "agents") == len(people) == 171
        assert count(tmp_path / "lib", "search_texts") == 900

    def test_the_raw_record_is_kept_to_the_byte(self, tmp_path: Path) -> None:
        line = encoded(artwork(1, title="Été")).rstrip()
        bring(tmp_path / "lib", "tate", artworks(tmp_path / "t.jsonl", 1, {1: b"\xef\xbb\xbf" + line + b"\r\n"}))
        with Library.open(tmp_path / "lib") as library:
            raw, digest, located = library.culture.execute("SELECT raw, sha256, located FROM records").fetchone()
        assert zlib.decompress(raw) == line
        assert (digest, located) == (sha256(line).hexdigest(), "t.jsonl:1")

    def test_importing_again_changes_nothing(self, tmp_path: Path) -> None:
        given = troubled(tmp_path / "t.jsonl", 900)
        bring(tmp_path / "lib", "tate", given)
        before = rows(tmp_path / "lib")
        again = bring(tmp_path / "lib", "tate", given)
        after = rows(tmp_path / "lib")
        assert (again.counts.added, again.counts.updated, again.counts.works) == (0, 0, 0)
        for told in ("imports", "issues"):
            before.pop(told), after.pop(told)
        same(after, before)

    def test_a_changed_record_takes_the_place_of_the_old_one(self, tmp_path: Path) -> None:
        bring(tmp_path / "lib", "tate", artworks(tmp_path / "t.jsonl", 50))
        changed = {7: encoded(artwork(7, title="Seascape", inscription="signed"))}
        again = bring(tmp_path / "lib", "tate", artworks(tmp_path / "t.jsonl", 50, changed))
        assert (again.counts.added, again.counts.updated, again.counts.unchanged) == (0, 1, 49)
        fresh = bring(tmp_path / "fresh", "tate", tmp_path / "t.jsonl")
        assert fresh.counts.added == 50
        found, wanted = rows(tmp_path / "lib"), rows(tmp_path / "fresh")
        old = sha256(encoded(artwork(7)).rstrip()).hexdigest()
        assert found.pop("record_history") == [("tate:A00007", old, 2)]
        for differs in ("imports", "records", "record_history", "search_texts"):
            found.pop(differs, None), wanted.pop(differs)
        same(found, wanted)
        whole_works(tmp_path / "lib", "seascape", 1)

    def test_no_such_source(self, tmp_path: Path) -> None:
        with pytest.raises(UnknownName, match="tate"):
            bring(tmp_path / "lib", "tait", None)

    def test_less_than_promised(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Only where the source's own place was read whole: a part is no broken promise."""
        artworks(tmp_path / "tate", 20)
        monkeypatch.chdir(tmp_path)
        with pytest.raises(
            AssertionFailed, match=r"tate brought 20 works, less than the 69,202 its descriptor promises"
        ):
            bring(tmp_path / "lib", "tate", None)
        assert row(tmp_path / "lib")["status"] == "failed"
        assert count(tmp_path / "lib", "search_texts") == 20
        assert bring(tmp_path / "lib", "tate", None, limit=5).status == "done"


def whole_works(folder: Path, word: str, number: int) -> None:
    """Assert that full text finds a word in so many works."""
    with Library.open(folder) as library:
        found = library.culture.execute("SELECT count(*) FROM works_fts WHERE works_fts MATCH ?", [word]).fetchone()
    assert found == (number,)


class Stop(BaseException):
    """Stands for a fault that nobody expects."""


def stops_at(number: int, fault: BaseException, function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` that raises `fault` the nth time it is called, after it has done its work."""
    left = number

    def wrapped(*arguments: Any, **named: Any) -> Any:
        nonlocal left
        found = function(*arguments, **named)
        left -= 1
        if left == 0:
            raise fault
        return found

    return wrapped


@pytest.fixture(scope="module")
def one_go(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rows]:
    """A file with everything in it that can go wrong, and all rows of an import of it that nothing stopped."""
    folder = tmp_path_factory.mktemp("one-go")
    given = troubled(folder / "t.jsonl", 1000)
    bring(folder / "lib", "tate", given)
    return given, rows(folder / "lib")


PLACES = [(Writer, "take", 1), (Writer, "take", 700), (Writer, "write", 1), (Writer, "write", 2),
          (search_index, "update", 1), (room, "_batch", 2), (ImportRow, "write", 2),
          (IssueLog, "write", 2), (room._Run, "_write", 1), (room._Run, "_records", 1)]  # fmt: skip


@pytest.mark.parametrize(("owner", "name", "number"), PLACES, ids=lambda value: getattr(value, "__name__", str(value)))
@pytest.mark.parametrize("fault", [KeyboardInterrupt(), Stop(), sqlite3.OperationalError("database or disk is full")],
                         ids=["ctrl-c", "bug", "full"])  # fmt: skip
def test_stopped_anywhere_it_holds_whole_batches_and_goes_on(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    one_go: tuple[Path, Rows],
    owner: Any,
    name: str,
    number: int,
    fault: BaseException,
) -> None:
    given, wanted = one_go
    folder = tmp_path / "stopped"
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, stops_at(number, fault, getattr(owner, name)))
        with pytest.raises(type(fault)):
            bring(folder, "tate", given)
    said = row(folder)
    assert said["status"] == ("interrupted" if isinstance(fault, KeyboardInterrupt) else "failed")
    twice = sum(code == "duplicate-record" for code, _ in issues(folder))
    assert said["records"] == count(folder, "records") + twice
    assert said["works"] == count(folder, "works")
    assert said["agents"] == count(folder, "agents")
    assert said["issues"] == count(folder, "issues")
    whole(folder)
    done = bring(folder, "tate", given, resume=True)
    assert done.status == "done"
    same(rows(folder), wanted)


def test_a_disk_that_was_full_for_a_moment(tmp_path: Path) -> None:
    """The batch that did not fit is not taken for written, though there was room to say so."""
    given = troubled(tmp_path / "t.jsonl", 1200)
    bring(tmp_path / "whole", "tate", given)
    folder = tmp_path / "full"
    with Library.open(folder, create=True) as library:
        pages = library.culture.execute("PRAGMA page_count").fetchone()[0]
        library.culture.execute(f"PRAGMA max_page_count = {pages + 150}")
        with pytest.raises(sqlite3.OperationalError, match="full"):
            import_source(library, "tate", str(given))
        library.culture.execute("PRAGMA max_page_count = 1000000")
    assert row(folder)["records"] < 1200
    bring(folder, "tate", given, resume=True)
    same(rows(folder), rows(tmp_path / "whole"))


class TestPeople:
    """Records about people lie in audience.db, by the same rules as those of the catalogue."""

    COLUMNS = "sha256, number, replaced"

    def person(self, folder: Path, key: str) -> tuple[Any, ...]:
        with Library.open(folder) as library:
            found = library.audience.execute(
                f"SELECT raw, {self.COLUMNS}, located, format, import_id FROM records WHERE record_id = ?", [key]
            ).fetchone()
        return (json.loads(zlib.decompress(found[0])), *found[1:])

    def test_they_are_counted_and_kept_apart(self, tmp_path: Path) -> None:
        """By hand: 500 lines, of which one is none, and two more of people who were there: the same, and another."""
        done = bring(tmp_path / "lib", "movielens", people(tmp_path / "ml", 500)).counts
        assert (done.records, done.added, done.unchanged, done.skipped) == (10 + 501, 10 + 499, 1, 1)
        assert count(tmp_path / "lib", "records") == 10
        body = {"userId": "492", "gender": "F", "age": "25", "occupation": "9", "zip": "10492"}
        digest = sha256(json.dumps(body).encode()).hexdigest()
        assert self.person(tmp_path / "lib", "movielens:user:1m-492") == (
            body, digest, 502, None, "users.dat:493", "json", 1,
        )  # fmt: skip
        assert [issue for issue in issues(tmp_path / "lib") if issue[1]] == [
            ("wrong-columns", "users.dat:167"), ("duplicate-record", "users.dat:496"),
        ]  # fmt: skip

    def test_importing_again_changes_nothing(self, tmp_path: Path) -> None:
        given = people(tmp_path / "ml", 500)
        bring(tmp_path / "lib", "movielens", given)
        before = rows(tmp_path / "lib")
        again = bring(tmp_path / "lib", "movielens", given).counts
        assert (again.added, again.updated, again.unchanged, again.skipped) == (0, 0, 510, 1)
        after = rows(tmp_path / "lib")
        for told in ("imports", "issues"):
            before.pop(told), after.pop(told)
        same(after, before)

    def test_somebody_who_moved(self, tmp_path: Path) -> None:
        """The new record takes the place of the old one, whose hash is kept, but not in the catalogue."""
        bring(tmp_path / "lib", "movielens", people(tmp_path / "ml", 500))
        old = self.person(tmp_path / "lib", "movielens:user:1m-50")[1]
        again = bring(tmp_path / "lib", "movielens", people(tmp_path / "ml", 500, moved=50)).counts
        assert (again.added, again.updated, again.unchanged, again.skipped) == (0, 1, 509, 1)
        body, _, number, replaced, _, _, by = self.person(tmp_path / "lib", "movielens:user:1m-50")
        assert (body["zip"], number, replaced, by) == ("moved", 60, old, 2)
        assert count(tmp_path / "lib", "record_history") == 0

    @pytest.mark.parametrize(("moment", "moved", "there"), [(1, 20, 600), (2, 450, 700)])
    @pytest.mark.parametrize("fault", [KeyboardInterrupt(), Stop()], ids=["ctrl-c", "bug"])
    def test_stopped_between_the_two_files(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int, moved: int, there: int, fault: BaseException
    ) -> None:
        """People of a batch are in audience.db, and the catalogue does not know: they still count as new or changed."""
        earlier, given = people(tmp_path / "earlier", 600), people(tmp_path / "ml", 700, moved=moved)
        whole, folder = tmp_path / "whole", tmp_path / "stopped"
        bring(whole, "movielens", earlier)
        one_go = bring(whole, "movielens", given).counts
        assert (one_go.added, one_go.updated, one_go.skipped) == (101, 1, 1)
        bring(folder, "movielens", earlier)
        with monkeypatch.context() as patched:
            patched.setattr(RawRecords, "write_private", stops_at(moment, fault, RawRecords.write_private))
            with pytest.raises(type(fault)):
                bring(folder, "movielens", given)
        assert row(folder)["records"] == (moment - 1) * 400
        assert len(rows(folder)["private records"]) == there
        assert bring(folder, "movielens", given, resume=True).counts == one_go
        same(rows(folder), rows(whole))

    def test_it_is_the_first_that_is_kept(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Also where it is what an earlier import had, whether the second stands in the same batch or a later one."""
        given = people(tmp_path / "ml", 100)
        bring(tmp_path / "lib", "movielens", given)
        before = rows(tmp_path / "lib")["private records"]
        for size in (400, 1):
            monkeypatch.setattr(room, "BATCH", size)
            again = bring(tmp_path / "lib", "movielens", given).counts
            assert (again.updated, again.skipped) == (0, 1)
            assert rows(tmp_path / "lib")["private records"] == before

    def test_a_film_that_cannot_be_held_among_people(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its batch is halved until it stands alone; the people written before each attempt are counted once."""
        given = people(tmp_path / "ml", 700)
        wanted = bring(tmp_path / "plain", "movielens", given).counts
        parse = MovieLens.parse

        def broken(source: MovieLens, record: RawRecord) -> Iterator[Any]:
            assert not record.private
            for entity in parse(source, record):
                odd = isinstance(entity, Work) and record.key == "7"
                yield msgspec.structs.replace(entity, url=10**30) if odd else entity

        monkeypatch.setattr(MovieLens, "parse", broken)
        done = bring(tmp_path / "lib", "movielens", given).counts
        assert (done.records, done.unchanged) == (wanted.records, wanted.unchanged)
        assert (done.added, done.skipped, done.works) == (wanted.added - 1, wanted.skipped + 1, 9)
        assert rows(tmp_path / "lib")["private records"] == rows(tmp_path / "plain")["private records"]


class TestUnstorable:
    BAD: ClassVar[list[dict[str, Any]]] = [
        {"title": ["a", "list"]},
        {"title": {"an": "object"}},
        {"contributors": [{"id": 1}]},
        {"contributors": None},
        {"dimensions": 12},
        {"subjects": {"children": [{"id": 1, "name": None}]}},
        {"subjects": "none"},
    ]

    @pytest.mark.parametrize("change", BAD, ids=str)
    def test_one_record_that_cannot_be_held_is_kept_raw_and_the_rest_goes_in(
        self, tmp_path: Path, change: dict[str, Any]
    ) -> None:
        bad = encoded(artwork(451, **change))
        done = bring(tmp_path / "lib", "tate", artworks(tmp_path / "t.jsonl", 900, {451: bad}))
        assert (done.status, done.counts.records, done.counts.added, done.counts.skipped) == ("done", 900, 899, 1)
        assert count(tmp_path / "lib", "works") == done.counts.works == 899
        assert issues(tmp_path / "lib") == [("unreadable-record", "t.jsonl:451")]
        with Library.open(tmp_path / "lib") as library:
            raw = library.culture.execute("SELECT raw FROM records WHERE record_id = 'tate:A00451'").fetchone()[0]
            message = library.culture.execute("SELECT message FROM issues").fetchone()[0]
        assert zlib.decompress(raw) == bad.rstrip()
        assert "it is kept raw" in message
        whole(tmp_path / "lib")
        artworks(tmp_path / "without.jsonl", 900, {451: b"\n"})
        bring(tmp_path / "without", "tate", tmp_path / "without.jsonl")
        found, wanted = rows(tmp_path / "lib"), rows(tmp_path / "without")
        for table in ("works", "titles", "credits", "agents", "agent_names", "terms", "term_parents", "work_terms"):
            assert found[table] == wanted[table], table

    def test_many_of_them(self, tmp_path: Path) -> None:
        bad = {n: encoded(artwork(n, **self.BAD[n % len(self.BAD)])) for n in range(1, 900, 9)}
        done = bring(tmp_path / "lib", "tate", artworks(tmp_path / "t.jsonl", 900, bad))
        assert (done.counts.added, done.counts.skipped, done.counts.issues) == (800, 100, 100)
        assert {located for _, located in issues(tmp_path / "lib")} == {f"t.jsonl:{n}" for n in range(1, 900, 9)}

    def test_a_number_that_is_too_big_for_the_database_stays_as_printed(self, tmp_path: Path) -> None:
        given = artworks(tmp_path / "t.jsonl", 3, {2: encoded(artwork(2, acquisitionYear=10**30))})
        assert bring(tmp_path / "lib", "tate", given).counts.added == 3
        with Library.open(tmp_path / "lib") as library:
            found = library.culture.execute(
                "SELECT text, earliest FROM dates WHERE work_id = 'tate:A00002' AND kind = 'acquired'"
            ).fetchall()
        assert found == [(str(10**30), None)]

    def test_a_lone_surrogate(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Valid JSON, but no text: some readers let it through."""
        line = encoded(artwork(3)).replace(b"Landscape number 3", b"half \\ud83d here")
        monkeypatch.setattr("culturedata.sources.tate.source.msgspec.json.decode", lenient)
        done = bring(tmp_path / "lib", "tate", artworks(tmp_path / "t.jsonl", 5, {3: line}))
        assert (done.counts.added, done.counts.skipped) == (4, 1)
        assert issues(tmp_path / "lib") == [("unreadable-record", "t.jsonl:3")]


def lenient(body: bytes, type: Any = None) -> Any:
    """json.loads in place of msgspec."""
    found = json.loads(body)
    return found if type is None else type(found.get("acno"), found.get("id"), found.get("mda"))


class TestIssues:
    def test_one_is_told_once(self, tmp_path: Path) -> None:
        """MovieLens reads its films twice, to tell which edition they are: a bad line is one issue all the same."""
        given = ratings(tmp_path / "ml", 3, 5)
        done = bring(tmp_path / "lib", "movielens", given)
        assert issues(tmp_path / "lib") == [
            ("wrong-columns", "movies.csv:8"), ("bad-rating", "ratings.csv:17"), ("edition-unknown", None),
        ]  # fmt: skip
        assert done.counts.issues == row(tmp_path / "lib")["issues"] == 3

    def test_another_import_tells_it_again(self, tmp_path: Path) -> None:
        given = artworks(tmp_path / "t.jsonl", 5, {2: b"no JSON\n"})
        for number in (1, 2):
            assert bring(tmp_path / "lib", "tate", given).counts.issues == 1
            assert count(tmp_path / "lib", "issues") == number

    def test_a_second_record_of_a_key_is_kept_whole(self, tmp_path: Path) -> None:
        """There is nothing else that holds it."""
        second = encoded(artwork(1, inscription="x" * 2 * LONGEST_RAW)).rstrip()
        bring(tmp_path / "lib", "tate", artworks(tmp_path / "t.jsonl", 2, {2: second + b"\n"}))
        with Library.open(tmp_path / "lib") as library:
            found = library.culture.execute("SELECT raw FROM issues WHERE code = 'duplicate-record'").fetchall()
        assert found == [(second.decode(),)]

    def test_many_do_not_wait_for_a_record(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Three thousand bad lines between two good ones: never more than a thousand are held."""
        held = 0
        report = room._Run._report

        def watched(self: Any, issue: Issue) -> None:
            nonlocal held
            report(self, issue)
            held = max(held, len(self.issues._waiting))

        monkeypatch.setattr(room._Run, "_report", watched)
        bad = {n: b"{" + b"x" * 3000 + b"%d\n" % n for n in range(2, 3002)}
        done = bring(tmp_path / "lib", "tate", artworks(tmp_path / "t.jsonl", 3002, bad))
        assert (done.counts.works, done.counts.issues) == (2, 3000)
        assert held <= MANY
        with Library.open(tmp_path / "lib") as library:
            longest = library.culture.execute("SELECT max(length(raw)) FROM issues").fetchone()
        assert longest == (LONGEST_RAW,)


class TestResume:
    def test_nothing_to_resume(self, tmp_path: Path) -> None:
        given = artworks(tmp_path / "t.jsonl", 5)
        done = bring(tmp_path / "lib", "tate", given, resume=True)
        assert done.notes == ("There was nothing to resume: everything was read from the beginning.",)
        assert bring(tmp_path / "lib", "tate", given, resume=True).counts.unchanged == 5

    def test_beginning_anew_after_a_stop_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        given = stopped(tmp_path, monkeypatch)
        with Library.open(tmp_path / "lib", write=True) as library:
            library.culture.execute("UPDATE imports SET status = 'running'")
        done = bring(tmp_path / "lib", "tate", given)
        assert done.notes == ("An earlier import did not end: --resume would have gone on with it.",)
        assert (done.counts.unchanged, done.counts.added) == (400, 600)

    def test_another_input_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its first lines would be left out in silence."""
        given = stopped(tmp_path, monkeypatch)
        other = artworks(tmp_path / "other.jsonl", 1000)
        before = rows(tmp_path / "lib")
        with pytest.raises(
            UsageError, match=r"reads .*t\.jsonl, not .*other\.jsonl\. Go on with --resume and no input"
        ):
            bring(tmp_path / "lib", "tate", other, resume=True)
        same(rows(tmp_path / "lib"), before)
        monkeypatch.chdir(tmp_path)
        assert bring(tmp_path / "lib", "tate", Path(given.name), resume=True).counts.records == 1000

    def test_without_input_it_is_the_one_that_was_begun(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        stopped(tmp_path, monkeypatch)
        assert bring(tmp_path / "lib", "tate", None, resume=True).counts.works == 1000

    def test_the_limit_counts_all_of_it(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        given = stopped(tmp_path, monkeypatch)
        assert bring(tmp_path / "lib", "tate", given, resume=True, limit=450).counts.records == 450
        assert count(tmp_path / "lib", "works") == 450


def stopped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library `lib` whose import of t.jsonl (1000 artworks) was stopped after the first batch; the file."""
    given = artworks(folder / "t.jsonl", 1000)
    with monkeypatch.context() as patched:
        patched.setattr(room._Run, "_write", stops_at(1, KeyboardInterrupt(), room._Run._write))
        with pytest.raises(KeyboardInterrupt):
            bring(folder / "lib", "tate", given)
    assert count(folder / "lib", "works") == 400
    return given


def test_what_a_broken_file_still_held_is_in_and_found(tmp_path: Path) -> None:
    """Then the whole file comes: it is another one, and what is known of it is not read again."""
    plain = artworks(tmp_path / "t.jsonl", 1500).read_bytes()
    packed = gzip.compress(plain)
    given = tmp_path / "t.jsonl.gz"
    given.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(InputTruncated, match=r"t\.jsonl\.gz breaks off after line"):
        bring(tmp_path / "lib", "tate", given)
    came = count(tmp_path / "lib", "works")
    assert 400 < came < 1500
    assert came % 400 != 0
    assert row(tmp_path / "lib")["status"] == "failed"
    whole_works(tmp_path / "lib", "landscape", came)
    given.write_bytes(packed)
    counts = bring(tmp_path / "lib", "tate", given, resume=True).counts
    assert (counts.records, counts.unchanged, counts.works) == (1500, came, 1500 - came)
    whole_works(tmp_path / "lib", "landscape", 1500)


def test_a_file_of_which_nothing_can_be_read(tmp_path: Path) -> None:
    """A picture, say: its lines are told, and the import does not pass for done."""
    given = tmp_path / "t.jsonl"
    given.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\nabc\n")
    with pytest.raises(
        InputFormat, match=r"nothing in .*t\.jsonl could be read as Tate, London\. Is it the right file"
    ):
        bring(tmp_path / "lib", "tate", given)
    assert row(tmp_path / "lib")["status"] == "failed"
    assert {code for code, _ in issues(tmp_path / "lib")} == {"not-utf-8", "nul", "not-json"}


class TestBehaviour:
    def things(self, *kinds: str) -> Iterator[Interaction]:
        for number, kind in enumerate(kinds):
            yield Interaction(user="a:user:1", item=f"a:{number}", kind=kind, value=3.0, at=number)

    def test_events_of_a_later_batch_are_replaced_too(self, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        """Not only those of a source whose first batch has some."""
        monkeypatch.setattr(behaviour, "BATCH", 2)
        for _ in range(2):
            kinds = ("rating", "rating", "play", "play", "play")
            counts = behaviour.write_interactions(library.audience, descriptor("movielens"), self.things(*kinds))
            assert list(counts) == [2, 4, 5]
        found = "SELECT kind, count(*) FROM events WHERE source = 'movielens' GROUP BY 1"
        assert library.audience.execute(found).fetchall() == [("play", 3)]

    def test_what_an_open_source_says_stands_once(self, library: Library) -> None:
        """From one file or from several: they add up, a new value takes the place of the old one, with its unit."""

        def heard(*said: tuple[int, float]) -> Iterator[Interaction]:
            for at, value in said:
                yield Interaction(user="a:user:1", item="a:1", kind="play", value=value, unit="listens", at=at)

        for said in ([(5, 1.0), (5, 1.0), (6, 1.0)], [(6, 2.0), (7, 1.0)]):
            list(behaviour.write_interactions(library.audience, descriptor("movielens"), heard(*said)))
        found = "SELECT event_id, at, value, unit FROM events WHERE source = 'movielens' ORDER BY event_id"
        rows = library.audience.execute(found).fetchall()
        assert [row[1:] for row in rows] == [(5, 1.0, "listens"), (6, 2.0, "listens"), (7, 1.0, "listens")]
        assert rows[2][0] == rows[0][0] + 2

    def test_events_that_are_not_open_are_replaced(self, library: Library) -> None:
        simulated = msgspec.structs.replace(descriptor("movielens"), provenance="simulated")
        for _ in range(2):
            list(behaviour.write_interactions(library.audience, simulated, self.things("play", "play")))
        assert library.audience.execute("SELECT count(*) FROM events WHERE source = 'movielens'").fetchone() == (2,)

    def test_few_numbers_are_kept_in_memory(self, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(behaviour, "BATCH", 2)
        monkeypatch.setattr(behaviour, "REMEMBERED", 0)
        sizes: list[int] = []
        numbers = behaviour._Numbers.of

        def noted(self: Any, ids: Any) -> dict[str, int]:
            found = numbers(self, ids)
            sizes.append(len(found))
            return found

        monkeypatch.setattr(behaviour._Numbers, "of", noted)
        for _ in range(2):
            list(behaviour.write_interactions(library.audience, descriptor("movielens"), self.things(*["rating"] * 9)))
        assert max(sizes) == 2
        found = "SELECT count(*), count(DISTINCT item) FROM items WHERE source = 'movielens'"
        assert library.audience.execute(found).fetchone() == (9, 9)

    def test_a_rating_keeps_its_place(self, library: Library) -> None:
        def one(value: float) -> Iterator[Interaction]:
            yield Interaction(user="u:1", item="i:1", value=1.0, at=1)
            yield Interaction(user="u:1", item="i:2", value=value, at=2)

        found = "SELECT rating_id, value, at FROM ratings WHERE source = 'movielens' ORDER BY rating_id"
        list(behaviour.write_interactions(library.audience, descriptor("movielens"), one(2.0)))
        before = library.audience.execute(found).fetchall()
        list(behaviour.write_interactions(library.audience, descriptor("movielens"), one(4.0)))
        assert library.audience.execute(found).fetchall() == [before[0], (before[1][0], 4.0, 2)]

    def test_ids_are_numbered_in_the_order_of_their_first_appearance(self, tmp_path: Path) -> None:
        given = ratings(tmp_path / "ml", 3, 4)
        bring(tmp_path / "lib", "movielens", given)
        with Library.open(tmp_path / "lib") as library:
            users = library.audience.execute("SELECT user, user_id FROM users ORDER BY user").fetchall()
            items = library.audience.execute("SELECT item_id FROM items ORDER BY item").fetchall()
        assert users == [(n, f"movielens:user:{n}") for n in (1, 2, 3)]
        assert [item for (item,) in items[:5]] == [f"movielens:{n}" for n in (8, 9, 10, 11, 15)]


def test_an_input_that_may_not_be_read_is_no_fault_of_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ratings(tmp_path / "ml", 3, 4)

    def sealed(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(given / "movies.csv"))

    monkeypatch.setattr("culturedata.sources.movielens.files.Files._open", sealed)
    with pytest.raises(room.InputError, match=r"movies\.csv can't be read: Permission denied"), translated(tmp_path):
        bring(tmp_path / "lib", "movielens", given)
