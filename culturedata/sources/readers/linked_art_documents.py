"""The JSON documents in one file: a document, a list of them, or one a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import msgspec

from culturedata.errors import InputFormat
from culturedata.importing.inputs import files
from culturedata.importing.inputs.files import Line
from culturedata.importing.source import Context
from culturedata.sources.readers.standard_files import Found

_HINT = "Is it the right file, and whole? It holds one document, a list of them, or one a line."


def documents(found: Found, context: Context, after: int = 0) -> Iterator[Line]:
    """The documents of a file after number `after`, with their own bytes; numbers are those of lines or of the list.

    One a line is read as a stream; a single document and a list are read whole into memory. Raises InputFormat if it
    is no JSON, InputEmpty, InputTruncated.
    """
    with found.open() as stream:
        lines = files.read_lines(stream, found.located, context)
        first = next(lines, None)
        if first is None:
            raise InputFormat(f"{found.located} holds no JSON.", _HINT)
        if _is_whole(first.body):
            if after < first.number:
                yield first
            for line in lines:
                if line.number > after:
                    yield line
        else:
            yield from _document(first, stream, found.located, after)


def _is_whole(body: bytes) -> bool:
    """Whether a line is a JSON object by itself."""
    try:
        msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return True


def _document(first: Line, stream: IO[bytes], located: str, after: int) -> Iterator[Line]:
    """What begins with a line and ends with the file: one document, or the members of a list."""
    body = first.body + b"\n" + files.whole(stream, located)
    try:
        if body.lstrip().startswith(b"["):
            members = [bytes(one) for one in msgspec.json.decode(body, type=list[msgspec.Raw])]
        else:
            msgspec.json.decode(body, type=dict[str, msgspec.Raw])
            members = [body.strip()]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputFormat(f"{located} is no JSON: {error}.", _HINT) from error
    for number, member in enumerate(members, 1):
        if number > after:
            yield Line(number, member, located if len(members) == 1 else f"{located}: record {number:,}")
