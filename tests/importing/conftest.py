"""Synthetic records in the shape of Tate and of MovieLens, imports that are stopped, and all rows of a library."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from culturedata.importing.run import ImportResult, import_source
from culturedata.store.library import Library
from culturedata.store.tables import schema
from tests.program import finished, program

TIMES = {"imports": ("started_at", "finished_at")}
Rows = dict[str, list[tuple[Any, ...]]]


def artwork(number: int, **changes: Any) -> dict[str, Any]:
    """An artwork in Tate's shape (synthetic). Every 7th is by somebody who has no other; a label changes at 50."""
    person = number if number % 7 == 0 else number % 50
    said = "man" if number < 50 else "a man"
    subjects = {
        "id": 1,
        "name": "subject",
        "children": [
            {
                "id": 91,
                "name": "people",
                "children": [{"id": 95, "name": "adults", "children": [{"id": 1000 + number % 30, "name": said}]}],
            }
        ],
    }
    return {
        "acno": f"A{number:05}",
        "acquisitionYear": 1922,
        "all_artists": f"Painter {person}",
        "catalogueGroup": {},
        "classification": "on paper, unique",
        "contributorCount": 1,
        "contributors": [
            {
                "birthYear": 1762, "date": "1762–1787", "displayOrder": 1, "fc": f"Painter {person}",
                "gender": "Male", "id": person, "mda": f"Painter, {person}", "role": "artist", "startLetter": "P",
            }
        ],
        "creditLine": "Presented 1922",
        "dateRange": {"startYear": 1780 + number % 50, "endYear": 1790 + number % 50, "text": f"{1780 + number % 50}"},
        "dateText": f"{1780 + number % 50}",
        "depth": "",
        "dimensions": "support: 394 x 419 mm",
        "foreignTitle": None,
        "groupTitle": None,
        "height": "419",
        "id": number,
        "inscription": None,
        "medium": "Graphite on paper",
        "movementCount": 0,
        "subjectCount": 1,
        "subjects": subjects,
        "thumbnailCopyright": None,
        "thumbnailUrl": None,
        "title": f"Landscape number {number}",
        "units": "mm",
        "url": f"http://www.tate.org.uk/art/artworks/{number}",
        "width": "394",
        **changes,
    }  # fmt: skip


def encoded(record: dict[str, Any]) -> bytes:
    """The record as one JSON line."""
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


def artworks(path: Path, count: int, lines: dict[int, bytes] | None = None) -> Path:
    """Write `count` artworks as JSON lines; `lines` says what stands in place of some of them (number from 1)."""
    with path.open("wb") as file:
        file.writelines((lines or {}).get(number) or encoded(artwork(number)) for number in range(1, count + 1))
    return path


def troubled(path: Path, count: int) -> Path:
    """Artworks with everything in them that a resumed import might tell twice, or otherwise than in one go."""
    odd = {
        10: b"this is not JSON\n",
        11: b"\n",
        15: encoded(artwork(15, palette="warm")),
        30: encoded(artwork(30, title=["no", "title"])),
        count // 2: b'{"acno": "A99999", "half":\n',
        count // 2 + 1: b"\xff\xfe not UTF-8\n",
        count // 2 + 2: encoded(artwork(count // 2 + 2, palette="cold")),
        count // 2 + 3: encoded(artwork(5, title="Another painting under a number that is taken")),
        count - 5: encoded(artwork(count - 5, contributors=None)),
        count - 4: b"nul\0nul\n",
        count - 3: encoded(artwork(count - 3, palette="grey")),
    }
    return artworks(path, count, odd)


def ratings(folder: Path, people: int, each: int) -> Path:
    """A folder in the shape of MovieLens's CSV editions (synthetic): `each` ratings by every one of `people`."""
    folder.mkdir()
    films = "".join(f"{n},Film {n} ({1950 + n % 60}),Drama|War\n" for n in range(1, 201))
    films = films.replace("7,Film 7 (1957),Drama|War\n", "7,Film 7 (1957)\n", 1)
    (folder / "movies.csv").write_text("movieId,title,genres\n" + films, encoding="utf-8")
    tags = "1,1,Sci-Fi,1\n1,2,sci fi,1\n2,150,SCI FI!,1\n"
    (folder / "tags.csv").write_text("userId,movieId,tag,timestamp\n" + tags, encoding="utf-8")
    with (folder / "ratings.csv").open("w", encoding="utf-8") as file:
        file.write("userId,movieId,rating,timestamp\n")
        for person in range(1, people + 1):
            for n in range(each):
                file.write(f"{person},{(person * 7 + n) % 200 + 1},{(person + n) % 10 / 2 + 0.5},{1_000_000 + n}\n")
        file.write("1,1,five stars,1000000\n")
    return folder


