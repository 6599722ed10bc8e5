"""Exhibitions as they lie in a library: one folder each in `exhibitions`, beside the catalogue."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from pathlib import Path
from typing import NamedTuple

import msgspec

from culturedata.data.exhibitions import Exhibition
from culturedata.vocabularies import LANGUAGES

FOLDER = "exhibitions"
_FILE = "exhibition.json"
SHEETS = {lang: f"{lang}.html" for lang in LANGUAGES}  # to print, by language
ORDER = "order.csv"
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_THERE = "SELECT work_id FROM works WHERE work_id IN (SELECT value FROM json_each(?))"
_OPEN = "SELECT url FROM images WHERE open AND work_id IN (SELECT value FROM json_each(?))"


class Given(NamedTuple):
    """The exhibitions that were given on, by name; those that must stay at home; those that lay there already."""

    given: list[str]
    home: list[str]
    there: list[str]


def place(library: Path, name: str) -> Path:
    """The folder of an exhibition; there need not be one."""
    return library / FOLDER / name


def save(library: Path, exhibition: Exhibition, files: dict[str, str]) -> list[Path]:
    """Write an exhibition and the files that go with it, by name; return where they are. An earlier one is replaced."""
    folder = place(library, exhibition.name)
    folder.mkdir(parents=True, exist_ok=True)
    written = {_FILE: msgspec.json.format(msgspec.json.encode(exhibition).decode(), indent=1) + "\n", **files}
    for name, text in written.items():
        partial = folder / f".{name}.new"
        partial.write_bytes(text.encode())
        partial.replace(folder / name)
    return [folder / name for name in written]


def read(library: Path, name: str) -> Exhibition | None:
    """The exhibition of that name; None if there is none, or its file is no exhibition."""
    file = place(library, name) / _FILE
    if not NAME.fullmatch(name) or not file.is_file():
        return None
    try:
        return msgspec.json.decode(file.read_bytes(), type=Exhibition)
    except (msgspec.DecodeError, OSError):
        return None


def all_of(library: Path) -> list[Exhibition]:
    """Every exhibition of a library, the newest first."""
    names = (file.parent.name for file in (library / FOLDER).glob(f"*/{_FILE}"))
    found = [exhibition for name in names if (exhibition := read(library, name))]
    return sorted(found, key=lambda one: (one.made_at, one.name), reverse=True)


def now(culture: sqlite3.Connection, exhibition: Exhibition) -> tuple[set[str], set[str]]:
    """Which of its works a catalogue has, and which of their pictures it calls open."""
    ids = json.dumps([exhibit.work_id for exhibit in exhibition.exhibits])
    there, open_urls = ({row[0] for row in culture.execute(asked, [ids])} for asked in (_THERE, _OPEN))
    return there, open_urls


def give(library: Path, culture: sqlite3.Connection, into: Path) -> Given:
    """Copy to the folder `into` the exhibitions of a library that may go with the catalogue `culture`, which lies
    there: it has all their works, and calls all their pictures open. What lies there already is left as it is."""
    found = Given([], [], [])
    for exhibition in all_of(library):
        there, open_urls = now(culture, exhibition)
        pictures = {exhibit.picture.url for exhibit in exhibition.exhibits if exhibit.picture}
        if not pictures <= open_urls or not {exhibit.work_id for exhibit in exhibition.exhibits} <= there:
            found.home.append(exhibition.name)
        elif place(into, exhibition.name).exists():
            found.there.append(exhibition.name)
        else:
            _copy(place(library, exhibition.name), place(into, exhibition.name))
            found.given.append(exhibition.name)
    return found


def _copy(folder: Path, out: Path) -> None:
    """Copy what `compose` wrote, and nothing that somebody laid beside it."""
    out.mkdir(parents=True)
    for name in (_FILE, *SHEETS.values(), ORDER):
        if (folder / name).is_file():
            shutil.copy2(folder / name, out)


def files(library: Path) -> list[Path]:
    """Every file in the folders of a library's exhibitions."""
    found = (library / FOLDER).rglob("*")
    return sorted(path for path in found if path.is_file() and not path.name.startswith("."))
