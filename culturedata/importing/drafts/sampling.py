"""The first records of somebody's file, a CSV table or JSON, to see what its columns hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from culturedata.errors import InputEmpty, InputFormat
from culturedata.importing.descriptor import Descriptor
from culturedata.importing.inputs import csv_records, files, json_objects
from culturedata.importing.inputs.recoded import in_utf_8
from culturedata.importing.mapped.places import escaped
from culturedata.importing.source import Context, Issue

SAMPLE = 200  # records
LOOKED_AT = 32 << 20  # bytes in which letters past ASCII are looked for
SHOWN = 40  # letters of a value
STRANGE = 1 << 16  # bytes of lines that are not UTF-8


@dataclass(slots=True)
class Sample:
    """The first records of a file: of each column or path its values, a list a record; `told` of what was met."""

    reader: str
    count: int = 0
    columns: dict[str, list[list[str]]] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    told: list[Issue] = field(default_factory=list)

    def add(self, values: dict[str, list[str]]) -> None:
        """Take in one record."""
        for name, texts in values.items():
            if len(self.columns) > csv_records.MOST_COLUMNS:
                raise InputFormat("there are too many fields for a table of works.", "Is it the right file?")
            self.columns.setdefault(name, [[] for _ in range(self.count)]).append(texts)
        self.count += 1
        for said in self.columns.values():
            said.extend([] for _ in range(self.count - len(said)))

    def values(self, name: str) -> list[str]:
        """All that a column says."""
        return [text for said in self.columns[name] for text in said if text]

    def no_key(self, name: str) -> str | None:
        """Why this column can't be the key; None if each record has one value in it, and no two the same."""
        if several := sum(len(texts) > 1 for texts in self.columns[name]):
            return f"{several} of {self.count} records have several"
        said = self.values(name)
        if len(said) < self.count:
            return f"{self.count - len(said)} of {self.count} records have none"
        text, times = Counter(said).most_common(1)[0]
        return f"{times} of {self.count} records have «{short(text)}»" if times > 1 else None


def short(text: str) -> str:
    """A value as it is shown: its first letters, in one line."""
    text = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
    return f"{text[:SHOWN]}{' …' if len(text) > SHOWN else ''}"


def sample(path: Path) -> Sample:
    """The first records of a CSV or JSON file. Raises InputError."""
    try:
        return _sample(path)
    except (*files.BROKEN_OFF, OSError) as error:
        raise files.broken_off(path.name, "its beginning", error) from error


def _sample(path: Path) -> Sample:
    with files.open_file(files.must_exist(path)) as stream:
        start = stream.read(1 << 12).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        raise InputFormat(f"{path.name} is HTML or XML, not a table.", "Give a CSV or JSON file.")
    found = _json(path) if start[:1] in (b"{", b"[") else _csv(path)
    if not found.count:
        raise InputEmpty(f"{path.name} holds no record that can be read.", "Is it the right file?")
    return found


def _csv(path: Path) -> Sample:
    """The first rows, with the encoding and the delimiter that were found out."""
    encoding = _encoding(path)
    with in_utf_8(path, encoding) as copy:
        options = {} if encoding == "utf-8" else {"encoding": encoding}
        found = Sample("csv", options={**options, "delimiter": _delimiter(copy)})
        for row in islice(files.rows(copy, _nobody(found.told), needed=set(), delimiter=None), SAMPLE):
            found.add({name: [cell.strip()] if cell.strip() else [] for name, cell in row.cells.items()})
    return found


def _encoding(path: Path) -> str:
    """UTF-8, or the older encoding in which the lines read that are none. Raises InputFormat if it can't be told."""
    strange, lines, text, looked = b"", 0, 0, 0
    with files.open_file(path) as stream:
        try:
            while looked < LOOKED_AT and (line := stream.readline(csv_records.LONGEST)):
                looked += len(line)
                if line.isascii():
                    continue
                try:
                    line.decode()
                    text += 1
                except UnicodeDecodeError:
                    lines += 1
                    strange += line[:STRANGE] if len(strange) < STRANGE else b""
        except (*files.BROKEN_OFF, OSError):
            pass  # what was read tells enough, or the rows will say it
    if lines <= text:
        return "utf-8"
    found = csv_records.likely_encoding(strange)
    if found is None:
        raise InputFormat(f"{path.name} is not UTF-8 text, and its encoding can't be told.", "Save it as CSV in UTF-8.")
    return found


def _delimiter(path: Path) -> str:
    """What stands between two cells, as a descriptor says it. Raises InputFormat if there is one column only."""
    with files.open_file(path) as stream:
        records = csv_records.Records(stream, path.name, quoting=True)
        names = records.header(set(), None)
    if len(names) == 1:
        message = f"{path.name} has one column only, «{names[0][:80]}»: none of , ; | and tab stands in its first line."
        raise InputFormat(message, "Save it as CSV with one of these between the cells.")
    return "tab" if records.delimiter == "\t" else records.delimiter


def _json(path: Path) -> Sample:
    """The first objects; of a document that is one object, those of its longest list."""
    told: list[Issue] = []
    rows = list(_objects(path, told))
    records = ""
    if not rows:
        rows, told = [_document(path)], []
    if len(rows) == 1:
        records, rows = max(_lists(rows[0]), key=lambda one: len(one[1]), default=("", rows))
    found = Sample("jsonl", options={"records": records} if records else {}, told=told)
    for row in rows[:SAMPLE]:
        values: dict[str, list[str]] = {}
        for place, text in _leaves(row):
            values.setdefault(place, []).append(text)
        found.add(values)
    return found


def _objects(path: Path, told: list[Issue]) -> Iterator[dict[str, Any]]:
    """The first objects of JSON lines or of a list; nothing where the first one is none: it may be one document."""
    for line in islice(json_objects.lines(path, _nobody(told)), SAMPLE):
        try:
            row = msgspec.json.decode(line.body)
        except json_objects.UNREADABLE:
            row = None
        if isinstance(row, dict):
            yield row
        elif line.number == 1:
            return


def _document(path: Path) -> dict[str, Any]:
    """The file as one object. Raises InputFormat if it is none."""
    with files.open_file(path) as stream:
        try:
            return msgspec.json.decode(files.whole(stream, path.name), type=dict[str, Any])
        except json_objects.UNREADABLE as error:
            raise InputFormat(
                f"{path.name} is neither JSON lines nor one JSON document: {error}.", json_objects.NO_LIST
            ) from error


def _lists(value: dict[str, Any], at: str = "") -> Iterator[tuple[str, list[Any]]]:
    """The lists of two objects and more in an object, with their paths."""
    for name, inner in value.items():
        where = f"{at}.{escaped(name)}".lstrip(".")
        if isinstance(inner, list) and len(inner) > 1 and all(isinstance(one, dict) for one in inner):
            yield where, inner
        elif isinstance(inner, dict):
            yield from _lists(inner, where)


def _leaves(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """The texts in a record with their paths; a list of texts stands under the list's own."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{at}.{escaped(name)}".removeprefix("."))
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, f"{at}[]" if isinstance(inner, dict) else at)
    else:
        yield at, "" if value is None else str(value).strip()


def _nobody(issues: list[Issue]) -> Context:
    """A context that keeps what is reported."""
    nothing: dict[str, Any] = dict.fromkeys(
        ("name", "title", "title_fr", "description", "description_fr", "licence", "licence_url", "attribution",
         "homepage", "input", "size"), "",
    )  # fmt: skip
    return Context(Descriptor(domain=(), publish="local", **nothing), report=issues.append)
