"""Asking a SPARQL endpoint (W3C SPARQL 1.1): one query, all its rows; and lists of things in batches that it bears.

A query goes by POST, as long ones must. One that the server cuts off for its time limit ends in the middle of the JSON
(Wikidata's writes the error behind it): it is a fault like any other, and never taken for a short answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlencode

import msgspec

from culturedata.importing.web.fetch import Fetcher

RESULTS = "application/sparql-results+json"
FORM = "application/x-www-form-urlencoded"
MANY = 200  # things in one VALUES: Wikidata allows 60 seconds a query and a minute of its time a minute


class Value(msgspec.Struct, frozen=True):
    """A value of a row: `type` is «uri», «literal» or «bnode» (unknown in Wikidata); `lang` and `datatype` of texts."""

    type: str
    text: str = msgspec.field(name="value")
    lang: str | None = msgspec.field(default=None, name="xml:lang")
    datatype: str | None = None


Row = dict[str, Value]


class _Bindings(msgspec.Struct):
    bindings: list[Row]


class _Results(msgspec.Struct):
    results: _Bindings


def select(fetcher: Fetcher, endpoint: str, query: str) -> list[Row]:
    """The rows of a SELECT query in the server's order; a variable without a value is not in its row.

    Empty where there are none, and where there is no endpoint (404). Raises FetchError.
    """
    form = urlencode({"query": query, "format": "json"}).encode()
    found = fetcher.get(endpoint, reader=_read, accept=RESULTS, body=form, content_type=FORM)
    return found or []


def _read(body: bytes) -> list[Row]:
    return msgspec.json.decode(body, type=_Results).results.bindings


def values(variable: str, ids: Iterable[str], prefix: str = "wd:") -> str:
    """The clause that binds a variable to things by their names: `VALUES ?item { wd:Q1 wd:Q2 }`.

    Raises ValueError for a name that is more than letters and digits: it would be read as a part of the query.
    """
    named = list(ids)
    for one in named:
        if not (one.isascii() and one.isalnum()):
            raise ValueError(f"{one!r} is no name of a thing.")
    return f"VALUES ?{variable} {{ {' '.join(f'{prefix}{one}' for one in named)} }}"


def in_batches(ids: Iterable[str], size: int = MANY) -> Iterator[tuple[str, ...]]:
    """The ids, each once, in their order, at most `size` at a time."""
    rest = iter(dict.fromkeys(ids))
    while batch := tuple(islice(rest, size)):
        yield batch


def name(value: Value) -> str | None:
    """The last part of an address («Q762» of http://www.wikidata.org/entity/Q762); None for texts and blank nodes."""
    return value.text.rpartition("/")[2] if value.type == "uri" else None
