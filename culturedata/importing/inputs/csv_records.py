"""The records of a CSV file one after another, so that a bad one costs nothing but itself."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from typing import Any

from culturedata.errors import InputEmpty, InputFormat

LONGEST = 4 * 1024 * 1024  # characters of a record; the end of a quote is looked for in so many
_BLOCK = 1 << 18  # bytes that are read and decoded in one go
_BOM = b"\xef\xbb\xbf"
_LIMIT = threading.Lock()


class Records:
    """The records of a CSV stream in UTF-8, each a list of cells; blank lines are left out.

    Of the record at hand, `begins` and `line` are its first and its last line, `fault` is (code, words) or None. Its
    lines are kept, so that one which can't be read costs its first line only: the others are read again.
    """

    def __init__(self, stream: Any, name: str, quoting: bool) -> None:
        self.begins, self.line = 1, 0
        self.fault: tuple[str, str] | None = None
        self._stream = stream
        self._name = name
        self._format: dict[str, Any] = {"strict": True, "quoting": csv.QUOTE_MINIMAL if quoting else csv.QUOTE_NONE}
        self._rest = b""  # the beginning of a line whose end is not read yet
        self._held: list[str] = []  # the lines from number _first on, as far as they were read
        self._first = 1
        self._faults: dict[int, tuple[str, str]] = {}  # by the number of the line

    def header(self, needed: set[str], delimiter: str | None) -> list[str]:
        """The names of the columns, each another one. Raises InputFormat, InputEmpty (see files.rows)."""
        while not (start := next(filter(str.strip, self._held), "")):
            if not self._block():
                raise InputEmpty(f"{self._name} holds only blank lines.", "Download it again.")
        if start.lstrip()[:9].lower().startswith(("<!doctype", "<html", "<head", "<?xml")):
            raise InputFormat(
                f"{self._name} is a web page or XML, not CSV.",
                "A server may have answered with a page in place of the file: download the file itself.",
            )
        self._format["delimiter"] = delimiter or self._sniffed(start, needed)
        names = next(iter(self))
        if self.fault is not None:
            raise InputFormat(f"the header of {self._name} can't be read: {self.fault[1]}.", "Is it a CSV file?")
        self.begins = self.line + 1
        missing = needed - set(names)
        if missing:
            raise InputFormat(f"{self._name} has no column {', '.join(sorted(missing))}.", "Is it the right file?")
        return _named(names)

    def _sniffed(self, start: str, needed: set[str]) -> str:
        """The delimiter that gives most of the needed columns, then most columns."""

        def found(delimiter: str) -> tuple[int, int]:
            text = start[:100_000].splitlines()
            cells = next(csv.reader(text, delimiter=delimiter, quoting=self._format["quoting"]))
            return len(needed.intersection(cells)), len(cells)

        return max((",", ";", "|", "\t"), key=found)

    def raw(self) -> str:
        """The beginning of the record at hand as it stands."""
        return "".join(self._lines())[:500].replace("\0", "\\0")

    def _lines(self) -> list[str]:
        return self._held[self.begins - self._first : self.line - self._first + 1]

    def __iter__(self) -> Iterator[list[str]]:
        while True:
            reader, before = self._reader(), self.begins - 1
            try:
                for cells in reader:
                    self.line = before + reader.line_num
                    if cells:
                        self.fault = self._worst() if self._faults else None
                        yield cells
                    self.begins = self.line + 1
                return
            except csv.Error as error:
                self.line = before + reader.line_num
                yield self._again(error)
                self.begins = self.line + 1

    def _reader(self) -> Any:
        """What reads the records from the line `begins` on."""
        held = self._held[self.begins - self._first :]
        return csv.reader(chain(held, chain.from_iterable(iter(self._block, []))), **self._format)

    def _worst(self) -> tuple[str, str] | None:
        """The first fault in the lines of the record at hand."""
        lines = range(self.begins, self.line + 1)
        return next((self._faults[number] for number in lines if number in self._faults), None)

    def _again(self, error: csv.Error) -> list[str]:
        """The record at hand read again, now with long cells; [] with a `fault` if it can't be read so either."""
        if sum(map(len, self._lines())) > csv.field_size_limit():
            reader = self._reader()
            try:
                with _long_cells():
                    cells: list[str] = next(reader)
                self.line = self.begins - 1 + reader.line_num
                self.fault = self._worst()
                return cells
            except csv.Error as again:
                error = again
        self.line = self.begins
        self.fault = self._worst() or ("not-csv", str(error))
        return []

    def _block(self) -> list[str]:
        """The next lines; none at the end, or where the quotes of one record hold too many."""
        del self._held[: self.begins - self._first]
        self._first = self.begins
        self._faults = {line: fault for line, fault in self._faults.items() if line >= self.begins}
        if sum(map(len, self._held)) > LONGEST:
            return []
        block = self._bytes()
        try:
            clean = b"\0" not in block
            text = block.decode()
        except UnicodeDecodeError:
            clean, text = False, block.decode("utf-8", "backslashreplace")
        lines = list(io.StringIO(text, newline="\n"))
        if not clean:
            self._look(block)
        self._held += lines
        return lines

    def _bytes(self) -> bytes:
        """The next whole lines; of one that is too long the beginning alone. The last line may lack its end."""
        number = self._first + len(self._held)
        while True:
            piece: bytes = self._stream.read1(_BLOCK)
            end = piece.rfind(b"\n") + 1
            if end or not piece:
                block, self._rest = self._rest + piece[:end], piece[end:]
                return block.removeprefix(_BOM) if number == 1 else block
            if len(self._rest) <= LONGEST:
                self._rest += piece
            else:
                self._faults[number] = ("row-too-long", "the row is too long to be a record")

    def _look(self, block: bytes) -> None:
        """Note which lines of a block are not text."""
        for number, body in enumerate(block.split(b"\n"), self._first + len(self._held)):
            if b"\0" in body:
                self._faults[number] = ("nul", "the row holds NUL bytes")
            try:
                body.decode()
            except UnicodeDecodeError as error:
                where = f"at byte {error.start} of line {number:,}"
                self._faults[number] = ("not-utf-8", f"the row is not UTF-8 {where}")


@contextmanager
def _long_cells() -> Iterator[None]:
    """Cells of up to LONGEST for a moment: csv has one limit for the whole process, so it is put back."""
    with _LIMIT:
        limit = csv.field_size_limit(LONGEST)
        try:
            yield
        finally:
            csv.field_size_limit(limit)


def _named(names: list[str]) -> list[str]:
    """The names of columns, each another one: see files.rows."""
    named: dict[str, None] = {}
    taken = set(names)
    for place, given in enumerate(names, 1):
        name = given or f"column {place}"
        if name in named:
            name = next(other for copy in count(2) if (other := f"{name} ({copy})") not in taken)
            taken.add(name)
        named[name] = None
    return list(named)
