"""An import that was stopped anywhere holds whole batches, and goes on to the rows of one go."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from culturedata.errors import UsageError
from culturedata.importing import run as room
from culturedata.importing.bookkeeping.import_row import ImportRow
from culturedata.importing.bookkeeping.issues import IssueLog
from culturedata.importing.run import import_source
from culturedata.store.catalogue import search_index
from culturedata.store.library import Library
from culturedata.store.writing.writer import Writer
from tests.importing.conftest import (
    Rows,
    Stop,
    artworks,
    bring,
    count,
    issues,
    row,
    rows,
    same,
    stops_at,
    troubled,
    whole,
)


@pytest.fixture(scope="module")
def one_go(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rows]:
    """A file with everything in it that can go wrong, and all rows of an import of it that nothing stopped."""
    folder = tmp_path_factory.mktemp("one-go")
    given = troubled(folder / "t.jsonl", 1000)
    bring(folder / "lib", "tate", given)
    return given, rows(folder / "lib")


PLACES = [(Writer, "take", 1), (Writer, "_take", 700), (Writer, "write", 1), (Writer, "write", 2),
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
        assert (done.counts.unchanged, done.counts.added) == (room.BATCH, 1000 - room.BATCH)

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
    assert count(folder / "lib", "works") == room.BATCH
    return given
