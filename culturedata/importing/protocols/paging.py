"""A list that a server gives page by page: followed to its end, never in a circle, taken up where it was left.

A record's cursor is «where its page is asked for, a blank, how many of the page's records are done»: `start` for the
first page, whatever the server names the others by. What is done is left out when the list is taken up again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Generic, TypeVar

import msgspec

from culturedata.errors import GaveUp

T = TypeVar("T")
_LATER = "What came before is safe: come back later with --resume."


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """The items of a page in their order, and where the next one is asked for (None: this is the last)."""

    items: Sequence[T]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Item(Generic[T]):
    """An item of a list, and the cursor with which the list goes on after it."""

    value: T
    cursor: str


def walk(ask: Callable[[str, bool], Page[T] | None], start: str, cursor: str | None = None) -> Iterator[Item[T]]:
    """Yield the items of all pages from `start` in order; from the one after `cursor`, if that is given.

    `ask(where, again)` brings the page that is asked for at `where` (with `again` past the cache), or None if there is
    no such page: where that is the first, there is no list. A page with the very items of the page before it, or a
    `next` that was followed already, is asked for a second time. Raises GaveUp if it stays so, for the list leads in a
    circle, and if a page is not there that another one named: the list is not at its end.
    """
    where, _, done = (cursor or f"{start} 0").rpartition(" ")
    followed, before, skip = {where}, b"", int(done)
    while True:
        page = ask(where, False)
        if page is not None and _repeats(page, followed, before):
            page = ask(where, True)
        if page is None and cursor is None and where == start:
            return
        if page is None:
            raise GaveUp(f"the list breaks off: there is no page at {where!r}, where it goes on.", _LATER)
        if page.items and _print(page) == before:
            raise GaveUp(f"the list repeats itself at {where!r}: it leads in a circle.", _LATER)
        for number, item in enumerate(page.items[skip:], skip + 1):
            yield Item(item, f"{where} {number}")
        if page.next is None:
            return
        if page.next in followed:
            raise GaveUp(f"the list leads in a circle: {where!r} is followed by {page.next!r} again.", _LATER)
        followed.add(page.next)
        where, before, skip = page.next, _print(page), 0


def _repeats(page: Page[T], followed: set[str], before: bytes) -> bool:
    return page.next in followed or (bool(page.items) and _print(page) == before)


def _print(page: Page[T]) -> bytes:
    """What tells a page from another: a hash of its items."""
    said = [bytes(item) if isinstance(item, msgspec.Raw) else item for item in page.items]
    return sha256(repr(said).encode()).digest()
