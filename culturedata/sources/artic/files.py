"""The Art Institute of Chicago on this disk: its dump, packed or unpacked, and the two previews that lie beside it.

In the dump each record is a file, `json/artworks/11.json`, without the envelope that the API puts around it; what the
envelope says for all, the addresses of pictures and pages, stands once in `json/config.json`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath

import msgspec

from culturedata.errors import InputError, InputFormat, InputTruncated
from culturedata.importing.inputs import archives, files
from culturedata.importing.source import Context, Issue
from culturedata.sources.artic.listing import Head, head_of

LISTS = ("artworks", "agents")
LARGEST = 16 * 1024 * 1024  # bytes of a record; the largest known has some ten thousand
_LINES = re.compile(r".*\.(?:jsonl|ndjson)(?:\.(?:gz|bz2|xz|zst))?", re.IGNORECASE)
_TABLE = re.compile(r".*\.csv(?:\.(?:gz|bz2|xz|zst))?", re.IGNORECASE)
_HINT = "Give artic-api-data.tar.bz2 from https://github.com/art-institute-of-chicago/api-data, or its unpacked folder."


@dataclass(frozen=True, slots=True)
class Found:
    """A record: the list that it is of, its bytes, the config's bytes, its head, where it stood, where to go on."""

    name: str
    data: bytes
    config: bytes
    head: Head
    located: str
    cursor: str


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the dump: its number from 1, its name, where it stands in words; `read` it before the next one."""

    number: int
    name: str
    located: str
    read: Callable[[], bytes]

    @property
    def list(self) -> str | None:
        """The list of which the file is a record; None if it is of none that is read."""
        parts = PurePosixPath(self.name).parts[-3:]
        of_it = len(parts) == 3 and parts[0] == "json" and parts[2].endswith(".json")
        return parts[1] if of_it and parts[1] in LISTS else None

    @property
    def is_config(self) -> bool:
        return PurePosixPath(self.name).parts[-2:] == ("json", "config.json")


def of_path(path: Path, context: Context) -> Iterator[Found]:
    """The records in a dump, a folder or a preview, after the context's cursor. Raises InputError."""
    if not path.is_dir() and (_TABLE.fullmatch(path.name) or _LINES.fullmatch(path.name)):
        # A preview has a few fields of each work, or a few works: what it lacks is not gone.
        context.partial = True
        after, key = _place(context.cursor)
        yield from _table(path, context, after) if _TABLE.fullmatch(path.name) else _lines(path, context, after)
        return
    after, key = _place(context.cursor)
    found = _after(path, context, after, key)
    first = next(found, None)
    if first is None and not after:
        raise InputFormat(f"{path} holds no json/artworks and no json/agents.", _HINT)
    yield from chain([first] if first else [], found)


def _after(path: Path, context: Context, after: int, key: str) -> Iterator[Found]:
    """The records after file `after`, if that is still the one with `key`: a dump that was renewed begins anew."""
    config = _config(path, context)
    for file in _files(path, context):
        if file.number < after:
            continue
        found = _record(file, config, context) if file.list else None
        if file.number == after:
            if found is None or found.cursor != f"{after}:{key}":
                yield from _after(path, context, 0, "")
                return
        elif found is not None:
            yield found


def _config(path: Path, context: Context) -> bytes:
    """The dump's config, wherever it stands in it; «null», and an issue, if it has none."""
    if path == files.STDIN:
        raise InputFormat("the dump can't be read from standard input: it is read twice.", "Give its path.")
    quiet = Context(context.descriptor)  # what is wrong with the files is told when they are read
    try:
        for file in _files(path, quiet):
            if file.is_config:
                body = file.read().removeprefix(b"\xef\xbb\xbf").strip()
                if _is_object(body):
                    return body
                break
    except InputTruncated as error:
        raise InputTruncated(error.message, "Download it again: nothing is read without its config.json.") from error
    message = "the dump has no config.json that can be read: pictures and pages have no address"
    context.report(Issue("no-config", message, located=path.name))
    return b"null"


def _files(path: Path, context: Context) -> Iterator[_File]:
    """The files of a folder in the order of their names, or those of an archive in its own."""
    if path.is_dir():
        for number, one in enumerate(sorted(path.rglob("*.json")), 1):
            inside = (path.name / one.relative_to(path)).as_posix()
            yield _File(number, inside, inside, partial(_bytes, one))
        return
    for member in archives.members(path, context):
        yield _File(member.number, member.name, member.located, partial(_content, member))


def _bytes(path: Path) -> bytes:
    with files.open_file(path) as stream:
        return stream.read(LARGEST + 1)


def _content(member: archives.Member) -> bytes:
    if not member.size:
        raise InputFormat(f"{member.located} is empty.", "Download it again.")
    with member.open() as stream:
        body = stream.read(min(member.size, LARGEST + 1))
    files.check_start(body[: len(files.LFS)], member.located)
    return body


def _record(file: _File, config: bytes, context: Context) -> Found | None:
    """The record that a file is; None, and an issue, if it is none."""
    body = b""
    try:
        body = file.read()
        fault = "" if len(body) <= LARGEST else "it is too long"
    except InputError as error:
        if isinstance(error.__cause__, OSError | EOFError):
            raise  # the archive itself breaks off
        fault = error.message
    body = body.removeprefix(b"\xef\xbb\xbf").strip()
    head = None if fault else head_of(body)
    if head is None or not file.list:
        message = f"a record without an id{fault and f' ({fault})'}: it is left out"
        raw = body[:2000].decode("utf-8", "replace")
        context.report(Issue("not-a-record", message, raw=raw or None, located=file.located))
        return None
    return Found(file.list, body, config, head, file.located, f"{file.number}:{_key(file.list, head)}")


def _lines(path: Path, context: Context, after: int) -> Iterator[Found]:
    """The works of a file with one a line."""
    for line in files.lines(path, context, after):
        head = head_of(line.body)
        if head is None:
            if line.number == 1:
                raise InputFormat(f"{line.located} is no work of the Art Institute.", _HINT)
            raw = line.body[:2000].decode("utf-8", "replace")
            context.report(Issue("not-a-record", "a line without an id: left out", raw=raw, located=line.located))
        else:
            yield Found(LISTS[0], line.body, b"null", head, line.located, f"{line.number}:{_key(LISTS[0], head)}")


def _table(path: Path, context: Context, after: int) -> Iterator[Found]:
    """The works of a table, each as the object that its cells make; an empty cell says nothing."""
    for row in files.rows(path, context, needed={"id", "title"}, after=after):
        if not row.cells["id"].isdecimal():
            message = f"{row.cells['id']!r} is no number of a work: the row is left out"
            context.report(Issue("not-a-record", message, raw=str(row.cells), located=row.located))
            continue
        cells: dict[str, object] = {name: cell or None for name, cell in row.cells.items()}
        head = Head(id=int(row.cells["id"]))
        body = msgspec.json.encode(cells | {"id": head.id})
        yield Found(LISTS[0], body, b"null", head, row.located, f"{row.number}:{_key(LISTS[0], head)}")


def _key(name: str, head: Head) -> str:
    return f"{name}-{head.id}"


def _place(cursor: str | None) -> tuple[int, str]:
    """The number of the last file, line or row that is safe, and its key; 0 at the start."""
    number, _, key = (cursor or "0:").partition(":")
    return int(number), key


def _is_object(body: bytes) -> bool:
    try:
        msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except msgspec.DecodeError:
        return False
    return True
