"""The members of a zip or a tar one after another, packed in whatever way, without unpacking them on the disk.

Nothing is trusted: a member that could lie outside of the archive or is no plain file is reported and left out, and an
archive that unpacks to far too much is refused before it does.
"""

from __future__ import annotations

import io
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable, Container, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, Any, Self, cast

from culturedata.errors import InputEmpty, InputFormat, InputTruncated
from culturedata.importing.inputs import packed as inputs
from culturedata.importing.source import Context, Issue

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_SHOWN = 5  # names of members in a message
_DATA = frozenset({".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xml"})
_DOCUMENTS = {
    "xl/workbook.xml": "Excel", "xl/workbook.bin": "Excel", "word/document.xml": "Word",
}  # fmt: skip
_UNPACK = "Unpack it with another program, then give the folder."
_LEAVE = "Do not use this file."
_LONGEST_NAME = 1_000_000  # bytes of what a tar says about a member beside its content: it's read at once
_IN_PLACE_OF_CONTENT = frozenset({
    tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may unpack to: `most` bytes, and above `free` bytes at most `ratio` times what was packed."""

    ratio: int = 200
    free: int = 100_000_000
    most: int = 1_000_000_000_000

    def exceeded(self, unpacked: int, packed: int) -> bool:
        return unpacked > self.most or (unpacked > self.free and unpacked > self.ratio * max(packed, 1))


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its `number` from 1 (folders and members left out are counted), its name, its size in
    bytes, and where it is in words. `open` it once, before the next member is asked for."""

    number: int
    name: str
    size: int
    located: str
    _opener: Callable[[], IO[bytes]] = field(repr=False, compare=False)

    def open(self) -> IO[bytes]:
        """The content. Raises InputFormat if it is locked or an attack; InputTruncated as it is read, if it ends."""
        return self._opener()


def members(path: Path, context: Context, limits: Limits = LIMITS) -> Iterator[Member]:
    """The files in a zip or a tar (as it is, or in gzip, bz2, xz, zst: told by the first bytes), in its own order.

    A tar is read as a stream; of a zip the list of its members is held in memory. A member with a name that points
    outside of the archive, a link, a device or a sparse file is reported as «unsafe-member» and left out. Raises
    InputFormat if it is no archive, locked or unpacks to far too much; InputTruncated after the last whole member
    of a tar that is cut (a cut zip has no list of members: nothing of it is read), and the errors of files.open_file.
    """
    name = "standard input" if path == inputs.STDIN else path.name
    with inputs.open_packed(path) as packed:
        start = inputs.start_of(packed, path)
        if start.startswith(ZIP):
            if path == inputs.STDIN:
                raise _of_stdin()
            found = _zipped(path, name, context, limits)
        else:
            found = _tarred(_Guarded(packed, start, name, limits), name, context, limits)
        empty = True
        for member in found:
            empty = False
            if member is not None:
                yield member
        if empty:
            raise InputEmpty(f"{name} is an archive without members.", "Download it again.")


def _name_fault(name: str) -> str | None:
    names = (PurePosixPath(name), PureWindowsPath(name))
    return "points outside it" if any(n.anchor or ".." in n.parts for n in names) else None


# -- zip -------------------------------------------------------------------------------------------------------------


def open_zip(path: Path) -> zipfile.ZipFile:
    """A zip opened. Raises InputTruncated if the list of its members, at its end, is missing; InputFormat."""
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise InputTruncated(f"{path.name} is a zip that ends in the middle.", "Download it again.") from error
    except (NotImplementedError, ValueError, OverflowError, struct.error) as error:
        raise InputFormat(f"the list of members in {path.name} can't be read: {error}.", _UNPACK) from error


def zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits = LIMITS) -> IO[bytes]:
    """A member of a zip opened for reading.

    Raises InputFormat if its name, kind or size is that of an attack, or if it is locked or packed in an unknown way.
    """
    fault = _zip_fault(info)
    if fault:
        raise InputFormat(f"the zip holds {info.filename!r}, which {fault}.", _LEAVE)
    if limits.exceeded(info.file_size, info.compress_size):
        raise InputFormat(f"{info.filename} unpacks to {info.file_size:,} bytes.", _LEAVE)
    try:
        return archive.open(info)
    except (RuntimeError, NotImplementedError) as error:
        raise InputFormat(f"{info.filename} in the zip can't be unpacked: {error}.", _UNPACK) from error


def _zip_fault(info: zipfile.ZipInfo) -> str | None:
    """Why a member may not be used, in words; None if it may."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "is a link"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is a device or a pipe"
    return _name_fault(info.filename)


def only_member(path: Path) -> IO[bytes]:
    """The one file in a zip that can be meant, opened: the only one, or the only one that is named like data.

    Raises InputFormat, with what is in it, if there is none or several; and as `members` and `open_zip` do.
    """
    if path == inputs.STDIN:
        raise _of_stdin()
    with open_zip(path) as archive:
        there = {info.filename: info for info in archive.infolist() if not info.is_dir()}
        if program := _program(there):
            raise InputFormat(f"{path.name} is a document of {program}.", "Save it there as CSV in UTF-8.")
        found = [name for name in there if not _is_hidden(name)]
        if len(found) > 1:
            found = [name for name in found if PurePosixPath(name).suffix.lower() in _DATA]
        if len(found) != 1:
            raise InputFormat(f"{path.name} holds {_listed(list(there))}.", "Unpack it, and give the one file.")
        info = there[found[0]]
        return _content(partial(zip_member, archive, info), f"{path.name}:{info.filename}", info.file_size)


def _program(names: Container[str]) -> str:
    """The program whose document has these members; empty if it is none."""
    if "mimetype" in names and "content.xml" in names:
        return "LibreOffice"
    return next((program for name, program in _DOCUMENTS.items() if name in names), "")


def _is_hidden(name: str) -> bool:
    """Whether it is what a system puts beside the files."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts)


def _listed(names: list[str]) -> str:
    """How many files there are, and the first of them."""
    shown = ", ".join(ascii(name)[1:-1] if not name.isprintable() else name for name in names[:_SHOWN])
    count = f"{len(names):,} file{'s' if len(names) > 1 else ''}"
    return f"{count}: {shown}{', …' if len(names) > _SHOWN else ''}" if names else "nothing"


def _of_stdin() -> InputFormat:
    return InputFormat("a zip can't be read from standard input.", "Give its path.")


def _zipped(path: Path, name: str, context: Context, limits: Limits) -> Iterator[Member | None]:
    """The members of a zip; None for a folder and for one that is left out."""
    size, unpacked = path.stat().st_size, 0
    with open_zip(path) as archive:
        for number, info in enumerate(archive.infolist(), 1):
            fault = _zip_fault(info)
            if fault or info.is_dir():
                _tell(info.filename, fault, f"{name}: member {number:,}", context)
                yield None
                continue
            unpacked += info.file_size
            if limits.exceeded(unpacked, size):
                raise InputFormat(f"{name} unpacks to {unpacked:,} bytes or more.", _LEAVE)
            located = f"{name}:{info.filename}"
            opened = partial(_content, partial(zip_member, archive, info, limits), located, info.file_size)
            yield Member(number, info.filename, info.file_size, located, opened)


def _tell(name: str, fault: str | None, located: str, context: Context) -> None:
    """Report a member that is left out, if it is for a fault."""
    if fault:
        context.report(Issue("unsafe-member", f"the archive holds {name!r}, which {fault}: left out", located=located))


def _content(opener: Callable[[], IO[bytes]], located: str, size: int) -> IO[bytes]:
    try:
        return io.BufferedReader(_Content(opener(), located, size))
    except zipfile.BadZipFile as error:
        raise _untrue(located, error) from error


def _untrue(located: str, error: object) -> InputFormat:
    return InputFormat(f"{located} is not what the archive says of it: {error}.", "Download it again.")


class _Content(io.RawIOBase):
    """What a member holds, whose faults are told with its name."""

    def __init__(self, stream: Any, located: str, size: int) -> None:
        self._stream = stream
        self._located = located
        self._size = size
        self._done = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            piece = self._stream.read1(len(buffer))
        except zipfile.BadZipFile as error:
            raise _untrue(self._located, error) from error
        except (tarfile.ReadError, *inputs.BROKEN_OFF, OSError) as error:
            raise inputs.broken_off(self._located, f"byte {self._done:,}", error) from error
        buffer[: len(piece)] = piece
        self._done += len(piece)
        if not piece and self._done != self._size:
            raise _untrue(self._located, f"{self._done:,} bytes in place of {self._size:,}")
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()


# -- tar -------------------------------------------------------------------------------------------------------------


class _Header(tarfile.TarInfo):
    """The header of a member. One that is missing or damaged is an error: tarfile by itself takes it for the end."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        try:
            header = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if len(buf) == tarfile.BLOCKSIZE and not any(buf):
                raise  # the end
            raise tarfile.ReadError(str(error)) from error
        if header.type in _IN_PLACE_OF_CONTENT and header.size > _LONGEST_NAME:
            raise InputFormat(f"the tar holds a name of {header.size:,} bytes.", _LEAVE)
        return header


class _Guarded:
    """The unpacked bytes of a tar, counted: what unpacks to too much is refused as it does."""

    def __init__(self, packed: io.BufferedReader, start: bytes, name: str, limits: Limits) -> None:
        self._packed = _Counted(packed)
        self.unpacked = inputs.unpacked(start, io.BufferedReader(self._packed, 1 << 16))
        self._name = name
        self._limits = limits
        self._done = 0
        self._ends = 0

    def read(self, size: int) -> bytes:
        piece: bytes = self.unpacked.read1(size)
        self._done += len(piece)
        if self._limits.exceeded(self._done, self._packed.done):
            raise InputFormat(f"{self._name} unpacks to {self._done:,} bytes or more.", _LEAVE)
        self._ends += not piece
        if self._ends > 3:  # tarfile goes on to skip a member of any size
            raise EOFError("it ends in the middle of a member")
        return piece


class _Counted(io.RawIOBase):
    """A stream whose bytes are counted as they are read."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self.done = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        read = self._stream.readinto1(buffer)
        self.done += read
        return read


def _tarred(guarded: _Guarded, name: str, context: Context, limits: Limits) -> Iterator[Member | None]:
    """The members of a tar; None for a folder and for one that is left out."""
    number, stream = 0, cast(Any, guarded)
    try:
        with (
            closing(guarded.unpacked),
            tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header, encoding="utf-8", errors="replace") as archive,
        ):
            kept: list[tarfile.TarInfo] = cast(Any, archive).members
            while info := archive.next():
                number += 1
                kept.clear()  # tarfile would keep them all
                yield _tar_member(archive, info, number, name, context, limits)
            while guarded.read(1 << 16):  # to the checksum at the end
                pass
    except (*inputs.BROKEN_OFF, OSError) as error:
        raise inputs.broken_off(name, f"member {number:,}", error) from error
    except (tarfile.ReadError, ValueError, struct.error, IndexError, RecursionError) as error:
        if number == 0:
            raise InputFormat(f"{name} is neither a zip nor a tar: {error}.", "Is it the right file?") from error
        raise inputs.broken_off(name, f"member {number:,}", error) from error


def _tar_member(
    archive: tarfile.TarFile, info: tarfile.TarInfo, number: int, name: str, context: Context, limits: Limits
) -> Member | None:
    fault = _tar_fault(info)
    if fault or info.isdir():
        _tell(info.name, fault, f"{name}: member {number:,}", context)
        return None
    if not 0 <= info.size <= limits.most:
        raise InputFormat(f"{info.name} in {name} unpacks to {info.size:,} bytes.", _LEAVE)
    located = f"{name}:{info.name}"

    def opener() -> IO[bytes]:
        stream = archive.extractfile(info)
        assert stream is not None, "only a plain file gets here"
        return stream

    return Member(number, info.name, info.size, located, partial(_content, opener, located, info.size))


def _tar_fault(info: tarfile.TarInfo) -> str | None:
    """Why a member may not be used, in words; None if it may."""
    if info.issym() or info.islnk():
        return "is a link"
    if info.issparse():
        return "is a sparse file"
    if not info.isreg() and not info.isdir():
        return "is a device, a pipe or of an unknown kind"
    return _name_fault(info.name)
