"""What a client asks, read strictly from JSON: queries with types and constraints, and columns to be filled.

What a standard says of these is https://reconciliation-api.github.io/specs/0.2/.
"""

from __future__ import annotations

from typing import Any, Literal, TypeVar

import msgspec

from culturedata.errors import UsageError

MOST_QUERIES, MOST_IDS, MOST_PROPERTIES, MOST_RESULTS = 50, 500, 50, 50
MOST_LETTERS, MOST_BYTES = 500, 1_000_000
FEW = 10  # results, if no limit is asked for
T = TypeVar("T")


class Constraint(msgspec.Struct):
    """A property and its value, or its several values: texts, numbers, or things as `{"id": …}`."""

    pid: str
    v: Any = None

    def values(self) -> list[str]:
        """The values as texts, of a thing its id."""
        said = self.v if isinstance(self.v, list) else [self.v]
        plain = (one.get("id", one.get("name")) if isinstance(one, dict) else one for one in said)
        return [str(one)[:MOST_LETTERS] for one in plain if one is not None and str(one).strip()]


class Query(msgspec.Struct):
    """A name to look for, and what is known besides.

    With `type_strict` «any» a candidate bears one of the types, with «all» each of them; «should» is like «any», but of
    types that the library does not know.
    """

    query: str | int | float = ""
    type: str | list[str] = []
    limit: int | float = FEW
    properties: list[Constraint] = []
    type_strict: Literal["any", "all", "should"] = "should"

    @property
    def text(self) -> str:
        return str(self.query)[:MOST_LETTERS].strip()

    @property
    def types(self) -> list[str]:
        return [self.type] if isinstance(self.type, str) and self.type else list(self.type)

    @property
    def most(self) -> int:
        """How many results are wanted: one at least."""
        return max(1, min(int(self.limit), MOST_RESULTS))


class Column(msgspec.Struct):
    """A property to be read, at most `limit` values of it (0: all)."""

    id: str
    settings: dict[str, Any] = {}

    @property
    def limit(self) -> int:
        said = self.settings.get("limit", 0)
        return int(said) if str(said).isdecimal() else 0


class Extension(msgspec.Struct):
    """Things, and the properties to be read of them."""

    ids: list[str]
    properties: list[Column]


def queries(text: str) -> dict[str, Query]:
    """The queries of a batch, by their keys. Raises UsageError."""
    found = _read(text, dict[str, Query], "queries")
    _at_most(len(found), MOST_QUERIES, "queries")
    for one in found.values():
        _at_most(len(one.properties), MOST_PROPERTIES, "properties in a query")
        if not one.text and not one.properties:
            raise UsageError("a query has neither a text nor properties.", "Give «query», or «properties».")
    return found


def extension(text: str) -> Extension:
    """What is to be filled. Raises UsageError."""
    found = _read(text, Extension, "extend")
    _at_most(len(found.ids), MOST_IDS, "ids")
    _at_most(len(found.properties), MOST_PROPERTIES, "properties")
    return found


def _read(text: str, type: type[T], name: str) -> T:
    try:
        return msgspec.json.decode(text, type=type)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError) as error:
        raise UsageError(
            f"{name} can't be read: {error}.", "It is JSON, as the Reconciliation API 0.2 says."
        ) from error


def _at_most(count: int, most: int, what: str) -> None:
    if count > most:
        raise UsageError(f"{count} {what} are too many: {most} is the most.", "Ask in smaller batches.")
