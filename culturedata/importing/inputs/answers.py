"""Answers of an API that somebody kept in files: a page of records, a list, one a line, or one record alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from culturedata.errors import InputEmpty, InputFormat, InputTruncated
from culturedata.importing.inputs import files
from culturedata.importing.inputs.files import Line


def numbered(path: Path, after: int = 0) -> Iterator[Line]:
    """The records of a file, or of all JSON files below a folder in the order of their names, after number `after`.

    They are numbered from 1 through all the files. Raises InputEmpty if there are none, InputError.
    """
    number = 0
    for one in sorted(path.rglob("*.json*")) if path.is_dir() else [path]:
        for body, located in records(one):
            number += 1
            if number > after:
                yield Line(number, body, located)
    if not number:
        raise InputEmpty(f"{path} holds no records.", "Give what the API answered.")


def records(path: Path) -> Iterator[tuple[bytes, str]]:
    """The records of a file, each with its own bytes and where it stands. Raises InputError."""
    name = "standard input" if path == files.STDIN else path.name
    with files.open_file(path) as stream:
        try:
            whole = stream.read()
        except (*files.BROKEN_OFF, OSError) as error:
            raise files.broken_off(name, "its beginning", error) from error
    whole = whole.removeprefix(b"\xef\xbb\xbf").strip()
    if whole[:1] == b"<":
        raise InputFormat(f"{name} is a web page or XML, not JSON.", "Give what the API answered.")
    for number, body in enumerate(_members(whole, name), 1):
        yield body, f"{name}: record {number}"


def _members(whole: bytes, name: str) -> list[bytes]:
    """The records of a page, of a list, of lines; or the one that a file is."""
    try:
        if whole.startswith(b"["):
            return [bytes(one) for one in msgspec.json.decode(whole, type=list[msgspec.Raw])]
        answer = msgspec.json.decode(whole, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError) as error:
        lines = [line for line in whole.splitlines() if line.strip()]
        if len(lines) > 1 and _is_object(lines[0]):
            return lines
        if "truncated" in str(error):
            raise InputTruncated(f"{name} breaks off: {error}.", "Download it again.") from error
        raise InputFormat(f"{name} can't be read as JSON: {error}.", "Give what the API answered.") from error
    if "records" in answer and "info" in answer:
        return [bytes(one) for one in msgspec.json.decode(answer["records"], type=list[msgspec.Raw])]
    return [whole]


def _is_object(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        return False
    return True
