"""What a source does not have any more stays in the library, marked with the time; and what changed since when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.records import RawRecord
from culturedata.errors import UsageError
from culturedata.importing import run
from culturedata.importing.bookkeeping.import_row import SLACK
from culturedata.importing.protocols.since import Since
from culturedata.importing.run import ImportResult, import_source
from culturedata.sources.tate.source import Tate
from culturedata.store.library import Library
from tests.importing.conftest import artwork, encoded


def bring(folder: Path, given: Path, **options: Any) -> ImportResult:
    with Library.open(folder, create=True) as library:
        return import_source(library, "tate", str(given), **options)


def write(path: Path, *numbers: int) -> Path:
    path.write_bytes(b"".join(encoded(artwork(number)) for number in numbers))
    return path


def gone(folder: Path) -> dict[str, str]:
    with Library.open(folder) as library:
        return dict(library.culture.execute("SELECT record_id, gone_at FROM records WHERE gone_at IS NOT NULL"))


def key(number: int) -> str:
    return f"tate:{artwork(number)['acno']}"


def test_what_a_whole_import_does_not_bring_any_more_is_marked_and_stays(tmp_path: Path) -> None:
    given, folder = tmp_path / "t.jsonl", tmp_path / "lib"
    assert bring(folder, write(given, 1, 2, 3)).counts.gone == 0
    assert bring(folder, write(given, 1, 3)).counts.gone == 1
    [(record, first)] = gone(folder).items()
    assert record == key(2)
    with Library.open(folder) as library:
        assert library.culture.execute("SELECT count(*) FROM works").fetchone() == (3,)
        assert library.culture.execute("SELECT gone FROM imports ORDER BY import_id").fetchall() == [(0,), (1,)]
        assert library.culture.execute("SELECT * FROM met").fetchall() == []
    assert bring(folder, given).counts.gone == 0, "it was told already"
    assert gone(folder) == {key(2): first}, "the time is that of the first import without it"
    back = bring(folder, write(given, 1, 2, 3)).counts
    assert (back.unchanged, back.gone, gone(folder)) == (3, 0, {})


def test_a_newer_file_under_another_name_replaces_the_older_only_if_that_is_said(tmp_path: Path) -> None:
    """By hand: of 1, 2, 3 the newer file lacks 2. Two files may as well be two halves of one collection."""
    older, newer, folder = tmp_path / "2025.jsonl", tmp_path / "2026.jsonl", tmp_path / "lib"
    bring(folder, write(older, 1, 2, 3))
    said = bring(folder, write(newer, 1, 3, 4))
    assert (said.counts.gone, said.counts.added, gone(folder)) == (0, 1, {})
    assert said.notes == (
        "1 records came from another input before and are not in this one: if it replaces that one, say --instead.",
    )
    said = bring(folder, newer, instead=True)
    assert (said.counts.gone, list(gone(folder)), said.notes) == (1, [key(2)], ())
    assert bring(folder, newer).notes == (), "it was told already"


def test_instead_marks_nothing_where_most_is_missing(tmp_path: Path) -> None:
    older, newer, folder = tmp_path / "2025.jsonl", tmp_path / "2026.jsonl", tmp_path / "lib"
    bring(folder, write(older, 1, 2, 3))
    said = bring(folder, write(newer, 1), instead=True)
    assert (said.counts.gone, gone(folder)) == (0, {})
    assert "too many to mark them as gone" in said.notes[0]


@pytest.mark.parametrize("options", [{"limit": 1}, {"since": "2020-01-01"}])
def test_an_import_of_a_part_marks_nothing(tmp_path: Path, options: dict[str, Any]) -> None:
    given, folder = tmp_path / "t.jsonl", tmp_path / "lib"
    bring(folder, write(given, 1, 2, 3))
    assert bring(folder, write(given, 1, 3), **options).counts.gone == 0
    assert gone(folder) == {}


def test_a_source_that_knows_it_was_cut_short_marks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, folder = tmp_path / "t.jsonl", tmp_path / "lib"
    bring(folder, write(given, 1, 2, 3))
    records = Tate.records

    def short(self: Tate) -> Iterator[RawRecord]:
        yield from records(self)
        self.context.partial = True

    monkeypatch.setattr(Tate, "records", short)
    assert bring(folder, write(given, 1, 3)).counts.gone == 0
    assert gone(folder) == {}


def test_where_a_line_could_not_be_read_it_is_told_that_nothing_is_marked(tmp_path: Path) -> None:
    """What stood in that line may be the record that did not come."""
    given, folder = tmp_path / "t.jsonl", tmp_path / "lib"
    write(given, 1, 2, 3)
    given.write_bytes(given.read_bytes() + b"no JSON\n")
    assert bring(folder, given).notes == ()
    write(given, 1, 3)
    given.write_bytes(given.read_bytes() + b"no JSON\n")
    done = bring(folder, given)
    said = "1 records did not come this time and are not marked as gone: something was left out, and they may be in it."
    assert (done.counts.gone, done.notes) == (0, (f"{said} See culturedata issues.",))
    assert done.as_json()["notes"] == list(done.notes)
    assert gone(folder) == {}
    assert bring(folder, write(given, 1, 3)).counts.gone == 1


def test_what_is_gone_here_does_not_hide_what_came_from_elsewhere(tmp_path: Path) -> None:
    bring(tmp_path / "lib", write(tmp_path / "one.jsonl", 1))
    bring(tmp_path / "lib", write(tmp_path / "other.jsonl", 2, 3, 4))
    done = bring(tmp_path / "lib", write(tmp_path / "other.jsonl", 2, 3))
    assert done.counts.gone == 1
    assert done.notes[0].startswith("1 records came from another input before")


def test_what_was_left_out_before_a_stop_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, folder = tmp_path / "t.jsonl", tmp_path / "lib"
    bring(folder, write(given, 1, 2, 3))
    write(given, 1, 3)
    monkeypatch.setattr(run, "BATCH", 1)
    records = Tate.records

    def short(self: Tate) -> Iterator[RawRecord]:
        self.context.partial = True
        yield from records(self)

    with monkeypatch.context() as patched:
        patched.setattr(Tate, "records", short)
        with pytest.raises(KeyboardInterrupt):
            bring(folder, given, progress=stop_after(1))
    assert bring(folder, given, resume=True).counts.gone == 0
    assert gone(folder) == {}


def test_another_input_says_nothing_about_this_one(tmp_path: Path) -> None:
    bring(tmp_path / "lib", write(tmp_path / "one.jsonl", 1, 2))
    assert bring(tmp_path / "lib", write(tmp_path / "other.jsonl", 3)).counts.gone == 0
    assert gone(tmp_path / "lib") == {}


def test_stopped_and_resumed_it_still_knows_what_it_met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, folder = tmp_path / "t.jsonl", tmp_path / "lib"
    bring(folder, write(given, 1, 2, 3, 4))
    write(given, 1, 2, 4)
    monkeypatch.setattr(run, "BATCH", 1)
    with pytest.raises(KeyboardInterrupt):
        bring(folder, given, progress=stop_after(2))
    assert gone(folder) == {}, "an import that did not end marks nothing"
    done = bring(folder, given, resume=True).counts
    assert (done.unchanged, done.gone) == (3, 1)
    assert list(gone(folder)) == [key(3)]


def stop_after(records: int) -> Any:
    def progress(phase: str, number: int) -> None:
        if phase == "records" and number == records:
            raise KeyboardInterrupt

    return progress


def test_what_the_source_says_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Known: marked, its content kept. Unknown: nothing to mark."""
    given, folder = tmp_path / "t.jsonl", tmp_path / "lib"
    bring(folder, write(given, 1, 2))
    name, unknown = key(1).partition(":")[2], "A99999"

    def deleted(self: Tate) -> Iterator[RawRecord]:
        for which in (name, unknown):
            yield RawRecord(key=which, body=b"", located="a list", cursor="0:1", gone=True)

    with monkeypatch.context() as patched:
        patched.setattr(Tate, "records", deleted)
        counts = bring(folder, given, since="2020-01-01").counts
        again = bring(folder, given, since="2020-01-01").counts
    assert (counts.records, counts.gone, counts.unchanged, counts.skipped) == (2, 1, 1, 0)
    assert (again.gone, again.unchanged) == (0, 2), "it was told already"
    assert list(gone(folder)) == [key(1)]
    with Library.open(folder) as library:
        assert library.culture.execute("SELECT length(raw) > 100 FROM records").fetchall() == [(1,), (1,)]
    bring(folder, given)
    assert gone(folder) == {}


