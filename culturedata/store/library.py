"""A library: a folder that holds culture.db and audience.db."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from culturedata.errors import (
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryMissing,
    LibraryUnwritable,
)
from culturedata.store.tables import schema

CULTURE = "culture.db"
AUDIENCE = "audience.db"


class Library:
    """The two open databases of a library. `culture` and `audience` are plain sqlite3 connections.

    Open it with `Library.open`; use it as a context manager. Only one process may open it for writing at a time;
    any number may read meanwhile. Writers manage their own transactions (autocommit outside `BEGIN`).
    """

    def __init__(self, folder: Path, culture: sqlite3.Connection, audience: sqlite3.Connection, lock: object) -> None:
        self.folder = folder
        self.culture = culture
        self.audience = audience
        self._lock = lock

    @classmethod
    def open(cls, folder: Path | str, *, write: bool = False, create: bool = False) -> Self:
        """Open the library in `folder`, for reading unless `write`; `create` makes what is missing.

        Raises LibraryMissing, LibraryTooNew, LibraryBusy, LibraryUnwritable, LibraryDamaged.
        """
        folder = Path(folder)
        if not create and not (folder / CULTURE).is_file():
            raise LibraryMissing(
                f"there is no library in {folder.absolute()}.",
                "Make one: culturedata demo, or culturedata import SOURCE; or say where one is: -L DIR.",
            )
        with translated(folder):
            if create:
                folder.mkdir(parents=True, exist_ok=True)
            lock = _lock(folder) if write or create else None
            with ExitStack() as failing:
                failing.callback(_release, lock)
                opened = {}
                # What is there comes first: nothing is made beside a file that is refused.
                for name in sorted((CULTURE, AUDIENCE), key=lambda name: not (folder / name).exists()):
                    if lock is None and _lacks_something(folder / name):
                        cls._bring_up_to_date(folder)
                    opened[name] = _connect(folder / name, write=write or create)
                    failing.callback(opened[name].close)
                failing.pop_all()
            return cls(folder, opened[CULTURE], opened[AUDIENCE], lock)

    @classmethod
    def _bring_up_to_date(cls, folder: Path) -> None:
        """Migrate a library that can't be read as it is. Raises LibraryUnwritable with both reasons in one line."""
        try:
            cls.open(folder, write=True).close()
        except LibraryUnwritable as error:
            raise LibraryUnwritable(
                f"the library in {folder} is of an older version and must be rewritten once, but {error.message}",
                "Make room there, or copy the folder to a place that can be written to.",
            ) from error

    @property
    def writes(self) -> bool:
        """Whether it is open for writing."""
        return self._lock is not None

    def close(self) -> None:
        """Close both files, whatever happens; a writer folds its write-ahead log back into them first."""
        with ExitStack() as closing:
            closing.callback(_release, self._lock)
            for connection in (self.culture, self.audience):
                closing.callback(connection.close)
            for connection in (self.culture, self.audience) if self.writes else ():
                if connection.in_transaction:
                    connection.rollback()
                _fold(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with translated(self.folder) if error is None else _quiet():
            self.close()


def _fold(connection: sqlite3.Connection) -> None:
    """Fold the write-ahead log back; while somebody still reads, leave that to whoever closes last."""
    try:
        connection.execute("PRAGMA optimize")
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing: commit at the end, roll back on any error, Ctrl-C included."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Turn what SQLite and the system say about the files of `folder` into LibraryErrors."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        found = _meaning(folder, error)
        if found is None:
            raise
        raise found from error


@contextmanager
def copying(out: Path) -> Iterator[None]:
    """While a copy is written to `out`: what SQLite and the system say of that place becomes LibraryUnwritable."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if isinstance(error, OSError):
            raise LibraryUnwritable(f"{out} can't be written: {error.strerror}.", "Choose another place.") from error
        found = _meaning(out, error)
        if not isinstance(found, LibraryUnwritable):
            raise
        raise LibraryUnwritable(found.message, "Make room there, or choose another place.") from error


def _meaning(folder: Path, error: Exception) -> LibraryError | None:
    said = "" if isinstance(error, OSError) else str(error)  # of the system the number counts: its words hold a path
    number = getattr(error, "errno", None)
    if isinstance(error, OSError) and not _within(folder, error.filename):
        return None
    if (said.startswith("database") and "locked" in said) or number == errno.EBUSY:
        return LibraryBusy(f"another process is writing to {folder}.", "Wait until it ends, then run this again.")
    if "disk I/O" in said:
        return LibraryUnwritable(
            f"the disk of {folder} is full, over its quota or failing.",
            "Make room or choose another disk, then run this again with --resume: nothing was half-written.",
        )
    if "disk is full" in said or number in (errno.ENOSPC, errno.EDQUOT):
        return LibraryUnwritable(
            f"the disk of {folder} is full.", "Make room, then run this again with --resume: nothing was half-written."
        )
    if number in (errno.EEXIST, errno.ENOTDIR):
        return LibraryUnwritable(f"{folder} is a file, or lies below one.", "Choose another folder with -L DIR.")
    if "readonly" in said or "unable to open" in said or number in (errno.EROFS, errno.EACCES, errno.EPERM):
        return LibraryUnwritable(f"{folder} can't be written to.", "Choose another folder with -L DIR.")
    if said.startswith("no such module"):
        return LibraryError(
            f"the SQLite of this Python lacks {said.rpartition(' ')[2]}, which the library in {folder} needs.",
            "Use a Python whose SQLite has it: culturedata doctor tells.",
        )
    if "not a database" in said or "malformed" in said:
        return LibraryDamaged(
            f"a file in {folder} is not a database, or is damaged.", "Restore a backup, or import again."
        )
    return None


def _within(folder: Path, name: object) -> bool:
    """Whether a file that the system complains about is one of the library's (or not named at all)."""
    if not isinstance(name, str | Path):
        return True
    path, whole = Path(name).resolve(), folder.resolve()
    return path.is_relative_to(whole) or whole.is_relative_to(path)


def _lock(folder: Path) -> object:
    from filelock import FileLock, Timeout

    lock = FileLock(folder / ".culturedata.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise LibraryBusy(
            f"another process is writing to {folder}.", "Wait until it ends, then run this again."
        ) from None
    return lock


def _release(lock: object) -> None:
    release = getattr(lock, "release", None)
    if release is not None:
        release()


@contextmanager
def _quiet() -> Iterator[None]:
    """While an error is on its way out, a second one from closing says nothing new."""
    try:
        yield
    except (sqlite3.Error, OSError):
        return


def _connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """A connection in autocommit mode (transactions are begun by hand), its schema made or checked."""
    if write and not path.exists():
        _make(path)
    if not write and not path.is_file():
        empty = sqlite3.connect(":memory:", isolation_level=None)
        schema.run(empty, schema.sql(path.stem))
        return empty
    connection = sqlite3.connect(path, isolation_level=None, timeout=5) if write else _reading(path)
    try:
        _check(connection, path)
        if write:
            _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _make(path: Path) -> None:
    """A new file takes its name when its tables are there: whatever stops this, no half-made file has that name."""
    with _born(path) as unborn, closing(sqlite3.connect(unborn, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = MEMORY").fetchone()
        schema.create(connection, path.stem)


@contextmanager
def _born(path: Path) -> Iterator[Path]:
    """Where to write a new file `path`: it takes its name at the end; nothing is left of one that could not be made."""
    unborn = path.with_name(f".{path.name}.new")
    unborn.unlink(missing_ok=True)
    try:
        yield unborn
        unborn.replace(path)
    except BaseException:
        with suppress(OSError):
            unborn.unlink(missing_ok=True)
        raise


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the file ready for writing: a write-ahead log, this version's schema."""
    _keep(connection, path)
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA temp_store = FILE")
    schema.migrate(connection, path.stem)
    if path.name == CULTURE:
        schema.run(connection, schema.sql("culture_indexes"))
        schema.run(connection, schema.sql("culture_search"))


def _keep(connection: sqlite3.Connection, path: Path) -> None:
    """Before a file of an older version is migrated: a copy of it, named after the first migration that it lacks."""
    lacking = schema.pending(connection, path.stem)
    if not lacking:
        return
    kept = path.with_name(f"{path.stem}.before-{lacking[0]}.db")
    with copying(kept), _born(kept) as unborn:
        connection.execute("VACUUM INTO ?", [str(unborn)])


def _lacks_something(path: Path) -> bool:
    """Whether an older version made the file, and a table or column of today is not there: it can't be read so."""
    if not path.is_file():
        return False
    with closing(_reading(path)) as connection:
        return (
            schema.is_ours(connection, path.stem)
            and bool(schema.pending(connection, path.stem))
            and any(
                not {column.name for column in table.columns} <= _columns(connection, table.name)
                for table in schema.tables(path.stem)
                if table.name not in schema.DISPENSABLE
            )
        )


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


def _reading(path: Path) -> sqlite3.Connection:
    """A connection that can't write."""
    address = path.resolve().as_uri()
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True, isolation_level=None, timeout=5)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        # On a read-only disk a library whose last writer was killed can't replay its log: read what was committed.
        return sqlite3.connect(f"{address}?immutable=1", uri=True, isolation_level=None)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Raises LibraryDamaged if another program made the file, LibraryTooNew."""
    if not schema.is_ours(connection, path.stem):
        raise LibraryDamaged(
            f"{path} is not one of culturedata's files.", "Choose another folder with -L DIR, or restore a backup."
        )
    schema.check_version(connection, path.stem)
