"""The search of the Victoria and Albert Museum, all of whose records are to be had although it shows 10,000 at most.

The whole is cut into pieces by the year of accession, which is certain and one for each object (years of making are
ranges that overlap), until a piece fits into the window. What has no year of accession stands in no piece: it is looked
for at both ends of the whole list in several orders, and what is still missing then is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from culturedata.importing.protocols import paging
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher

WINDOW = 10_000  # records of one search that can be had
FIRST, LAST = "year_accessioned_from", "year_accessioned_to"
OLDEST = 1830  # before the first of the museum's collections; whatever is older is in the first piece
# Orders of a list, to see what stands at its ends.
ORDERS = (("date", "asc"), ("date", "desc"), ("fields_populated", "asc"), ("fields_populated", "desc"))


class _Info(msgspec.Struct):
    """What a page says about its search."""

    record_count: int
    pages: int
    page: int = 0


class _Page(msgspec.Struct):
    """A page of a search; its records stay bytes."""

    info: _Info
    records: list[msgspec.Raw]


class _Named(msgspec.Struct):
    name: str = msgspec.field(default="", name="systemNumber")


@dataclass(frozen=True, slots=True)
class Piece:
    """The records whose year of accession lies in a range (None: open), in one order."""

    first: int | None = None
    last: int | None = None
    order: tuple[str, str] = ORDERS[0]

    @property
    def name(self) -> str:
        """The piece in a word, as cursors have it."""
        return f"{self.first or ''}-{self.last or ''}/{'-'.join(self.order)}"

    @property
    def params(self) -> dict[str, object]:
        said = {FIRST: self.first, LAST: self.last, "order_by": self.order[0], "order_sort": self.order[1]}
        return {name: value for name, value in said.items() if value is not None}

    def halves(self, this_year: int) -> tuple[Piece, ...]:
        """The range as two; none if it is a single year."""
        first, last = self.first or OLDEST, self.last or this_year
        if first >= last:
            return ()
        middle = (first + last) // 2
        return Piece(self.first, middle), Piece(middle + 1, self.last)


@dataclass(frozen=True, slots=True)
class Listed:
    """A record of the search as it came, and the cursor with which the search goes on after it."""

    body: bytes
    cursor: str


class Search:
    """One search; `asked` are its parameters beside those of pages and pieces."""

    def __init__(self, fetcher: Fetcher, url: str, size: int, asked: Mapping[str, object], context: Context) -> None:
        self._fetcher, self._url, self._size, self._context = fetcher, url, size, context
        self._asked = {"data_profile": "full", "page_size": size} | dict(asked)
        self._window = int(context.descriptor.options.get("window", WINDOW)) // size * size or size
        self._this_year = datetime.now(UTC).year
        self._seen: set[str] = set()

    def after(self, cursor: str | None) -> Iterator[Listed]:
        """The records after the one with that cursor; all of them if its piece is there no more. Raises FetchError."""
        at, _, where = (cursor or "").partition(" ")
        pieces = list(self._pieces(Piece()))
        names = [piece.name for piece, _ in pieces]
        start = names.index(at) if at in names else 0
        for piece, expected in pieces[start:]:
            yield from self._walked(piece, expected, where if piece.name == at else None)
        yield from self._leftovers(pieces, at, where)

    def _pieces(self, piece: Piece) -> Iterator[tuple[Piece, int]]:
        """The pieces in the order of years, each with the number of its records."""
        count = self._count(piece)
        if count <= self._window:
            yield piece, count
            return
        halves = piece.halves(self._this_year)
        if not halves or sum(self._count(half) for half in halves) > count:
            yield piece, count  # a single year, or a server that does not know the range
            return
        for half in halves:
            yield from self._pieces(half)

    def _count(self, piece: Piece) -> int:
        page = self._page(piece, 1)
        return page.info.record_count if page else 0

    def _walked(self, piece: Piece, expected: int, cursor: str | None = None) -> Iterator[Listed]:
        """The records of a piece, as far as the window lets them be had."""

        def ask(where: str, again: bool) -> paging.Page[msgspec.Raw] | None:
            number = int(where)
            page = self._page(piece, number, again)
            if page is None:
                return None
            more = number < page.info.pages and number * self._size < self._window
            return paging.Page(page.records, str(number + 1) if more else None)

        came = 0
        for item in paging.walk(ask, "1", cursor):
            came += 1
            body = bytes(item.value)
            self._seen.add(_name(body))
            yield Listed(body, f"{piece.name} {item.cursor}")
        if cursor is None and came < min(expected, self._window):
            message = f"the list {piece.name} ended {min(expected, self._window) - came:,} records before its end"
            self._tell("list-too-short", message)

    def _leftovers(self, pieces: list[tuple[Piece, int]], at: str, where: str) -> Iterator[Listed]:
        """What stands in no piece, or behind the window of one, as far as it stands at the end of some order."""
        whole = self._count(Piece())
        had = sum(min(count, self._window) for _, count in pieces)
        if whole <= had:
            return
        too_big = [piece for piece, count in pieces if count > self._window]
        for order in ORDERS:
            for piece in dict.fromkeys([*too_big, Piece()]):
                other = Piece(piece.first, piece.last, order)
                if order != ORDERS[0] or piece not in too_big:
                    yield from self._walked(other, 0, where if other.name == at else None)
        if len(self._seen) < whole and not self._context.cursor:
            message = f"{whole - len(self._seen):,} of {whole:,} records could not be reached by any search"
            self._tell("beyond-the-window", message)

    def _page(self, piece: Piece, number: int, again: bool = False) -> _Page | None:
        params = self._asked | piece.params | {"page": number}
        return self._fetcher.json(self._url, params, type=_Page, again=again)

    def _tell(self, code: str, message: str) -> None:
        self._context.partial = True
        self._context.report(Issue(code, message, located=self._url))


def _name(body: bytes) -> str:
    try:
        return msgspec.json.decode(body, type=_Named).name
    except msgspec.DecodeError:
        return ""
