"""Where records of the Smithsonian come from: files, the dump with its indexes, or the API, unit by unit.

A cursor is a list in JSON: where the record stood («saam/0a.txt» and its line, or a unit and its place in the unit's
list), and the record's key, by which a file that was renewed meanwhile is told from the one that was begun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import msgspec

from culturedata.errors import InputEmpty, InputFormat, UsageError
from culturedata.importing.inputs import files
from culturedata.importing.protocols import paging
from culturedata.importing.source import Context, Issue
from culturedata.importing.values.address import split
from culturedata.importing.web.fetch import Fetcher

ALL = "all"
_PREFIX = "edanmdm"
_NAMES = re.compile(r".*\.(?:txt|json|jsonl|ndjson)(?:\.(?:gz|bz2|xz|zst))?", re.IGNORECASE)
_INDEX = "index.txt"
_UNREADABLE = (msgspec.DecodeError, msgspec.ValidationError, RecursionError)


class _Named(msgspec.Struct):
    id: str = msgspec.field(default="", name="record_ID")


class _Content(msgspec.Struct):
    named: _Named = msgspec.field(default_factory=_Named, name="descriptiveNonRepeating")


class Head(msgspec.Struct):
    """What names a record, and when it was changed (seconds since 1970, as a number or a text)."""

    id: str = ""
    url: str = ""
    content: _Content | None = None
    changed: int | float | str | None = msgspec.field(default=None, name="lastTimeUpdated")

    @property
    def key(self) -> str:
        """The record's own id: that of `url`, because `id` is in answers of the API often one of its own."""
        kind, _, id_ = self.url.partition(":")
        if id_:
            return id_ if kind == _PREFIX else self.url
        own = self.content.named.id if self.content else ""
        return own or self.id.removeprefix(f"{_PREFIX}-")


class _Rows(msgspec.Struct):
    rows: list[msgspec.Raw]
    count: int = msgspec.field(default=0, name="rowCount")


class _Page(msgspec.Struct):
    """A page of a search; records keep their own bytes."""

    response: _Rows


@dataclass(frozen=True, slots=True)
class Found:
    """A record as it stands, its head, where it stood, and how to go on after it."""

    body: bytes
    head: Head
    located: str
    cursor: str


def head(body: bytes, located: str) -> Head:
    """Raises InputFormat if the bytes are no record of the Smithsonian."""
    try:
        found = msgspec.json.decode(body, type=Head)
    except _UNREADABLE as error:
        raise InputFormat(f"{located} is not a record of the Smithsonian: {error}.", "Is it the right file?") from error
    if found.content is None or not found.key:
        raise InputFormat(f"{located} has no «content», or neither «url» nor «id».", "Is it the right file?")
    return found


# -- files -----------------------------------------------------------------------------------------------------------


def of_path(path: Path, context: Context) -> Iterator[Found]:
    """The records of a file, or of all files below a folder, in the order of their names."""
    if not path.is_dir():
        yield from _of_files([(path.name, path)], context)
        return
    below = sorted(one for one in path.rglob("*") if one.is_file() and _NAMES.fullmatch(one.name))
    named = [(one.relative_to(path).as_posix(), one) for one in below if one.name != _INDEX]
    if not named:
        raise InputFormat(f"{path} holds no records.", "Give the folder of a unit, with its files 00.txt to ff.txt.")
    yield from _of_files(named, context)


def _of_files(named: Sequence[tuple[str, Path]], context: Context) -> Iterator[Found]:
    at, after, key = _place(context.cursor)
    start = next((number for number, (name, _) in enumerate(named) if name == at), 0)
    for name, path in named[start:]:
        yield from of_file(path, name, context, after if name == at else 0, key)


def of_file(path: Path, name: str, context: Context, after: int, key: str) -> Iterator[Found]:
    """The records of a file after number `after`, if that is still the one with `key`; else all of them.

    A line that is no record is reported, unless it is the first: then it is the wrong file.
    """
    found = _bodies(path, context, max(0, after - 1))
    if after:
        line = next(found, None)
        if line is None or line.number != after or _key(line) != key:
            found = _bodies(path, context, 0)
    for line in found:
        try:
            said = head(line.body, line.located)
        except InputFormat as error:
            if line.number == 1:
                raise
            raw = line.body[:500].decode("utf-8", "replace")
            context.report(Issue("not-a-record", error.message, raw=raw, located=line.located))
        else:
            yield Found(line.body, said, f"{name}:{line.number}", _cursor(name, line.number, said.key))


def _key(line: files.Line) -> str | None:
    try:
        return head(line.body, line.located).key
    except InputFormat:
        return None


def _bodies(path: Path, context: Context, after: int) -> Iterator[files.Line]:
    """The lines of a file; of one that is a single document (a record, a list, an answer of the API), its records."""
    document = None if path == files.STDIN else _document(path)
    if document is None:
        yield from files.lines(path, context, after)
        return
    for number, body in enumerate(document, 1):
        if number > after:
            yield files.Line(number, bytes(body), f"{path.name}: record {number}")


