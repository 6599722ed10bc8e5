"""What can be wrong with a library: each fault is one clear line with a code, and loses nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from culturedata.errors import (
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryMissing,
    LibraryTooNew,
    LibraryUnwritable,
)
from culturedata.store.library import Library, transaction, translated
from tests.cli.conftest import Run
from tests.small import make_older

WRITER = """
import sys
from culturedata.store.library import Library
with Library.open(sys.argv[1], write=True) as library:
    library.culture.execute("BEGIN IMMEDIATE")
    print("writing", flush=True)
    sys.stdin.read()
"""
NOBODY = 65534


@pytest.fixture
def writer(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that is writing to the small library until its standard input ends."""
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "writing\n"
    yield child
    child.communicate(timeout=20)


def answers(run: Run, folder: Path, code: str) -> str:
    """Run a reading command on a faulty library both ways; return its line for people."""
    told = run("search", "monet", "-L", folder, "--json")
    assert (told.code, told.out, told.error["code"]) == (1, "", code)
    assert told.error["hint"]
    said = run("search", "monet", "-L", folder)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("Error: ")
    assert said.err.count("\n") == 1
    return said.err


class TestMissing:
    def test_no_folder(self, run: Run, tmp_path: Path) -> None:
        said = answers(run, tmp_path / "nowhere", "library-missing")
        assert "there is no library in" in said
        assert "Make one: culturedata demo" in said
        assert not (tmp_path / "nowhere").exists()

    def test_here_is_a_folder_with_a_name(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """«in ..» was no folder that anybody is in; and the one beside it is reached by -L."""
        monkeypatch.chdir(tmp_path)
        said = run("search", "monet")
        assert said.err.startswith(f"Error: there is no library in {tmp_path}. Make one: ")
        assert said.err.rstrip().endswith("or say where one is: -L DIR.")

    def test_an_empty_folder_stays_empty(self, run: Run, tmp_path: Path) -> None:
        answers(run, tmp_path, "library-missing")
        with pytest.raises(LibraryMissing):
            Library.open(tmp_path, write=True)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("command", [["show", "a:1"], ["publish", "out.db"], ["doctor"], ["backup", "copy"]])
    def test_every_command_says_so(self, run: Run, tmp_path: Path, command: list[str]) -> None:
        said = run(*command, "-L", tmp_path, "--json")
        assert (said.code, said.error["code"]) == (1, "library-missing")

    def test_the_audience_may_be_missing(self, run: Run, folder: Path) -> None:
        (folder / "audience.db").unlink()
        assert run("search", "monet", "-L", folder).code == 0
        assert not (folder / "audience.db").exists(), "reading must not make files"


@pytest.mark.parametrize("name", ["culture", "audience"])
@pytest.mark.parametrize("write", [False, True])
def test_made_by_a_newer_version(run: Run, folder: Path, name: str, write: bool) -> None:
    with closing(sqlite3.connect(folder / f"{name}.db")) as db, db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, 'm999_future', '2030-01-01')",
            [f"culturedata.{name}"],
        )
    before = (folder / f"{name}.db").read_bytes()
    with pytest.raises(
        LibraryTooNew, match=rf"{name}\.db was made by a newer version of culturedata \(m999_future\)\. Upgrade"
    ):
        Library.open(folder, write=write)
    assert "Upgrade: pip install -U culturedata." in answers(run, folder, "library-too-new")
    with closing(sqlite3.connect(folder / f"{name}.db")) as db:
        assert db.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0] >= 2
    assert len((folder / f"{name}.db").read_bytes()) == len(before)