def people(folder: Path, count: int, moved: int = 0) -> Path:
    """A folder in the shape of MovieLens 1M (synthetic): ten films and `count` people, everything in it that a resumed
    import might tell twice; the person of number `moved` has another postcode than elsewhere."""
    folder.mkdir(exist_ok=True)
    films = "".join(f"{n}::Film {n} ({1950 + n})::Drama\n" for n in range(1, 11))
    (folder / "movies.dat").write_text(films, encoding="latin-1")
    (folder / "ratings.dat").write_text("1::1::5::978300760\n2::3::4::978300761\n", encoding="latin-1")
    lines = [f"{n}::F::25::{n % 21}::{'moved' if n == moved else 10_000 + n}\n" for n in range(1, count + 1)]
    lines[count // 3] = "a line that is none\n"
    lines.insert(count // 2, lines[4])
    lines.insert(count - 5, f"{count - 8}::M::1::1::99999\n")
    (folder / "users.dat").write_text("".join(lines), encoding="latin-1")
    return folder


def rows(folder: Path) -> Rows:
    """All rows of all tables of both files in the order of their keys, but for the times of imports.

    Raw records are unpacked: ISA-L packs the same bytes otherwise in some processes. The table `records` of audience.db
    is called «private records».
    """
    found: Rows = {}
    for name in ("culture", "audience"):
        with closing(sqlite3.connect(folder / f"{name}.db")) as connection:
            connection.create_function("unpacked", 1, zlib.decompress)
            for table in schema.tables(name):
                columns = [c.name for c in table.columns if c.name not in TIMES.get(table.name, ())]
                raw = "raw" if table.name == "records" else ""
                chosen = ", ".join(f"unpacked({column})" if column == raw else column for column in columns)
                key = f"private {table.name}" if table.name in found else table.name
                found[key] = sorted(connection.execute(f"SELECT {chosen} FROM {table.name}"), key=repr)
    return found


def same(found: Rows, wanted: Rows) -> None:
    """Assert that two libraries hold the same, and say which table differs."""
    assert found.keys() == wanted.keys()
    for table in wanted:
        assert found[table] == wanted[table], table


def whole(folder: Path) -> None:
    """Assert that a library opens, that its pages are whole and that its search index agrees with its texts."""
    with Library.open(folder) as library:
        for connection in (library.culture, library.audience):
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert library.culture.execute("SELECT count(*) FROM imports").fetchone()[0] <= 1
    with Library.open(folder, write=True) as library:
        library.culture.execute("INSERT INTO works_fts (works_fts, rank) VALUES ('integrity-check', 1)")


def bring(folder: Path, source: str, given: Path | None, **options: Any) -> ImportResult:
    """Import into the library in `folder`, which is made if it isn't there."""
    with Library.open(folder, create=True) as library:
        return import_source(library, source, None if given is None else str(given), **options)


def row(folder: Path) -> dict[str, Any]:
    """The last row of `imports`."""
    with Library.open(folder) as library:
        cursor = library.culture.execute("SELECT * FROM imports ORDER BY import_id DESC LIMIT 1")
        return dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))


def count(folder: Path, table: str) -> int:
    """How many rows a table of the catalogue has."""
    with Library.open(folder) as library:
        return int(library.culture.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


class Stop(BaseException):
    """Stands for a fault that nobody expects."""


def stops_at(number: int, fault: BaseException, function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` that raises `fault` the nth time it is called, after it has done its work."""
    left = number

    def wrapped(*arguments: Any, **named: Any) -> Any:
        nonlocal left
        found = function(*arguments, **named)
        left -= 1
        if left == 0:
            raise fault
        return found

    return wrapped


Import = Callable[..., str]


@pytest.fixture
def imported() -> Import:
    """`imported("tate", file, "-L", folder)`: an import that must end well; its standard output."""

    def run(*arguments: object) -> str:
        return finished(program("import", *arguments))

    return run


def issues(folder: Path) -> Iterable[tuple[str, str | None]]:
    """The code and the place of all issues, in the order in which they were written."""
    with Library.open(folder) as library:
        return library.culture.execute("SELECT code, located FROM issues ORDER BY issue_id").fetchall()
