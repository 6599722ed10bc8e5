"""Reading what a user gives: a file, a folder, an archive, standard input; compressed or not; whole or damaged.

Nothing is trusted: a pointer, an empty, truncated or foreign file is named as such, and a line that can't be read is
reported with its number while the rest goes in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO

import msgspec

from culturedata.errors import InputEmpty, InputFormat
from culturedata.importing.inputs import archives, csv_records
from culturedata.importing.inputs.packed import (
    BROKEN_OFF,
    LFS,
    STDIN,
    broken_off,
    check_start,
    must_exist,
    open_packed,
    start_of,
    unpacked,
)
from culturedata.importing.source import Context, Issue

__all__ = [
    "BROKEN_OFF", "LARGEST", "LFS", "LONGEST_LINE", "STDIN", "Line", "Row", "broken_off", "check_start", "lines",
    "must_exist", "open_file", "read_lines", "rows", "table", "whole",
]  # fmt: skip
LONGEST_LINE = 64 * 1024 * 1024  # bytes; a longer line is not a record
LARGEST = 1024 * 1024 * 1024  # bytes of a document that is read whole; museums' largest have a third of it
_PIECE = 1024 * 1024
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its `number` from 1, its bytes without the line end, and where it stands in words."""

    number: int
    body: bytes
    located: str


class Row(msgspec.Struct, frozen=True, gc=False):
    """A record of a CSV file: its `number` from 1, bad ones counted, its cells by column name (an empty one is ""),
    the `line` of the file that it begins in, and where that is in words (`located`)."""

    number: int
    cells: dict[str, str]
    line: int
    file: str

    @property
    def located(self) -> str:
        return f"{self.file}:{self.line}"


def open_file(path: Path) -> IO[bytes]:
    """`path` opened for reading bytes, unpacked if it is gzip, bz2, xz or zst (told by its first bytes, not its name),
    or a zip with one file that can be meant.

    However much it unpacks to, it is read in bounded pieces: whoever reads it bounds the line, the record or, with
    `whole`, the document.
    Raises InputMissing, InputEmpty, InputFormat, InputPointer, or InputError if the system won't let it be read.
    """
    packed = open_packed(path)
    try:
        start = start_of(packed, path)
        if not start.startswith(archives.ZIP):
            return unpacked(start, packed)
        packed.close()
        return archives.only_member(path)
    except BaseException:
        packed.close()
        raise


def whole(stream: IO[bytes], name: str) -> bytes:
    """The rest of a document that can only be read whole into memory.

    Raises InputFormat if that is more than LARGEST, however small it is packed; InputTruncated.
    """
    pieces, size = [], 0
    try:
        while piece := stream.read(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST:
                said = f"{name} is one document of more than {LARGEST:,} bytes, too much to be read whole."
                raise InputFormat(said, "Give JSON lines, one record a line.")
    except (*BROKEN_OFF, OSError) as error:
        raise broken_off(name, "its beginning", error) from error
    return b"".join(pieces)


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
    except (*BROKEN_OFF, OSError) as error:
        raise broken_off(name, f"line {number:,}", error) from error
    if blank and not after:
        raise InputEmpty(f"{name} holds only blank lines.", "Download it again.")


def _short_lines(stream: IO[bytes]) -> Iterator[bytes]:
    """The lines of a stream; of one that is longer than LONGEST_LINE its beginning alone."""
    while body := stream.readline(LONGEST_LINE + 1):
        rest = body
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE + 1)
        yield body


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
        except (*BROKEN_OFF, OSError) as error:
            raise broken_off(path.name, f"line {reader.reader.line_num:,}", error) from error


def rows(
    path: Path,
    context: Context,
    *,
    needed: set[str],
    delimiter: str | None = ",",
    after: int = 0,
    quoting: bool = True,
    private: bool = False,
) -> Iterator[Row]:
    """The records of a CSV file in UTF-8 after record number `after`, by the column names in its first line.

    A record with another number of cells than the header, with NUL, not in UTF-8, too long or quoted in a wrong way is
    reported and left out; after a quote that is never closed, reading goes on in the next line. A column without a
    name is called by its place («column 3»), the second one of a name «name (2)». `delimiter` None: comma, semicolon,
    bar or tab, as the header has it; `quoting` False: a quote is a character like others; `private`: what a bad record
    says is not told. Raises InputFormat if a column of `needed` is missing, no record is UTF-8 or it is no CSV file,
    InputEmpty if all lines are blank, InputTruncated at the end of what could be read of a compressed file that breaks
    off.
    """
    name = "standard input" if path == STDIN else path.name
    with open_file(path) as stream:
        records = csv_records.Records(stream, name, quoting)
        try:
            names = records.header(needed, delimiter)
            width, number, not_text = len(names), 0, 0
            for number, cells in zip(count(1), records, strict=False):
                if records.fault is None and len(cells) == width:
                    if number > after:
                        yield Row(number, dict(zip(names, cells, strict=True)), records.begins, name)
                elif number > after:
                    not_text += records.fault is not None and records.fault[0] == "not-utf-8"
                    code, said = records.fault or ("wrong-cells", f"{len(cells)} cells in place of {width}")
                    raw = None if private else records.raw()
                    context.report(Issue(code, f"{said}: left out", raw=raw, located=f"{name}:{records.begins}"))
            if 0 < number == not_text:
                raise records.not_utf_8()
        except (*BROKEN_OFF, OSError) as error:
            raise broken_off(name, f"line {records.line:,}", error) from error
