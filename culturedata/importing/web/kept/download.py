"""A big file: poured onto the disk as it comes, gone on with where it broke off, not asked for again while it is the
same."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

import msgspec

from culturedata.errors import InputMissing, InputPointer
from culturedata.importing.inputs.files import LFS
from culturedata.importing.web import verdict
from culturedata.importing.web.courtesy.manners import Manners, Senses
from culturedata.importing.web.kept.ends import is_whole
from culturedata.importing.web.kept.shelf import Note, Place, Shelf, writing
from culturedata.importing.web.transfer import Answer, Fault, Sink

Kind = Literal["", "bz2", "csv", "gzip", "html", "json", "sqlite", "text", "xml", "xz", "zip"]
_BEGINS: dict[str, tuple[bytes, ...]] = {
    "bz2": (b"BZh",), "gzip": (b"\x1f\x8b",), "sqlite": (b"SQLite format 3\0",), "xz": (b"\xfd7zXZ\0",),
    "zip": (b"PK\x03\x04", b"PK\x05\x06"), "json": (b"{", b"["), "xml": (b"<",),
}  # fmt: skip
_TEXT = frozenset({"json", "xml"})
_START = 512  # bytes by which a file is judged
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_QUIET, _PAUSE = 2.0, 30.0  # seconds: nothing is told before, and between two lines
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Download:
    """A file on this disk. `unchanged`: it is the one of the last call; `etag` and `modified` are the server's.

    `sure`: it came whole. Else no length was given, and the file does not tell by its end whether it was cut.
    """

    path: Path
    etag: str | None
    modified: str | None
    unchanged: bool
    sure: bool = True


class Told:
    """Says how far a download is: to `progress` (bytes, and of how many) every two seconds, else in lines to `tell`."""

    def __init__(self, name: str, progress: Progress | None, tell: Callable[[str], None], senses: Senses) -> None:
        self._name, self._progress, self._tell, self._clock = name, progress, tell, senses.clock
        self._next = self._clock() + _QUIET

    def __call__(self, came: int, size: int | None) -> None:
        """Say it if it is time."""
        now = self._clock()
        if now < self._next:
            return
        self._next = now + (_QUIET if self._progress else _PAUSE)
        if self._progress:
            self._progress(came, size)
        else:
            whole = "" if size is None else f" of {size / 1e6:,.1f}"
            self._tell(f"{self._name}: {came / 1e6:,.1f}{whole} MB.")


class Job:
    """One file to be had. `ask` sends a request's headers and gives the answer; a body goes into the sink."""

    def __init__(
        self,
        place: Place,
        shelf: Shelf,
        ask: Callable[[dict[str, str], Sink], Answer],
        told: Told,
        *,
        expects: Kind,
        stored: Note | None,
        manners: Manners,
        senses: Senses,
        key: str,
    ) -> None:
        self._place, self._shelf, self._ask, self._told = place, shelf, ask, told
        self._expects, self._stored = expects, stored
        self._manners, self._senses, self._key = manners, senses, key
        self._most = place.came

    def attempt(self) -> Download:
        """The file, after one request. Raises Fault if it may be tried again, InputMissing, InputPointer."""
        begun = self._place.begun()
        arriving = Arriving(
            self._place, begun, self._expects, self._shelf, self._told, manners=self._manners, senses=self._senses
        )
        try:
            answer = self._ask(self._headers(begun), arriving)
            note = arriving.end()
        except Fault as fault:
            came = self._place.came
            if self._place.begun() is not None and came >= self._most + self._manners.gain:
                fault.gained, self._most = True, came
            raise
        finally:
            arriving.close()
        if note is not None:
            with writing(self._place.folder):
                self._place.finish(note)
            return self._done(note, unchanged=False)
        return self._otherwise(answer)

    def _headers(self, begun: Note | None) -> dict[str, str]:
        """Ask for the rest if there is a part, else for what is newer than what is stored."""
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        if begun is not None:
            return headers | {"Range": f"bytes={self._place.came}-", "If-Range": begun.validator}
        if self._stored is not None:
            conditions = {"If-None-Match": self._stored.etag, "If-Modified-Since": self._stored.modified}
            headers |= {name: value for name, value in conditions.items() if value}
        return headers

    def _otherwise(self, answer: Answer) -> Download:
        """What an answer means that brought no file."""
        if answer.status == 416:
            return self._nothing_left()
        judged = verdict.judge(answer, self._manners, self._senses.now(), self._key)
        if judged is None:
            raise InputMissing(f"there is nothing at {self._place.url}.", "It may have moved: see its homepage.")
        if self._stored is None:
            raise Fault("says that nothing changed, though it was not asked (304)")
        return self._done(self._stored, unchanged=True)

    def _nothing_left(self) -> Download:
        """There is no rest to ask for: the part is whole already, or it is of no use."""
        begun = self._place.begun()
        if begun is None or begun.size != self._place.came:
            self._place.drop_part()
            raise Fault("could not go on where it had stopped (416)")
        with writing(self._place.folder):
            self._place.finish(begun)
        return self._done(begun, unchanged=False)

    def _done(self, note: Note, unchanged: bool) -> Download:
        if unchanged:
            with writing(self._place.folder):
                self._place.keep(msgspec.structs.replace(note, at=self._senses.now()))
        return Download(self._place.path, note.etag, note.modified, unchanged, note.sure)


