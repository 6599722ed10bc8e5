"""A text file in an older encoding, read as UTF-8."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from culturedata.errors import InputFormat
from culturedata.importing.inputs import files

_PIECE = 1 << 20  # bytes; each of the encodings has one byte a character


@contextmanager
def in_utf_8(path: Path, encoding: str) -> Iterator[Path]:
    """The path of the file in UTF-8: itself, or a copy of the same name that is there until the context ends.

    `encoding` has one byte a character. Raises InputError as `files.open_file` does, InputFormat if a byte is no
    character of the encoding. Of a packed file that breaks off there is what could be unpacked, so that it is read:
    InputTruncated is raised when the context ends.
    """
    if encoding == "utf-8":
        yield path
        return
    with files.open_file(path) as stream, tempfile.TemporaryDirectory() as folder:
        name = "standard input" if path == files.STDIN else path.name
        copy, broken = Path(folder) / name, None
        with copy.open("wb") as out:
            try:
                while piece := cast("io.BufferedReader", stream).read1(_PIECE):
                    out.write(piece.decode(encoding).encode())
            except UnicodeDecodeError as error:
                raise InputFormat(f"{name} is not {encoding} text: {error.reason}.", "Try utf-8 or latin-1.") from error
            except (*files.BROKEN_OFF, OSError) as error:
                broken = files.broken_off(name, "the part that can be unpacked", error)
        yield copy
        if broken is not None:
            raise broken
