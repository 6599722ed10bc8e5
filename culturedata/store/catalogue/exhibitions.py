"""Exhibitions as they lie in a library: one folder each in `exhibitions`, beside the catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from culturedata.data.exhibitions import Exhibition

FOLDER = "exhibitions"
_FILE = "exhibition.json"
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


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
