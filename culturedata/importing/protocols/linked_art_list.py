"""Linked Art over HTTP: an ordered collection whose pages name documents by their addresses, and the documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from culturedata.importing.protocols.paging import Item, Page, walk
from culturedata.importing.web.fetch import Fetcher

JSON_LD = "application/ld+json"


class _Reference(msgspec.Struct):
    """A thing that is named by its address."""

    id: str = ""


class _Page(msgspec.Struct):
    """A page of an ordered collection, or the collection itself, which names its first page."""

    ordered: list[_Reference | str] | None = msgspec.field(default=None, name="orderedItems")
    next: _Reference | str | None = None
    first: _Reference | str | None = None


def references(fetcher: Fetcher, start: str, cursor: str | None) -> Iterator[Item[str]]:
    """The addresses that a list names, with their cursors. Raises FetchError, GaveUp if it leads in a circle."""

    def ask(where: str, again: bool) -> Page[str] | None:
        found = fetcher.get(where, reader=_page, accept=f"{JSON_LD}, application/json;q=0.9", again=again)
        if found is None:
            return None
        items = tuple(address for address in map(_address, found.ordered or ()) if address)
        return Page(items, _address(found.next) or (None if found.ordered is not None else _address(found.first)))

    yield from walk(ask, start, cursor)


def document(fetcher: Fetcher, address: str) -> bytes | None:
    """A document's own bytes; None if it is not there any more. Raises FetchError."""
    return fetcher.get(address, reader=_object, accept=JSON_LD)


def _page(body: bytes) -> _Page:
    found = msgspec.json.decode(_bare(body), type=_Page)
    if found.ordered is None and found.first is None:
        raise ValueError("it is no page of an ordered collection: it has neither «orderedItems» nor «first»")
    return found


def _object(body: bytes) -> bytes:
    """The bytes themselves. Raises ValueError if they are no JSON object."""
    msgspec.json.decode(_bare(body), type=dict[str, Any])
    return _bare(body)


def _bare(body: bytes) -> bytes:
    return body.removeprefix(b"\xef\xbb\xbf").strip()


def _address(said: _Reference | str | None) -> str | None:
    return (said if isinstance(said, str) else said.id) or None if said is not None else None
