"""Tate's records in what is given: JSON, one record a line or a file, as upstream; or its two CSV tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from culturedata.data.records import RawRecord
from culturedata.errors import InputError, InputFormat
from culturedata.importing.inputs import files
from culturedata.importing.source import Context, Issue
from culturedata.importing.values.text import slug
from culturedata.sources.tate import tables


class _Key(msgspec.Struct):
    """The fields that name a record."""

    acno: str | None = None
    id: int | None = None
    mda: str | None = None


def records(context: Context) -> Iterator[RawRecord]:
    """The records after the context's cursor, «file:line»; artists first. Raises InputError."""
    path = files.must_exist(Path(context.input or "tate"))
    found = _folder(path, context) if path.is_dir() else [path]
    at_file, _, at_line = (context.cursor or "0:0").partition(":")
    for number, file in enumerate(found):
        if number >= int(at_file):
            yield from _file(file, number, int(at_line) if number == int(at_file) else 0, context)


def _folder(path: Path, context: Context) -> list[Path]:
    """The files in a folder. Where there is JSON the tables are left out and named: they are made of it, and say less.

    Raises InputFormat if there are none.
    """
    every = sorted((p for p in path.rglob("*") if p.is_file()), key=lambda p: _order(p.relative_to(path)))
    found, beside = list(filter(_is_json, every)), list(filter(_is_table, every))
    if not found:
        found = beside
    elif not context.cursor:
        for table in beside:
            message = "the table says less than the JSON beside it: it is not read (give it alone to read it)"
            context.report(Issue("table-left-out", message, located=str(table.relative_to(path))))
    if not found:
        raise InputFormat(f"{path} holds neither JSON files nor CSV tables.", "Give the folder of Tate's repository.")
    return found


def _order(name: Path) -> tuple[bool, str]:
    return "artist" not in str(name), str(name)


def _is_json(path: Path) -> bool:
    return any(suffix.startswith(".json") for suffix in path.suffixes)


def _is_table(path: Path) -> bool:
    return ".csv" in (suffix.lower() for suffix in path.suffixes)


def _file(file: Path, number: int, after: int, context: Context) -> Iterator[RawRecord]:
    """The records of one file: its rows, its lines, or the file itself."""
    if _is_table(file):
        yield from _rows(file, number, after, context)
    elif file.suffix != ".json":
        yield from _lines(file, number, after, context)
    elif after == 0:
        yield from _alone(file, number, context)


def _rows(file: Path, number: int, after: int, context: Context) -> Iterator[RawRecord]:
    """The rows of a table, told by its columns, as JSON."""
    for row in files.rows(file, context, needed=set(), delimiter=None, after=after):
        if not any(needed <= row.cells.keys() for needed in tables.NEEDED):
            message = f"{file.name} has neither the columns of artwork_data.csv nor those of artist_data.csv."
            raise InputFormat(message, "Is it the right file?")
        key = row.cells.get(tables.ACNO, "").strip()
        if tables.ACNO not in row.cells and row.cells["id"].strip() and row.cells["name"].strip():
            key = _of_artist(row.cells["id"].strip(), row.cells["name"].strip())
        if key:
            body, cursor = msgspec.json.encode(row.cells), f"{number}:{row.number}"
            yield RawRecord(key=key, body=body, located=row.located, cursor=cursor)
        else:
            message = "a row without what it is known by (accession_number; of an artist id and name): left out"
            context.report(Issue("not-a-record", message, raw=str(row.cells), located=row.located))


def _lines(file: Path, number: int, after: int, context: Context) -> Iterator[RawRecord]:
    for line in files.lines(file, context, after):
        try:
            yield _record(line.body, line.located, f"{number}:{line.number}")
        except InputFormat as error:
            if line.number == 1:
                raise
            raw = line.body.decode("utf-8", "replace")
            context.report(Issue("not-json", error.message, raw=raw, located=line.located))


def _alone(file: Path, number: int, context: Context) -> Iterator[RawRecord]:
    """The record that a file is. One that can't be read is reported, unless it is the first: the wrong input."""
    body = file.read_bytes()
    try:
        files.check_start(body[: len(files.LFS)], file.name)
        yield _record(body, file.name, f"{number}:1")
    except InputError as error:
        if number == 0:
            raise
        raw = body.decode("utf-8", "replace")
        context.report(Issue("not-json", error.message, raw=raw, located=file.name))


def _record(body: bytes, located: str, cursor: str) -> RawRecord:
    try:
        key = msgspec.json.decode(body, type=_Key)
    except (msgspec.DecodeError, msgspec.ValidationError, RecursionError) as error:
        raise InputFormat(f"{located} is not a record of Tate: {error}.", "Is it the right file?") from error
    if key.acno is None and (key.id is None or key.mda is None):
        raise InputFormat(f"{located} has neither «acno» nor «id» and «mda».", "Is it the right file?")
    return RawRecord(key=key.acno or _of_artist(str(key.id), key.mda or ""), body=body, located=located, cursor=cursor)


def _of_artist(id_: str, name: str) -> str:
    """The key of an artist's record: a few ids stand for two people."""
    return f"agent:{id_}:{slug(name)}"
