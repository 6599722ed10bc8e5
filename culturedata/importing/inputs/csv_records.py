"""The records of a CSV file one after another, so that a bad one costs nothing but itself."""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from typing import Any

from culturedata.errors import InputEmpty, InputFormat

LONGEST = 4 * 1024 * 1024  # characters of a record; the end of a quote is looked for in so many
_BLOCK = 1 << 18  # bytes that are read and decoded in one go
_BOM = b"\xef\xbb\xbf"
MOST_COLUMNS = 10_000
DELIMITERS = (",", ";", "|", "\t")
_SEP = re.compile(r"""(["']?)sep=(.)\1[,;\s]*""", re.IGNORECASE)  # the first line by which Excel is told the delimiter
_SAMPLE = 1 << 12  # bytes that tell an encoding
_SHOWN = 5  # names of columns in a message
_SIGNS = {"\t": "tab"}
OLDER = ("cp1252", "latin-1", "mac_roman", "cp850")  # encodings of one byte a letter, the likelier first
_LETTERS = frozenset("éèêëàâäáãåçîïíìôöóòõøûüúùñœæßÿšž")
_MARKS = frozenset("’‘“”«»–—…°€£×½²³±\xa0ºª")
_SMALL, _LARGE, _SIGN = 1.0, 0.7, 0.3
_FEW = 8  # letters past ASCII; of more than these there are fewer than plain ones in what is read here
_LIMIT = threading.Lock()


class Records:
    """The records of a CSV stream in UTF-8, each a list of cells; blank lines are left out.

    Of the record at hand, `begins` and `line` are its first and its last line, `fault` is (code, words) or None. Its
    lines are kept, so that one which can't be read costs its first line only: the others are read again.
    """

    def __init__(self, stream: Any, name: str, quoting: bool) -> None:
        self.begins, self.line = 1, 0
        self.fault: tuple[str, str] | None = None
        self._stream = _with_line_feeds(stream)
        self._name = name
        self._format: dict[str, Any] = {"strict": True, "quoting": csv.QUOTE_MINIMAL if quoting else csv.QUOTE_NONE}
        self._rest = b""  # the beginning of a line whose end is not read yet
        self._held: list[str] = []  # the lines from number _first on, as far as they were read
        self._first = 1
        self._faults: dict[int, tuple[str, str]] = {}  # by the number of the line
        self._strange = b""  # some of the lines that are not UTF-8

    def header(self, needed: set[str], delimiter: str | None) -> list[str]:
        """The names of the columns, each another one. Raises InputFormat, InputEmpty (see files.rows)."""
        start = self._first_line()
        if said := _SEP.fullmatch(start.rstrip("\r\n")):
            delimiter = said[2]
            self.begins = self._first + self._held.index(start) + 1
            start = self._first_line()
        if start.lstrip()[:9].lower().startswith(("<!doctype", "<html", "<head", "<?xml")):
            raise InputFormat(
                f"{self._name} is a web page or XML, not CSV.",
                "A server may have answered with a page in place of the file: download the file itself.",
            )
        sniffed = self._sniffed(start, needed)
        self._format["delimiter"] = delimiter or sniffed
        names = next(iter(self))
        if self.fault is not None:
            raise self._no_header(start)
        self.begins = self.line + 1
        if len(names) > MOST_COLUMNS:
            message = f"{self._name} has {len(names):,} columns: it is no table of works."
            raise InputFormat(message, "Is it the right file? See «delimiter» in docs/add-a-source.md.")
        missing = needed - set(_named(names))
        if missing:
            raise self._lacks(missing, names, sniffed)
        return _named(names)

    @property
    def delimiter(self) -> str:
        """What stands between two cells, known once the header is read."""
        return str(self._format["delimiter"])

    def _first_line(self) -> str:
        """The first line from `begins` on that is not blank. Raises InputEmpty."""
        while not (start := next(filter(str.strip, self._held[self.begins - self._first :]), "")):
            if not self._block():
                raise InputEmpty(f"{self._name} holds only blank lines.", "Download it again.")
        return start

    def _no_header(self, start: str) -> InputFormat:
        """The error for a first line that is none of a table."""
        code, said = self.fault or ("", "")
        if code == "nul" and "ustar" in start:
            return InputFormat(f"{self._name} is a tar archive, not CSV.", "Unpack it, and give the one file.")
        if code == "not-utf-8" and b"\0" not in self._rest and not any("\0" in line for line in self._held):
            return self.not_utf_8()
        return InputFormat(f"the header of {self._name} can't be read: {said}.", "Is it a CSV file?")

    def not_utf_8(self) -> InputFormat:
        """The error for a file in another encoding, with the one in which its rows read like a text."""
        message, encoding = f"{self._name} is not UTF-8 text", likely_encoding(self._strange)
        if encoding is None:
            return InputFormat(f"{message}.", "Is it a CSV file? Save it as UTF-8.")
        hint = f"Say so in your descriptor, under options: «encoding: {encoding}», or save it as UTF-8."
        return InputFormat(f"{message}: it reads like {encoding}.", hint)

    def _lacks(self, missing: set[str], names: list[str], sniffed: str) -> InputFormat:
        """The error for columns that are not there: what is there, and by what it may be separated."""
        message = f"{self._name} has no column {', '.join(sorted(missing))}"
        used = self._format["delimiter"]
        if used != sniffed:
            words = f"its cells stand apart by «{_SIGNS.get(sniffed, sniffed)}», not by «{_SIGNS.get(used, used)}»"
            hint = f'In a descriptor of your own say delimiter: "{_SIGNS.get(sniffed, sniffed)}", or leave it out.'
            return InputFormat(f"{message}: {words}.", hint)
        if len(names) == 1:
            words = f"its only one is {_shown(names)}. Is it separated by another sign than , ; | and tab"
            return InputFormat(f"{message}; {words}?", "Save it with one of these.")
        return InputFormat(f"{message}; it has {_shown(names)}.", "Is it the right file?")

    def _sniffed(self, start: str, needed: set[str]) -> str:
        """The delimiter that gives most of the needed columns, then most columns."""

        def found(delimiter: str) -> tuple[int, int]:
            text = start[:100_000].splitlines()
            cells = next(csv.reader(text, delimiter=delimiter, quoting=self._format["quoting"]))
            return len(needed.intersection(cells)), len(cells)

        return max(DELIMITERS, key=found)

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
                encoding = likely_encoding(body)
                like = f", it reads like {encoding} (say options: {{encoding: {encoding}}})" if encoding else ""
                where = f"at byte {error.start} of line {number:,}"
                self._faults[number] = ("not-utf-8", f"the row is not UTF-8 {where}{like}")
                if len(self._strange) < _SAMPLE and b"\0" not in body:
                    self._strange += body[:_SAMPLE]