class TestBusy:
    def test_a_second_writer_is_refused_at_once(self, writer: subprocess.Popen[str], folder: Path, run: Run) -> None:
        started = time.monotonic()
        with pytest.raises(
            LibraryBusy, match=r"another process is writing to .*\. Wait until it ends, then run this again\."
        ):
            Library.open(folder, write=True)
        assert time.monotonic() - started < 5
        said = run("exercise", "check", "rmse", "1", "1", "P", "Q", "--student", "camille", "--json", "-L", folder)
        assert (said.code, said.out, said.error["code"]) == (1, "", "library-busy")

    def test_readers_go_on(self, writer: subprocess.Popen[str], folder: Path, run: Run) -> None:
        assert run("search", "monet", "-L", folder).code == 0

    def test_when_it_ends_the_next_may_write(self, writer: subprocess.Popen[str], folder: Path) -> None:
        writer.communicate(timeout=20)
        with Library.open(folder, write=True) as library:
            assert library.culture.execute("SELECT count(*) FROM works").fetchone()[0] == 13

    def test_a_killed_writer_leaves_no_lock(self, writer: subprocess.Popen[str], folder: Path) -> None:
        writer.kill()
        writer.wait(timeout=20)
        with Library.open(folder, write=True) as library:
            assert library.culture.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    def test_a_lock_of_somebody_elses_tool(self, folder: Path, run: Run) -> None:
        """sqlite-utils or a notebook may hold the file: that is the same one line."""
        with closing(sqlite3.connect(folder / "culture.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            told = run("search", "monet", "-L", folder, "--json")
        assert (told.code, told.out, told.error["code"]) == (1, "", "library-busy")

    def test_an_error_while_open_leaves_no_lock(self, folder: Path) -> None:
        with pytest.raises(ZeroDivisionError), Library.open(folder, write=True):
            raise ZeroDivisionError
        Library.open(folder, write=True).close()


@pytest.fixture
def powerless() -> Iterator[None]:
    """Root may write anywhere: act as nobody while the test runs."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def let_in(folder: Path) -> None:
    """Let anybody through to a temporary folder: pytest, and pytest-xdist once more, close theirs to others."""
    temporary = Path(tempfile.gettempdir()).resolve()
    for above in (folder, *folder.resolve().parents):
        if above.is_relative_to(temporary) and above != temporary:
            above.chmod(0o755)


@pytest.fixture
def sealed(folder: Path) -> Iterator[Path]:
    """The small library in a folder that nobody may write to, but anybody may read."""
    let_in(folder)
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


class TestUnwritable:
    def test_reading_works(self, sealed: Path, powerless: None) -> None:
        with Library.open(sealed) as library:
            assert library.culture.execute("SELECT count(*) FROM works").fetchone()[0] == 13

    def test_writing_says_what_to_do(self, sealed: Path, powerless: None) -> None:
        with pytest.raises(LibraryUnwritable, match=r"can't be written to\. Choose another folder with -L DIR\."):
            Library.open(sealed, write=True)

    def test_making_one_inside_says_what_to_do(self, sealed: Path, powerless: None) -> None:
        with pytest.raises(LibraryUnwritable, match="can't be written to"):
            Library.open(sealed / "new", create=True)

    def test_a_read_only_file_in_a_writable_folder(self, sealed: Path, powerless: None) -> None:
        if os.getuid() == 0:
            os.seteuid(0)
            sealed.chmod(0o777)
            os.seteuid(NOBODY)
        else:
            sealed.chmod(0o755)
        with pytest.raises(LibraryUnwritable, match="can't be written to"):
            Library.open(sealed, write=True)

    def test_reading_what_a_killed_writer_left(self, folder: Path, powerless: None) -> None:
        """On a read-only disk the log can't be replayed: what was committed before is read."""
        os.seteuid(os.getuid())
        let_in(folder)
        code = """
import os, sys
from culturedata.store.library import Library
library = Library.open(sys.argv[1], write=True)
library.culture.execute("UPDATE works SET title = 'half' WHERE work_id = 'a:1'")
os._exit(9)
"""
        assert subprocess.run([sys.executable, "-c", code, str(folder)]).returncode == 9
        assert (folder / "culture.db-wal").exists()
        for file in folder.iterdir():
            file.chmod(0o444)
        (folder / "culture.db-shm").unlink(missing_ok=True)
        folder.chmod(0o555)
        if os.getuid() == 0:
            os.seteuid(NOBODY)
        try:
            with Library.open(folder) as library:
                assert library.culture.execute("SELECT count(*) FROM works").fetchone()[0] == 13
        finally:
            os.seteuid(os.getuid())
            folder.chmod(0o755)


class TestOlderVersion:
    """A library that must be rewritten before it can be read, where it can't be."""

    def test_on_a_full_disk(self, run: Run, tiny: Path) -> None:
        make_older(tiny / "old")
        before = self.files(tiny / "old")
        room = shutil.disk_usage(tiny).free - 100_000  # too little for a copy of culture.db
        (tiny / "ballast").write_bytes(bytes(room))
        assert "is of an older version and must be rewritten once, but" in answers(
            run, tiny / "old", "library-unwritable"
        )
        assert self.files(tiny / "old") == before
        (tiny / "ballast").unlink()
        assert run("search", "monet", "-L", tiny / "old").code == 0

    def test_on_a_read_only_disk(self, run: Run, tiny: Path) -> None:
        make_older(tiny / "old")
        before = self.files(tiny / "old")
        subprocess.run(["mount", "-o", "remount,ro", str(tiny)], check=True)
        assert "must be rewritten once, but" in answers(run, tiny / "old", "library-unwritable")
        assert self.files(tiny / "old") == before

    @staticmethod
    def files(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".lock"}


class TestDamaged:
    @pytest.mark.parametrize("name", ["culture.db", "audience.db"])
    def test_not_a_database(self, run: Run, folder: Path, name: str) -> None:
        (folder / name).write_bytes(b"this is no database, but a text\n" * 200)
        for write in (False, True):
            with pytest.raises(
                LibraryDamaged, match=r"is not a database, or is damaged\. Restore a backup, or import again\."
            ):
                Library.open(folder, write=write)
        answers(run, folder, "library-damaged")

    def test_garbage_in_the_middle(self, run: Run, folder: Path) -> None:
        data = bytearray((folder / "culture.db").read_bytes())
        data[4096:] = b"\xa5" * (len(data) - 4096)
        (folder / "culture.db").write_bytes(data)
        answers(run, folder, "library-damaged")

    def test_cut_short(self, run: Run, folder: Path) -> None:
        data = (folder / "culture.db").read_bytes()
        (folder / "culture.db").write_bytes(data[: len(data) // 3])
        answers(run, folder, "library-damaged")

    def test_a_database_of_something_else(self, run: Run, folder: Path) -> None:
        (folder / "culture.db").unlink()
        with closing(sqlite3.connect(folder / "culture.db")) as other, other:
            other.execute("CREATE TABLE recipes (name TEXT)")
        answers(run, folder, "library-damaged")

    def test_an_empty_file(self, run: Run, folder: Path) -> None:
        (folder / "culture.db").write_bytes(b"")
        answers(run, folder, "library-damaged")

    @pytest.mark.parametrize("name", ["culture.db", "audience.db"])
    @pytest.mark.parametrize("sql", ["CREATE TABLE sources (a); CREATE TABLE users (a)", "VACUUM", ""])
    def test_what_another_program_made_is_left_alone(self, run: Run, tmp_path: Path, name: str, sql: str) -> None:
        """A file of another program, an empty database and an empty file are refused by whoever would write."""
        foreign = tmp_path / name
        foreign.touch()
        with closing(sqlite3.connect(foreign)) as other:
            other.executescript(sql)
        before = foreign.read_bytes()
        told = run("import", "tate", __file__, "-L", tmp_path, "--json")
        assert (told.code, told.out, told.error["code"]) == (1, "", "library-damaged")
        assert told.error["message"] == f"{foreign} is not one of culturedata's files."
        assert told.error["hint"] == "Choose another folder with -L DIR, or restore a backup."
        assert foreign.read_bytes() == before
        assert [left.name for left in tmp_path.iterdir() if left.suffix != ".lock"] == [name]


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True)
    if made.returncode != 0:
        pytest.skip("a small disk can only be made by root, with the right to mount: the full disk was not tried")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


class TestFullDisk:
    def test_what_was_committed_stays(self, tiny: Path) -> None:
        _fill(tiny)

    def test_a_limit_on_the_size_of_files_is_the_same(self, tmp_path: Path) -> None:
        """Where no small disk can be made, SQLite's own limit on pages gives the same answer."""
        _fill(tmp_path, pages=200)


def _fill(folder: Path, pages: int | None = None) -> None:
    """Write until nothing fits, then look at what is there."""
    committed: list[int] = []
    with pytest.raises(LibraryUnwritable, match=r"the disk of .* is full\. Make room"):
        _write_for_ever(folder, pages, committed)
    assert committed
    with Library.open(folder) as library:
        assert library.audience.execute("SELECT count(*) FROM users").fetchone()[0] == sum(committed)
        assert library.audience.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _write_for_ever(folder: Path, pages: int | None, committed: list[int]) -> None:
    with translated(folder), Library.open(folder, create=True) as library:
        if pages:
            library.audience.execute(f"PRAGMA max_page_count = {pages}")
        while True:
            with transaction(library.audience):
                library.audience.executemany(
                    "INSERT INTO users (user_id, source, provenance) VALUES (?, 'd', 'open')",
                    [(f"{len(committed)}-{n}-{'x' * 400}",) for n in range(100)],
                )
            committed.append(100)


class TestDoctor:
    def test_a_whole_library(self, run: Run, folder: Path) -> None:
        said = run("doctor", "-L", folder, "--json")
        assert said.code == 0
        assert all(finding["ok"] is not False for finding in said.json)
        assert {"culture.db: references", "audience.db: pages"} <= {finding["what"] for finding in said.json}

    def test_what_is_not_right(self, run: Run, folder: Path) -> None:
        with closing(sqlite3.connect(folder / "culture.db")) as db, db:
            db.execute("DELETE FROM search_texts WHERE work_id = 'a:1'")
            db.execute("DELETE FROM terms WHERE label = 'chanson'")
            db.execute("UPDATE imports SET status = 'running' WHERE source = 'b'")
        said = run("doctor", "-L", folder)
        assert said.code == 1
        wrong = {line[0]: line[2] for line in said.lines if line[1] == "NOT OK"}
        assert wrong == {
            "culture.db: references": "2 rows point at nothing, the first in work_terms",
            "search index": "12 of 13 works",
            "unfinished imports": "b: go on with culturedata import b --resume",
        }


class TestBackup:
    def test_a_copy_is_whole(self, run: Run, folder: Path, tmp_path: Path) -> None:
        said = run("backup", tmp_path / "copy", "-L", folder, "--json")
        assert said.json == {"files": [str(tmp_path / "copy" / name) for name in ("culture.db", "audience.db")]}
        assert (
            run("search", "", "-L", tmp_path / "copy", "--json").json == run("search", "", "-L", folder, "--json").json
        )
        with Library.open(tmp_path / "copy") as library:
            assert library.audience.execute("SELECT count(*) FROM ratings").fetchone()[0] == 5

    @pytest.mark.parametrize("command", ["backup", "publish"])
    def test_a_disk_that_is_full(self, run: Run, folder: Path, tiny: Path, command: str) -> None:
        (tiny / "ballast").write_bytes(bytes(1_900_000))
        _refused(run, command, folder, tiny, f"the disk of {tiny / 'copy'} is full. Make room there, or choose")
        assert [left.name for left in tiny.iterdir()] == ["ballast"]
        (tiny / "ballast").unlink()
        assert run(command, tiny / "copy", "-L", folder).code == 0

    @pytest.mark.parametrize("command", ["backup", "publish"])
    def test_a_disk_that_is_read_only(self, run: Run, folder: Path, tiny: Path, command: str) -> None:
        subprocess.run(["mount", "-o", "remount,ro", str(tiny)], check=True)
        _refused(run, command, folder, tiny, f"{tiny / 'copy'} can't be written: Read-only file system. Choose")
        assert list(tiny.iterdir()) == []

    @pytest.mark.parametrize("command", ["backup", "publish"])
    def test_a_place_that_can_not_be(self, run: Run, folder: Path, tmp_path: Path, command: str) -> None:
        (tmp_path / "file").write_text("mine")
        _refused(
            run, command, folder, tmp_path / "file", f"{tmp_path / 'file' / 'copy'} can't be written: Not a directory."
        )
        _refused(run, command, folder, tmp_path / ("x" * 300), "can't be written")
        assert sorted(left.name for left in tmp_path.iterdir()) == ["file", "library"]

    def test_a_published_file_needs_its_folder(self, run: Run, folder: Path, tmp_path: Path) -> None:
        _refused(run, "publish", folder, tmp_path / "none", "copy can't be written: No such file or directory. Choose")
        assert not (tmp_path / "none").exists()

    @pytest.mark.parametrize("command", ["backup", "publish"])
    def test_a_folder_that_is_not_mine(self, run: Run, sealed: Path, powerless: None, command: str) -> None:
        _refused(run, command, sealed, sealed, "copy can't be written")
        assert sorted(left.suffix for left in sealed.iterdir() if left.name.startswith(".")) in ([], [".lock"])

    def test_what_a_killed_backup_left_is_in_nobodys_way(self, run: Run, folder: Path, tmp_path: Path) -> None:
        (tmp_path / ".copy.partial").mkdir()
        (tmp_path / ".copy.partial" / "culture.db").write_bytes(b"half a file")
        assert run("backup", tmp_path / "copy", "-L", folder).code == 0
        assert sorted(left.name for left in tmp_path.iterdir()) == ["copy", "library"]
        assert run("doctor", "-L", tmp_path / "copy").code == 0

    def test_a_damaged_library_is_not_the_copys_fault(self, run: Run, folder: Path, tmp_path: Path) -> None:
        data = bytearray((folder / "culture.db").read_bytes())
        data[len(data) // 2 :] = b"\xa5" * (len(data) - len(data) // 2)
        (folder / "culture.db").write_bytes(data)
        said = run("publish", tmp_path / "copy", "-L", folder)
        assert (said.code, said.err.count("\n")) == (1, 1)
        assert f"a file in {folder} is not a database, or is damaged" in said.err
        assert [left.name for left in tmp_path.iterdir()] == ["library"]

    def test_an_existing_folder_is_refused(self, run: Run, folder: Path, tmp_path: Path) -> None:
        said = run("backup", tmp_path, "-L", folder)
        assert (said.code, said.err) == (2, f"Error: {tmp_path} exists. Name a folder that does not exist yet.\n")


def _refused(run: Run, command: str, folder: Path, place: Path, why: str) -> None:
    """Assert that no copy can be written to `place`, and that one line says so."""
    told = run(command, place / "copy", "-L", folder, "--json")
    assert (told.code, told.out, told.error["code"]) == (1, "", "library-unwritable")
    said = run(command, place / "copy", "-L", folder)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert why in said.err


def test_library_errors_are_one_family() -> None:
    family = {LibraryBusy, LibraryDamaged, LibraryMissing, LibraryTooNew, LibraryUnwritable}
    assert all(issubclass(error, LibraryError) for error in family)
