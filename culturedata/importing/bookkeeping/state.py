"""What tells one state of a file or a folder that somebody gave from a later one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from culturedata.store.library import AUDIENCE, CULTURE


def state(path: Path) -> str | None:
    """The size and the time of a file; of a folder the names, sizes and times of its files; None if it is neither."""
    if path.is_file():
        return _of(path.stat())
    if not path.is_dir():
        return None
    said = sha256()
    for line in sorted(_files(path)):
        said.update(line.encode("utf-8", "surrogateescape"))
    return said.hexdigest()


def _files(folder: Path) -> Iterator[str]:
    """The files below a folder in words; hidden ones are left out, and a library's own, which an import changes."""
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.startswith((".", CULTURE, AUDIENCE)):
                continue
            path = Path(at, name)
            try:
                yield f"{path}: {_of(path.stat())}\n"
            except OSError:  # a link that leads nowhere, say
                yield f"{path}\n"


def _of(found: os.stat_result) -> str:
    return f"{found.st_size} bytes, {found.st_mtime_ns}"