def likely_encoding(body: bytes) -> str | None:
    """The older encoding in which these bytes read most like a text of Western Europe; None if they do in none."""
    scores = {encoding: score for encoding in OLDER if (score := _likeness(body, encoding)) > 0}
    return max(scores, key=scores.__getitem__, default=None)


def _likeness(body: bytes, encoding: str) -> float:
    """How much the letters past ASCII are such as one meets, a mean of at most 1; 0 or less: it can't be told."""
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        return -1
    found = [
        _SMALL if letter in _LETTERS else _LARGE if letter.lower() in _LETTERS and not before.islower()
        else _SIGN if letter in _MARKS else -1
        for before, letter in zip(f" {text}", text, strict=False) if letter > "\x7f"
    ]  # fmt: skip
    foreign = len(found) > max(_FEW, sum(letter.isascii() and letter.isalpha() for letter in text))
    return -1 if foreign or not found else sum(found) / len(found)


class _LineFeeds:
    """A stream whose lines end in CR alone, as of an old Macintosh, with line feeds in their place."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read1(self, size: int) -> bytes:
        piece: bytes = self._stream.read1(size)
        return piece.replace(b"\r", b"\n")


def _with_line_feeds(stream: Any) -> Any:
    """The stream itself if its beginning has a line feed, or no CR that could stand for one."""
    start = stream.peek(1 << 16)
    return _LineFeeds(stream) if b"\r" in start[:-1] and b"\n" not in start else stream


def _shown(names: list[str]) -> str:
    """The first names of columns, each cut."""
    return ", ".join(f"«{name[:40]}»" for name in names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")


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
