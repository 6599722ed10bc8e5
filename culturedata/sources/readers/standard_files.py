"""The files in which records of a standard come: one, a folder of them, or an archive; in one order, told apart."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from culturedata.importing.inputs import archives, files
from culturedata.importing.source import Context

_PACKED = (".gz", ".bz2", ".xz", ".zst")
_ARCHIVES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", *(f".tar{packed}" for packed in _PACKED))


@dataclass(frozen=True, slots=True)
class Found:
    """A file: its number from 1 among all, and its name in words. `open` it once, before the next one is asked for."""

    number: int
    located: str
    _opener: Callable[[], IO[bytes]] = field(repr=False, compare=False)

    def open(self) -> IO[bytes]:
        """What it holds, unpacked. Raises InputError."""
        return self._opener()


def found(path: Path, context: Context, endings: tuple[str, ...], after: int = 0) -> Iterator[Found]:
    """The files that `path` is or holds, from number `after` on: in a folder by their names, in an archive in its own
    order, and there only those whose names end so. Raises InputError; yields nothing if there are none."""
    if path != files.STDIN and files.must_exist(path).is_dir():
        packed = tuple(f"{ending}{pack}" for ending in endings for pack in ("", *_PACKED))
        inside = sorted(one for one in path.rglob("*") if one.is_file() and one.name.lower().endswith(packed))
        for number, one in enumerate(inside, 1):
            if number >= after:
                yield Found(number, one.relative_to(path).as_posix(), _opening(one))
    elif _is_archive(path):
        for member in archives.members(path, context):
            if member.number >= after and member.name.lower().endswith(endings):
                yield Found(member.number, member.located, member.open)
    else:
        yield Found(1, "standard input" if path == files.STDIN else path.name, _opening(path))


def _opening(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: files.open_file(path)


def _is_archive(path: Path) -> bool:
    """Whether a file is a zip or a tar, by its name or its content."""
    if path == files.STDIN:
        return False
    return path.name.lower().endswith(_ARCHIVES) or zipfile.is_zipfile(path) or _is_tar(path)


def _is_tar(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(tarfile.BLOCKSIZE)
    return start[257:262] == b"ustar"
