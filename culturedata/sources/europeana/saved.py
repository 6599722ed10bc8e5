"""What Europeana's APIs answered, kept in files: pages of its search, lists or lines of items, and whole records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from culturedata.importing.inputs import answers
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.scrub import HIDDEN

# Europeana writes the key of who asked into the address of each record, and into that of its page.
_KEY = re.compile(r"\b(wskey|utm_campaign)=[^&#\"\\\s]*")
ENDINGS = (".json", ".jsonl", ".ndjson")


class _Answer(msgspec.Struct):
    """What a saved answer may hold: the items of a search, or a record."""

    items: list[msgspec.Raw] | None = None
    object: msgspec.Raw = msgspec.Raw(b"")


class _Node(msgspec.Struct):
    address: str = msgspec.field(name="@id", default="")


class _Named(msgspec.Struct):
    """How an item or a record is named; in schema.org's words the work is the first of the nodes."""

    id: str = ""
    about: str | list[msgspec.Raw] = ""  # schema.org calls so what the work is about
    address: str = msgspec.field(name="@id", default="")
    graph: list[_Node] = msgspec.field(name="@graph", default=[])


def is_json(path: Path) -> bool:
    """Whether a file holds JSON, by its name."""
    name = path.name.lower()
    return name.endswith(ENDINGS) or name.endswith(tuple(f"{one}.gz" for one in ENDINGS))


def bodies(path: Path, context: Context) -> Iterator[tuple[bytes, str, str]]:
    """The items and records of a file: the bytes of each without keys in its addresses, its name, and where it stands.

    What names neither, like an answer that tells of a failure, is reported and left out. Raises InputError.
    """
    for answer, located in answers.records(path):
        for number, (body, name) in enumerate(_within(answer), 1):
            place = f"{located}, item {number}" if body is not answer else located
            if name:
                yield _clean(body.decode()).encode(), name, place
            else:
                message = "neither an item of Europeana's search nor a record, with an id: it is left out"
                raw = _clean(body.decode("utf-8", "replace"))[:2000]
                context.report(Issue("no-key", message, field="id", raw=raw, located=place))


def _clean(text: str) -> str:
    return _KEY.sub(rf"\1={HIDDEN}", text)


def _within(answer: bytes) -> Iterator[tuple[bytes, str]]:
    """The items and records of an answer, each with its name; the whole without one if it has none that can be read."""
    try:
        found = msgspec.json.decode(answer, type=_Answer)
        whole = bytes(found.object)
        for one in (*map(bytes, found.items or ()), *((whole,) if whole else ())):
            yield one, _name(one)
        if found.items is None and not whole:
            yield answer, _name(answer)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        yield answer, ""


def _name(body: bytes) -> str:
    try:
        named = msgspec.json.decode(body, type=_Named)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    about = named.about if isinstance(named.about, str) else ""
    node = named.graph[0].address if named.graph else ""
    return (named.id or about or named.address or node).strip("/ ")