def _document(path: Path) -> Sequence[bytes | msgspec.Raw] | None:
    """The records of a file that is one JSON document; None if it has a record a line."""
    with files.open_file(path) as stream:
        start = stream.readline(files.LONGEST_LINE + 1).removeprefix(b"\xef\xbb\xbf").strip()
        try:
            known = msgspec.json.decode(start, type=dict[str, msgspec.Raw])
            if "response" not in known:
                return None
        except _UNREADABLE:
            if start[:1] not in (b"{", b"["):
                return None
        try:
            whole = start + stream.read(files.LONGEST_LINE)
        except (*files.BROKEN_OFF, OSError) as error:
            raise files.broken_off(path.name, "its beginning", error) from error
    for kind, records in (
        (_Page, lambda found: found.response.rows), (list[msgspec.Raw], lambda found: found),
        (dict[str, msgspec.Raw], lambda found: [found.get("response", whole)]),
    ):  # fmt: skip
        try:
            return list(records(msgspec.json.decode(whole, type=kind)))
        except _UNREADABLE:
            continue
    return None


# -- the dump --------------------------------------------------------------------------------------------------------


def of_dump(fetcher: Fetcher, index: str, units: Sequence[str], context: Context, *, chosen: bool) -> Iterator[Found]:
    """The records of the units' files, one file after another; each file is brought before it is read.

    A unit that the index does not have raises UsageError if a person named it (`chosen`), else it is reported.
    """
    listed = {_names(address)[0].casefold(): address for address in _listed(fetcher, index)}
    asked = list(listed) if ALL in units else [unit.casefold() for unit in units]
    missing = [unit for unit in asked if unit not in listed]
    if missing and chosen:
        raise UsageError(f"the Smithsonian has no unit {missing[0]}.", f"Its units are: {', '.join(sorted(listed))}.")
    for unit in missing:
        context.partial = True
        context.report(Issue("unknown-unit", f"the dump has no unit {unit}: it was not read", located=index))
    at, after, key = _place(context.cursor)
    units = [unit for unit in asked if unit in listed]
    begun = at.partition("/")[0]
    for unit in units[units.index(begun) if begun in units else 0 :]:
        named = [("/".join(_names(address)).casefold(), address) for address in _listed(fetcher, listed[unit])]
        start = next((number for number, (name, _) in enumerate(named) if name == at), 0)
        for name, address in named[start:]:
            path = fetcher.download(address).path
            try:
                yield from of_file(path, name, context, after if name == at else 0, key)
            except InputEmpty:
                continue  # a small unit does not fill all 256 files


def _listed(fetcher: Fetcher, address: str) -> list[str]:
    """The addresses in an index, one a line."""
    found = fetcher.get(address, reader=_index)
    if found is None:
        raise InputFormat(f"there is no index at {address}.", "See the homepage for where the dump is now.")
    return [urljoin(address, line) for line in found]


def _index(body: bytes) -> list[str]:
    """Raises ValueError if the bytes are no list of files."""
    lines = [line.strip() for line in body.decode("utf-8").splitlines() if line.strip()]
    if not lines or not all(_NAMES.fullmatch(line) for line in lines):
        raise ValueError("it is no list of files")
    return lines


def _names(address: str) -> tuple[str, str]:
    """The unit and the file at the end of an address."""
    parts = split(address).path.split("/")
    return parts[-2] if len(parts) > 1 else "", parts[-1]


# -- the API ---------------------------------------------------------------------------------------------------------


def of_api(fetcher: Fetcher, base: str, units: Sequence[str], size: int, context: Context) -> Iterator[Found]:
    """The records of the units, each a list that is walked page by page."""
    if ALL in units:
        raise UsageError("the API is read unit by unit.", "Name them, as api:saam,npg; all of them are in dump:all.")
    at, walked = msgspec.json.decode(context.cursor, type=tuple[str, str]) if context.cursor else ("", None)
    start = units.index(at) if at in units else 0
    for unit in units[start:]:
        pages = _Listing(fetcher, f"{base}/search", unit, size, context)
        for item in paging.walk(pages.ask, "0", walked if unit == at else None):
            located = f"{base}/search unit {unit}, {item.cursor}"
            try:
                said = head(bytes(item.value), located)
            except InputFormat as error:
                raw = bytes(item.value)[:500].decode("utf-8", "replace")
                context.report(Issue("not-a-record", error.message, raw=raw, located=located))
            else:
                yield Found(bytes(item.value), said, located, msgspec.json.encode((unit, item.cursor)).decode())


class _Listing:
    """The list of a unit's records. What is not whole, or changed while it was read, is noted in the context."""

    def __init__(self, fetcher: Fetcher, url: str, unit: str, size: int, context: Context) -> None:
        self._fetcher, self._url, self._unit, self._size = fetcher, url, unit, size
        self._context = context
        self._count: int | None = None

    def ask(self, where: str, again: bool) -> paging.Page[msgspec.Raw] | None:
        """One page, and where the next one starts as long as there is more."""
        params = {"q": f'unit_code:"{self._unit}"', "start": where, "rows": self._size, "sort": "id"}
        page = self._fetcher.json(self._url, params, type=_Page, again=again)
        if page is None:
            self._context.partial = True
            return None
        rows, count = page.response.rows, page.response.count
        beyond = int(where) + len(rows)
        if self._count not in (None, count) or (not rows and beyond < count):
            self._context.partial = True
        if not rows and beyond < count:
            message = f"the list of {self._unit} ended after {beyond:,} of {count:,} records"
            self._context.report(Issue("list-ended", message, located=self._url))
        self._count = count
        return paging.Page(rows, str(beyond) if rows and beyond < count else None)


# -- cursors ---------------------------------------------------------------------------------------------------------


def _cursor(name: str, number: int, key: str) -> str:
    return msgspec.json.encode((name, number, key)).decode()


def _place(cursor: str | None) -> tuple[str, int, str]:
    return msgspec.json.decode(cursor, type=tuple[str, int, str]) if cursor else ("", 0, "")