class Arriving:
    """The sink of one attempt: what comes is judged by its first bytes and appended to the part."""

    def __init__(
        self, place: Place, begun: Note | None, expects: Kind, shelf: Shelf, told: Told, *, manners: Manners,
        senses: Senses,
    ) -> None:  # fmt: skip
        self._place, self._begun, self._expects = place, begun, expects
        self._shelf, self._told, self._manners, self._senses = shelf, told, manners, senses
        self._framed = self._packed = False
        self._note: Note | None = None
        self._file: IO[bytes] | None = None
        self._start = b""
        self._came = 0
        self._judged = False
        self._html = False

    def takes(self, status: int, headers: Mapping[str, str]) -> bool:
        """Whether this is the file, or the rest of it. Raises Fault, LibraryUnwritable."""
        if status not in (200, 206):
            return False
        encoding = headers.get("content-encoding", "").lower()
        if encoding not in ("", "identity", "gzip", "x-gzip"):
            raise Fault(f"sent an answer in the encoding {encoding!r}, which was not asked for")
        self._packed = "gzip" in encoding
        self._html = "html" in headers.get("content-type", "").lower()
        self._framed = "chunked" in headers.get("transfer-encoding", "").lower()
        with writing(self._place.folder):
            if status == 200:
                self._note = self._anew(headers)
            else:
                self._note = self._going_on(headers)
                self._came = self._place.came
            if self._note.size is not None:
                self._shelf.room(self._place, self._note.size - self._came)
            self._file = self._place.part.open("ab")
        return True

    def write(self, piece: bytes) -> None:
        """Append the next bytes. Raises Fault, InputPointer, LibraryUnwritable."""
        if self._file is None or self._note is None:
            raise AssertionError("unreachable: nothing is written before it is taken")
        if not self._judged:
            self._start = (self._start + piece)[:_START]
            if len(self._start) == _START:
                self._judge()
        with writing(self._place.folder):
            self._file.write(piece)
        self._came += len(piece)
        self._told(self._came, self._note.size)

    def end(self) -> Note | None:
        """What is known of the file that is whole now; None if the answer brought none. Raises Fault, InputPointer."""
        if self._file is None or self._note is None:
            return None
        if not self._judged:
            self._judge()
        with writing(self._place.folder):
            self._file.flush()
            os.fsync(self._file.fileno())
            self.close()
        sure = self._is_whole()
        if sure is False:
            if self._packed:  # there is no going on in the middle of what was packed on the way
                self._drop()
            raise Fault("broke off in the middle of its answer")
        return msgspec.structs.replace(self._note, sure=bool(sure))

    def _is_whole(self) -> bool | None:
        """By its length where that was told, by the last chunk where it came in chunks, else by how it ends.

        What the server packed on its way may have come whole and been cut before: its end is looked at too.
        """
        size = None if self._note is None else self._note.size
        if size is not None and self._came != size:
            return False
        if (size is not None or self._framed) and not self._packed:
            return True
        return is_whole(self._place.part, self._place.path.name)

    def close(self) -> None:
        """Close the part."""
        if self._file is not None:
            self._file.close()

    def _anew(self, headers: Mapping[str, str]) -> Note:
        """A whole file comes: what came before is dropped."""
        size = headers.get("content-length", "")
        note = Note(
            url=self._place.url, etag=headers.get("etag"), modified=headers.get("last-modified"),
            size=int(size) if size.isdecimal() else None, at=self._senses.now(),
        )  # fmt: skip
        self._place.begin(note)
        return note

    def _going_on(self, headers: Mapping[str, str]) -> Note:
        """The rest comes, from where it was asked for. Raises Fault if it is another part, or of another file."""
        found = _RANGE.fullmatch(headers.get("content-range", "").strip())
        begun = self._begun
        same = begun is not None and headers.get("etag", begun.etag) == begun.etag
        if begun is None or found is None or not same or int(found[1]) != self._place.came:
            self._place.drop_part()
            raise Fault("sent another part than the one that was asked for")
        size = begun.size if found[3] == "*" else int(found[3])
        if begun.size not in (None, size):
            self._place.drop_part()
            raise Fault("sent a part of another file than the one that was begun")
        self._judged = True
        return msgspec.structs.replace(begun, size=size)

    def _judge(self) -> None:
        """Raises Fault or InputPointer if the first bytes are not those of what is expected; the part is dropped."""
        self._judged = True
        if self._start.startswith(LFS):
            self._drop()
            raise InputPointer(
                f"{self._place.url} is a Git LFS pointer, not the data.",
                "Ask media.githubusercontent.com/media for it, or run «git lfs pull» in that repository.",
            )
        if not _is_kind(self._start, self._expects, self._html):
            self._drop()
            page = verdict.is_html(self._start) or self._html
            what = "a web page in place of the file" if page else f"something that is not {self._expects}"
            hint = "The file may have moved or the service be in maintenance; see its homepage, then --resume."
            said = f"answered with {what if self._start else 'nothing'}"
            raise verdict.wrong(said, hint, self._manners, page=page)

    def _drop(self) -> None:
        self.close()
        self._place.drop_part()


def _is_kind(start: bytes, kind: Kind, html: bool) -> bool:
    """Whether a file that starts so can be of that kind; `html`: the server calls it a web page."""
    if kind == "html":
        return True
    begins = _BEGINS.get(kind, ())
    if begins and kind not in _TEXT:
        return start.startswith(begins)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if verdict.is_html(start) or not start:
        return False
    if not kind:
        return True
    return not html and (text.startswith(begins) if begins else not text.startswith(b"<"))
