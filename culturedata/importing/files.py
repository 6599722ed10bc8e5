"""Reading what a user gives: a file, a folder, an archive, standard input; compressed or not; whole or damaged.

Nothing is trusted: a pointer, an empty, truncated or foreign file is named as such, and a line that can't be read is
reported with its number while the rest goes in.
"""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import lzma
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from culturedata.errors import InputEmpty, InputFormat, InputMissing, InputPointer, InputTruncated
from culturedata.importing.source import Context, Issue

LFS = b"version https://git-lfs.github.com/spec/v1"
LONGEST_LINE = 64 * 1024 * 1024  # bytes; a longer line is not a record
MOST_UNPACKED = 200  # a zip member may unpack to at most this many times its packed size, above 100 MB
_MAGIC: dict[bytes, Callable[[Any], Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\x00": lzma.open}
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its `number` from 1, its bytes without the line end, and where it stands in words."""

    number: int
    body: bytes
    located: str


def must_exist(path: Path) -> Path:
    """`path` itself. Raises InputMissing if nothing is there."""
    if not path.exists():
        raise InputMissing(f"there is nothing at {path}.", "Check the path; see culturedata source show NAME.")
    return path


def open_file(path: Path) -> IO[bytes]:
    """`path` opened for reading bytes, unpacked if it is gzip, bz2 or xz (told by its first bytes, not its name).

    Raises InputMissing, InputEmpty, InputPointer.
    """
    if str(path) == "-":
        return sys.stdin.buffer
    must_exist(path)
    with path.open("rb") as stream:
        start = stream.read(len(LFS))
    check_start(start, path)
    for magic, opener in _MAGIC.items():
        if start.startswith(magic):
            opened: IO[bytes] = opener(path)
            return opened
    return path.open("rb")


def check_start(start: bytes, name: object) -> None:
    """Raises InputEmpty or InputPointer if the first bytes of a file say that the data is not there."""
    if not start:
        raise InputEmpty(f"{name} is empty.", "Download it again.")
    if start == LFS:
        raise InputPointer(
            f"{name} is a Git LFS pointer, not the data.",
            "Run «git lfs pull» in that repository, or download the file itself.",
        )


def lines(path: Path, context: Context, after: int = 0) -> Iterator[Line]:
    """The lines of a file after line number `after`; blank ones are left out.

    A line that holds NUL or is not UTF-8 is reported and left out. Raises InputTruncated at the end of what could be
    read of a compressed file that breaks off.
    """
    with open_file(path) as stream:
        yield from read_lines(stream, path.name, context, after)


def read_lines(stream: IO[bytes], name: str, context: Context, after: int = 0) -> Iterator[Line]:
    """The lines of an open stream: see `lines`."""
    number = 0
    try:
        for number, body in enumerate(stream, 1):
            if number <= after:
                continue
            body = (body.removeprefix(_BOM) if number == 1 else body).rstrip(b"\r\n")
            if not body.strip():
                continue
            line = Line(number, body, f"{name}:{number}")
            fault = _fault(body)
            if fault:
                context.report(Issue(fault[0], fault[1], raw=repr(body[:500]), located=line.located))
            else:
                yield line
    except (EOFError, zlib.error, lzma.LZMAError, OSError) as error:
        if isinstance(error, OSError) and not isinstance(error, gzip.BadGzipFile) and error.errno is not None:
            raise
        raise InputTruncated(
            f"{name} breaks off after line {number:,}: {error}.",
            "What was readable is in. Download it again, then --resume.",
        ) from error


def _fault(body: bytes) -> tuple[str, str] | None:
    if b"\0" in body:
        return "nul", "the line holds NUL bytes"
    if len(body) > LONGEST_LINE:
        return "line-too-long", "the line is too long to be a record"
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        return "not-utf-8", f"the line is not UTF-8 at byte {error.start}"
    return None


def table(
    path: Path, needed: set[str], delimiter: str = ",", encoding: str = "utf-8-sig"
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file by column name, with their line numbers.

    Raises InputFormat if a column of `needed` is missing or the file is not in `encoding`.
    """
    with open_file(path) as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        try:
            reader = csv.DictReader(text, delimiter=delimiter, strict=True)
            missing = needed - set(reader.fieldnames or ())
            if missing:
                raise InputFormat(f"{path.name} has no column {', '.join(sorted(missing))}.", "Is it the right file?")
            for row in reader:
                if None in row or None in row.values():
                    raise InputFormat(f"{path.name}:{reader.line_num} has another number of cells than the header.")
                yield reader.line_num, row
        except UnicodeDecodeError as error:
            raise InputFormat(f"{path.name} is not {encoding} text: {error}.", "Save it as UTF-8.") from error
        except csv.Error as error:
            raise InputFormat(f"{path.name}:{reader.line_num}: {error}.", "Is it a CSV file?") from error


def zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    """A member of a zip opened for reading. Raises InputFormat if its name or its size is that of an attack."""
    name = Path(info.filename)
    if name.is_absolute() or ".." in name.parts:
        raise InputFormat(f"the zip holds {info.filename!r}, which points outside it.", "Do not use this file.")
    if info.file_size > 100_000_000 and info.file_size > MOST_UNPACKED * max(info.compress_size, 1):
        raise InputFormat(f"{info.filename} unpacks to {info.file_size:,} bytes.", "Do not use this file.")
    return archive.open(info)
