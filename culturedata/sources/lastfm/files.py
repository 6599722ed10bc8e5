"""The files of hetrec2011-lastfm-2k in a folder or a zip, with or without a line of names, read a line at a time."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import IO, Any

import msgspec

from culturedata.errors import InputFormat, UsageError
from culturedata.importing.inputs import ways
from culturedata.importing.inputs.archives import ZIP, open_zip, zip_member
from culturedata.importing.inputs.files import BROKEN_OFF, LFS, broken_off, check_start, open_file
from culturedata.importing.inputs.packed import open_packed, start_of
from culturedata.importing.source import Context, Issue

ARTISTS, TAGS, PLAYS, FRIENDS = "artists.dat", "tags.dat", "user_artists.dat", "user_friends.dat"
TAGGED, STAMPS = "user_taggedartists.dat", "user_taggedartists-timestamps.dat"
# The columns of each file in the order that its readme gives: some copies have lost the line that names them.
COLUMNS = {
    ARTISTS: ("id", "name", "url", "pictureURL"),
    TAGS: ("tagID", "tagValue"),
    PLAYS: ("userID", "artistID", "weight"),
    FRIENDS: ("userID", "friendID"),
    TAGGED: ("userID", "artistID", "tagID", "day", "month", "year"),
    STAMPS: ("userID", "artistID", "tagID", "timestamp"),
}
NUMBER = re.compile(r"[0-9]{1,18}")
_PACKED = re.compile(r"\.(?:gz|bz2|xz|zst)$")
_BOM = b"\xef\xbb\xbf"
_LONGEST = 1 << 20  # bytes of a line
_HINT = "Give the folder or the zip of hetrec2011-lastfm-2k."

Row = dict[str, str]


class Files:
    """The files that there are, by their names; folders around them don't matter."""

    def __init__(self, context: Context) -> None:
        self._context = context
        path = ways.way(context, ways.DUMP).path
        if path is None:
            raise UsageError("Last.fm is not read from a server of its own.", _HINT)
        self._path = path
        self._zip: zipfile.ZipFile | None = None
        places = self._in_folder() if path.is_dir() else self._in_zip()
        found = {_PACKED.sub("", place.rpartition("/")[2]): place for place in places}
        self._places = {name: found[name] for name in COLUMNS if name in found}
        if ARTISTS not in self._places:
            raise InputFormat(f"there is no {ARTISTS} in {path}.", _HINT)

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def silent(self) -> Files:
        """The same files, for reading again what was told already: nothing of them is reported."""
        twin = copy(self)
        twin._context = replace(self._context, report=lambda _: None)
        return twin

    def rows(self, name: str) -> Iterator[tuple[int, Row]]:
        """Each line of the file `name` as (line number, column → text). Lines that can't be read are reported.

        Nothing comes of a file that is not there. Raises InputFormat if a column is missing, InputTruncated.
        """
        if name not in self:
            return
        columns: tuple[str, ...] | None = None
        for number, line in self._lines(name):
            cells = tuple(line.split("\t"))
            if columns is None:
                columns = COLUMNS[name] if NUMBER.fullmatch(cells[0].strip()) else self._named(name, cells)
                if columns is cells:
                    continue
            if len(cells) == len(columns):
                yield number, dict(zip(columns, cells, strict=True))
            else:
                self.tell("wrong-cells", f"{len(cells)} cells in place of {len(columns)}", name, number, line)

    def tell(self, code: str, what: str, name: str, number: int, line: str) -> None:
        """Report a line that is left out. What it says is told only where it is about artists, and not about people."""
        raw = line[:2000] if name in (ARTISTS, TAGS) else None
        self._context.report(Issue(code, f"{what}: left out", raw=raw, located=f"{name}:{number}"))

    def _named(self, name: str, cells: tuple[str, ...]) -> tuple[str, ...]:
        missing = [column for column in COLUMNS[name] if column not in cells]
        if missing:
            raise InputFormat(f"{name} in {self._path} has no column {missing[0]}.", _HINT)
        return cells

    def _lines(self, name: str) -> Iterator[tuple[int, str]]:
        number = 0
        try:
            with self._open(name) as file:
                for number, raw in enumerate(iter(lambda: file.readline(_LONGEST), b""), 1):
                    line = (raw.removeprefix(_BOM) if number == 1 else raw).rstrip(b"\r\n")
                    if b"\0" in line:
                        self.tell("nul", "the line holds NUL bytes", name, number, repr(line))
                    elif line.strip():
                        yield number, self._text(line, name, number)
        except (zipfile.BadZipFile, *BROKEN_OFF) as error:
            raise broken_off(f"{self._path.name}: {name}", f"line {number:,}", error) from error

    def _text(self, line: bytes, name: str, number: int) -> str:
        """UTF-8, or Latin-1 where it is none, as tags.dat is said to be; elsewhere that is reported."""
        try:
            return line.decode()
        except UnicodeDecodeError:
            text = line.decode("latin-1")
        if name != TAGS:
            raw = text[:2000] if name == ARTISTS else None
            message = "the line is not UTF-8: it is read as Latin-1"
            self._context.report(Issue("not-utf-8", message, raw=raw, located=f"{name}:{number}"))
        return text

    def _open(self, name: str) -> IO[bytes]:
        place = self._places[name]
        if self._zip is None:
            return open_file(Path(place))
        member = io.BufferedReader(zip_member(self._zip, self._zip.getinfo(place)))  # type: ignore[type-var]
        check_start(member.peek(len(LFS))[: len(LFS)], f"{name} in {self._path}")
        return member

    def _in_folder(self) -> list[str]:
        """The paths below the folder, the shortest last: it wins."""
        found = (place.as_posix() for place in self._path.rglob("*") if place.is_file())
        return sorted(found, key=lambda place: (-len(place), place))

    def _in_zip(self) -> list[str]:
        with open_packed(self._path) as packed:
            start = start_of(packed, self._path)
        if not start.startswith(ZIP):
            raise InputFormat(f"{self._path.name} is not a zip.", "Give the folder that it lies in, or the zip.")
        self._zip = open_zip(self._path)
        names = [name for name in self._zip.namelist() if not name.endswith("/") and "__MACOSX" not in name]
        return sorted((name for name in names if name.endswith(".dat")), key=lambda name: (-len(name), name))


