"""Whether a file is whole, by how it ends: for what came from a server that did not say how long it would be.

An archive has a mark at its end, a JSON or XML document closes what it opened. A table of lines may be cut after any of
them: there, and in formats that are not known here, it can't be told.
"""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import is_zipfile

_PIECE = 1024 * 1024
_TAIL = 4096
_BOM = b"\xef\xbb\xbf"
_BZ2_END = 0x177245385090  # of a stream, at any bit, before four bytes of checksum and up to seven bits
_MARKS = re.compile(rb"\\.?|[\"{}\[\]]", re.DOTALL)
_ROOT = re.compile(rb"<([^\s<>/!?]+)")
_TABLES = frozenset({".csv", ".tsv"})


def is_whole(path: Path, name: str = "") -> bool | None:
    """True if the file ends as its kind must, False if it is cut, None if it can't be told. Reads all of it if need be.

    `name` is what it will be called, where that is not its name yet: a table is known by it alone.
    Several JSON documents one after another, and rows of equal length, may go on or not: None.
    """
    with path.open("rb") as file:
        start = file.read(_TAIL)
    for begins, test in _ARCHIVES.items():
        if start.startswith(begins):
            return test(path)
    text = start.removeprefix(_BOM).lstrip()
    if text.startswith((b"{", b"[")):
        return _json(path)
    if text.startswith(b"<"):
        return _xml(path, text)
    return _table(path) if Path(name or path.name).suffix.lower() in _TABLES else None


def _gzip(path: Path) -> bool:
    """Its end says length and checksum of what is in it, so that is read."""
    try:
        with gzip.open(path) as file:
            while file.read(_PIECE):
                pass
    except (EOFError, OSError, zlib.error):
        return False
    return True


def _bz2(path: Path) -> bool:
    tail = int.from_bytes(_tail(path, 11), "big")
    return any(tail >> (32 + padding) & (1 << 48) - 1 == _BZ2_END for padding in range(8))


def _xz(path: Path) -> bool:
    """Four bytes of checksum, six of what it is the checksum of, two letters; then zeros at most."""
    foot = _tail(path, _TAIL).rstrip(b"\0")[-12:]
    return foot.endswith(b"YZ") and zlib.crc32(foot[4:10]).to_bytes(4, "little") == foot[:4]


def _sqlite(path: Path) -> bool | None:
    """Its first page says how many there are, if the program that wrote last says so too."""
    with path.open("rb") as file:
        head = file.read(100)
    page, pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
    if len(head) < 100:
        return False
    if not pages or head[24:28] != head[92:96]:
        return None
    return path.stat().st_size >= pages * (65536 if page == 1 else page)


_ARCHIVES: dict[bytes, Callable[[Path], bool | None]] = {
    b"\x1f\x8b": _gzip, b"BZh": _bz2, b"\xfd7zXZ\0": _xz, b"PK\x03\x04": is_zipfile, b"PK\x05\x06": is_zipfile,
    b"SQLite format 3\0": _sqlite,
}  # fmt: skip


def _json(path: Path) -> bool | None:
    """Brackets and quotes are counted; numbers and words between them tell nothing."""
    depth = documents = 0
    quoted = escaped = False
    for piece in _pieces(path):
        after, escaped = int(escaped), False
        for mark in _MARKS.finditer(piece, after):
            sign = mark[0]
            if sign == b'"':
                quoted = not quoted
            elif not quoted and sign in b"{[":
                depth += 1
            elif not quoted and sign in b"}]":
                depth -= 1
                documents += depth == 0
            escaped = sign == b"\\"  # what it escapes is in the next piece
    if depth or quoted:
        return False
    return True if documents == 1 else None


def _xml(path: Path, start: bytes) -> bool | None:
    """The first element is closed at the end; comments may follow."""
    root = _ROOT.search(re.sub(rb"<!--.*?-->|<\?.*?\?>", b"", start, flags=re.DOTALL))
    if root is None:
        return None
    name = re.escape(root[1])
    closed = rb"(?:</" + name + rb"\s*>|<" + name + rb"[^<>]*/>)\s*(?:<(?:!--.*?--|\?.*?\?)>\s*)*\Z"
    return re.search(closed, _tail(path, _TAIL), re.DOTALL) is not None


def _table(path: Path) -> bool | None:
    """It is cut in a quoted field, or if the last row alone is shorter than the first; any other end may be right."""
    with path.open(encoding="latin-1", newline="") as file:
        first = file.readline()
        file.seek(0)
        rows = csv.reader(file, delimiter=max(",;\t|", key=first.count), strict=True)
        width, last, odd = len(next(rows, [])), 0, 0
        try:
            for row in rows:
                last = len(row) or last
                odd += bool(row) and len(row) != width
        except csv.Error as error:
            return False if "unexpected end" in str(error) else None
    return False if odd == 1 and last < width else None


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _tail(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        file.seek(-min(size, path.stat().st_size), 2)
        return file.read()
