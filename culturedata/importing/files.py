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
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, Any

from culturedata.errors import InputEmpty, InputError, InputFormat, InputMissing, InputPointer, InputTruncated
from culturedata.importing.source import Context, Issue

LFS = b"version https://git-lfs.github.com/spec/v1"
LONGEST_LINE = 64 * 1024 * 1024  # bytes; a longer line is not a record
MOST_UNPACKED = 200  # a zip member may unpack to at most this many times its packed size, above 100 MB
_MAGIC: dict[bytes, Callable[[Any], Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\x00": lzma.open}
_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BROKEN_OFF = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile)  # and bz2's OSError without a number
STDIN = Path("-")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its `number` from 1, its bytes without the line end, and where it stands in words."""

    number: int
    body: bytes
    located: str


def must_exist(path: Path) -> Path:
    """`path` itself; - stands for standard input. Raises InputMissing if nothing is there."""
    if path != STDIN and not path.exists():
        raise InputMissing(f"there is nothing at {path}.", "Check the path; see culturedata source show NAME.")
    return path


def open_file(path: Path) -> IO[bytes]:
    """`path` opened for reading bytes, unpacked if it is gzip, bz2 or xz (told by its first bytes, not its name).

    Raises InputMissing, InputEmpty, InputFormat, InputPointer, or InputError if the system won't let it be read.
    """
    if path == STDIN:
        piped = open(sys.stdin.fileno(), "rb", closefd=False)  # noqa: SIM115
        return _unpacked(piped.peek(len(LFS))[: len(LFS)], "standard input", piped) or piped
    try:
        with must_exist(path).open("rb") as stream:
            start = stream.read(len(LFS))
        return _unpacked(start, path, path) or path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from error


def _unpacked(start: bytes, name: object, packed: Path | IO[bytes]) -> IO[bytes] | None:
    """What unpacks a file that starts with these bytes; None if it is not packed."""
    check_start(start, name)
    opener = next((opener for magic, opener in _MAGIC.items() if start.startswith(magic)), None)
    opened: IO[bytes] | None = opener(packed) if opener else None
    return opened


def check_start(start: bytes, name: object) -> None:
    """Raises InputEmpty, InputPointer or InputFormat if the first bytes of a file say that it can't be the data."""
    if not start:
        raise InputEmpty(f"{name} is empty.", "Download it again.")
    if start == LFS:
        raise InputPointer(
            f"{name} is a Git LFS pointer, not the data.",
            "Run «git lfs pull» in that repository, or download the file itself.",
        )
    if start.startswith(_UTF_16):
        raise InputFormat(f"{name} is UTF-16 text, not UTF-8.", "Save it as UTF-8.")


def _unreadable(path: object, error: OSError) -> InputError:
    return InputError(f"{path} can't be read: {error.strerror}.", "Check its permissions and its disk.")


def lines(path: Path, context: Context, after: int = 0) -> Iterator[Line]:
    """The lines of a file after line number `after`; blank ones are left out.

    A line that holds NUL, is not UTF-8 or is too long is reported and left out. Raises InputTruncated at the end of
    what could be read of a compressed file that breaks off, InputEmpty if all lines are blank.
    """
    with open_file(path) as stream:
        yield from read_lines(stream, "standard input" if path == STDIN else path.name, context, after)


def read_lines(stream: IO[bytes], name: str, context: Context, after: int = 0) -> Iterator[Line]:
    """The lines of an open stream: see `lines`."""
    number, blank = 0, True
    try:
        for number, body in enumerate(_short_lines(stream), 1):
            if number <= after:
                continue
            body = (body.removeprefix(_BOM) if number == 1 else body).rstrip(b"\r\n")
            if not body.strip():
                continue
            blank = False
            line = Line(number, body, f"{name}:{number}")
            fault = _fault(body)
            if fault:
                context.report(Issue(fault[0], fault[1], raw=repr(body[:500]), located=line.located))
            else:
                yield line
    except (*_BROKEN_OFF, OSError) as error:
        raise _broken_off(name, number, error) from error
    if blank and not after:
        raise InputEmpty(f"{name} holds only blank lines.", "Download it again.")


def _short_lines(stream: IO[bytes]) -> Iterator[bytes]:
    """The lines of a stream; of one that is longer than LONGEST_LINE its beginning alone."""
    while body := stream.readline(LONGEST_LINE + 1):
        rest = body
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE + 1)
        yield body


def _broken_off(name: str, number: int, error: Exception) -> InputError:
    """The error for a file that can't be read any further after a line."""
    if isinstance(error, OSError) and error.errno is not None:
        return _unreadable(name, error)
    return InputTruncated(
        f"{name} breaks off after line {number:,}: {error}.",
        "What was readable is in. Download it again, then --resume.",
    )


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

    Raises InputFormat if a column of `needed` is missing, a row is not like the header or holds NUL, or the file is
    not in `encoding`; InputTruncated if it is compressed and breaks off.
    """
    with open_file(path) as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        reader = csv.DictReader(text, delimiter=delimiter, strict=True)
        try:
            missing = needed - set(reader.fieldnames or ())
            if missing:
                raise InputFormat(f"{path.name} has no column {', '.join(sorted(missing))}.", "Is it the right file?")
            for row in reader:
                if None in row or None in row.values():
                    raise InputFormat(
                        f"{path.name}:{reader.line_num} has another number of cells than the header.",
                        "Is a comma or a quote missing in that line?",
                    )
                if any("\0" in cell for cell in row.values()):
                    raise InputFormat(f"{path.name}:{reader.line_num} holds NUL.", "Is it a CSV file?")
                yield reader.line_num, row
        except UnicodeDecodeError as error:
            said = encoding.removesuffix("-sig").upper()
            raise InputFormat(f"{path.name} is not {said} text: {error}.", "Save it as UTF-8.") from error
        except csv.Error as error:
            raise InputFormat(f"{path.name}:{reader.reader.line_num}: {error}.", "Is it a CSV file?") from error
        except (*_BROKEN_OFF, OSError) as error:
            raise _broken_off(path.name, reader.reader.line_num, error) from error


def zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    """A member of a zip opened for reading.

    Raises InputFormat if its name or its size is that of an attack, or if it is locked or packed in a way not known.
    """
    names = (PurePosixPath(info.filename), PureWindowsPath(info.filename))
    if any(name.anchor or ".." in name.parts for name in names):
        raise InputFormat(f"the zip holds {info.filename!r}, which points outside it.", "Do not use this file.")
    if info.file_size > 100_000_000 and info.file_size > MOST_UNPACKED * max(info.compress_size, 1):
        raise InputFormat(f"{info.filename} unpacks to {info.file_size:,} bytes.", "Do not use this file.")
    try:
        return archive.open(info)
    except (RuntimeError, NotImplementedError) as error:
        hint = "Unpack it with another program, then give the folder."
        raise InputFormat(f"{info.filename} in the zip can't be unpacked: {error}.", hint) from error
