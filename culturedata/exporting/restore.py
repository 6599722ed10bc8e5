"""Reading an export back: the tables of a folder of CSV into a library, every row as it was.

All of it in one transaction. What is numbered (imports, issues, rows of the search index) follows what the library
numbered already: into a new library the numbers stay.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import Any

from culturedata.errors import InputFormat, InputMissing, InputTruncated, UsageError
from culturedata.exporting import cells
from culturedata.exporting._base import DESCRIBED, Progress
from culturedata.exporting.tables import Column, Row, Table, of_catalogue
from culturedata.store.catalogue import search_index
from culturedata.store.library import Library, transaction
from culturedata.store.upkeep.removal import take_out

PACKAGE = "culturedata-package"  # what `import` calls an export
_BATCH = 1000
_EXPORTED = "Give the folder that culturedata export csv, or export frictionless, wrote."
# Columns that number rows, or lead to rows that are numbered, and which column of which table does.
_NUMBERED = {
    "import_id": ("imports", "import_id"), "replaced_by": ("imports", "import_id"), "issue_id": ("issues", "issue_id"),
    "run_id": ("link_runs", "run_id"), "doc": ("search_texts", "doc"),
}  # fmt: skip


def restore(
    library: Library, path: Path, *, instead: bool = False, progress: Progress = lambda *_: None
) -> dict[str, int]:
    """Write the rows of the export in the folder `path` into the library; return how many rows each table got.

    `instead`: they replace the sources of the same names. Raises UsageError if the library has one of them and
    `instead` is not said; InputMissing, InputTruncated, InputFormat if it is no export, or is not as it was written.
    """
    folder = path.parent if path.name == DESCRIBED else path
    known = {table.name: table for table in of_catalogue(library.culture)}
    files = _files(folder, known)
    with _long_cells(), transaction(library.culture):
        _make_room(library.culture, folder, known["sources"], instead=instead)
        last = {column: _last(library.culture, *leads_to) for column, leads_to in _NUMBERED.items()}
        rows = {}
        for name, file in files.items():
            rows[name] = _fill(library.culture, known[name], file, last, progress)
        _check_references(library.culture, folder)
        search_index.index(library.culture, last["doc"])
    return rows


def _files(folder: Path, known: dict[str, Table]) -> dict[str, Path]:
    """The files of the tables, in the order in which they are written; checked against their description."""
    if not folder.is_dir():
        raise InputMissing(f"there is no folder {folder}.", _EXPORTED)
    found = {path.stem: path for path in sorted(folder.glob("*.csv"))}
    for name in ("sources", "works"):
        if name not in found:
            raise InputFormat(f"{folder} has no {name}.csv: it is no export of a library.", _EXPORTED)
    for name, path in found.items():
        if name not in known:
            raise InputFormat(f"{path.name} is no table of a library.", "Move it to another folder. " + _EXPORTED)
    _check_hashes(folder)
    return {name: found[name] for name in known if name in found}


def _check_hashes(folder: Path) -> None:
    """Raises InputTruncated or InputFormat if a file is not there, or not as its description says."""
    described = folder / DESCRIBED
    if not described.is_file():
        return
    try:
        resources = json.loads(described.read_text(encoding="utf-8"))["resources"]
        said = [(str(one["path"]), int(one["bytes"]), str(one["hash"])) for one in resources]
    except (ValueError, KeyError, TypeError) as error:
        raise InputFormat(f"{described} can't be read ({error!r}).", _EXPORTED) from error
    for name, size, digest in said:
        path = folder / Path(name).name
        if not path.is_file() or path.stat().st_size < size:
            raise InputTruncated(f"{path} is missing, or was cut short.", "Copy the whole folder again.")
        with path.open("rb") as file:
            if f"sha256:{file_digest(file, 'sha256').hexdigest()}" != digest:
                raise InputFormat(
                    f"{path} was changed since it was exported.",
                    f"To import it as it is now, remove {DESCRIBED} from the folder.",
                )


def _make_room(culture: sqlite3.Connection, folder: Path, table: Table, *, instead: bool) -> None:
    """Take out the sources that the export has too. Raises UsageError if there are some and `instead` is not said."""
    named = [row[0] for _, row in _rows(folder / "sources.csv", table, ("source",))]
    there = {row[0] for row in culture.execute("SELECT source FROM sources")}.intersection(named)
    if there and not instead:
        raise UsageError(
            f"the library has {', '.join(sorted(there))} already.",
            "Import into another library (-L), or say --instead to replace it.",
        )
    take_out(culture, there)


def _last(culture: sqlite3.Connection, table: str, column: str) -> int:
    return int(culture.execute(f"SELECT coalesce(max({column}), 0) FROM {table}").fetchone()[0])


def _fill(culture: sqlite3.Connection, table: Table, path: Path, last: dict[str, int], progress: Progress) -> int:
    names = _header(path, table)
    shift = [last.get(name, 0) for name in names]
    sql = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    number = line = 0
    batch: list[Row] = []
    for number, (line, row) in enumerate(_rows(path, table, names), 1):
        batch.append(
            tuple(value + by if by and value is not None else value for value, by in zip(row, shift, strict=True))
        )
        if len(batch) == _BATCH:
            _insert(culture, sql, batch, path, line)
            progress(table.name, number)
            batch = []
    _insert(culture, sql, batch, path, line)
    return number


def _insert(culture: sqlite3.Connection, sql: str, batch: list[Row], path: Path, line: int) -> None:
    try:
        culture.executemany(sql, batch)
    except (sqlite3.IntegrityError, OverflowError) as error:
        raise InputFormat(f"{path}, up to line {line}: a row can't be written ({error}).", _EXPORTED) from error


def _header(path: Path, table: Table) -> tuple[str, ...]:
    """The columns that a file has. Raises InputFormat if there is one that the table has not, or one is lacking that
    names its rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = tuple(next(csv.reader(file), ()))
    for name in names:
        if name not in {column.name for column in table.columns} or names.count(name) > 1:
            raise InputFormat(f"{path} has a column {name!r} that can't be imported.", _EXPORTED)
    if lacking := [name for name in table.key if name not in names]:
        raise InputFormat(f"{path} has no column {lacking[0]!r}.", _EXPORTED)
    return names


def _rows(path: Path, table: Table, wanted: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    """The rows of a file, each with the line on which it ends, as values of the columns `wanted`."""
    names = _header(path, table)
    by_name = {column.name: column for column in table.columns}
    at: list[tuple[int, Column]] = [(names.index(name), by_name[name]) for name in wanted]
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        next(reader)
        try:
            for row in reader:
                if len(row) != len(names):
                    raise ValueError(f"{len(row)} cells in place of {len(names)}")
                yield reader.line_num, tuple(cells.read(row[place], column) for place, column in at)
        except (csv.Error, ValueError) as error:
            raise InputFormat(f"{path}, line {reader.line_num}: {error}.", _EXPORTED) from error


def _check_references(culture: sqlite3.Connection, folder: Path) -> None:
    found = culture.execute("PRAGMA foreign_key_check").fetchone()
    if found:
        raise InputFormat(f"a row of {found[0]} in {folder} leads to a row of {found[2]} that is not there.", _EXPORTED)


@contextmanager
def _long_cells() -> Iterator[None]:
    """While this lasts a cell may be as long as it likes: raw records are."""
    before = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def as_json(rows: dict[str, int], path: Path) -> dict[str, Any]:
    """What `import --json` prints of it."""
    return {"source": PACKAGE, "input": str(path), "status": "done", "works": rows["works"], "rows": rows}