def test_since_last_is_when_the_last_whole_import_began(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, folder = write(tmp_path / "t.jsonl", 1, 2), tmp_path / "lib"
    asked: list[str | None] = []
    records = Tate.records

    def noting(self: Tate) -> Iterator[RawRecord]:
        asked.append(self.context.since)
        return records(self)

    monkeypatch.setattr(Tate, "records", noting)
    first = bring(folder, given, since="last")
    assert first.notes == ("There is no earlier import that ended: everything was read.",)
    bring(folder, given, limit=1)
    bring(folder, given, since="last")
    with Library.open(folder) as library:
        rows = library.culture.execute("SELECT started_at, since, limited FROM imports ORDER BY import_id").fetchall()
    assert [row[1:] for row in rows] == [(None, 0), (None, 1), (asked[2], 0)]
    assert asked[:2] == [None, None]
    assert datetime.fromisoformat(rows[0][0]) - datetime.fromisoformat(asked[2] or "") == SLACK
    with pytest.raises(KeyboardInterrupt):
        bring(folder, given, since="2021-05-06", progress=stop_after(2))
    bring(folder, given, resume=True)
    assert asked[-1] == "2021-05-06", "a resumed import goes on with the date that was asked for"


def test_since_last_leaves_no_gap(tmp_path: Path) -> None:
    """By hand: read whole in January, then what changed since March, the last begins in January; since it went back
    before January, it begins where that import did."""
    given, folder = write(tmp_path / "t.jsonl", 1, 2), tmp_path / "lib"

    def last(began: str, **options: Any) -> str:
        """An import that began then, and since when the last one after it is asked for."""
        number = bring(folder, given, **options).import_id
        after = bring(folder, given, since="last").import_id
        with Library.open(folder, write=True) as library:
            execute = library.culture.execute
            [(said,)] = execute("SELECT since FROM imports WHERE import_id = ?", [after]).fetchall()
            execute("DELETE FROM imports WHERE import_id = ?", [after])
            execute("UPDATE imports SET started_at = ? WHERE import_id = ?", [f"{began}T00:00:00+00:00", number])
        return str(said)

    last("2025-01-10")
    assert last("2025-03-10", since="2025-03-01") == "2025-01-09T00:00:00+00:00"
    last("2025-04-10", since="2025-01-10")
    assert last("2025-05-10", since="2025-05-01") == "2025-04-09T00:00:00+00:00"


@pytest.mark.parametrize(
    ("said", "changed", "wanted"),
    [
        (None, "2001-01-01", True), ("2020-06-01", "2020-06-01", True), ("2020-06-01", "2020-05-31T23:59:59Z", False),
        ("2020-06-01", "2020-05-31T20:00:00-06:00", True), ("2020-06-01", None, True), ("2020-06-01", "lately", True),
    ],
)  # fmt: skip
def test_what_changed_since(said: str | None, changed: str | None, wanted: bool) -> None:
    assert Since(said).wants(changed) is wanted
    assert bool(Since(said)) is (said is not None)


def test_the_moment_as_servers_ask_for_it() -> None:
    since = Since("2020-06-01T01:30:00+02:00")
    assert (since.day, since.instant) == ("2020-05-31", "2020-05-31T23:30:00Z")
    assert since.at == datetime(2020, 5, 31, 23, 30, tzinfo=UTC)
    assert timedelta(hours=14) <= SLACK, "no clock on earth is further behind UTC"
    with pytest.raises(UsageError, match="'yesterday' is not a date"):
        Since("yesterday")
    with pytest.raises(ValueError, match="no date"):
        _ = Since(None).instant
