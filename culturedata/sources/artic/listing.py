"""A list of the Art Institute of Chicago's API, page by page, although it may move while it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from culturedata.errors import GaveUp, InputMissing
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher


class Pagination(msgspec.Struct):
    """What a page says about its list."""

    total: int
    total_pages: int
    current_page: int


class Page(msgspec.Struct):
    """A page of a list; its records stay bytes."""

    pagination: Pagination
    data: list[msgspec.Raw]
    config: msgspec.Raw = msgspec.Raw(b"null")


class Head(msgspec.Struct):
    """The fields by which a record is named and dated."""

    id: int
    updated_at: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A record of a list: the number of records up to it, its bytes, the page's config, its head."""

    position: int
    data: bytes
    config: bytes
    head: Head


class Listing:
    """One list of the API, which may move while it is read: what was changed last stands first.

    A record that was deleted draws all later ones forward over the edge of a page that was read already; one that was
    changed or added pushes all others back, and stands in front of what is still to be read.
    """

    def __init__(self, fetcher: Fetcher, url: str, size: int, context: Context) -> None:
        self._fetcher = fetcher
        self._url = url
        self._size = size
        self._context = context
        self._seen: set[int | bytes] = set()

    def after(self, done: int) -> Iterator[Listed]:
        """The records after the first `done`, each once. Raises InputMissing if there is no such list; FetchError."""
        first = number = max(done - 1, 0) // self._size + 1  # the page of the last one: it was there
        page, total = self._page_or_last(number), 0
        while True:
            start = (number - 1) * self._size
            deleted = total - page.pagination.total
            for back in range(1, min(-(-deleted // self._size), number - first) + 1):
                yield from self._unseen(self._page_or_last(number - back, again=True), start, step=0)
            total = page.pagination.total
            yield from (one for one in self._unseen(page, start) if one.position > done)
            if number >= page.pagination.total_pages:
                break
            number += 1
            page = self._page_or_last(number)
        yield from self._from_the_front(total - (first - 1) * self._size, max(done, number * self._size))

    def _from_the_front(self, expected: int, position: int) -> Iterator[Listed]:
        """What moved to the front of the list while it was read, if fewer records came than are `expected`."""
        number = 1
        while len(self._seen) < expected:
            before = len(self._seen)
            yield from self._unseen(self._page_or_last(number, again=True), position, step=0)
            if len(self._seen) == before:
                message = f"the list ended {expected - before:,} records before the {expected:,} that it announced"
                self._context.report(Issue("list-too-short", message, located=self._url))
                self._context.partial = True
                return
            number += 1

    def _unseen(self, page: Page, start: int, step: int = 1) -> Iterator[Listed]:
        """The records of a page that did not come before; those without an id are reported."""
        for index, raw in enumerate(page.data, 1):
            data = bytes(raw)
            head = head_of(data)
            if (name := head.id if head else data) in self._seen:
                continue
            self._seen.add(name)
            if head is None:
                text = data[:2000].decode("utf-8", "replace")
                self._context.report(Issue("not-a-record", "a record without an id", raw=text, located=self._url))
            else:
                yield Listed(start + index * step, data, bytes(page.config), head)

    def _page_or_last(self, number: int, again: bool = False) -> Page:
        """Page `number`; the last one before it, asked for anew, if the list became too short for it meanwhile."""
        page = self._page(number, again)
        if page is None and number > 1 and (front := self._page(1, again=True)):
            page = self._page(min(front.pagination.total_pages, number - 1), again=True)
        if page is None:
            hint = "Give the address of the API that holds artworks and agents; it ends in /api/v1."
            raise InputMissing(f"there is no list at {self._url}.", hint)
        return page

    def _page(self, number: int, again: bool) -> Page | None:
        """Page `number`, asked for a second time if it repeats what was read before. Raises GaveUp if it is another."""
        page = self._ask(number, again)
        if page is not None and not again and self._repeats(page, number):
            page = self._ask(number, again=True)
        if page is not None and page.pagination.current_page != number:
            message = f"{self._url} answers page {page.pagination.current_page} to who asks for page {number}."
            raise GaveUp(message, "What came before is safe: come back later with --resume.")
        return page

    def _repeats(self, page: Page, number: int) -> bool:
        heads = [head_of(bytes(raw)) for raw in page.data]
        seen = bool(heads) and all(head is not None and head.id in self._seen for head in heads)
        return seen or page.pagination.current_page != number

    def _ask(self, number: int, again: bool) -> Page | None:
        return self._fetcher.json(self._url, {"page": number, "limit": self._size}, type=Page, again=again)


def head_of(data: bytes) -> Head | None:
    """What names a record; None if the bytes are no JSON object with a number."""
    try:
        return msgspec.json.decode(data, type=Head)
    except msgspec.DecodeError:
        return None
