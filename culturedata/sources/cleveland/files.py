"""Cleveland's dump on this disk: its JSON one record after another, its CSV with the values that cells hold."""

from __future__ import annotations

import ast
import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import msgspec

from culturedata.errors import InputEmpty, InputFormat, InputMissing, InputTruncated
from culturedata.importing.inputs import files, json_objects
from culturedata.importing.source import Context, Issue

# Columns in which a cell may hold a list or an object, in JSON or as Python prints it.
NESTED = frozenset({
    "artists_tags", "creators", "culture", "support_materials", "dimensions", "inscriptions", "exhibitions",
    "provenance", "find_spot", "related_works", "former_accession_numbers", "external_resources", "citations",
    "images", "alternate_images", "alternate_titles", "inseparable_parts", "collection_mapped", "medium_mapped",
    "current_exhibition", "current_loan", "upcoming_loans",
})  # fmt: skip
LONGEST_LITERAL = 1_000_000  # characters of a cell that is read as Python prints it
_BLOCK = 1 << 20  # bytes that are read in one go
_LONGEST = 64 << 20  # characters of a record
_BLANK = re.compile(r"\s*")
_AGAIN = "What was readable is in. Download it again, then --resume."
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Found:
    """A record of the dump: its bytes, its number from 1 (bad ones counted), where it stands, «json» or «csv»."""

    body: bytes
    number: int
    located: str
    format: str = "json"


def records(path: Path, context: Context, after: int = 0) -> Iterator[Found]:
    """The records in a file, or in a folder with data.json or data.csv, after record number `after`.

    JSON is a list, an answer of the API, or one object after another; anything else is read as CSV. Standard input is
    JSON. Raises InputError.
    """
    path = _in_folder(path)
    name = "standard input" if path == files.STDIN else path.name
    if path == files.STDIN or (path.suffix.lower() != ".csv" and json_objects.is_json(path)):
        with files.open_file(path) as stream:
            yield from _json(stream, name, after)
        return
    for row in files.rows(path, context, needed={"id", "accession_number"}, after=after):
        yield Found(msgspec.json.encode(row.cells), row.number, row.located, "csv")


def cells(row: dict[str, Any], context: Context, record: str) -> dict[str, Any]:
    """A row of the CSV as the record of the JSON that it was made of: empty cells are left out, lists are lists.

    A cell that looks like a list and can't be read as one is reported, and stays the text that it is.
    """
    found = {name: cell for name, cell in row.items() if cell != ""}
    for name in NESTED & found.keys():
        found[name] = _value(found[name], name, context, record)
    addresses = {size: found.pop(f"image_{size}", None) for size in ("web", "print", "full")}
    if any(addresses.values()):
        found.setdefault("images", {size: {"url": url} for size, url in addresses.items() if url})
    return found


def _in_folder(path: Path) -> Path:
    if not path.is_dir():
        return path
    for name in ("data.json", "data.csv"):
        if (path / name).is_file():
            return path / name
    raise InputMissing(f"there is neither data.json nor data.csv in {path}.", "Give the file itself.")


def _value(cell: str, name: str, context: Context, record: str) -> Any:
    """What a cell holds: the list or the object that it spells, else its text."""
    if cell.lstrip()[:1] not in ("[", "{"):
        return cell
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        pass
    try:
        if len(cell) <= LONGEST_LITERAL:
            return _plain(ast.literal_eval(cell.strip()))
        fault = "it is too long"
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        fault = f"{error}"
    message = f"the cell is neither JSON nor a Python literal ({fault}): it is kept as text"
    context.report(Issue("unreadable-cell", message, record=record, field=name, raw=cell[:2000]))
    return cell


def _plain(value: Any) -> Any:
    """A Python literal as JSON has it: lists in place of tuples, names that are texts. Raises ValueError for others."""
    return json.loads(json.dumps(value))


def _json(stream: IO[bytes], name: str, after: int) -> Iterator[Found]:
    """The records of a JSON stream, each with its own bytes; memory holds no more than a few of them."""
    text = _Text(stream, name)
    number = 0
    for body in text.values():
        for one in _members(body):
            number += 1
            if number > after:
                yield Found(one, number, f"{name}: record {number}")
    if not number:
        raise InputEmpty(f"{name} holds no records.", "Is it the right file?")


def _members(body: bytes) -> list[bytes]:
    """The records of an answer of the API (`data` is a list, or one); the record itself if it is none."""
    try:
        answer = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except msgspec.DecodeError:
        return [body]
    if "data" not in answer or "accession_number" in answer:
        return [body]
    try:
        return [bytes(one) for one in msgspec.json.decode(answer["data"], type=list[msgspec.Raw])]
    except msgspec.DecodeError:
        return [bytes(answer["data"])]


class _Text:
    """A stream of JSON as text, of which as much is held as one value takes."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream = stream
        self._name = name
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._held, self._at, self._ended = "", 0, False
        self._count = 0

    def values(self) -> Iterator[bytes]:
        """The members of a list, or values one after another, as they stand.

        Raises InputTruncated where the text breaks off, InputFormat where it is no JSON.
        """
        first = self._next()
        listed = first == "["
        if not first:
            return
        if listed:
            self._at += 1
            if self._next() == "]":
                return
        while True:
            yield self._value()
            mark = self._next()
            if listed and mark == "]":
                self._at += 1
                if self._next():
                    raise InputFormat(f"{self._name} goes on after its list.", "Is it the right file?")
                return
            if not listed and not mark:
                return
            if listed and mark == ",":
                self._at += 1
            elif listed:
                raise self._fault(f"no comma but {mark!r}" if mark else "")

    def _value(self) -> bytes:
        """The next value."""
        self._next()
        while True:
            try:
                _, end = _DECODER.raw_decode(self._held, self._at)
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated string") or error.pos >= len(self._held) - 12
                if cut and len(self._held) - self._at < _LONGEST and self._more():
                    continue
                raise self._fault("" if cut and self._ended else str(error)) from error
            except RecursionError as error:
                raise self._fault("it is nested too deep") from error
            if end == len(self._held) and self._more():
                continue  # a number may go on
            body = self._held[self._at : end].encode()
            self._at = end
            self._count += 1
            return body

    def _next(self) -> str:
        """The next character that is no blank, where reading then stands; empty at the end."""
        while True:
            self._at = _BLANK.match(self._held, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._held):
                return self._held[self._at]
            if not self._more():
                return ""

    def _more(self) -> bool:
        """Read on, and forget what was read before; whether there was more."""
        if self._ended:
            return False
        try:
            block = self._stream.read(_BLOCK)
            text = self._decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            raise InputFormat(f"{self._name} is not UTF-8 text after record {self._count:,}.", "Save it so.") from error
        except (*files.BROKEN_OFF, OSError) as error:
            raise files.broken_off(self._name, f"record {self._count:,}", error) from error
        self._ended = not block
        self._held, self._at = self._held[self._at :] + text, 0
        return bool(block)

    def _fault(self, said: str) -> InputFormat | InputTruncated:
        """The error for a text that breaks off, or for one that can't be read for the reason `said`."""
        if said:
            place = f"{self._name}: record {self._count + 1:,}"
            return InputFormat(f"{place} is no JSON: {said}.", "What came before it is in. Download it again.")
        return InputTruncated(f"{self._name} breaks off after record {self._count:,}.", _AGAIN)
