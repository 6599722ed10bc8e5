"""Where Joconde's records come from: the ministry's CSV, older files of the same records, and the tabular API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from culturedata.data.records import RawRecord
from culturedata.errors import InputFormat, ServerFault
from culturedata.importing.inputs import files, folder, json_objects
from culturedata.importing.mapped.places import path as place_of
from culturedata.importing.protocols.paging import Page, walk
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Context, Issue
from culturedata.importing.values.address import split
from culturedata.importing.web.fetch import Fetcher
from culturedata.sources.joconde.fields import CODES, field, text

EXPORT = "Actimuse::_Export_Global DMF"  # the column of a museum's own export in which a record stands whole
DATASET = "collections-des-musees-de-france-base-joconde"
_LISTS = ("results", "data")  # where a document of the old API, and of the tabular one, has its records
_WRONG = "Is it the file POP/joconde.csv, or records of the API?"


class _Row(msgspec.Struct):
    """What names a row in any file."""

    new: str | int | None = msgspec.field(name="Reference", default=None)
    old: str | int | None = msgspec.field(name="reference", default=None)
    changed: str | None = msgspec.field(name="Date_de_mise_a_jour", default=None)
    changed_old: str | None = msgspec.field(name="date_de_mise_a_jour", default=None)


class _Resource(msgspec.Struct):
    id: str
    format: str | None = None
    title: str | None = None
    url: str | None = None


class _Dataset(msgspec.Struct):
    resources: list[_Resource] = []


class _Links(msgspec.Struct, frozen=True):
    next: str | None = None


class _Meta(msgspec.Struct, frozen=True):
    total: int | None = None
    page_size: int | None = None


class _Page(msgspec.Struct):
    data: list[msgspec.Raw]
    links: _Links = _Links()
    meta: _Meta = _Meta()


def read(path: Path, context: Context, since: Since) -> Iterator[RawRecord]:
    """The records of a file after the cursor, in its order: a CSV of any delimiter, JSON lines or a JSON document; of a
    folder those of all such files below it, with cursors «row file». Raises InputError.
    """
    done, _, begun = (context.cursor or "0").partition(" ")

    def rows(name: str, file: Path) -> Iterator[tuple[str, bytes, str]]:
        among = f" {name}" if path.is_dir() else ""
        read_as = _of_json if json_objects.is_json(file) else _of_csv
        for number, body, located in read_as(file, context, int(done) if name == begun or not among else 0):
            yield f"{number}{among}", body, located

    for cursor, body, located in folder.each(path, context, rows, begun):
        record = _record(body, located, cursor, context, since)
        if record is not None:
            yield record


def ask(fetcher: Fetcher, catalogue: str, tabular: str, context: Context, since: Since) -> Iterator[RawRecord]:
    """The records of the tabular API after the cursor, which is «the file's id/page done», page by page.

    The file has another id after each upload: then the list is begun anew. Raises FetchError.
    """
    resource = _resource(fetcher, f"{catalogue}/datasets/{DATASET}/")
    address = f"{tabular}/resources/{resource}/data/"
    listing = _Listing(fetcher, address, resource, _size(context), context)
    cursor = context.cursor if (context.cursor or "").startswith(f"{resource}/") else None
    for item in walk(listing.page, f"{resource}/1", cursor):
        listing.last = item.cursor
        record = _record(item.value, address, item.cursor, context, since)
        if record is not None:
            yield record
    listing.check()


class _Listing:
    """The pages of one file; `last` is the cursor of the last row that was given."""

    def __init__(self, fetcher: Fetcher, address: str, resource: str, size: int, context: Context) -> None:
        self.last = context.cursor or ""
        self._fetcher = fetcher
        self._address = address
        self._resource = resource
        self._size = size
        self._context = context
        self._meta = _Meta()

    def page(self, where: str, again: bool) -> Page[bytes]:
        """The page «resource/number». Raises ServerFault if there is none."""
        number = int(where.rpartition("/")[2])
        params = {"page": number, "page_size": self._size}
        found = self._fetcher.json(self._address, params, type=_Page, again=again)
        if found is None:
            if number == 1:
                raise ServerFault(
                    f"{urlsplit(self._address).netloc} does not serve Joconde's rows.",
                    "Import the whole file: culturedata import joconde dump.",
                )
            raise ServerFault(
                f"{urlsplit(self._address).netloc} has no page {number:,} of Joconde: the file was replaced meanwhile.",
                "What came is safe: --resume reads the new one.",
            )
        self._meta = found.meta
        after = _number(found.links.next, number)
        return Page([bytes(row) for row in found.data], None if after is None else f"{self._resource}/{after}")

    def check(self) -> None:
        """Note that the list ended before as many rows came as the server says that it has."""
        where, _, done = self.last.rpartition(" ")
        number = int(where.rpartition("/")[2] or 1)
        came = (number - 1) * (self._meta.page_size or self._size) + int(done or 0)
        if self._meta.total is not None and came < self._meta.total:
            self._context.partial = True


def _size(context: Context) -> int:
    """How many rows to ask for: the API refuses more than 200."""
    http = context.descriptor.http
    return min(http.page_size if http else 200, 200)


def _number(link: str | None, current: int) -> int | None:
    """The number of the page to which a link leads; the one after the current page if it does not say."""
    if not link:
        return None
    said = parse_qs(split(link).query).get("page", [""])[0]
    return int(said) if said.isdecimal() else current + 1


def _resource(fetcher: Fetcher, address: str) -> str:
    """The id of the CSV file among the dataset's files: their order and their ids change."""
    found = fetcher.json(address, type=_Dataset, again=True)  # a stored answer may name a file that is gone
    tables = [one for one in found.resources if (one.format or "").lower() == "csv"] if found else []
    if not tables:
        raise ServerFault(
            f"{urlsplit(address).netloc} lists no CSV file of Joconde.",
            "The dataset may have moved: see its page, or import the file (culturedata import joconde dump).",
        )
    named = [one for one in tables if "joconde" in f"{one.title} {one.url}".lower()]
    return (named or tables)[0].id


