"""Answers of an API that somebody kept in files: a page of records, a list, one a line, or one record alone."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from itertools import chain
from pathlib import Path

import msgspec

from culturedata.errors import InputEmpty, InputFormat, InputTruncated
from culturedata.importing.inputs import files, folder
from culturedata.importing.inputs.files import Line

_SPARQL = {"head", "results"}  # what stands in an answer of a query service, which is read by its source


class _Form(Enum):
    """What a file holds."""

    ALONE = "one record"
    SEVERAL = "a list, or one a line"
    FOUND = "what a search found"


def numbered(path: Path, after: int = 0) -> Iterator[Line]:
    """The records of a file, or of all JSON files below a folder (hidden ones left out), after number `after`.

    They are numbered from 1 through all the files. In a folder what may be told in brief comes last, for of a record
    that stands there twice the first counts: before what searches found come lists and lines, and before these the
    records that were asked for by themselves; each in the order of the files' names. Raises InputEmpty if there are
    none, InputError.
    """
    number = 0
    for body, located in _in_folder(path) if path.is_dir() else records(path):
        number += 1
        if number > after:
            yield Line(number, body, located)
    if not number:
        raise InputEmpty(f"{path} holds no records.", "Give what the API answered.")


def records(path: Path) -> Iterator[tuple[bytes, str]]:
    """The records of a file, each with its own bytes and where it stands. Raises InputError."""
    yield from _located(path, _read(path)[1])


def _in_folder(path: Path) -> Iterator[tuple[bytes, str]]:
    """The records of all files below a folder; a file whose turn is later is read again then."""
    later: dict[_Form, list[Path]] = {_Form.SEVERAL: [], _Form.FOUND: []}
    for _, one in folder.named(path, folder.JSON):
        form, found = _read(one)
        if form is _Form.ALONE:
            yield from _located(one, found)
        else:
            later[form].append(one)
    for one in chain(*later.values()):
        yield from records(one)


def _located(path: Path, found: list[bytes]) -> Iterator[tuple[bytes, str]]:
    return ((body, f"{_name(path)}: record {number}") for number, body in enumerate(found, 1))


def _name(path: Path) -> str:
    return "standard input" if path == files.STDIN else path.name


def _read(path: Path) -> tuple[_Form, list[bytes]]:
    """What a file holds, and its records. Raises InputError."""
    name = _name(path)
    with files.open_file(path) as stream:
        whole = files.whole(stream, name)
    whole = whole.removeprefix(b"\xef\xbb\xbf").strip()
    if whole[:1] == b"<":
        raise InputFormat(f"{name} is a web page or XML, not JSON.", "Give what the API answered.")
    return _members(whole, name)


def _members(whole: bytes, name: str) -> tuple[_Form, list[bytes]]:
    """The records of a page, of a list, of lines; or the one that a file is."""
    try:
        if whole.startswith(b"["):
            return _Form.SEVERAL, [bytes(one) for one in msgspec.json.decode(whole, type=list[msgspec.Raw])]
        answer = msgspec.json.decode(whole, type=dict[str, msgspec.Raw])
        if "records" in answer and "info" in answer:
            return _Form.FOUND, [bytes(one) for one in msgspec.json.decode(answer["records"], type=list[msgspec.Raw])]
    except (msgspec.DecodeError, RecursionError) as error:
        lines = [line for line in whole.splitlines() if line.strip()]
        if len(lines) > 1 and _is_object(lines[0]):
            return _Form.SEVERAL, lines
        if "truncated" in str(error):
            raise InputTruncated(f"{name} breaks off: {error}.", "Download it again.") from error
        raise InputFormat(f"{name} can't be read as JSON: {error}.", "Give what the API answered.") from error
    return _Form.FOUND if answer.keys() >= _SPARQL else _Form.ALONE, [whole]


def _is_object(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        return False
    return True
