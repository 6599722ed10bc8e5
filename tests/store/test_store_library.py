"""A library's two files: born whole, closed whole, and what SQLite and the system say of them in plain words."""

from __future__ import annotations

import errno
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from culturedata.errors import LibraryBusy, LibraryDamaged, LibraryError, LibraryMissing, LibraryUnwritable
from culturedata.store.library import Library, transaction, translated
from culturedata.store.tables import schema

KILLED = """
import os, sys
from culturedata.store.library import Library
library = Library.open(sys.argv[1], write=True)
library.culture.execute("UPDATE works SET title = 'committed' WHERE work_id = 'a:1'")
library.culture.execute("BEGIN IMMEDIATE")
library.culture.execute("UPDATE works SET title = 'half' WHERE work_id = 'a:2'")
os._exit(9)
"""


def titles(library: Library) -> list[str]:
    found = library.culture.execute("SELECT title FROM works WHERE work_id IN ('a:1', 'a:2') ORDER BY work_id")
    return [row[0] for row in found]


class TestBirth:
    def test_a_file_has_its_name_only_when_it_is_whole(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def stopped(connection: sqlite3.Connection, name: str) -> None:
            connection.execute("CREATE TABLE sources (half TEXT)")
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(schema, "create", stopped)
            with pytest.raises(KeyboardInterrupt):
                Library.open(tmp_path, create=True)
        with pytest.raises(LibraryMissing):
            Library.open(tmp_path)
        with Library.open(tmp_path, create=True) as library:
            columns = [row[1] for row in library.culture.execute("PRAGMA table_info(sources)")]
            assert columns == [column.name for column in schema.tables("culture")[0].columns]
        assert sorted(file.name for file in tmp_path.iterdir() if file.suffix != ".lock") == [
            "audience.db", "culture.db",
        ]  # fmt: skip

    def test_what_a_killed_birth_left_is_in_nobodys_way(self, tmp_path: Path) -> None:
        (tmp_path / ".culture.db.new").write_bytes(b"half a file")
        with Library.open(tmp_path, create=True) as library:
            assert library.culture.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert not (tmp_path / ".culture.db.new").exists()

    def test_creating_twice_keeps_everything(self, folder: Path) -> None:
        with Library.open(folder, create=True) as library:
            assert library.culture.execute("SELECT count(*) FROM works").fetchone() == (13,)


class TestClose:
    def test_one_file_each_is_left(self, folder: Path) -> None:
        with Library.open(folder, write=True) as library, transaction(library.culture):
            library.culture.execute("UPDATE works SET title = 'new' WHERE work_id = 'a:1'")
            assert (folder / "culture.db-wal").exists()
        assert not list(folder.glob("*-wal"))
        with closing(sqlite3.connect(folder / "culture.db")) as db:
            assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)

    def test_somebody_who_is_reading_does_not_spoil_it(self, folder: Path) -> None:
        """A page that is being read while an import ends is no error of the import."""
        with Library.open(folder, write=True) as library:
            with transaction(library.culture):
                library.culture.execute("UPDATE works SET title = 'new' WHERE work_id = 'a:1'")
            library.culture.execute("PRAGMA busy_timeout = 50")
            reader = sqlite3.connect(folder / "culture.db", isolation_level=None)
            reader.execute("BEGIN")
            assert reader.execute("SELECT count(*) FROM works").fetchone() == (13,)
        reader.close()
        with Library.open(folder, write=True) as library:
            assert titles(library)[0] == "new"
        assert not list(folder.glob("*-wal"))

    def test_what_was_not_committed_is_gone(self, folder: Path) -> None:
        with Library.open(folder, write=True) as library:
            library.culture.execute("BEGIN IMMEDIATE")
            library.culture.execute("DELETE FROM works")
        with Library.open(folder) as library:
            assert library.culture.execute("SELECT count(*) FROM works").fetchone() == (13,)


@pytest.mark.parametrize("fault", [KeyboardInterrupt, ZeroDivisionError, sqlite3.IntegrityError])
def test_a_transaction_is_all_or_nothing(library: Library, fault: type[BaseException]) -> None:
    def stopped() -> None:
        with transaction(library.culture):
            library.culture.execute("DELETE FROM works")
            raise fault

    with pytest.raises(fault):
        stopped()
    assert not library.culture.in_transaction
    assert library.culture.execute("SELECT count(*) FROM works").fetchone() == (13,)
    with transaction(library.culture):
        library.culture.execute("DELETE FROM similar")
    assert not library.culture.in_transaction