class Said:
    """What people said of artists and of each other, in a temporary file, so that memory stays flat."""

    def __init__(self, files: Files) -> None:
        self._rows = sqlite3.connect("")
        self._rows.execute("CREATE TABLE tags (line INTEGER PRIMARY KEY, tag TEXT, row TEXT)")
        self._rows.execute("CREATE TABLE said (file TEXT, line INTEGER, user TEXT, artist TEXT, tag TEXT, row TEXT)")
        self._rows.executemany("INSERT INTO tags VALUES (?, ?, ?)", _tags(files))
        said = chain.from_iterable(_said(files, name) for name in (FRIENDS, TAGGED, STAMPS))
        self._rows.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?, ?)", said)
        self._rows.execute("CREATE INDEX tags_tag ON tags(tag)")
        self._rows.execute("CREATE INDEX said_artist ON said(artist)")
        self._rows.execute("CREATE INDEX said_user ON said(user)")

    def tags(self) -> Iterator[tuple[int, str, Any]]:
        """The tags in the order of the file: line, id, row."""
        for line, tag, row in self._rows.execute("SELECT line, tag, row FROM tags ORDER BY line"):
            yield line, tag, msgspec.json.decode(row)

    def of(self, artist: str) -> list[list[Any]]:
        """The tags of an artist: id, words (None: tags.dat lacks it), how many people gave it. The commonest first."""
        found = self._rows.execute(
            """SELECT tag,
                   (SELECT json_extract(row, '$.tagValue') FROM tags WHERE tag = said.tag ORDER BY line LIMIT 1),
                   count(DISTINCT user) AS people
               FROM said WHERE artist = ? GROUP BY tag ORDER BY people DESC, CAST(tag AS INTEGER), tag""",
            [artist],
        )
        return [list(row) for row in found]

    def people(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Everybody who has friends or gave tags, by number: the id, where it is first said, all lines in their order.

        The lines of a file stand under the file's name.
        """
        people = "SELECT DISTINCT user FROM said ORDER BY CAST(user AS INTEGER), user"
        for (user,) in self._rows.execute(people):
            lines = "SELECT file, line, row FROM said WHERE user = ? ORDER BY rowid"
            whole: dict[str, Any] = {"userID": user}
            places = []
            for file, line, row in self._rows.execute(lines, [user]):
                whole.setdefault(file, []).append(msgspec.json.decode(row))
                places.append(f"{file}:{line}")
            yield user, places[0], whole

    def close(self) -> None:
        """Give the temporary file back."""
        self._rows.close()


def _tags(files: Files) -> Iterator[tuple[int, str, bytes]]:
    for line, row in files.rows(TAGS):
        if NUMBER.fullmatch(row["tagID"]):
            yield line, row["tagID"], msgspec.json.encode(row)
        else:
            files.tell("bad-id", "the tag has no number", TAGS, line, "\t".join(row.values()))


def _said(files: Files, name: str) -> Iterator[tuple[str, int, str, str | None, str | None, bytes]]:
    for line, row in files.rows(name):
        user = row.pop("userID")
        if NUMBER.fullmatch(user):
            yield name, line, user, row.get("artistID"), row.get("tagID"), msgspec.json.encode(row)
        else:
            files.tell("bad-id", "the person has no number", name, line, "")
