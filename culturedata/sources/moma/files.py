"""The two tables of the Museum of Modern Art in whatever they are given: a folder, an archive, two files, one file."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePath

import msgspec

from culturedata.errors import InputMissing
from culturedata.importing.inputs import archives, files, json_objects
from culturedata.importing.inputs.files import Line
from culturedata.importing.source import Context

ARTISTS, ARTWORKS = "artists", "artworks"
TABLES = (ARTISTS, ARTWORKS)
_NEEDED = {ARTISTS: {"ConstituentID", "DisplayName"}, ARTWORKS: {"Title", "ObjectID"}}
_FORMATS = (".csv", ".json")  # where a table is there in both, the first one is read
_PACKED = ("", ".gz", ".bz2", ".xz", ".zst")


@contextmanager
def tables(path: Path, context: Context) -> Iterator[Mapping[str, Path]]:
    """The files of the tables that `path` holds, by the table's name; from an archive, as copies that are there until
    the context ends. Beside Artworks.csv, Artists.csv is found. Raises InputMissing if there are none; InputError."""
    if path == files.STDIN or (path.is_file() and not _is_archive(path)):
        yield _beside(path)
    elif path.is_dir():
        yield _chosen({file: file for file in sorted(path.rglob("*")) if file.is_file()}, path)
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield _chosen(_unpacked(path, Path(folder), context), path)


def _is_archive(path: Path) -> bool:
    return zipfile.is_zipfile(path) or any(
        path.name.lower().endswith(end) for end in (".zip", ".tar", ".tar.gz", ".tgz")
    )


def _unpacked(path: Path, folder: Path, context: Context) -> Mapping[PurePath, Path]:
    """Copies of the tables in an archive, by the names that they have there."""
    found: dict[PurePath, Path] = {}
    for member in archives.members(path, context):
        name = PurePath(member.name)
        if _table(name) is not None:
            copy = folder / str(member.number) / name.name
            copy.parent.mkdir()
            with member.open() as stream, copy.open("wb") as out:
                shutil.copyfileobj(stream, out, 1 << 20)
            found[name] = copy
    return found


def _chosen(found: Mapping[PurePath, Path], path: Path) -> dict[str, Path]:
    """The file of each table: as CSV where it is there as both, the one with the shortest path of several."""
    named = {name: file for name, file in found.items() if _table(name) is not None}
    order = sorted(named, key=lambda name: (_FORMATS.index(_format(name)), len(name.parts), str(name)))
    chosen: dict[str, Path] = {}
    for name in order:
        chosen.setdefault(str(_table(name)), named[name])
    if not chosen:
        raise InputMissing(f"{path} holds neither Artworks.csv nor Artworks.json.", "Give MoMA's folder or archive.")
    return {table: chosen[table] for table in TABLES if table in chosen}


def _beside(path: Path) -> dict[str, Path]:
    """A single file, which is Artworks if its name does not say that it is Artists, with Artists beside it."""
    if _table(path) == ARTISTS:
        return {ARTISTS: path}
    beside = sorted(path.parent.glob("[Aa]rtists*")) if path != files.STDIN and _table(path) == ARTWORKS else []
    same = [one for one in beside if _table(one) == ARTISTS and _format(one) == _format(path)]
    return {ARTISTS: same[0], ARTWORKS: path} if same else {ARTWORKS: path}


def _table(name: PurePath) -> str | None:
    """Which table a file is by its name, «Artworks.csv», «artists.json.gz»; None for another file."""
    table = next((table for table in TABLES if name.name.lower().startswith(table)), None)
    return table if _format(name) in _FORMATS else None


def _format(name: PurePath) -> str:
    suffix = name.suffix.lower()
    return PurePath(name.stem).suffix.lower() if suffix in _PACKED[1:] else suffix


def lines(path: Path, table: str, context: Context, after: int = 0) -> Iterator[Line]:
    """The records of a table's file after number `after`: the objects of a JSON list, else the rows of a CSV file, as
    JSON with their number in it.

    A CSV file is read row by row, a JSON file (told by its first character) whole into memory. Raises InputError.
    """
    if json_objects.is_json(path):
        return json_objects.lines(path, context, after=after)
    rows = files.rows(path, context, needed=_NEEDED[table], after=after)
    return (Line(row.number, msgspec.json.encode(row.cells), row.located) for row in rows)


def names(found: Iterable[Line]) -> dict[str, str]:
    """What Artists calls each maker, by ConstituentID; a record that can't be read is left out here."""
    known = {}
    for line in found:
        try:
            artist = msgspec.json.decode(line.body, type=_Name)
        except msgspec.MsgspecError:
            continue
        known[str(artist.id).strip()] = artist.name.strip()
    return known


class _Name(msgspec.Struct):
    """What names a maker in Artists."""

    id: int | str = msgspec.field(name="ConstituentID")
    name: str = msgspec.field(name="DisplayName")