class TestWords:
    @pytest.mark.parametrize(
        ("fault", "error", "said"),
        [
            (sqlite3.OperationalError("database is locked"), LibraryBusy, "another process is writing to"),
            (sqlite3.OperationalError("database or disk is full"), LibraryUnwritable, r"is full\. Make room"),
            (sqlite3.OperationalError("disk I/O error"), LibraryUnwritable, "full, over its quota or failing"),
            (sqlite3.OperationalError("attempt to write a readonly database"), LibraryUnwritable, "can't be written"),
            (sqlite3.OperationalError("unable to open database file"), LibraryUnwritable, "can't be written"),
            (sqlite3.DatabaseError("file is not a database"), LibraryDamaged, "not a database, or is damaged"),
            (sqlite3.DatabaseError("database disk image is malformed"), LibraryDamaged, "is damaged"),
            (sqlite3.OperationalError("no such module: fts5"), LibraryError, "lacks fts5, .* culturedata doctor"),
            (OSError(errno.ENOSPC, "No space left on device"), LibraryUnwritable, "is full"),
            (OSError(errno.EDQUOT, "Disk quota exceeded"), LibraryUnwritable, "is full"),
            (OSError(errno.EROFS, "Read-only file system"), LibraryUnwritable, "Choose another folder with -L DIR"),
            (OSError(errno.EBUSY, "Device or resource busy"), LibraryBusy, "another process is writing to"),
        ],
    )
    def test_a_fault_of_the_library(self, tmp_path: Path, fault: Exception, error: type, said: str) -> None:
        with pytest.raises(error, match=said) as told, translated(tmp_path):
            raise fault
        assert str(tmp_path) in told.value.message
        assert told.value.hint
        assert told.value.__cause__ is fault

    def test_a_fault_of_one_of_its_files(self, tmp_path: Path) -> None:
        with pytest.raises(LibraryUnwritable), translated(tmp_path):
            raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / ".culturedata.lock"))
        with pytest.raises(LibraryUnwritable), translated(tmp_path / "new" / "library"):
            raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "new"))

    @pytest.mark.parametrize("name", ["plain", "busy", "locked"])
    @pytest.mark.parametrize("below", ["", "library", "a/library"])
    def test_a_file_in_the_place_of_the_folder(self, tmp_path: Path, name: str, below: str) -> None:
        """Whatever it is called."""
        (tmp_path / name).write_text("a file")
        with pytest.raises(LibraryUnwritable, match="is a file, or lies below one"):
            Library.open(tmp_path / name / below, create=True)
        assert (tmp_path / name).read_text() == "a file"

    def test_a_fault_of_another_file_is_not_the_librarys(self, tmp_path: Path) -> None:
        with pytest.raises(PermissionError), translated(tmp_path / "library"):
            raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "input.jsonl"))

    def test_anything_else_is_a_bug(self, tmp_path: Path) -> None:
        with pytest.raises(sqlite3.OperationalError), translated(tmp_path):
            raise sqlite3.OperationalError("no such column: nonsense")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, which can be made read-only."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(place)], capture_output=True)
    if made.returncode != 0:
        pytest.skip("a read-only disk can only be made by root, with the right to mount: it was not tried")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def seal(disk: Path) -> None:
    """Make a disk read-only."""
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


class TestReadOnlyDisk:
    @pytest.fixture
    def folder(self, disk: Path, folder: Path) -> Path:
        """The small library on that disk."""
        subprocess.run(["cp", "-r", str(folder), str(disk / "library")], check=True)
        return disk / "library"

    def test_reading_works_and_writing_says_what_to_do(self, folder: Path, disk: Path) -> None:
        seal(disk)
        with Library.open(folder) as library:
            assert titles(library) == ["La Joconde", "Impression, soleil levant"]
        for how in ({"write": True}, {"create": True}):
            with pytest.raises(LibraryUnwritable, match=r"can't be written to\. Choose another folder with -L DIR\."):
                Library.open(folder, **how)

    def test_making_one_says_what_to_do(self, disk: Path) -> None:
        seal(disk)
        with pytest.raises(LibraryUnwritable, match="can't be written to"):
            Library.open(disk / "new", create=True)

    def test_after_a_killed_writer(self, folder: Path, disk: Path) -> None:
        """The log can't be replayed there: whole rows of before are read. Once it can be written, the log counts."""
        killed = subprocess.run([sys.executable, "-c", KILLED, str(folder)], timeout=60)
        assert killed.returncode == 9
        seal(disk)
        with Library.open(folder) as library:
            assert titles(library) in (["La Joconde", "Impression, soleil levant"],
                                       ["committed", "Impression, soleil levant"])  # fmt: skip
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        with Library.open(folder, write=True) as library:
            assert titles(library) == ["committed", "Impression, soleil levant"]
            assert library.culture.execute("PRAGMA integrity_check").fetchone() == ("ok",)
