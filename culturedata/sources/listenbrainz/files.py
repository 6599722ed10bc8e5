"""Files of ListenBrainz: a dump (tar.zst), somebody's export (zip), lines of listens, answers of the API; or a folder.

Whatever it is, it is read as a stream, a listen at a time; only an answer of the API is read whole.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

import msgspec

from culturedata.errors import InputEmpty, InputError, InputFormat
from culturedata.importing.inputs import archives, files, folder, packed
from culturedata.importing.inputs.archives import Limits, Member
from culturedata.importing.source import Context, Issue
from culturedata.sources.listenbrainz.listens import Listens
from culturedata.sources.listenbrainz.metadata import told
from culturedata.sources.listenbrainz.said import Said
from culturedata.sources.listenbrainz.statistics import Statistics

BLOCK = 16  # lines that are kept as one record
_ENDINGS = (*folder.JSON, "listens", "tar", "zip")
_OF_LISTENS = re.compile(r"(?:.*/)?listens/\d+/\d+\.(?:listens|jsonl)")
_IN_WORDS = frozenset({"COPYING", "SCHEMA_SEQUENCE", "TIMESTAMP", "START_TIMESTAMP", "END_TIMESTAMP"})
_USER = "user.json"
_LIMITS = Limits(most=20_000_000_000_000)  # a full dump unpacks to a million million bytes
_LONGEST_ANSWER = 64 * 1024 * 1024  # bytes
_PEEKED = 1 << 12  # bytes
_TAR = slice(257, 262)


class Files:
    """Reads files with the readers of listens and of statistics. Raises InputError."""

    def __init__(self, listens: Listens, statistics: Statistics, context: Context) -> None:
        self._listens = listens
        self._statistics = statistics
        self._context = context

    def read(self, path: Path) -> Iterator[Said]:
        """What a file says, or all files below a folder in the order of their names.

        Listens without a name are those of one person, whom the file or folder stands for. A file of a folder that
        can't be read is reported, and the others go in.
        """
        if not path.is_dir():
            yield from self._file(path, path.name, path.name)
            return
        found, came, first = folder.named(path, _ENDINGS), False, None
        if not found:
            raise InputEmpty(
                f"{path} holds no file of ListenBrainz.", "Give its dump, an export or answers of its API."
            )
        for name, file in found:
            try:
                for one in self._file(file, name, path.name):
                    came = True
                    yield one
            except InputError as error:
                first = first or error
                self._context.report(Issue("unreadable-file", error.message, located=name))
                self._context.partial = True
        if first is not None and not came:
            raise first

    def _file(self, path: Path, name: str, owner: str) -> Iterator[Said]:
        if path == files.STDIN:
            yield from self._archive(path, "standard input")
            return
        with files.open_file(path) if not _is_zip(path) else io.BytesIO() as stream:
            start = _start(stream, name)
            if start[_TAR] == b"ustar" or _is_zip(path):
                yield from self._archive(path, owner)
            elif _is_answer(start):
                yield from self._answer(stream, name)
            else:
                yield from self._lines(stream, name, owner)

    def _archive(self, path: Path, owner: str) -> Iterator[Said]:
        for member in archives.members(path, self._context, _LIMITS):
            last = member.name.rpartition("/")[2]
            if _OF_LISTENS.fullmatch(member.name):
                try:
                    yield from self._lines(member.open(), member.name, owner)
                except InputEmpty as error:
                    self._context.report(Issue("empty-member", error.message, located=member.located))
            elif last == _USER:
                owner = self._owner(member) or owner
            elif last not in _IN_WORDS:
                message = f"{last} holds no listens: it was not read"
                self._context.report(Issue("unknown-member", message, located=member.located))

    def _owner(self, member: Member) -> str:
        """Whose export it is."""
        try:
            said = msgspec.json.decode(member.open().read(_LONGEST_ANSWER), type=dict[str, Any])
        except (msgspec.DecodeError, RecursionError):
            self._context.report(Issue("not-json", f"{_USER} can't be read", located=member.located))
            return ""
        return str(said.get("username") or said.get("user_name") or said.get("musicbrainz_id") or "")

    def _lines(self, stream: IO[bytes], name: str, owner: str) -> Iterator[Said]:
        """Listens, one a line."""
        decode, read = msgspec.json.Decoder().decode, self._listens.read
        for number, body, located in map(_parts, files.read_lines(stream, name, self._context)):
            try:
                row = decode(body)
            except (msgspec.DecodeError, RecursionError, ValueError) as error:
                self._context.report(Issue("not-json", f"the line is no JSON ({error}): left out", located=located))
                continue
            said = read(row, located, owner, f"{name}:{(number - 1) // BLOCK * BLOCK + 1}")
            if said is not None:
                yield said

    def _answer(self, stream: IO[bytes], name: str) -> Iterator[Said]:
        """An answer of the API: listens, statistics, similar artists or what is known of things themselves."""
        try:
            whole = stream.read(_LONGEST_ANSWER)
            answer = msgspec.json.decode(whole.removeprefix(b"\xef\xbb\xbf"))
        except (*files.BROKEN_OFF, OSError) as error:
            raise files.broken_off(name, "its beginning", error) from error
        except (msgspec.DecodeError, RecursionError, ValueError) as error:
            raise InputFormat(f"{name} can't be read as JSON: {error}.", "Give what the API answered.") from error
        about = told(answer, name, self._context.report)
        if about is not None:
            yield from about
            return
        if isinstance(answer, list):
            yield from self._statistics.similar(answer, name)
            return
        payload = answer.get("payload", answer)
        around = payload if isinstance(payload, dict) else {"listens": payload}
        listens = around.get("listens")
        if not isinstance(listens, list):
            yield from self._statistics.read(answer, name)
            return
        owner = around.get("user_id")
        for number, row in enumerate(listens, 1):
            said = self._listens.read(row, f"{name}: listen {number}", str(owner or name))
            if said is not None:
                yield said


def _parts(line: files.Line) -> tuple[int, bytes, str]:
    return line.number, line.body, line.located


def _is_zip(path: Path) -> bool:
    with packed.open_packed(path) as stream:
        return packed.start_of(stream, path).startswith(archives.ZIP)


def _start(stream: IO[bytes], name: str) -> bytes:
    """The first bytes; nothing is taken out."""
    try:
        return cast("io.BufferedReader", stream).peek(_PEEKED)[:_PEEKED] if not isinstance(stream, io.BytesIO) else b""
    except (*files.BROKEN_OFF, OSError) as error:
        raise files.broken_off(name, "its beginning", error) from error


def _is_answer(start: bytes) -> bool:
    """Whether it is one JSON document, and not a listen a line: it begins with a list, or names what it answers."""
    said = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    first = said.partition(b"\n")[0].strip()
    return (
        said.startswith(b"[")
        or first == b"{"
        or bool(re.match(rb'\{\s*"(?:payload|listen_type|type|data|[0-9a-f]{8}-)', said))
    )
