"""The seven tables of IMDb in a folder or at their addresses, and a title with all rows that belong to it.

The files are separated by tabs and know no quotes: a lone " is a sign like others. What is null (\\N) is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from culturedata.errors import InputMissing, UsageError
from culturedata.importing.inputs import files, ways
from culturedata.importing.inputs.side_tables import SideTables
from culturedata.importing.source import Context, Issue

BASICS, NAMES = "title.basics", "name.basics"
# The tables beside that of titles: the column by which a row belongs to one, and what its rows are called in a record.
SIDES = {
    "title.ratings": ("tconst", "ratings"),
    "title.crew": ("tconst", "crew"),
    "title.episode": ("tconst", "episodes"),
    "title.principals": ("tconst", "principals"),
    "title.akas": ("titleId", "akas"),
}
_KEYS = {BASICS: "tconst", NAMES: "nconst", **{name: key for name, (key, _) in SIDES.items()}}
_ALSO_NEEDED = {BASICS: {"primaryTitle"}, NAMES: {"primaryName"}}
_NULLS = frozenset({"\\N", ""})
_ID = re.compile(r"(?:tt|nm)[0-9]{7,12}")
_FILE = re.compile(r"((?:title|name)\.[a-z]+)(?:\.tsv)?(?:\.(?:gz|bz2|xz|zst|zip))?")
_HINT = "Give the folder with title.basics.tsv.gz and the files beside it, or say dump."

Row = dict[str, str]


def tables(context: Context) -> dict[str, Path]:
    """The path of each table that there is, by its name.

    Of a file the tables beside it are taken too; one with a name of another kind is the table of titles. Raises
    InputMissing if there is no table of titles, UsageError for what is no way in, and the errors of a download.
    """
    way = ways.way(context, ways.DUMP)
    if way.files:
        return dict(way.files)
    if way.path is None:
        raise UsageError("IMDb is not read from a server of its own.", _HINT)
    if way.path.is_dir():
        found = _named(path for path in way.path.rglob("*") if path.is_file())
    elif way.path == files.STDIN or _table(way.path) is None:
        found = {BASICS: way.path}
    else:
        found = _named(path for path in way.path.parent.iterdir() if path.is_file()) | _named([way.path])
    if BASICS not in found:
        raise InputMissing(f"there is no {BASICS}.tsv in {way.path}.", _HINT)
    return found


def _named(paths: Iterable[Path]) -> dict[str, Path]:
    """The tables among files, by their names; of several the one with the shortest path."""
    order = sorted(paths, key=lambda path: (-len(path.parts), str(path)))
    return {table: path for path in order if (table := _table(path)) is not None}


def _table(path: Path) -> str | None:
    found = _FILE.fullmatch(path.name)
    return found[1] if found and found[1] in _KEYS else None


def rows(table: str, path: Path, context: Context, after: int = 0) -> Iterator[tuple[int, str, Row, str]]:
    """The rows of a table after number `after`: number, id, what is not null, and where it stands.

    A row without an id of IMDb is reported and left out, and so is whatever is no row. Raises InputError.
    """
    key = _KEYS[table]
    needed = {key} | _ALSO_NEEDED.get(table, set())
    for row in files.rows(path, context, needed=needed, delimiter="\t", quoting=False, after=after):
        id_ = row.cells[key]
        if _ID.fullmatch(id_):
            yield row.number, id_, {name: cell for name, cell in row.cells.items() if cell not in _NULLS}, row.located
        else:
            message = f"{id_!r} is no id of IMDb: the row is left out"
            context.report(Issue("bad-id", message, field=key, raw=id_, located=row.located))


class Joined:
    """The rows of the other tables, in the temporary file `sides`; tables that are missing are reported."""

    def __init__(self, sides: SideTables, paths: Mapping[str, Path], context: Context) -> None:
        self._sides = sides
        self._total: Counter[str] = Counter()
        self._used: Counter[str] = Counter()
        for table, (key, _) in SIDES.items():
            if table in paths:
                found = (row for _, _, row, _ in rows(table, paths[table], context))
                self._total[table] = sides.add(table, found, key)
        self._named = NAMES in paths
        if self._named:
            names = ({"nconst": id_, "primaryName": row.get("primaryName", "")}
                     for _, id_, row, _ in rows(NAMES, paths[NAMES], context))  # fmt: skip
            sides.add(NAMES, names, "nconst")
        for table in _KEYS.keys() - paths.keys():
            message = f"there is no {table}.tsv: nothing of what it says is known"
            context.report(Issue("missing-table", message, located=f"{table}.tsv"))

    def title(self, id_: str, row: Row) -> dict[str, Any]:
        """The record of a title: its row, the rows of other tables, and the names of the people in them."""
        whole: dict[str, Any] = {"title": row}
        for table, (key, called) in SIDES.items():
            found = self._sides.of(table, id_) if self._total[table] else []
            self._used[table] += len(found)
            for one in found:
                del one[key]
            if found:
                whole[called] = found
        if self._named and (people := _people(whole)):
            whole["people"] = [self._person(one) for one in people]
        return whole

    def _person(self, id_: str) -> Row:
        found = self._sides.of(NAMES, id_)
        return found[0] if found else {"nconst": id_}

    def report_unjoined(self, context: Context) -> None:
        """Tell of tables with rows of titles that are not there, once all titles were asked for."""
        for table in SIDES:
            left = self._total[table] - self._used[table]
            if left > 0:
                message = f"rows of no title in {BASICS}: {left:,}, left out"
                context.report(Issue("unjoined-rows", message, located=f"{table}.tsv"))


def _people(whole: Mapping[str, Any]) -> list[str]:
    """The ids of all who are named in the rows of a title, each once."""
    found = [row["nconst"] for row in whole.get("principals", ()) if "nconst" in row]
    for row in whole.get("crew", ()):
        found += [one for column in ("directors", "writers") for one in row.get(column, "").split(",") if one]
    return list(dict.fromkeys(found))
