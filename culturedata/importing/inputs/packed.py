"""What a file is before it is read: there, packed or not, whole or broken off, or a thing that can't be the data."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from culturedata.errors import InputEmpty, InputError, InputFormat, InputMissing, InputPointer, InputTruncated

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LFS = b"version https://git-lfs.github.com/spec/v1"
ZSTD_WINDOW = 27  # its binary logarithm: 128 MB of memory, which is all that the program zstd takes by itself
STDIN = Path("-")
_MAGIC: dict[bytes, Callable[[Any], Any]] = {
    b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\x00": lzma.open,
    b"\x28\xb5\x2f\xfd": partial(zstd.open, options={zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW}),
}  # fmt: skip
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
BROKEN_OFF = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, zstd.ZstdError)  # and OSError without a number


def must_exist(path: Path) -> Path:
    """`path` itself; - stands for standard input. Raises InputMissing if nothing is there."""
    if path != STDIN and not path.exists():
        raise InputMissing(f"there is nothing at {path}.", "Check the path; see culturedata source show NAME.")
    return path


def open_packed(path: Path) -> io.BufferedReader:
    """`path` opened for reading bytes as they are. Raises InputMissing, or InputError if the system won't let it."""
    if path == STDIN:
        return open(sys.stdin.fileno(), "rb", closefd=False)
    try:
        return must_exist(path).open("rb")
    except OSError as error:
        raise unreadable(path.name, error) from error


def start_of(packed: io.BufferedReader, path: Path) -> bytes:
    """The first bytes of what `path` holds. Raises InputEmpty, InputFormat, InputPointer, InputError."""
    try:
        start = packed.peek(len(LFS))[: len(LFS)]
    except OSError as error:
        raise unreadable(path.name, error) from error
    check_start(start, "standard input" if path == STDIN else path.name)
    return start


def unpacked(start: bytes, packed: io.BufferedReader) -> io.BufferedReader:
    """What unpacks a stream that starts with these bytes; the stream itself if it is not packed."""
    opener = next((opener for magic, opener in _MAGIC.items() if start.startswith(magic)), None)
    return io.BufferedReader(_Unpacking(opener(packed), packed), 1 << 16) if opener else packed


class _Unpacking(io.RawIOBase):
    """A packed stream in the pieces that it unpacks to: where it breaks off, nothing that came before is lost."""

    def __init__(self, unpacker: Any, packed: io.BufferedReader) -> None:
        self._unpacker = unpacker
        self._packed = packed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._unpacker.read1(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._unpacker.close()
        self._packed.close()
        super().close()


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


def unreadable(name: str, error: OSError) -> InputError:
    return InputError(f"{name} can't be read: {error.strerror}.", "Check its permissions and its disk.")


def broken_off(name: str, place: str, error: Exception) -> InputError:
    """The error for a file that can't be read any further after a place («line 5»)."""
    if isinstance(error, OSError) and error.errno is not None:
        return unreadable(name, error)
    if isinstance(error, zstd.ZstdError) and "too much memory" in str(error):
        most = f"{2**ZSTD_WINDOW // 2**20} MB"
        return InputFormat(f"{name} takes more than {most} of memory to unpack.", "Unpack it with zstd -d --long=31.")
    return InputTruncated(
        f"{name} breaks off after {place}: {error}.",
        "What was readable is in. Download it again, then --resume.",
    )
