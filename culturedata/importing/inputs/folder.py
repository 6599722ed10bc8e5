"""The files of a folder that are named like data, one after another: one that can't be read costs itself alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from culturedata.errors import InputEmpty, InputError
from culturedata.importing.source import Context, Issue

T = TypeVar("T")
CSV, JSON = ("csv", "tsv"), ("json", "jsonl", "ndjson")  # how the names of data files end, packed or not


def each(path: Path, context: Context, read: Callable[[str, Path], Iterator[T]], begin: str = "") -> Iterator[T]:
    """What `read` yields of a file, or of each file below a folder in the order of their names, from `begin` on.

    `read` is given a file's name in the folder and its path. A file among others that can't be read is reported
    («unreadable-file»), and the others go in. Raises InputError if nothing came: the first error, or InputEmpty.
    """
    if not path.is_dir():
        yield from read(path.name, path)
        return
    first: InputError | None = None
    came = bool(begin)
    found = named(path, (*CSV, *JSON))
    if not found:
        raise InputEmpty(f"{path} holds no file of CSV or JSON.", "Give the folder with the files, or one of them.")
    for name, file in found:
        if name < begin:
            continue
        try:
            for one in read(name, file):
                came = True
                yield one
        except InputError as error:
            context.report(Issue("unreadable-file", error.message, located=name))
            context.partial = True
            first = first or error
    if first is not None and not came:
        raise first


def named(folder: Path, endings: Iterable[str]) -> list[tuple[str, Path]]:
    """The files below a folder whose names end so, packed or not, by their names in it; hidden ones are left out."""
    wanted = re.compile(rf"[^.].*\.(?:{'|'.join(endings)})(?:\.(?:gz|bz2|xz|zst))?", re.IGNORECASE)
    found = (one for one in folder.rglob("*") if wanted.fullmatch(one.name) and one.is_file())
    return sorted((one.relative_to(folder).as_posix(), one) for one in found)