def _of_json(path: Path, context: Context, after: int) -> Iterator[tuple[int, bytes, str]]:
    for line in json_objects.lines(path, context, _list_in(path), after):
        yield line.number, line.body, line.located


def _list_in(path: Path) -> Any:
    """Where a document has its records; None for JSON lines and for a document that is a list."""
    with files.open_file(path) as stream:
        try:
            start = stream.readline(files.LONGEST_LINE)
        except (*files.BROKEN_OFF, OSError) as error:
            raise files.broken_off(path.name, "its beginning", error) from error
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"["):
        return None
    try:
        first = msgspec.json.decode(start.removeprefix(b"\xef\xbb\xbf"), type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError):
        first = {}
    if {"reference", "Reference"} & first.keys():
        return None
    named = [name for name in _LISTS if re.search(rb'"%s"\s*:\s*\[' % name.encode(), _beginning(path))]
    return place_of(named[0]) if named else place_of(_LISTS[0])


def _beginning(path: Path) -> bytes:
    with files.open_file(path) as stream:
        return stream.read(1 << 16)


def _of_csv(path: Path, context: Context, after: int) -> Iterator[tuple[int, bytes, str]]:
    """The rows of a CSV file, without the empty cells."""
    first = True
    for row in files.rows(path, context, needed=set(), delimiter=None, after=after):
        if first and EXPORT not in row.cells and not any(field(name) == "reference" for name in row.cells):
            raise InputFormat(f"{row.file} has no column Reference.", _WRONG)
        first = False
        said = _exported(row.cells[EXPORT]) if EXPORT in row.cells else row.cells
        yield row.number, msgspec.json.encode({name: cell for name, cell in said.items() if cell}), row.located


def _exported(cell: str) -> dict[str, str]:
    """The fields of a museum's own record: lines with a code, each followed by those of its value, «//» at the end."""
    fields: dict[str, str] = {}
    code = ""
    for line in cell.splitlines():
        if line.strip() in CODES:
            code = line.strip()
        elif code and line.strip() != "//":
            fields[code] = f"{fields[code]}\n{line}" if code in fields else line
    return fields


def _record(body: bytes, located: str, cursor: str, context: Context, since: Since) -> RawRecord | None:
    """The raw record of a row; None, and an issue, if it has no reference; None if it did not change since."""
    try:
        row = msgspec.json.decode(body, type=_Row)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        row, said = _Row(), f": {error}"
    else:
        said = ""
    changed = row.changed or row.changed_old
    key = text(row.new) or text(row.old) or _coded(body)
    if not key:
        raw = body.decode("utf-8", "replace")[:2000]
        context.report(Issue("no-key", f"the record has no Reference{said}: it is left out", raw=raw, located=located))
        return None
    if not since.wants(changed):
        return None
    return RawRecord(key=key, body=body, located=located, cursor=cursor)


def _coded(body: bytes) -> str:
    """The reference of a record under another name: its code, or a column with an accent."""
    try:
        row = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return ""
    found = (text(value) for name, value in row.items() if field(name) == "reference") if isinstance(row, dict) else ()
    return next(iter(found), None) or ""
