"""The objects in a JSON file: one a line, or the members of a list in one document."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

import msgspec

from culturedata.errors import InputEmpty, InputFormat, InputTruncated
from culturedata.importing.inputs import files
from culturedata.importing.inputs.files import Line
from culturedata.importing.mapped.places import Place
from culturedata.importing.source import Context

UNREADABLE = (msgspec.DecodeError, msgspec.ValidationError, RecursionError, ValueError)
NO_LIST = "A file that is one JSON document says in its descriptor where its list is: options: {records: data.items}."


def lines(path: Path, context: Context, place: Place | None = None, after: int = 0) -> Iterator[Line]:
    """The objects of a file after number `after`, each with its own bytes, its line or its number in the list.

    `place` leads to the list in a document; None: a document that is a list, or one object a line. A document is read
    whole into memory. What stands there may be no object: that is for the caller to see. Raises InputError as
    `files.lines` does, InputFormat if there is no list, InputEmpty if it holds nothing.
    """
    name = "standard input" if files.must_exist(path) == files.STDIN else path.name
    with files.open_file(path) as stream:
        if place is not None or _first(stream, name) == b"[":
            yield from _document(_whole(stream, name), place, name, after)
        else:
            yield from files.read_lines(stream, name, context, after)


def is_json(path: Path) -> bool:
    """Whether the first character of a file that is no space opens a list or an object; else it may be a CSV file.

    Of standard input, which can't be read twice, it is not known: False. Raises InputError.
    """
    if path == files.STDIN:
        return False
    with files.open_file(path) as stream:
        return _first(stream, path.name) in (b"[", b"{")


def _first(stream: IO[bytes], name: str) -> bytes:
    """The first character that is no space; empty if there is none near the beginning. Nothing is taken out."""
    try:
        start = cast("io.BufferedReader", stream).peek(1 << 12)
    except (*files.BROKEN_OFF, OSError) as error:
        raise files.broken_off(name, "its beginning", error) from error
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]


def _whole(stream: IO[bytes], name: str) -> bytes:
    body = files.whole(stream, name).removeprefix(b"\xef\xbb\xbf")
    if not body or body.isspace():
        raise InputEmpty(f"{name} holds only blank lines.", "Download it again.")
    return body


def _document(body: bytes, place: Place | None, name: str, after: int) -> Iterator[Line]:
    """The members of the list in a document, each with its own bytes and its number from 1."""
    said = "the document" if place is None else place.said
    try:
        at: Any = body
        for step in place.steps if place else ():
            at = msgspec.json.decode(at, type=dict[str, msgspec.Raw]).get(str(step))
            if at is None:
                raise InputFormat(f"{name} has no {step!r} on the way to {said!r}.", NO_LIST)
        members = msgspec.json.decode(at, type=list[msgspec.Raw])
    except UNREADABLE as error:
        if "truncated" in str(error):
            raise InputTruncated(f"{name} breaks off: {error}.", "Download it again.") from error
        raise InputFormat(f"{name} holds no list in {said!r}: {error}.", NO_LIST) from error
    if not members:
        raise InputEmpty(f"{name} has an empty list in {said!r}.", "Is it the right file?")
    for number, member in enumerate(members, 1):
        if number > after:
            yield Line(number, bytes(member), f"{name}: record {number}")
