"""The folder of downloads: one folder for each address, with the whole file, what came so far of a newer one, and how
to ask whether it changed."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec
from filelock import FileLock, Timeout

from culturedata.errors import LibraryBusy, LibraryUnwritable
from culturedata.importing.web.kept.names import Names
from culturedata.importing.web.scrub import scrub

MOST = 50_000_000_000  # bytes
SPARE = 200_000_000  # bytes of the disk that are left to others
_LOCK = ".lock"
_HINT = "Make room there, or name another folder in CULTUREDATA_CACHE."


class Note(msgspec.Struct, frozen=True):
    """What the server said of a file: its whole `size` in bytes if it said so; `at` is when, in UTC seconds.

    `sure`: that the whole file came, for the server told how long it is or the file how it ends.
    """

    url: str
    etag: str | None
    modified: str | None
    size: int | None
    at: float
    sure: bool = True

    @property
    def validator(self) -> str:
        """What If-Range takes: a strong ETag, else the date; empty if the server gave neither."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified or ""


class Place:
    """The `folder` of one address, and the files in it; `url` is that address without its secrets."""

    def __init__(self, folder: Path, url: str) -> None:
        self.url = scrub(url)
        self.folder = folder
        self.path = self.folder / _name(self.url)
        self.part = self.path.with_name(f"{self.path.name}.part")
        self._note, self._begun = self.folder / ".note.json", self.folder / ".part.json"

    def stored(self) -> Note | None:
        """What is known of the whole file, or None if it is not there."""
        note = _read(self._note)
        return note if note is not None and _size(self.path) == note.size else None

    def begun(self) -> Note | None:
        """What is known of the file that came in part, or None if there is no going on with it."""
        note = _read(self._begun)
        return note if note is not None and note.validator and self.came > 0 else None

    @property
    def came(self) -> int:
        """The bytes of the part."""
        return _size(self.part) or 0

    def begin(self, note: Note) -> None:
        """An empty part of a file of which this is known."""
        self._begun.unlink(missing_ok=True)
        self.part.write_bytes(b"")
        self._begun.write_bytes(msgspec.json.encode(note))

    def drop_part(self) -> None:
        """Forget what came in part."""
        self._begun.unlink(missing_ok=True)
        self.part.unlink(missing_ok=True)

    def finish(self, note: Note) -> None:
        """The part is whole: it takes the place of the file."""
        self._note.unlink(missing_ok=True)
        self.part.replace(self.path)
        self._begun.unlink(missing_ok=True)
        self.keep(msgspec.structs.replace(note, size=_size(self.path)))

    def keep(self, note: Note) -> None:
        """Write down what is known of the whole file; that it was used today is told by the time of this note."""
        self._note.write_bytes(msgspec.json.encode(note))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else downloads this meanwhile. Raises LibraryBusy if somebody does."""
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / _LOCK, timeout=0)
            try:
                lock.acquire()
            except Timeout:
                raise LibraryBusy(
                    f"another process is downloading {self.path.name}.", "Wait until it ends, then run this again."
                ) from None
        try:
            yield
        finally:
            lock.release()


class Shelf:
    """All downloads, at most `most` bytes of them: those that were not used for longest go first."""

    def __init__(self, folder: Path, most: int = MOST) -> None:
        self._folder = folder
        self._names = Names(folder)
        self._most = most
        self._used: set[Path] = set()

    def place(self, url: str) -> Place:
        """The folder of `url`; what lies there is not dropped as long as this shelf is used."""
        place = Place(self._folder / self._names.of(url)[:20], url)
        self._used.add(place.folder)
        return place

    def room(self, place: Place, size: int) -> None:
        """Raises LibraryUnwritable unless `size` more bytes go onto the disk; old downloads are dropped for them."""
        self.shrink(size)
        with writing(self._folder):
            free = shutil.disk_usage(self._folder).free
        if size + SPARE > free:
            raise LibraryUnwritable(
                f"{place.path.name} needs {_mega(size + SPARE)} MB more and the disk of {self._folder} has "
                f"{_mega(free)} MB free.",
                _HINT,
            )

    def shrink(self, more: int = 0) -> None:
        """Drop the oldest downloads if all together, and `more` bytes, are too many."""
        folders = [path for path in self._folder.iterdir() if path.is_dir()] if self._folder.is_dir() else []
        sizes = {folder: sum(_size(path) or 0 for path in _files(folder)) for folder in folders}
        whole = sum(sizes.values()) + more
        for folder in sorted(set(folders) - self._used, key=lambda folder: (_used_at(folder), folder)):
            if whole <= self._most:
                return
            if _dropped(folder):
                whole -= sizes[folder]


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """What the system says of files in `folder` becomes LibraryUnwritable."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        why = f"the disk of {folder} is full." if full else f"{folder} can't be written: {error.strerror}."
        raise LibraryUnwritable(why, _HINT) from error


def _dropped(folder: Path) -> bool:
    """Whether the folder could be removed: not while a process downloads into it."""
    lock = FileLock(folder / _LOCK, timeout=0)
    try:
        with lock:
            for path in _files(folder):
                path.unlink()
    except (Timeout, OSError):
        return False
    with suppress(OSError):
        shutil.rmtree(folder)
    return True


def _used_at(folder: Path) -> float:
    """When a download was last used or went on; 0 for a folder with nothing in it."""
    times = []
    for path in _files(folder):
        with suppress(OSError):
            times.append(path.stat().st_mtime)
    return max(times, default=0.0)


def _files(folder: Path) -> list[Path]:
    """The files of a download; none if it was dropped meanwhile."""
    try:
        return [path for path in folder.iterdir() if path.name != _LOCK]
    except OSError:
        return []


def _read(path: Path) -> Note | None:
    """A note; None if there is none that can be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Note)
    except (OSError, msgspec.DecodeError, ValueError):
        return None


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _name(url: str) -> str:
    """The file's name at the end of the address, in letters that every system takes."""
    last = os.path.basename(unquote(urlsplit(url).path))  # noqa: PTH119
    return re.sub(r"[^\w.-]+", "_", last)[-80:].lstrip(".") or "download"


def _mega(size: int) -> str:
    return f"{size / 1_000_000:,.0f}"
