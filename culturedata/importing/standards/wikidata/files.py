"""Items of Wikidata in files: a dump with one a line, a document of Special:EntityData or of the API, a saved answer of
the query service, or a folder of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from culturedata.errors import InputEmpty, InputFormat
from culturedata.importing.inputs import answers, files
from culturedata.importing.inputs.files import Line
from culturedata.importing.source import Context, Issue
from culturedata.importing.standards.wikidata import item, rows
from culturedata.importing.standards.wikidata.rows import Variables

_BRACKETS = (b"[", b"]", b"[]")  # what stands around the lines of a dump
_ADVICE = "Give an entity a line, a document with «entities», or an answer of the query service."
_UNREADABLE = (msgspec.DecodeError, RecursionError, ValueError)


class _Head(msgspec.Struct):
    """What names an entity, tells what it is, and when it was changed; the `rows` of an answer."""

    id: str = ""
    claims: dict[str, msgspec.Raw] | list[msgspec.Raw] = {}
    modified: str | None = None
    missing: str | bool | None = None
    rows: list[msgspec.Raw] | None = None


class _Document(msgspec.Struct):
    """What holds several entities: a document, an answer of the query service."""

    entities: dict[str, msgspec.Raw] | None = None
    results: dict[str, msgspec.Raw] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An item: the body of its record, its properties, its statements of what it is (as JSON), when it was changed,
    its line or number, where it stands."""

    id: str
    body: bytes
    properties: frozenset[str]
    said: bytes
    modified: str | None
    number: int
    located: str

    @property
    def kinds(self) -> frozenset[str]:
        """The items that it is an instance of; in a saved answer of the query service none is told."""
        return frozenset(item.linked(b'{"claims":{"P31":' + self.said + b"}}", (item.KIND,)))


def items(path: Path, context: Context, known: Variables) -> Iterator[Found]:
    """The items after the context's cursor; what is none is reported. Raises InputError."""
    after, met = int(context.cursor or 0), False
    for line in _members(path, context, after, known):
        try:
            found = _item(line)
        except _UNREADABLE as error:
            if line.number <= 2 and not met:
                raise InputFormat(f"{line.located} is no entity of Wikidata: {error}.", _ADVICE) from error
            _left_out(line.body, error, line.located, context)
        else:
            met = True
            yield found
    if not met and not after:
        raise InputEmpty(f"{path.name} holds no entities.", _ADVICE)


def _item(line: Line) -> Found:
    """The item in a line or a document. Raises ValueError."""
    head = msgspec.json.decode(line.body, type=_Head)
    if not head.id or head.missing is not None:
        raise ValueError("it has no id" if not head.id else f"there is no {head.id}")
    claims = head.claims if isinstance(head.claims, dict) else {}
    body = line.body if head.rows else b'{"entity":' + line.body + b',"linked":{}}'
    said = bytes(claims.get(item.KIND, b"[]"))
    return Found(head.id, body, frozenset(claims), said, head.modified, line.number, line.located)


def _members(path: Path, context: Context, after: int, known: Variables) -> Iterator[Line]:
    """The entities of a file of lines, or those in the documents that a file or a folder holds."""
    if path == files.STDIN or not (path.is_dir() or _is_document(path, context)):
        for line in files.lines(path, context, after):
            body = line.body.strip().rstrip(b",")
            if body not in _BRACKETS:
                yield Line(line.number, body, line.located)
        return
    number = 0
    for line in answers.numbered(path):
        for member in _opened(line.body.strip().rstrip(b","), line.located, context, known):
            number += 1
            if number > after:
                yield Line(number, member, line.located)


def _is_document(path: Path, context: Context) -> bool:
    """Whether the first line of a file is not an entity: JSON that holds several, or that goes on in the next line.

    Such a file is read whole into memory; a dump, which is far larger than that, never is.
    """
    quiet = Context(context.descriptor)  # what is wrong with a line is told when it is read
    lines = (line.body.strip().rstrip(b",") for line in files.lines(path, quiet))
    first = next((line for line in lines if line not in _BRACKETS), b"")
    try:
        found = msgspec.json.decode(first, type=_Document | list[msgspec.Raw])
    except (msgspec.DecodeError, RecursionError) as error:
        return first[:1] in (b"{", b"[") and "truncated" in str(error)
    return isinstance(found, list) or found.entities is not None or found.results is not None


def _left_out(body: bytes, fault: Exception, located: str, context: Context) -> None:
    message = f"what is no entity of Wikidata is left out: {fault}"
    context.report(Issue("not-a-record", message, raw=body[:2000].decode("utf-8", "replace"), located=located))


def _opened(body: bytes, located: str, context: Context, known: Variables) -> Iterator[bytes]:
    """The entities in a document, the items in an answer of the query service; else the body itself."""
    try:
        found = msgspec.json.decode(body, type=_Document)
    except (msgspec.DecodeError, RecursionError):
        found = _Document()
    if found.entities is not None:
        yield from map(bytes, found.entities.values())
    elif found.results is not None:
        try:
            yield from rows.by_item(body, located, context, known)
        except ValueError as error:
            _left_out(body, error, located, context)
    else:
        yield body
